"""The bureau's lapse among the problems: the exception that records it, and the flag of a grade."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from console.cli.render.explain_words import Section, tell
from console.cli.render.history_highlights import mark_of
from console.cli.render.problem_words import why
from domain.kernel.decider import SYSTEM, Recorded
from domain.kernel.message import Event
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.people.exception_grants import ExceptionGranted
from domain.subjects.project_year.results.flags import Flag
from domain.subjects.project_year.results.grades import ChainStep, GradeFinalised
from domain.subjects.project_year.results.use_of_results import ResultsApplied
from projections.boards.problems import Kind, Problem, _Found
from projections.explain.explanation import Explained

AUGUST = date(2025, 8, 31)
STEP = ChainStep(step="band", after="excellent", clause="CN-03")


def recorded_of(event: Event) -> Recorded[Event]:
    at = datetime(2026, 7, 6, tzinfo=SHANGHAI)
    return Recorded(event, UUID(int=1), "653129/2025/P1", 9, at.date(), at, at, SYSTEM, UUID(int=2))


def problems(event: Event) -> list[Problem]:
    return list(_Found({}, {}, {}).of(recorded_of(event)))


def grade(lapsed: tuple[date, ...] | None) -> GradeFinalised:
    return GradeFinalised(
        grade="excellent",
        score=Decimal(95),
        source="self",
        scores={"self": Decimal(95)},
        chain=(STEP,),
        lapsed=lapsed,
        rectified=True,
        refused=False,
        audit_findings=0,
        major_problem=False,
        untrue_self_evaluation=False,
    )


def test_a_grade_for_which_a_round_does_not_count_is_flagged() -> None:
    assert problems(grade(None)) == []
    (flag,) = problems(grade((AUGUST,)))
    assert flag.kind is Kind.LAPSE
    assert "2025-08-31" in "".join(why(flag))


def flagged() -> GradeFinalised:
    return grade(None).model_copy(update={"major_problem": True})


def use(*flags: Flag) -> ResultsApplied:
    return ResultsApplied(actions=("priority",), amount=Decimal(1), flags=flags or None)


@pytest.mark.parametrize("event", [flagged(), use("major_problem")])
def test_what_was_found_and_changed_no_grade_is_told_with_grade_and_use(event: Event) -> None:
    (flag,) = problems(event)
    assert flag.kind is Kind.FLAG
    assert flag.clauses == ()
    told = "".join(why(flag))
    assert "资金使用存在重大问题，依现行规定未影响评价等次" in told
    assert ("优先保障未说明理由" in told) is isinstance(event, ResultsApplied)
    assert marked(event) == "flagged"


@pytest.mark.parametrize("event", [grade(None), use()])
def test_what_has_no_flag_is_not_marked(event: Event) -> None:
    assert problems(event) == []
    assert marked(event) is None


def marked(event: Event) -> str | None:
    """The mark of an event in a history."""
    mark = mark_of(event.name, event.data(), datetime(2026, 7, 6, tzinfo=SHANGHAI))
    return mark.id if mark else None


def test_an_explanation_of_a_flagged_grade_has_the_flag() -> None:
    assert "标记 flags" in [one.heading for one in explained(flagged())]
    assert "标记 flags" not in [one.heading for one in explained(grade(None))]


def explained(event: Event) -> tuple[Section, ...]:
    return tell(Explained(None, recorded_of(event), ())).sections


@pytest.mark.parametrize(
    ("duty", "kinds"),
    [
        (f"rectification.notice:{AUGUST}", [Kind.LAPSE]),
        (f"monitoring.result:{AUGUST}", []),
        (None, []),
    ],
)
def test_the_exception_that_records_a_lapse_is_told(duty: str | None, kinds: list[Kind]) -> None:
    granted = ExceptionGranted(
        rule="grade.final", reference="财例1号", approver="局长", reason="漏发", duty=duty
    )
    assert [one.kind for one in problems(granted)] == kinds
