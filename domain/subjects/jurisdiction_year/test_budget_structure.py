"""The structure of the expenditure: the livelihood share, and general expenditure held down."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.shared.filings.undoable import WithdrawAct
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.budget_structure import StructureRecorded
from domain.subjects.jurisdiction_year.opening import OpenYear
from testkit.builders.bureau_work import HELD, structure
from testkit.decider_spec import REVIEWER, DeciderSpec, packaged_rules

OWED = "finance:budget-structure.recording"


def opened(jurisdiction: str = "652800") -> DeciderSpec:
    book = packaged_rules(jurisdiction)
    scene = DeciderSpec.of(decider, f"{jurisdiction}/2025", book, on="2025-01-05")
    return scene.given(OpenYear(portfolio="0" * 64, clock="simulated")).on("2025-06-10")


@pytest.mark.parametrize(
    ("livelihood", "share", "met"),
    [("69.99", "69.99", False), ("70", "70.00", True), ("70.01", "70.01", True)],
)
def test_the_livelihood_share_is_computed_and_a_lower_one_is_explained(
    livelihood: str, share: str, met: bool
) -> None:
    tried = opened().when(structure(livelihood=livelihood))
    if met:
        event = tried.the(StructureRecorded)
        assert (event.share, event.met) == (Decimal(share), True)
        return
    refusal = tried.refused(Code.MISSING_FIELD, "explanation")
    assert "69.99%" in refusal.zh
    assert {one.clause for answer in refusal.basis for one in answer.citations} == {"BZ-021"}
    explained = structure(livelihood=livelihood, explanation="一次性基建支出较多")
    event = opened().when(explained).the(StructureRecorded)
    assert (event.share, event.met) == (Decimal(share), False)


@pytest.mark.parametrize(("general", "grew"), [("9.99", False), ("10", False), ("10.01", True)])
@pytest.mark.parametrize("jurisdiction", ["652800", "652825", "652822"])
def test_general_expenditure_above_the_year_before_is_explained(
    jurisdiction: str, general: str, grew: bool
) -> None:
    tried = opened(jurisdiction).when(structure(general=general))
    if not grew:
        assert tried.the(StructureRecorded).general == Decimal(general)
        return
    refusal = tried.refused(Code.MISSING_FIELD, "explanation")
    assert {one.clause for answer in refusal.basis for one in answer.citations} == {"BZ-025"}
    explained = structure(general=general, explanation="机构改革")
    assert opened(jurisdiction).when(explained).the(StructureRecorded)


def test_the_share_binds_the_prefecture_and_no_county() -> None:
    event = opened("652825").when(structure(livelihood="10")).the(StructureRecorded)
    assert (event.share, event.met) == (None, None)


def test_where_no_clause_asks_nothing_is_explained_or_waited_for() -> None:
    scene = opened("653129")
    assert OWED not in scene.view.waiting_for
    assert scene.when(structure(livelihood="10", general="50")).the(StructureRecorded)


def test_the_structure_is_waited_for_until_it_is_on_record() -> None:
    scene = opened()
    assert OWED in scene.view.waiting_for
    done = scene.given(structure())
    assert OWED not in done.view.waiting_for
    back = WithdrawAct(act=f"budget-structure.record:{HELD}", reason="误录")
    assert OWED in done.given(back, by=REVIEWER).view.waiting_for


@pytest.mark.parametrize(
    "wrong",
    [
        {"livelihood": "100.01"},
        {"general": "100.01", "explanation": "多"},
        {"total": "0", "livelihood": "0", "general": "0"},
    ],
)
def test_the_parts_are_within_a_total(wrong: dict[str, str]) -> None:
    opened().when(structure(**wrong)).refused(Code.INVALID_FIELD, "total")


@pytest.mark.parametrize(
    ("held_on", "taken"),
    [
        ("2024-12-31", False),
        ("2025-01-01", True),
        ("2025-06-10", True),
        ("2025-06-11", False),
    ],
)
def test_the_day_is_of_the_year_and_not_to_come(held_on: str, taken: bool) -> None:
    tried = opened().when(structure(held_on=date.fromisoformat(held_on)))
    if taken:
        assert tried.the(StructureRecorded)
    else:
        tried.refused(Code.INVALID_FIELD, "held_on")
