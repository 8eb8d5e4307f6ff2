"""The bare workflow: what the engine is made to do for a project's year, and nothing else.

It knows no domain and no store. Turn by turn it does what the history of one of our own project
years shows: an update or a timer, a local activity with an answer of the same size, the upserts,
the next timer, the continue-as-new (docs/performance-notes.md, 0501).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from temporalio import activity, workflow
from temporalio.common import (
    RetryPolicy,
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
)

TASK_QUEUE = "bare"
_TIMEOUT = timedelta(seconds=5)
_RETRY = RetryPolicy(maximum_attempts=5)

_SHOWN: dict[str, tuple[SearchAttributeKey[Any], tuple[Any, Any]]] = {
    "Jurisdiction": (SearchAttributeKey.for_keyword("Jurisdiction"), ("000000", "000001")),
    "BudgetYear": (SearchAttributeKey.for_int("BudgetYear"), (2023, 2024)),
    "Phase": (SearchAttributeKey.for_keyword("Phase"), ("one", "another")),
    "Unit": (SearchAttributeKey.for_keyword("Unit"), ("U01", "U02")),
    "NextDue": (
        SearchAttributeKey.for_datetime("NextDue"),
        (datetime(2023, 6, 12, tzinfo=UTC), datetime(2023, 9, 12, tzinfo=UTC)),
    ),
    "Overdue": (SearchAttributeKey.for_bool("Overdue"), (False, True)),
}


@dataclass(frozen=True)
class Turn:
    """What comes of one answer: how large it is, what is upserted, when the next timer fires.

    `planned` is a business instant (ISO 8601; none: no timer), `chapter` counts continue-as-news,
    `reply` is in bytes. With a `closed` turn the workflow ends.
    """

    reply: int
    planned: str | None
    chapter: int
    upserts: tuple[str, ...] = ()
    closed: bool = False


TURNS: list[Turn] = []
"""The turns that the workflows of this worker process follow."""


def follow(turns: Sequence[Turn]) -> None:
    """Let the workflows of this process follow these turns."""
    TURNS[:] = turns


@dataclass(frozen=True)
class BareStart:
    """The input of a run; `last` is the answer carried over continue-as-new."""

    business_start: str | None = None
    offset_seconds: float | None = None
    turns: int = 0
    last: dict[str, Any] | None = None


@workflow.defn(name="BareYear")
class BareYear:
    """A year that only waits and asks."""

    @workflow.init
    def __init__(self, start: BareStart) -> None:
        """Stand ready before any update is handled."""
        self._offset = _offset(start)
        self._turns = start.turns
        self._last = start.last
        self._chapter = TURNS[start.turns - 1].chapter if start.turns else 0
        self._woken = False

    @workflow.update
    async def submit(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer an update."""
        outcome: dict[str, Any] = (await self._ask(request))["outcome"]
        return outcome

    @workflow.run
    async def run(self, _start: BareStart) -> None:
        """Wait for the next timer of the turns, or for what comes before it."""
        await workflow.wait_condition(lambda: self._turns > 0)
        while True:
            turn = TURNS[self._turns - 1]
            if turn.closed:
                await workflow.wait_condition(workflow.all_handlers_finished)
                return
            if turn.chapter != self._chapter:
                await workflow.wait_condition(workflow.all_handlers_finished)
                self._continue_as_new()
            self._woken = False
            if turn.planned is None:
                await workflow.wait_condition(lambda: self._woken)
            elif await self._slept_until(turn.planned):
                await self._ask({"turn": self._turns, "planned": turn.planned})

    async def _slept_until(self, planned: str) -> bool:
        wait = datetime.fromisoformat(planned) - (workflow.now() + self._offset)
        if wait <= timedelta(0):
            return True
        try:
            await workflow.wait_condition(lambda: self._woken, timeout=wait)
        except TimeoutError:
            return True
        return False

    async def _ask(self, given: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = await workflow.execute_local_activity(
            "answer",
            args=[given, self._turns],
            start_to_close_timeout=_TIMEOUT,
            retry_policy=_RETRY,
        )
        before = TURNS[self._turns - 1] if self._turns else None
        self._last = answer
        self._turns += 1
        turn = TURNS[self._turns - 1]
        if turn.upserts:
            shown = [_SHOWN[name] for name in turn.upserts]
            workflow.upsert_search_attributes(
                [key.value_set(values[self._turns % 2]) for key, values in shown]
            )
        if before is None or _plan(before) != _plan(turn):
            self._woken = True
        return answer

    def _continue_as_new(self) -> NoReturn:
        workflow.continue_as_new(
            BareStart(None, self._offset.total_seconds(), self._turns, self._last),
            search_attributes=TypedSearchAttributes(
                [SearchAttributePair(key, values[0]) for key, values in _SHOWN.values()]
            ),
        )


@activity.defn
def answer(_given: dict[str, Any], turn: int) -> dict[str, Any]:
    """Answer with a constant as large as the turn asks for."""
    outcome = {
        "status": "accepted",
        "events": [{"id": "00000000-0000-5000-8000-000000000000", "name": "bare.answered"}],
    }
    return {"outcome": outcome, "padding": "x" * max(0, TURNS[turn].reply - _FRAME)}


_FRAME = 150
"""Bytes of an answer without its padding."""


def _plan(turn: Turn) -> tuple[Any, ...]:
    """What the run waits on: a change of it wakes the run."""
    return turn.planned, turn.chapter, turn.closed


def _offset(start: BareStart) -> timedelta:
    if start.offset_seconds is not None:
        return timedelta(seconds=start.offset_seconds)
    if start.business_start is None:
        return timedelta(0)
    return datetime.fromisoformat(start.business_start) - workflow.now()
