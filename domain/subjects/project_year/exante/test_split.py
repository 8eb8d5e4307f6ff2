"""Funding by source: held against the amount, and what of the assessment hangs on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.deadlines.set_day import SetDay
from domain.shared.filings.amounts import AmountConfirmed
from domain.shared.filings.funding import Funding, source_of
from domain.subjects.project_year import decider
from domain.subjects.project_year.exante.library import Admit, Admitted
from domain.subjects.project_year.exante.split import (
    FundingAsked,
    FundingRecorded,
    RecordFunding,
)
from domain.subjects.project_year.population import ProjectAdded
from domain.subjects.project_year.targets.target import ApproveTarget
from testkit.builders.project_evaluation import PAST, history
from testkit.builders.project_year import BUDGET, add, target, unregistered
from testkit.decider_spec import CONGRESS, FILER, REVIEWER, DeciderSpec, packaged_rules

JS = packaged_rules("653129")
MILLION = Decimal(1_000_000)
SPLIT = "funding.split"


def parts(**given: int | str) -> Funding:
    """Parts in yuan by the short names of their sources."""
    return Funding(**{f"{source}_funds": Decimal(part) for source, part in given.items()})


def split(**given: int | str) -> RecordFunding:
    return RecordFunding(funding=parts(**given))


def in_js(**changes: Any) -> DeciderSpec:
    """A project of 伽师 in 2024, major and not new unless changed."""
    return unregistered(JS, "2024-01-10").when(add(**{"is_new": False, **changes}))


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ({"county": "0.01", "central": 999_999}, "county"),
        ({"prefecture": 1, "regional": 2, "central": 3}, "prefecture"),
        ({"regional": 1, "central": 3}, "regional"),
        ({"central": 1}, "central"),
        ({}, None),
    ],
)
def test_any_part_of_the_county_makes_it_the_countys(
    given: dict[str, Any], source: str | None
) -> None:
    assert source_of(parts(**given)) == source


@pytest.mark.parametrize(
    ("given", "required"),
    [
        ({"county": 1_000_000}, True),
        ({"county": 1_000, "central": 999_000}, True),
        ({"prefecture": 1_000_000}, False),
        ({"regional": 1_000_000}, False),
        ({"central": 1_000_000}, False),
    ],
)
def test_a_major_project_with_county_money_is_assessed_in_2024(
    given: dict[str, int], required: bool
) -> None:
    added = in_js(funding=parts(**given))
    assert added.the(ProjectAdded).exante_required is required
    assert added.the(FundingRecorded).amount == MILLION
    assert added.view.phase == ("ex-ante" if required else "library")
    assert added.state.known.funding == parts(**given)


def test_the_split_is_asked_for_and_the_library_waits_for_it() -> None:
    added = in_js()
    assert added.the(ProjectAdded).exante_required is None
    assert added.the(FundingAsked)
    assert added.view.waiting_for == (f"unit:{SPLIT}",)
    refused = added.when(Admit(), by=REVIEWER)
    told = refused.refused(Code.GATE_NOT_MET)
    assert "funding.record" in told.zh
    assert [answer.rule for answer in told.basis] == ["exante.required"]
    assert "JS-022" in {cited.clause for cited in told.basis[0].citations}


@pytest.mark.parametrize(("given", "phase"), [("county", "ex-ante"), ("central", "library")])
def test_the_split_settles_what_hung_on_it(given: str, phase: str) -> None:
    told = in_js().when(split(**{given: 1_000_000}), by=FILER)
    assert told.the(FundingRecorded).exante_required is (given == "county")
    assert told.rules_asked() == ["exante.required"]
    assert told.view.phase == phase
    admitted = told.when(Admit(), by=REVIEWER)
    # 伽师 asks for the assessment in 2024 and admits against it
    assert admitted.the(Admitted).advisory is (given == "county")


@pytest.mark.parametrize(
    "changes",
    [{"is_new": True}, {"is_major": False}, {"is_new": True, "is_major": False}],
)
def test_nothing_is_asked_for_where_the_split_is_no_matter(changes: dict[str, bool]) -> None:
    added = in_js(**changes)
    assert FundingAsked not in map(type, added.events)
    assert added.the(ProjectAdded).exante_required is not None


@pytest.mark.parametrize(
    ("jurisdiction", "on"),
    [("653129", "2023-12-31"), ("653129", "2025-01-01"), ("652825", "2024-01-10")],
)
def test_elsewhere_and_in_other_years_the_split_changes_nothing(jurisdiction: str, on: str) -> None:
    scene = unregistered(packaged_rules(jurisdiction), on)
    without = scene.when(add(is_new=False))
    told = scene.when(add(is_new=False, funding=parts(county=1_000_000)))
    assert FundingAsked not in map(type, without.events)
    required = [one.the(ProjectAdded).exante_required for one in (without, told)]
    assert required[0] == required[1]
    assert told.the(FundingRecorded)


def test_an_act_of_before_asks_for_no_split() -> None:
    scene = unregistered(JS, "2024-01-10")
    act = replace(scene.act(add(is_new=False), REVIEWER), version=1)
    before = scene.take(act)
    assert before.the(ProjectAdded).exante_required is False
    assert FundingAsked not in map(type, before.events)


@pytest.mark.parametrize("total", [999_999, 1_000_001, 100, 0])
def test_the_parts_sum_to_the_amount(total: int) -> None:
    told = unregistered().when(add(funding=parts(county=total))).refused(Code.INVALID_FIELD)
    assert told.field == "funding"
    assert "1,000,000" in told.zh
    assert ("万元" in told.zh) is (total == 100)
    registered = unregistered().given(add())
    registered.when(split(county=total), by=FILER).refused(Code.INVALID_FIELD, "funding")


@pytest.mark.parametrize(("part", "refused"), [("999.99", True), ("1000", False)])
def test_a_part_under_a_thousandth_needs_a_reason(part: str, *, refused: bool) -> None:
    rest = MILLION - Decimal(part)
    registered = unregistered().given(add())
    small = split(county=part, central=str(rest))
    told = registered.when(small, by=FILER)
    if not refused:
        assert told.the(FundingRecorded)
        return
    told.refused(Code.INVALID_FIELD, "funding.county_funds")
    confirmed = small.model_copy(update={"amount_confirmed": "尾款由县级承担"})
    assert registered.when(confirmed, by=FILER).the(AmountConfirmed).amount == Decimal(part)


def test_after_the_budget_the_parts_are_of_the_budget_and_nothing_is_assessed_any_more() -> None:
    scene = unregistered().given(add(is_major=False), Admit(), target(), ApproveTarget())
    budgeted = scene.given(BUDGET, by=CONGRESS)
    whole = int(BUDGET.amount)
    told = budgeted.when(split(county=whole), by=REVIEWER).the(FundingRecorded)
    assert (told.amount, told.exante_required) == (BUDGET.amount, None)


def test_the_newest_split_counts() -> None:
    first = in_js().given(split(county=1_000_000), by=FILER)
    again = first.given(split(central=1_000_000), by=REVIEWER)
    assert again.state.exante.required is False
    assert again.state.known.funding == parts(central=1_000_000)


def test_the_bureau_gives_the_split_a_day_and_it_is_found_overdue() -> None:
    asked = in_js().given(SetDay(deadline=SPLIT, due=date(2024, 1, 20), document="通知"))
    assert str(asked.view.next_due) == "2024-01-20"
    late = asked.until(datetime(2024, 1, 22, 9, tzinfo=SHANGHAI))
    assert SPLIT in late.view.overdue
    assert SPLIT not in late.given(split(county=1_000_000), by=FILER).view.overdue


def test_a_project_of_an_earlier_year_keeps_its_split() -> None:
    earlier = DeciderSpec.of(decider, PAST, packaged_rules())
    told = earlier.given(history(initial=MILLION, funding=parts(county=1_000_000)))
    assert told.state.known.funding == parts(county=1_000_000)
    assert told.state.exante.required is None
    wrong = history(initial=MILLION, funding=parts(county=900_000))
    earlier.when(wrong).refused(Code.INVALID_FIELD, "funding")
