"""A task that waits for somebody else first is no duty until then, or until its day is over."""

from __future__ import annotations

from datetime import date

import pytest

from domain.subjects.catalogues import CATALOGUES
from projections.boards import todo
from projections.boards.todo import Duty

RESULT = "key-evaluation.finalisation"
Q001, Q002 = "653130/2025/Q001", "653130/2025/Q002"


def duty(deadline: str, stream: str = Q001, overdue: int = 0) -> Duty:
    return Duty(
        stream=stream,
        kind="project-year",
        year=2025,
        code=stream[-4:],
        name="合成项目",
        confidential=False,
        unit="201001",
        unit_name="教育局",
        responsible="finance",
        organisation=None,
        delegates=(),
        deadline=deadline,
        due=date(2026, 7, 31),
        overdue=overdue,
        state=None,
        source=None,
        reference=None,
        returned=None,
    )


@pytest.mark.parametrize("first", ["commission", "report", "views"])
@pytest.mark.parametrize(("overdue", "shown"), [(0, False), (1, True)])
def test_a_result_waits_for_the_steps_before_it_until_its_day_is_over(
    first: str, overdue: int, *, shown: bool
) -> None:
    before, result = duty(f"key-evaluation.{first}"), duty(RESULT, overdue=overdue)
    assert todo._in_turn([result, before]) == ([result, before] if shown else [before])


def test_a_result_waits_for_no_step_of_another_project() -> None:
    both = [duty(RESULT), duty("key-evaluation.report", Q002)]
    assert todo._in_turn(both) == both


def test_the_deadlines_of_the_order_are_in_the_catalogue() -> None:
    after = {one for entry in CATALOGUES.deadlines.values() for one in entry.after}
    assert after
    assert after <= CATALOGUES.deadlines.keys()
