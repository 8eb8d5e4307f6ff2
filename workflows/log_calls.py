"""The calls of a subject's workflow to the log, by activities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError, FailureError

from activities.messages import (
    COLD,
    RETRYABLE,
    Answered,
    StepInput,
    StepMessage,
    SubmitInput,
    ViewMessage,
)
from domain.shared.fan_out.messages import FAN_OUT
from workflows.questions import Questions

_ACT_TIMEOUT = timedelta(seconds=5)
_ACT_RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=100),
    maximum_interval=timedelta(seconds=1),
    maximum_attempts=5,
)
_FAN_OUT_TIMEOUT = timedelta(hours=1)
_HEARTBEAT = timedelta(seconds=10)
_PREPARE_TIMEOUT = timedelta(minutes=10)
_PREPARE_RETRY = RetryPolicy(maximum_attempts=5)


class LogCalls:
    """The calls of one run for one subject; each states the business instant at its turn."""

    def __init__(self, subject: str, now: Callable[[], datetime]) -> None:
        """Call for `subject`; `now` gives the business instant."""
        self._subject = subject
        self._now = now
        self._questions = Questions(_ACT_TIMEOUT, _ACT_RETRY)

    def outlast_their_task(self) -> bool:
        """Whether a call from an earlier workflow task has no answer yet."""
        return self._questions.outlast_their_task()

    async def decide(self, request: dict[str, Any]) -> Answered:
        """Have an act decided; raises `ApplicationError`, retryable if the log does not answer.

        An act that looks at very many subjects fails at first; they are read by an activity with
        heartbeats, and it is decided then.
        """
        try:
            return await self._decided("decide", request)
        except ApplicationError as error:
            if error.type != COLD:
                raise
        await self._prepared(request)
        return await self._decided("decide_prepared", request)

    async def _decided(self, activity: str, request: dict[str, Any]) -> Answered:
        try:
            return await self._questions.ask(activity, lambda: self._given(request), Answered)
        except ApplicationError:
            raise
        except FailureError as error:
            raise ApplicationError(str(error.cause or error), type=RETRYABLE) from error

    async def _prepared(self, request: dict[str, Any]) -> None:
        """Have the frame of an act read, however long that takes."""
        try:
            await workflow.execute_activity(
                "prepare_frame",
                self._given(request),
                result_type=int,
                start_to_close_timeout=_PREPARE_TIMEOUT,
                heartbeat_timeout=_HEARTBEAT,
                retry_policy=_PREPARE_RETRY,
            )
        except FailureError as error:
            raise ApplicationError(str(error.cause or error), type=RETRYABLE) from error

    def _given(self, request: dict[str, Any]) -> SubmitInput:
        return SubmitInput(request, self._now().isoformat())

    async def take(self, step: StepMessage) -> Answered:
        """Have a step taken; raises `FailureError` when the log does not answer."""
        if step.kind in FAN_OUT:
            answered: Answered = await workflow.execute_activity(
                "fan_out",
                self._step_input(step),
                result_type=Answered,
                start_to_close_timeout=_FAN_OUT_TIMEOUT,
                heartbeat_timeout=_HEARTBEAT,
            )
            return answered
        return await self._questions.ask("take_step", lambda: self._step_input(step), Answered)

    async def look(self) -> ViewMessage:
        """The view of the subject; raises `FailureError` when the log does not answer."""
        return await self._questions.ask("look", lambda: self._subject, ViewMessage)

    def _step_input(self, step: StepMessage) -> StepInput:
        return StepInput(self._subject, step, self._now().isoformat())
