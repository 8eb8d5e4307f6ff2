"""An event that its subject's state cannot have is refused when it is folded."""

from __future__ import annotations

import pytest

from testkit.builders import policies, project_evaluation, project_year, unit_year
from testkit.decider_spec import DeciderSpec

PROJECT = project_year.STAGES
EVALUATION = project_evaluation.EVALUATION_STAGES

CASES = {
    "exante.reviewed": (PROJECT["library"](), PROJECT["ex-ante"]()),
    "target.approved": (PROJECT["approval"](), PROJECT["target"]()),
    "target.adjustment-filed": (PROJECT["adjusting"](), PROJECT["filed"]()),
    "self-evaluation.reviewed": (EVALUATION["grading"](), EVALUATION["imported"]()),
    "overall-target.approved": (unit_year.approved(), unit_year.registered()),
    "overall-self-evaluation.reviewed": (unit_year.evaluated(), unit_year.evaluating()),
}
"""Each event with a year that has it, and a year in which nothing was filed for it."""


def folded(name: str, lived: DeciderSpec, other: DeciderSpec) -> object:
    """The state of another year after the newest event of a name."""
    event = next(one for one in reversed(lived.recorded()) if one.event.name == name)
    return other.decider.evolve(other.state, event)


@pytest.mark.parametrize("name", CASES)
def test_what_was_not_filed_is_neither_reviewed_nor_approved_nor_adjusted(name: str) -> None:
    with pytest.raises(ValueError, match=r"filed|approved"):
        folded(name, *CASES[name])


@pytest.mark.parametrize("scene", [PROJECT["adjusting"](), policies.approved()])
def test_a_target_is_approved_with_the_indicators_that_it_was_filed_with(
    scene: DeciderSpec,
) -> None:
    assert scene.state.target.approved == scene.state.target.filed.indicators
