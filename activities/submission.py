"""Submission: it sends an act as an update to the subject's workflow, and starts it if needed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import structlog
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from activities.bad_requests import bad_request_in
from activities.messages import FILES_GONE, RETRYABLE, TASK_QUEUE, Start
from domain.kernel.request import BadRequest, Request, require_size
from domain.kernel.subject_ids import SubjectKind, parse_subject

log = structlog.get_logger()

WORKFLOWS = {
    SubjectKind.PROJECT_YEAR: "ProjectYear",
    SubjectKind.JURISDICTION_YEAR: "JurisdictionYear",
    SubjectKind.PACKS: "AdoptedPacks",
    SubjectKind.RULINGS: "Rulings",
    SubjectKind.UNIT_YEAR: "UnitYear",
    SubjectKind.THIRD_PARTY: "ThirdParty",
    SubjectKind.POLICY: "Policy",
    SubjectKind.WORK_CALENDAR: "WorkCalendar",
    SubjectKind.ORGANISATIONS: "Organisations",
    SubjectKind.INDICATORS: "Indicators",
}
"""The workflow of each kind of subject, by name."""

TASK_TIMEOUT = timedelta(seconds=3)
"""The time after which the engine gives a killed worker's task to another worker."""

AWAY = {
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.RESOURCE_EXHAUSTED,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.ABORTED,
    RPCStatusCode.INTERNAL,
    RPCStatusCode.UNKNOWN,
}
"""The statuses of an engine that is unreachable or busy: the call is retried."""

_FAILURES = (
    RPCError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    TimeoutError,
)

_ENGINES_OWN = {"UnprocessedUpdate", "AcceptedUpdateCompletedWorkflow"}
"""The failures of updates after a worker or a server was killed."""


class NotSettled(Exception):  # noqa: N818 - the field's own name
    """No answer within the attempts; the act may be in the log: submit it again unchanged."""


class LogGone(NotSettled):
    """The worker's log has lost a file: no waiting helps. The message is the worker's own line."""


@dataclass(frozen=True, slots=True)
class Patience:
    """The number of attempts and the pauses between them, in seconds.

    `answer` is the wait for one answer before the act is sent again under another update id: the
    engine may have lost its work on the first. A wait shorter than `quiet` is not reported.
    """

    attempts: int = 60
    first: float = 0.05
    longest: float = 3.0
    quiet: float = 2.0
    answer: float = 60.0


async def submit(
    client: Client,
    request: Request,
    business_start: str | None = None,
    patience: Patience = Patience(),
    waits: Callable[[str], None] = lambda _why: None,
    *,
    anew: bool = False,
) -> dict[str, Any]:
    """Submit an act; returns its outcome (accepted or refused).

    It retries with the same command id while the engine or the store is unavailable. The engine
    keeps the failure of an update under the update's id and ignores an id that it knows. So after a
    failure, or a time without an answer, the next update has an id with a new suffix. The command
    log, not the engine, makes an act take effect once. `waits` receives the worker's reason each
    time that an act has to wait. `anew` sends an update id that the engine cannot know; it is for
    an engine that remembers an act of a log that was since replaced by an older log.

    Raises `BadRequest` for a subject that has no workflow and for a request that is too large or
    that the worker cannot read, `NotSettled` with the last reason when patience is at its end, and
    at once `LogGone`.
    """
    kind = _kind(request)
    require_size(request.as_json())
    wait, failures, why, began = patience.first, 0, "", time.monotonic()
    again = uuid4().hex[:8]
    for attempt in range(1, patience.attempts + 1):
        try:
            behind = f":{again}:{failures}" if failures or anew else ""
            async with asyncio.timeout(patience.answer) as waiting:
                return await _update(client, WORKFLOWS[kind], request, business_start, behind)
        except _FAILURES as e:
            if _is_cancelled():  # the client reports a cancelled call as its own error
                raise asyncio.CancelledError from e
            if bad := bad_request_in(e):
                raise bad from e
            if not _may_try_again(e):
                raise
            _require_log(e)
            failures += isinstance(e, WorkflowUpdateFailedError) or waiting.expired()
            said = _said_by_worker(e)
            why = said or str(e.__cause__ or e)
            if said and time.monotonic() - began >= patience.quiet:
                waits(said)
            log.info("submitting again", subject=request.subject, attempt=attempt, why=why)
        await asyncio.sleep(wait)
        wait = min(wait * 2, patience.longest)
    act = f"{request.subject}: {request.command} {request.command_id}"
    raise NotSettled(f"{act} is not settled: {why}" if why else f"{act} is not settled")


def _require_log(error: Exception) -> None:
    """Raise `LogGone` where the worker says that its log has lost a file."""
    cause = error.__cause__
    if isinstance(cause, ApplicationError) and FILES_GONE in cause.details:
        raise LogGone(cause.message) from error


def _said_by_worker(error: Exception) -> str | None:
    """The worker's reason to let an act wait; `None` if the failure is not the worker's."""
    cause = error.__cause__
    if isinstance(cause, ApplicationError) and cause.type == RETRYABLE:
        return cause.message
    return None


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _kind(request: Request) -> SubjectKind:
    try:
        return parse_subject(request.subject).kind
    except ValueError as error:
        raise BadRequest("subject", str(error)) from error


async def _update(
    client: Client, workflow: str, request: Request, business_start: str | None, behind: str
) -> dict[str, Any]:
    start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
        workflow,
        Start(request.subject, business_start),
        id=request.subject,
        task_queue=TASK_QUEUE,
        task_timeout=TASK_TIMEOUT,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
    )
    outcome: dict[str, Any] = await client.execute_update_with_start_workflow(
        "submit",
        request.as_json(),
        start_workflow_operation=start,
        id=f"{request.update_id}{behind}",
    )
    return outcome


def _may_try_again(error: Exception) -> bool:
    if isinstance(error, RPCError):
        return error.status in AWAY or _closing(error)
    if isinstance(error, WorkflowUpdateFailedError):
        cause = error.cause
        if not isinstance(cause, ApplicationError) or cause.type in _ENGINES_OWN:
            return True
        return not cause.non_retryable
    return True


def _closing(error: RPCError) -> bool:
    """Whether the run ended or continued as new while the update was on its way."""
    return error.status in {RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION}
