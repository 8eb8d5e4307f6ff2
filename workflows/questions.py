"""The activities of a subject's workflow, one at a time.

They are local activities. If two overlap, a replay may deliver their results in another order, or a
result before an act that came first (docs/decisions/1210-a-subject-asks-one-question-at-a-time.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy

ONE_BY_ONE = "one-question-at-a-time"
"""The patch with which an activity waits until the one before it has answered."""

T = TypeVar("T")


class Questions:
    """The activity calls of one run; waiting calls start in the order of their arrival."""

    def __init__(self, timeout: timedelta, retry: RetryPolicy) -> None:
        """Start without a call; each may take `timeout` and is retried by `retry`."""
        self._timeout = timeout
        self._retry = retry
        self._turn = asyncio.Lock()
        self._under_way = 0
        self._asked_at = 0

    def outlast_their_task(self) -> bool:
        """Whether a call from an earlier workflow task has no answer yet."""
        return bool(self._under_way) and self._asked_at != _history_length()

    async def ask(self, name: str, given: Callable[[], object], answer: type[T]) -> T:
        """Call an activity; its argument `given()` is computed when its turn comes.

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
