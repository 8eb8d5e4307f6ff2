"""The workflow of any subject: it waits, takes steps on time and passes acts on; it never decides.

It holds only a copy: every activity returns the subject's view from the log, which replaces the
workflow's view. The SDK raises the failure of a local activity directly, without an
`ActivityError`; a failure that escapes `live` would end the workflow.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NoReturn

from temporalio import workflow
from temporalio.exceptions import ApplicationError, FailureError

from activities.messages import RETRYABLE, Start, StepMessage, ViewMessage
from activities.search_attributes import changes, shown_from_start
from domain.kernel.vocabulary import SHANGHAI
from workflows.admission import require_readable
from workflows.log_calls import LogCalls

_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=5)

RESTS = "rest-on-a-timer"
"""The patch after which a pause keeps its length, and a stale run may continue as new.

(docs/decisions/1189-a-run-that-cannot-look-rests-and-continues-as-new.md)
"""

FOLLOWS = "follow-an-older-log"
"""The patch after which a run follows a log that was replaced by an older one.

(docs/decisions/1060-recovery-starts-what-the-log-says-is-open.md, 1281)
"""


class SubjectWorkflow:
    """The base class of the workflows of all kinds of subject."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        """Derive the business clock once; it runs before any update is handled."""
        self._subject = start.subject
        self._offset = _offset(start)
        self._view = start.view
        self._chapter = start.view.chapter if start.view else None
        self._woken = False
        self._stale = start.stale
        self._pause = _pause(start)
        self._under_way = 0
        self._log = LogCalls(start.subject, self.business_now)

    def business_now(self) -> datetime:
        """The business instant: the engine's clock plus the offset."""
        return (workflow.now() + self._offset).astimezone(SHANGHAI)

    @workflow.query
    def view(self) -> ViewMessage | None:
        """The view that this run holds, with business time minus engine time added."""
        if self._view is None:
            return None
        return replace(self._view, ahead_seconds=self._offset.total_seconds())

    @workflow.query
    def ahead(self) -> float:
        """Business time minus the engine's time of this workflow, in seconds."""
        return self._offset.total_seconds()

    @workflow.update
    async def submit(self, request: Any) -> dict[str, Any]:
        """Have an act decided; its outcome is the update's answer."""
        self._under_way += 1
        try:
            answered = await self._log.decide(request)
        finally:
            self._under_way -= 1
        self._take_over(answered.view)
        return answered.outcome

    @submit.validator
    def _may_enter(self, request: Any) -> None:
        """Refuse a request that cannot be read or taken now; the history has no trace of it.

        While an activity of an earlier task has no answer, no act begins: a replay might take the
        answer first. In a long history an act begins only if no other is under way. Otherwise acts
        that overlap without end (the store is down) would keep this run from continuing as new.
        """
        require_readable(request, self._subject)
        if self._log.outlast_their_task():
            raise ApplicationError("an earlier question is not answered yet", type=RETRYABLE)
        if self._under_way and workflow.info().is_continue_as_new_suggested():
            raise ApplicationError("this run is about to continue as new", type=RETRYABLE)

    @workflow.signal
    def refresh(self) -> None:
        """Read the view again: something changed outside this subject."""
        self._stale = True

    async def live(self) -> None:
        """Wait and take steps until the subject is closed, or continue as new at a border."""
        while True:
            await self._catch_up()
            was_over = self._over()
            if not was_over and not self._at_border():
                await self._wait_and_step()
                continue
            await workflow.wait_condition(workflow.all_handlers_finished)
            if self._over() and not self._stale:
                return
            if self._leaves(was_over):
                self._continue_as_new()

    async def _catch_up(self) -> None:
        """Answer updates that came with the start, and read the view if there is none."""
        if self._view is None or self._view.version == 0:
            await workflow.wait_condition(workflow.all_handlers_finished)
        if self._view is None or self._stale:
            await self._look()

    def _over(self) -> bool:
        return self._view is not None and (self._view.closed or self._view.version == 0)

    def _at_border(self) -> bool:
        view, suggested = self._view, workflow.info().is_continue_as_new_suggested()
        if view is None:
            return suggested
        if self._chapter is None:
            self._chapter = view.chapter
        return view.chapter != self._chapter or suggested

    def _leaves(self, was_over: bool) -> bool:
        """Whether to continue as new while no act is under way.

        If the view is stale, the next run reads it.
        """
        if not self._stale:
            return not was_over  # a reopened subject goes on in this run
        is_due = workflow.info().is_continue_as_new_suggested() or not self._over()
        return is_due and workflow.patched(RESTS)

    def _continue_as_new(self) -> NoReturn:
        workflow.continue_as_new(
            Start(
                subject=self._subject,
                offset_seconds=self._offset.total_seconds(),
                view=self._view,
                stale=self._stale,
                pause_seconds=self._pause.total_seconds(),
            ),
            search_attributes=shown_from_start(self._view) if self._view else None,
        )

    async def _wait_and_step(self) -> None:
        step = self._view.next_step if self._view else None
        self._woken = False
        if step is not None and await self._slept_until(step):
            await self._take(step)
        elif step is None:
            await workflow.wait_condition(self._has_news)

    def _has_news(self) -> bool:
        """Whether to wake: another plan, a refresh, or a long history."""
        return self._woken or self._stale or workflow.info().is_continue_as_new_suggested()

    async def _slept_until(self, step: StepMessage) -> bool:
        """Wait for the planned instant; false if something changed before."""
        wait = step.step().planned - self.business_now()
        return wait <= timedelta(0) or not await self._news_within(wait)

    async def _news_within(self, wait: timedelta) -> bool:
        try:
            await workflow.wait_condition(self._has_news, timeout=wait)
        except TimeoutError:
            return False
        return True

    async def _take(self, step: StepMessage) -> None:
        """Take a step; a failure is retried without limit, a blocked step waits for news."""
        try:
            answered = await self._log.take(step)
        except FailureError as error:
            workflow.logger.warning("step failed, trying again: %s", error)
            await self._rest()
            return
        self._take_over(answered.view)
        if self._view is not None and self._view.next_step == step:
            workflow.logger.warning("parked: %s", answered.outcome.get("en", step))
            await self._park(self._view.version)

    async def _rest(self) -> None:
        """Pause before the next call to the log, longer after each failure.

        Only an act that changed the plan ends the pause early, because then the log has answered.
        """
        pause, self._pause = self._pause, min(self._pause * 2, _LONGEST_PAUSE)
        if not workflow.patched(RESTS):
            await self._news_within(pause)
            return
        self._woken = False
        with suppress(TimeoutError):
            await workflow.wait_condition(lambda: self._woken, timeout=pause)

    async def _park(self, version: int) -> None:
        """Wait for news, or for an act on the subject itself, which may unblock the step."""
        self._woken = False
        await workflow.wait_condition(
            lambda: self._has_news() or (self._view is not None and self._view.version > version)
        )

    async def _look(self) -> None:
        self._stale = False
        try:
            view = await self._log.look()
        except FailureError as error:
            workflow.logger.warning("cannot look at the log, trying again: %s", error)
            await self._rest()
            self._stale = True
            return
        self._take_over(view, looked=True)

    def _take_over(self, view: ViewMessage, *, looked: bool = False) -> None:
        """Replace the view by the log's view.

        If an answer is older than the view, a fan-out may have overtaken it: then the workflow
        looks at the log. A look is never overtaken. If a look is older than the view, the log
        itself was replaced by an older one.
        """
        self._pause = _FIRST_PAUSE
        if view.real_clock and self._offset:
            self._offset, self._woken = timedelta(0), True
        if self._view is not None and view.version < self._view.version:
            if not workflow.patched(FOLLOWS):
                return
            if not looked:
                self._stale = True
                return
        before, self._view = self._view, view
        if before is None or _plan(before) != _plan(view):
            self._woken = True
        self._show()

    def _show(self) -> None:
        """Upsert the search attributes that changed; a new run gets them at its start."""
        view = self._view
        if view is None or view.version == 0 or (self._at_border() and not self._over()):
            return
        changed = changes(view, workflow.info().typed_search_attributes)
        if changed:
            workflow.upsert_search_attributes(changed)


def _plan(view: ViewMessage) -> tuple[Any, ...]:
    """The part of the view that wakes the run loop when it changes."""
    return (view.next_step, view.chapter, view.closed)


def _pause(start: Start) -> timedelta:
    """The next pause if the log does not answer, carried over from the run before."""
    if start.pause_seconds is None:
        return _FIRST_PAUSE
    return timedelta(seconds=start.pause_seconds)


def _offset(start: Start) -> timedelta:
    if start.offset_seconds is not None:
        return timedelta(seconds=start.offset_seconds)
    if start.business_start is None:
        return timedelta(0)
    return datetime.fromisoformat(start.business_start) - workflow.now()
