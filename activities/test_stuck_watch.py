"""Which stuck workflows are begun again, and when one is parked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from activities import stuck
from activities.standing_still import DueTask
from activities.stuck import BACKLOG, RESTARTS, WINDOW, Stuck, Watch

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FAILED, TIMED_OUT = "category=WorkflowTaskFailed", "category=WorkflowTaskTimedOut"


def begun_again(*ago: timedelta, problem: str = FAILED, run: str = "r") -> Stuck:
    return Stuck("652825/2026/P1", run, (problem,), tuple(NOW - one for one in ago))


@pytest.mark.parametrize(
    ("ago", "is_parked"),
    [
        ([SECOND] * (RESTARTS - 1), False),
        ([SECOND] * RESTARTS, True),
        ([SECOND] * (RESTARTS + 1), True),
        ([WINDOW - SECOND] * RESTARTS, True),
        ([WINDOW] + [SECOND] * (RESTARTS - 1), False),
        ([WINDOW + SECOND] * RESTARTS, False),
    ],
)
def test_given_restarts_when_counted_then_three_within_a_day_park(
    ago: list[timedelta], is_parked: bool
) -> None:
    assert begun_again(*ago).is_parked(NOW) is is_parked


def test_given_an_old_restart_when_begun_again_then_the_memo_forgets_it() -> None:
    memo = begun_again(WINDOW, SECOND).memo(NOW)
    assert list(memo.values()) == [[(NOW - SECOND).isoformat(), NOW.isoformat()]]


async def looked(monkeypatch: pytest.MonkeyPatch, *found: Stuck) -> list[int]:
    """How many are due at each sweep that finds one of these."""
    watch, due = Watch(client=None), []  # type: ignore[arg-type]
    for one in found:

        async def listed(_client: object, one: Stuck = one) -> dict[str, Stuck]:
            return {one.stream: one}

        monkeypatch.setattr(stuck, "all_stuck", listed)
        due.append(len((await watch.look())[0]))
    return due


class Still:
    """Finds so many tasks that stand still, begun and waiting."""

    def __init__(self, begun: int, waiting: int) -> None:
        self.tasks = {
            f"652825/2026/P{number}": DueTask("r", number < begun, 1, NOW)
            for number in range(begun + waiting)
        }

    def next(self, _running: object, _seconds: float) -> list[str]:
        return [*self.tasks]

    async def look(self, stream: str) -> tuple[Described, DueTask]:
        return Described(stream), self.tasks[stream]


class Described:
    """A workflow of which the engine reports nothing."""

    def __init__(self, stream: str) -> None:
        self.id, self.run_id = stream, "r"
        self.typed_search_attributes: dict[object, object] = {}

    async def memo(self) -> dict[str, object]:
        return {}


@pytest.mark.parametrize(
    ("waiting", "due"), [(BACKLOG - 1, BACKLOG + 1), (BACKLOG, BACKLOG + 2), (BACKLOG + 1, 2)]
)
async def test_given_many_tasks_that_wait_for_a_worker_when_looked_at_then_they_take_their_turns(
    monkeypatch: pytest.MonkeyPatch, waiting: int, due: int
) -> None:
    async def listed(_client: object) -> dict[str, Stuck]:
        return {}

    monkeypatch.setattr(stuck, "all_stuck", listed)
    watch = Watch(client=None)  # type: ignore[arg-type]
    monkeypatch.setattr(watch, "_standing_still", Still(2, waiting))
    found, parked = await watch.look()
    assert (len(found), parked) == (due, [])


async def test_given_failed_tasks_when_looked_at_then_they_count_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert await looked(monkeypatch, begun_again()) == [1]


async def test_given_tasks_timed_out_when_looked_at_then_the_same_run_counts_the_second_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, other = (begun_again(problem=TIMED_OUT, run=run) for run in ("r", "s"))
    assert await looked(monkeypatch, first, other, other) == [0, 0, 1]
