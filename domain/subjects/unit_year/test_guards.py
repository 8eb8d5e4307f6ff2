"""Whose act it is: role, the unit's own year, and never a review of what one filed oneself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.kernel.decider import Actor
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.subjects.unit_year.targets import ReturnOverallTarget
from testkit.builders.unit_stages import ACTS, STAGES
from testkit.builders.unit_year import registered, taken, target, unregistered
from testkit.decider_spec import FILER, REVIEWER

STRANGERS = (Actor("u-9", "209009", Role.UNIT), Actor("d-9", "209009", Role.DEPARTMENT))
FILER_AT_THE_BUREAU = Actor(FILER.id, REVIEWER.organisation, Role.FINANCE)
REVIEWS = {
    "overall-target.return": "filed",
    "overall-target.approve": "filed",
    "overall-monitoring.return": "reported",
    "overall-monitoring.review": "reported",
    "overall-self-evaluation.return": "evaluated",
    "overall-self-evaluation.review": "evaluated",
}
OWN = [
    pytest.param(name, stranger, id=f"{name} by {stranger.role}")
    for name, act in ACTS.items()
    for stranger in STRANGERS
    if stranger.role in act.who and not name.startswith("filing.")  # of the department above it
]


@pytest.mark.parametrize("stage", ["target", "reported", "evaluating"])
@pytest.mark.parametrize(("name", "stranger"), OWN)
def test_a_unit_and_its_department_act_for_themselves_only(
    name: str, stranger: Actor, stage: str
) -> None:
    refusal = taken(STAGES[stage](), ACTS[name], by=stranger).refused(Code.WRONG_ORGANISATION)
    assert FILER.organisation in refusal.en


@pytest.mark.parametrize(("name", "stage"), REVIEWS.items())
def test_who_filed_does_not_review(name: str, stage: str) -> None:
    scene = STAGES[stage]()
    scene.when(ACTS[name], by=FILER_AT_THE_BUREAU).refused(Code.REVIEWER_IS_FILER)
    scene.given(ACTS[name], by=REVIEWER)


def test_who_filed_again_after_a_return_is_the_filer() -> None:
    colleague = replace(FILER, id="u-2")
    again = registered().given(target(), ReturnOverallTarget(reason="不完整"))
    filed = again.given(target(), by=colleague)
    filed.given(ACTS["overall-target.approve"], by=FILER_AT_THE_BUREAU)
    other = replace(FILER_AT_THE_BUREAU, id="u-2")
    filed.when(ACTS["overall-target.approve"], by=other).refused(Code.REVIEWER_IS_FILER)


def test_an_unknown_unit_is_refused_with_what_to_do_first() -> None:
    refusal = unregistered().when(target()).refused(Code.UNKNOWN_SUBJECT)
    assert "unit.add" in refusal.en


def test_a_unit_is_registered_once_even_after_its_withdrawal() -> None:
    STAGES["withdrawn"]().when(ACTS["unit.add"]).refused(Code.DUPLICATE)
