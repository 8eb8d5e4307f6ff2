"""The packs that come with the package: cited, tested, and every number of theirs watched."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from domain.rules import PackSet
from domain.rules.engine.cases import failing, undated
from domain.rules.engine.mutation import mutants, unnoticed
from domain.rules.engine.sources import Clause, against_sources


def test_every_test_of_the_packs_passes(packs: PackSet) -> None:
    assert failing(packs) == []


def test_every_date_of_effect_is_tested_on_both_sides(packs: PackSet) -> None:
    assert undated(packs) == []


def test_every_quote_stands_in_its_document(
    packs: PackSet, documents: dict[str, str], clauses: dict[str, Clause]
) -> None:
    assert against_sources(packs, documents, clauses) == []


def test_a_pack_is_named_by_the_hash_of_its_bytes(packs: PackSet, texts: dict[str, bytes]) -> None:
    assert packs.sha256("652825") == sha256(texts["652825.yaml"]).hexdigest()


def test_every_ambiguity_is_read(packs: PackSet) -> None:
    read = {f"AMB-{number:02d}" for number in range(1, 41)}

    assert read <= {reading.of for reading in packs.pack("000000").readings}


@pytest.mark.parametrize("code", ["000000", "652800", "652822", "652825", "653000", "653129"])
def test_no_change_of_a_value_goes_unnoticed_by_the_packs_own_tests(
    packs: PackSet, code: str
) -> None:
    assert list(unnoticed(packs, code)) == []


def test_every_number_side_flag_and_date_is_changed_one_at_a_time(packs: PackSet) -> None:
    rule = packs.loaded("653129").rules["monitoring.trigger"]
    tried = {(path[2:], new) for path, new, _ in mutants(rule)}

    assert tried == {
        (("effective",), date(2023, 12, 31)),
        (("effective",), date(2024, 1, 2)),
        (("value", "judgement"), True),
        (("value", "score", "limit"), 59),
        (("value", "score", "limit"), 61),
        (("value", "score", "side"), "at_most"),
        (("value", "deviation", "line", "limit"), 19),
        (("value", "deviation", "line", "limit"), 21),
        (("value", "deviation", "line", "side"), "above"),
    }
