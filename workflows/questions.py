"""What a subject's workflow asks of the log, one question after the other.

A question is a local activity, and the engine's client may take the answers of two that overlap
in another order when it replays them, or an answer before an act that came first
(docs/decisions/1210-a-subject-asks-one-question-at-a-time.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy

ONE_BY_ONE = "one-question-at-a-time"
"""The patch with which a question waits until the one before it is answered."""

T = TypeVar("T")


class Questions:
    """The questions of one run; those that wait are asked in the order in which they came."""

    def __init__(self, timeout: timedelta, retry: RetryPolicy) -> None:
        """Begin with none under way; each may take `timeout`, and again as `retry` says."""
        self._timeout = timeout
        self._retry = retry
        self._turn = asyncio.Lock()
        self._under_way = 0
        self._asked_at = 0

    def outlast_their_task(self) -> bool:
        """Whether an answer is awaited that was asked for in an earlier workflow task."""
        return bool(self._under_way) and self._asked_at != _history_length()

    async def ask(self, name: str, given: Callable[[], object], answer: type[T]) -> T:
        """Have an activity answer; `given` is called when it is this question's turn.

        Raises `FailureError` when the log does not answer.
        """
        if self._turn.locked() and not workflow.patched(ONE_BY_ONE):
            return await self._asked(name, given(), answer)
        async with self._turn:
            return await self._asked(name, given(), answer)

    async def _asked(self, name: str, given: object, answer: type[T]) -> T:
        self._under_way, self._asked_at = self._under_way + 1, _history_length()
        try:
            answered: T = await workflow.execute_local_activity(
                name,
                given,
                result_type=answer,
                start_to_close_timeout=self._timeout,
                retry_policy=self._retry,
            )
        finally:
            self._under_way -= 1
        return answered


def _history_length() -> int:
    return workflow.info().get_current_history_length()
