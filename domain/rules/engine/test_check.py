"""A pack at fault is refused with file, line and reason; all faults are found at once."""

from __future__ import annotations

import pytest

from domain.rules.engine.check import faults_of
from domain.rules.engine.sources import Clause

QM, JS, CN = "652825.yaml", "653129.yaml", "000000.yaml"

Texts = dict[str, bytes]
Documents = dict[str, str]
Clauses = dict[str, Clause]

# file, what stands there, what is put in its place, and the fault: field and reason
BROKEN = [
    (QM, "偏差超过 20%及监控", "偏差超过 25%及监控", "quote", "not found in the document"),
    (QM, "clause: QM-030", "clause: QM-330", "clause", "no clause QM-330"),
    (QM, "line: {limit: 20, side: above}", "line: {limit: 20}", "side", "Field required"),
    (QM, "          - {of: AMB-01, at: deviation.line.side}\n", "", "values.0", "touches AMB-01"),
    (QM, "          - {of: AMB-03, at: combine}\n", "", "values.0", "touches AMB-03"),
    (QM, "{of: AMB-12, at: of}", "{of: AMB-11}", "values.0", "touches AMB-12"),
    (QM, "{of: AMB-12, at: of}", "{of: AMB-09, at: of}", "at", "AMB-09 does not say"),
    (QM, "{places: 2, mode: half_up}", "{places: 2}", "mode", "Field required"),
    (QM, "expect: {rectify: true, reasons: [score]}", "expect: true", "tests", "answers"),
    (QM, "{on: 2022-12-31, input: {execution_rate: 0", "{on: 2022-12-30, input: {execution_rate: 0",
     "effective", "no test on 2022-12-31"),
    (QM, '"59.99"}, expect: {rectify', "0}, expect: {rectify", "limit", "no test notices 59"),
    (JS, "{due: {month: 3, day: last}, included: true, roll: none}",
     "{due: {month: 3, day: last}, roll: none}", "included", "Field required"),
    (JS, "{due: {month: 3, day: last}, included: true, roll: none}",
     "{due: {month: 3, day: last}, included: true}", "roll", "Field required"),
    (JS, "{due: {month: 3, day: last}, included", "{due: {month: 2, day: 29}, included",
     "due", "does not exist in every year"),
    (JS, "{node: 2025-05-31, filed_on: 2025-06-07}, expect", "{node: 2025-05-31}, expect",
     "tests", "answers"),
    (JS, "            effective: 2025-01-01\n", "            effective: 2024-01-01\n",
     "effective", "must lie after the value begins"),
    (CN, "example: {limit: 60, side: below}", "example: {limit: 60}", "example", "Field required"),
    (CN, "{rules: [monitoring.failed]", "{rules: [monitoring.fails]", "rules", "no rule"),
]  # fmt: skip


def test_the_packs_as_they_stand_are_sound(
    texts: Texts, documents: Documents, clauses: Clauses
) -> None:
    assert faults_of(texts.items(), documents, clauses) == []


@pytest.mark.parametrize(("file", "old", "new", "field", "reason"), BROKEN)
def test_a_fault_is_named_with_its_line_and_reason(
    texts: Texts,
    documents: Documents,
    clauses: Clauses,
    file: str,
    old: str,
    new: str,
    field: str,
    reason: str,
) -> None:
    sound = texts[file].decode()
    assert old in sound

    found = faults_of(
        {**texts, file: sound.replace(old, new, 1).encode()}.items(), documents, clauses
    )
    named = [fault for fault in found if field in fault.field and reason in fault.reason]
    assert named, found
    assert all(fault.file == file and fault.line > 1 for fault in named)


def test_the_faults_of_all_files_are_found_at_once(
    texts: Texts, documents: Documents, clauses: Clauses
) -> None:
    broken = {
        **texts,
        QM: texts[QM].replace(b"line: {limit: 20, side: above}", b"line: {limit: 20}"),
        JS: texts[JS].replace(b"kind: threshold", b"kind: gate", 1),
    }
    found = {
        (fault.file, fault.field.rpartition(".")[2])
        for fault in faults_of(broken.items(), documents, clauses)
    }

    assert found >= {(QM, "side"), (JS, "kind")}
