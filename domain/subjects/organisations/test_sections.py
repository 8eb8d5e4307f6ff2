"""Sections of the bureau: set with a remit from a day on, set again, and ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kernel.decider import InForce
from domain.kernel.refusal import Code
from domain.subjects.organisations.sections import SectionEnded, SectionSet
from testkit.builders.organisations import end_section, nobody, section
from testkit.decider_spec import COLLEAGUE, DeciderSpec, packaged_rules

CODE = "652825-nc"
SOCIAL = {"budget_types": ["social_insurance_funds"], "acts_as": ["social_insurance_section"]}


def days(scene: DeciderSpec) -> list[tuple[date, date | None]]:
    return [(one.since, one.until) for one in scene.state.sections[CODE]]


def bound_by(jurisdiction: str) -> DeciderSpec:
    """The people and units of a bureau that the packaged rules of a jurisdiction bind."""
    return nobody().under(InForce(packaged_rules(jurisdiction)))


def test_a_section_is_set_with_its_remit() -> None:
    given = nobody().when(section(budget_types=["general_public"], subjects=["ppp"]))
    told = given.the(SectionSet)
    assert (told.section, told.section_name, told.units) == (CODE, "农财股", ("201001",))
    (held,) = given.state.sections[CODE]
    assert held.budget_types == {"general_public"}
    assert (held.subjects, held.has_remit) == ({"ppp"}, True)


@pytest.mark.parametrize(
    ("day", "runs"),
    [("2023-05-31", False), ("2023-06-01", True), ("2023-06-10", True), ("2023-06-11", False)],
)
def test_a_remit_runs_from_its_first_day_to_its_last(day: str, runs: bool) -> None:
    (held,) = nobody().given(section(), end_section()).state.sections[CODE]
    assert held.runs(date.fromisoformat(day)) is runs


def test_set_again_the_newer_remit_replaces_the_older_one_from_its_day_on() -> None:
    given = nobody().given(section(), section(since="2023-07-01", units=["201002"]))
    assert days(given) == [(date(2023, 6, 1), date(2023, 6, 30)), (date(2023, 7, 1), None)]


def test_set_again_for_the_same_day_it_is_put_right() -> None:
    given = nobody().given(section(), section(units=["201002"]))
    (held,) = given.state.sections[CODE]
    assert held.units == {"201002"}


@pytest.mark.parametrize(("since", "refused"), [("2023-05-31", True), ("2023-06-01", False)])
def test_a_newer_remit_begins_no_earlier(since: str, refused: bool) -> None:
    again = nobody().given(section()).when(section(since=since))
    if refused:
        assert "2023-06-01" in again.refused(Code.INVALID_FIELD, "since").zh
    else:
        assert again.events


def test_a_remit_that_ended_is_set_again_later() -> None:
    given = nobody().given(section(), end_section(), section(since="2023-08-01"))
    assert days(given) == [(date(2023, 6, 1), date(2023, 6, 10)), (date(2023, 8, 1), None)]


@pytest.mark.parametrize(
    ("last_day", "code"),
    [
        ("2023-05-31", Code.INVALID_FIELD),
        ("2023-06-01", None),
        ("2023-06-09", None),
        ("2023-06-10", Code.DUPLICATE),
        ("2023-06-11", Code.INVALID_FIELD),
    ],
)
def test_a_remit_ends_on_a_day_within_it(last_day: str, code: Code | None) -> None:
    ended = nobody().given(section(), end_section()).when(end_section(last_day=last_day))
    if code is None:
        assert ended.the(SectionEnded).since == date(2023, 6, 1)
    else:
        ended.refused(code, "last_day")


def test_a_section_that_was_never_set_does_not_end() -> None:
    refused = nobody().given(section()).when(end_section(section="652825-nz"))
    assert CODE in refused.refused(Code.UNKNOWN_SUBJECT, "section").zh


def test_the_bureau_alone_divides_its_work() -> None:
    nobody().when(section(), by=COLLEAGUE).refused(Code.WRONG_ROLE)


@pytest.mark.parametrize(
    ("jurisdiction", "remit", "clause"),
    [
        ("653129", {"budget_types": ["social_insurance_funds"]}, "JS-082"),
        ("653129", {"budget_types": ["state_capital_operations"]}, "JS-082"),
        ("653000", {"subjects": ["government_debt"]}, "KZ-055"),
        ("653000", {"subjects": ["direct_funds"]}, "KZ-039"),
        ("653000", {"budget_types": ["general_public"]}, "KZ-056"),
    ],
)
def test_a_remit_agrees_with_the_section_that_a_clause_names(
    jurisdiction: str, remit: dict[str, Any], clause: str
) -> None:
    given = section(since="2025-01-01", **remit)
    refused = bound_by(jurisdiction).when(given).refused(Code.INVALID_FIELD, "acts_as")
    assert clause in {one.clause for answer in refused.basis for one in answer.citations}


def test_a_section_that_does_the_work_of_the_named_one_has_the_remit() -> None:
    decided = bound_by("653129").when(section(since="2025-01-01", **SOCIAL))
    assert decided.the(SectionSet).acts_as == ("social_insurance_section",)
    assert decided.rules_asked() == ["sections.lead"]


@pytest.mark.parametrize(("since", "refused"), [("2024-12-31", False), ("2025-01-01", True)])
def test_the_clause_binds_from_its_day_on(since: str, refused: bool) -> None:
    given = section(since=since, budget_types=["social_insurance_funds"])
    decided = bound_by("653129").when(given)
    if refused:
        decided.refused(Code.INVALID_FIELD, "acts_as")
    else:
        assert decided.events


def test_where_no_clause_names_a_section_the_bureau_divides_as_it_likes() -> None:
    given = section(since="2025-01-01", budget_types=["social_insurance_funds"])
    assert bound_by("652825").when(given).events
