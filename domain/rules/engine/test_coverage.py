"""Each of the 349 clauses lands somewhere, and nothing lands nowhere."""

from __future__ import annotations

import pytest

from domain.rules import PackError, PackSet
from domain.rules.conftest import SOURCES
from domain.rules.engine.coverage import counted, coverage_faults, read_coverage
from domain.rules.engine.sources import Clause

NAME = "coverage.yaml"
TEXT = (SOURCES / NAME).read_bytes()

Clauses = dict[str, Clause]


_JS_037 = 'JS-037: ["rule:monitoring.completion_rate", "rule:monitoring.trigger"]'


def faults(packs: PackSet, clauses: Clauses, old: str, new: str) -> list[tuple[str, str]]:
    changed = TEXT.decode().replace(old, new, 1)
    assert changed != TEXT.decode()
    found = coverage_faults(changed.encode(), NAME, packs, clauses)
    assert all(fault.line > 0 for fault in found)
    return [(fault.field, fault.reason) for fault in found]


def test_every_clause_lands_somewhere_and_nothing_dangles(packs: PackSet, clauses: Clauses) -> None:
    coverage, _ = read_coverage(TEXT, NAME)

    assert coverage_faults(TEXT, NAME, packs, clauses) == []
    assert len(coverage.clauses) == len(clauses) == 349


def test_a_clause_that_lands_nowhere_is_a_fault(packs: PackSet, clauses: Clauses) -> None:
    assert ("JS-003", "lands nowhere") in faults(packs, clauses, '  JS-003: ["figure:F01"]\n', "")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("figure:F35", "figure:F36", ("KZ-020", "figure:F36 is not declared")),
        ("rule:library.gate", "rule:library.gates",
         ("LT-011", "rule:library.gates is not declared")),
        ("  KZ-070:", "  KZ-071:", ("KZ-071", "no such clause")),
        (_JS_037, _JS_037.replace("trigger", "failed"),
         ("JS-037", "monitoring.trigger cites it, or should")),
        (_JS_037, 'JS-037: ["rule:monitoring.completion_rate", "step:monitoring"]',
         ("JS-037", "monitoring.trigger cites it, or should")),
        ("\nacts:\n", "\nacts:\n  - no.such\n", ("act:no.such", "nothing lands here")),
    ],
)  # fmt: skip
def test_a_dangling_name_is_a_fault(
    packs: PackSet, clauses: Clauses, old: str, new: str, fault: tuple[str, str]
) -> None:
    assert fault in faults(packs, clauses, old, new)


def test_a_target_of_no_kind_is_refused() -> None:
    with pytest.raises(PackError, match="JS-003"):
        read_coverage(TEXT.replace(b"figure:F01", b"number:F01", 1), NAME)


def test_the_counts_are_given_per_document(clauses: Clauses) -> None:
    table = counted(read_coverage(TEXT, NAME)[0], clauses)

    assert [row["clauses"] for row in table.values()] == [106, 60, 64, 49, 70]
    assert all(row["rule"] > 0 for row in table.values())
