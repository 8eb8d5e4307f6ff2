"""The bureau's lapse among the problems: the exception that records it, and the flag of a grade."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from console.cli.render.problem_words import why
from domain.kernel.decider import SYSTEM, Recorded
from domain.kernel.message import Event
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.people.exception_grants import ExceptionGranted
from domain.subjects.project_year.results.grades import ChainStep, GradeFinalised
from projections.boards.problems import Kind, Problem, _Found

AUGUST = date(2025, 8, 31)
STEP = ChainStep(step="band", after="excellent", clause="CN-03")


def problems(event: Event) -> list[Problem]:
    at = datetime(2026, 7, 6, tzinfo=SHANGHAI)
    recorded = Recorded(
        event, UUID(int=1), "653129/2025/P1", 9, at.date(), at, at, SYSTEM, UUID(int=2)
    )
    return list(_Found({}, {}, {}).of(recorded))


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
