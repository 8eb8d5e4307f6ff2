"""Which workflow tasks stand still, and when each workflow is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from activities.standing_still import (
    BEGUN_SECONDS,
    QUEUED_SECONDS,
    ROUND_SECONDS,
    DueTask,
    StandingStill,
)

STREAM = "652825/2026/P1"
BEGUN = DueTask("r", is_begun=True, attempt=1, since=datetime(2026, 11, 28, tzinfo=UTC))
QUEUED = replace(BEGUN, is_begun=False)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def looked(clock: Clock) -> StandingStill:
    return StandingStill(client=None, clock=clock)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due", "after", "is_too_long"),
    [
        (BEGUN, BEGUN_SECONDS - 0.1, False),
        (BEGUN, BEGUN_SECONDS, True),
        (BEGUN, BEGUN_SECONDS + 0.1, True),
        (QUEUED, QUEUED_SECONDS - 0.1, False),
        (QUEUED, QUEUED_SECONDS, True),
        (QUEUED, QUEUED_SECONDS + 0.1, True),
    ],
)
def test_given_the_same_task_when_it_is_due_for_long_then_it_stands_still(
    due: DueTask, after: float, is_too_long: bool
) -> None:
    clock = Clock()
    still = looked(clock)
    assert not still.is_too_long(STREAM, due)
    clock.now += after
    assert still.is_too_long(STREAM, due) is is_too_long


@pytest.mark.parametrize(
    "other",
    [
        replace(BEGUN, run="s"),
        replace(BEGUN, attempt=2),
        replace(BEGUN, is_begun=False),
        replace(BEGUN, since=datetime(2026, 11, 29, tzinfo=UTC)),
    ],
)
def test_given_another_task_when_looked_at_then_it_counts_from_then_on(other: DueTask) -> None:
    clock = Clock()
    still = looked(clock)
    still.is_too_long(STREAM, BEGUN)
    clock.now += BEGUN_SECONDS - 0.1
    assert not still.is_too_long(STREAM, other)
    clock.now += 0.1
    assert not still.is_too_long(STREAM, other)
    clock.now += QUEUED_SECONDS
    assert still.is_too_long(STREAM, other)


def test_given_many_workflows_when_looked_at_in_turn_then_a_round_sees_all() -> None:
    running = [f"s{number:04}" for number in range(1000)]
    still = looked(Clock())
    seen = [still.next(running, 60.0) for _ in range(round(ROUND_SECONDS / 60))]
    assert {len(one) for one in seen} == {100}
    assert sorted(stream for one in seen for stream in one) == running


def test_given_few_workflows_when_looked_at_then_all_of_them_each_time() -> None:
    still = looked(Clock())
    assert [still.next(["b", "a"], 60.0) for _ in range(2)] == [["a", "b"]] * 2


def test_given_one_with_a_task_and_one_without_an_answer_then_both_are_looked_at_again() -> None:
    running = [f"s{number:04}" for number in range(1000)]
    still = looked(Clock())
    still.next(running, 1.0)
    still.is_too_long("s0000", BEGUN)
    still.suspect("s0900")
    assert {"s0000", "s0900"} < {*still.next(running, 1.0)}
    assert still.next(["s0001"], 1.0) == ["s0001"], "what does not run any more is forgotten"
