"""The activities of a subject's workflow: decide, take a step, look, fan out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import structlog
from structlog.contextvars import bound_contextvars
from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities import frame_loader
from activities.bad_requests import failure_of
from activities.business_clock import NotNow
from activities.command_handler import CommandHandler, Handled
from activities.fan_out.send import reach, taken_at
from activities.messages import (
    COLD,
    FILES_GONE,
    RETRYABLE,
    Answered,
    StepInput,
    SubmitInput,
    ViewMessage,
)
from domain.kernel.decider import Step, View
from domain.kernel.request import BadRequest, read_request
from domain.shared.fan_out.messages import Reached
from store.port import EventLog, FilesGone, StoreUnavailable
from store.time_budget import time_budget

log = structlog.get_logger()

ACT_SECONDS = 4.0
"""The time limit of an activity on the log; the engine's timeout is 5 s."""

_BEAT_SECONDS = 3.0

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def _later() -> Iterator[None]:
    """Retry an act that cannot be dated now; the business clock has logged the reason once."""
    try:
        yield
    except NotNow as why:
        benign = ApplicationErrorCategory.BENIGN
        raise ApplicationError(str(why), type=RETRYABLE, category=benign) from why


def _translated(function: Any) -> Any:
    """Set the time limit, and tell the engine which failures it may retry."""

    @wraps(function)
    def translated(*args: Any, **kwargs: Any) -> Any:
        try:
            with _later(), time_budget(ACT_SECONDS):
                return function(*args, **kwargs)
        except BadRequest as error:
            raise failure_of(error) from error
        except frame_loader.FrameIsColdError as error:
            benign = ApplicationErrorCategory.BENIGN
            raise ApplicationError(
                str(error), type=COLD, non_retryable=True, category=benign
            ) from error
        except FilesGone as error:
            raise ApplicationError(str(error), FILES_GONE, type=RETRYABLE) from error
        except StoreUnavailable as error:
            raise ApplicationError(str(error), type=RETRYABLE) from error

    return translated


@asynccontextmanager
async def _heartbeats() -> AsyncIterator[None]:
    """Send heartbeats, so that another worker soon takes over if this one dies."""

    async def beat() -> None:
        while True:
            activity.heartbeat()
            await asyncio.sleep(_BEAT_SECONDS)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()


class SubjectActivities:
    """The activities over one event log.

    An activity is never interrupted: an exception thrown into its thread within a transaction could
    leave the store locked forever (docs/decisions/0900-a-failed-update-has-another-id.md, 0906).
    """

    def __init__(
        self, events: EventLog, client: Client | None = None, threads: Executor | None = None
    ) -> None:
        """Work on `events`; `client` reaches other subjects.

        `fan_out` reads the log in `threads`, one call at a time per running fan-out; by default in
        the event loop's threads.
        """
        self._events = events
        self._handler = CommandHandler(events)
        self._client = client
        self._threads = threads

    @activity.defn(name="decide", no_thread_cancel_exception=True)
    @_translated
    def decide(self, given: SubmitInput) -> Answered:
        """Decide an act and store it; idempotent. Fails where its frame has to be read before."""
        return self._decided(given, frame_loader.MOST_COLD)

    @activity.defn(name="prepare_frame")
    async def prepare_frame(self, given: SubmitInput) -> int:
        """Read the projects that an act looks at, however long it takes; how many there are."""
        loop, request = asyncio.get_running_loop(), read_request(given.request)
        async with _heartbeats():
            return await loop.run_in_executor(self._threads, self._handler.prepare, request)

    @activity.defn(name="decide_prepared", no_thread_cancel_exception=True)
    @_translated
    def decide_prepared(self, given: SubmitInput) -> Answered:
        """Decide an act whose frame was prepared, maybe by another worker; idempotent."""
        return self._decided(given, None)

    def _decided(self, given: SubmitInput, most_cold: int | None) -> Answered:
        request = read_request(given.request)
        with bound_contextvars(
            subject=request.subject,
            command_id=str(request.command_id),
            workflow_id=activity.info().workflow_id,
        ):
            at = datetime.fromisoformat(given.at)
            settled = self._handler.submit(request, at, most_cold=most_cold)
            log.debug("decided", command=request.command, status=settled.outcome["status"])
            return self._answered(settled)

    @activity.defn(name="take_step", no_thread_cancel_exception=True)
    @_translated
    def take_step(self, given: StepInput) -> Answered:
        """Take a step whose timer fired; the log decides whether it is still needed."""
        at = datetime.fromisoformat(given.at)
        return self._answered(self._handler.take_step(given.subject, given.step.step(), at))

    @activity.defn(name="look", no_thread_cancel_exception=True)
    @_translated
    def look(self, subject: str) -> ViewMessage:
        """Read the view of a subject from the log."""
        return self._message(self._handler.view(subject))

    @activity.defn(name="fan_out")
    async def fan_out(self, given: StepInput) -> Answered:
        """Send a step to other subjects, then record the result; idempotent."""
        if self._client is None:
            raise ApplicationError("no client to reach other subjects with", non_retryable=True)
        step, told = given.step.step(), datetime.fromisoformat(given.at)
        loop = asyncio.get_running_loop()
        taken = await loop.run_in_executor(self._threads, self._taken, given.subject, step, told)
        async with _heartbeats():
            reached = await reach(self._client, self._events, given.subject, taken, self._threads)
        return await loop.run_in_executor(
            self._threads, self._record, given.subject, step, told, reached, taken
        )

    def _taken(self, subject: str, step: Step, told: datetime) -> Step:
        """The step as taken now, even if the workflow requested it long ago."""
        with _later():
            return taken_at(self._events, subject, step, self._handler.instant_of_step(step, told))

    def _record(
        self, subject: str, step: Step, at: datetime, reached: Reached, taken: Step
    ) -> Answered:
        """Record the result of a fan-out, with the time limit of an act, in its own thread."""
        with _later(), time_budget(ACT_SECONDS):
            return self._answered(self._handler.take_step(subject, step, at, reached, taken))

    def _answered(self, settled: Handled) -> Answered:
        return Answered(settled.outcome, self._message(settled.view))

    def _message(self, view: View) -> ViewMessage:
        return ViewMessage.of(view, real_clock=self._handler.is_real())

    def all(self) -> list[Any]:
        """All activities, for a worker."""
        told = [self.decide, self.take_step, self.look, self.fan_out]
        return [*told, self.prepare_frame, self.decide_prepared]
