"""What a submission does with the failures that it meets, and under which id it tries again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import pytest
from temporalio.client import (
    Client,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from activities.messages import BAD_REQUEST, FILES_GONE, RETRYABLE
from activities.submission import LogGone, NotSettled, Patience, submit
from domain.kernel.decider import Actor
from domain.kernel.request import BadRequest, Request
from domain.kernel.vocabulary import Role

ACTOR = Actor("f-1", "652825", Role.FINANCE)
REQUEST = Request(UUID(int=1), "652825/2023/P001", "library.admit", ACTOR, {})
FIRST, HURRIED = REQUEST.update_id, Patience(attempts=4, first=0.0, longest=0.0)


class Engine:
    """A client whose engine fails first, and then answers; `ids` are those of the updates."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.ids: list[str] = []

    async def execute_update_with_start_workflow(self, *_: Any, **given: Any) -> dict[str, str]:
        self.ids.append(given["id"])
        if self.failures:
            raise self.failures.pop(0)
        return {"status": "accepted"}


class Silent(Engine):
    """A client that waits for its first answer until it is cancelled: it has an own error then."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()

    async def execute_update_with_start_workflow(self, *_: Any, **given: Any) -> dict[str, str]:
        if self.asked.is_set():
            return await super().execute_update_with_start_workflow(**given)
        self.ids.append(given["id"])
        self.asked.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError as error:
            raise WorkflowUpdateRPCTimeoutOrCancelledError from error
        raise AssertionError


def failed(kind: str, *, final: bool = False) -> Exception:
    return WorkflowUpdateFailedError(ApplicationError("why", type=kind, non_retryable=final))


def away(status: RPCStatusCode) -> Exception:
    return RPCError("away", status, b"")


async def submitted(engine: Engine) -> dict[str, Any]:
    return await submit(cast("Client", engine), REQUEST, patience=HURRIED)


@pytest.mark.parametrize(
    "status",
    [
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.NOT_FOUND,
        RPCStatusCode.ABORTED,
    ],
)
async def test_given_an_engine_that_is_away_when_submitted_then_the_same_id_is_sent_again(
    status: RPCStatusCode,
) -> None:
    engine = Engine(away(status), away(status))
    assert await submitted(engine) == {"status": "accepted"}
    assert engine.ids == [FIRST] * 3


@pytest.mark.parametrize(
    ("kind", "final"),
    [(RETRYABLE, False), ("UnprocessedUpdate", True), ("AcceptedUpdateCompletedWorkflow", True)],
)
async def test_given_an_update_that_failed_when_submitted_then_it_has_another_id(
    kind: str, final: bool
) -> None:
    # the engine would answer the old id with the old failure
    engine = Engine(failed(kind, final=final), away(RPCStatusCode.UNAVAILABLE), failed(kind))
    assert await submitted(engine) == {"status": "accepted"}
    own = engine.ids[1].removeprefix(f"{FIRST}:").removesuffix(":1")
    assert own
    assert engine.ids == [FIRST, f"{FIRST}:{own}:1", f"{FIRST}:{own}:1", f"{FIRST}:{own}:2"]


async def test_given_a_worker_whose_log_has_lost_a_file_then_nothing_is_waited_for() -> None:
    gone = ApplicationError("log.db 在使用中被删除", FILES_GONE, type=RETRYABLE)
    engine = Engine(WorkflowUpdateFailedError(gone))
    with pytest.raises(LogGone, match=r"^log\.db 在使用中被删除$"):
        await submitted(engine)
    assert engine.ids == [FIRST]


async def test_given_an_act_sent_again_after_it_failed_then_only_its_first_id_is_an_old_one() -> (
    None
):
    """Else it would be answered with every failure of the submission before it."""
    ids = []
    for _ in range(2):
        engine = Engine(*[failed(RETRYABLE)] * HURRIED.attempts)
        with pytest.raises(NotSettled):
            await submitted(engine)
        ids.append(engine.ids)
    assert set(ids[0]) & set(ids[1]) == {FIRST}


async def test_given_a_worker_that_lets_an_act_wait_then_the_sender_is_told_why() -> None:
    told: list[str] = []
    engine = Engine(away(RPCStatusCode.UNAVAILABLE), *[failed(RETRYABLE)] * HURRIED.attempts)
    patience = replace(HURRIED, quiet=0.0)
    with pytest.raises(NotSettled, match="is not settled: why"):
        await submit(cast("Client", engine), REQUEST, patience=patience, waits=told.append)
    assert told == ["why"] * (HURRIED.attempts - 1)


async def test_given_a_short_wait_then_nothing_is_said_of_it() -> None:
    told: list[str] = []
    engine = Engine(failed(RETRYABLE))
    await submit(cast("Client", engine), REQUEST, patience=HURRIED, waits=told.append)
    assert told == []


async def test_given_an_update_that_can_never_succeed_when_submitted_then_it_is_sent_once() -> None:
    engine = Engine(failed(BAD_REQUEST, final=True))
    with pytest.raises(BadRequest, match="why") as refused:
        await submitted(engine)
    assert engine.ids == [FIRST]
    assert isinstance(refused.value.__cause__, WorkflowUpdateFailedError)


async def test_given_an_engine_that_does_not_know_the_call_when_submitted_then_it_says_so() -> None:
    engine = Engine(away(RPCStatusCode.UNIMPLEMENTED))
    with pytest.raises(RPCError):
        await submitted(engine)
    assert engine.ids == [FIRST]


async def test_given_no_end_of_trouble_when_submitted_then_patience_has_one() -> None:
    engine = Engine(*[away(RPCStatusCode.UNAVAILABLE)] * 9)
    with pytest.raises(NotSettled, match="not settled"):
        await submitted(engine)
    assert engine.ids == [FIRST] * HURRIED.attempts


async def test_given_a_submission_that_waits_when_cancelled_then_it_is_not_sent_again() -> None:
    # given
    engine = Silent()
    waiting = asyncio.create_task(submitted(engine))
    await engine.asked.wait()
    # when
    waiting.cancel()
    await asyncio.wait([waiting])
    # then
    assert waiting.cancelled()
    assert engine.ids == [FIRST]


async def test_given_an_engine_that_lets_a_call_time_out_when_submitted_then_it_is_sent_again() -> (
    None
):
    # the client tells a time limit by the error that it has for cancelled calls
    engine = Engine(WorkflowUpdateRPCTimeoutOrCancelledError())
    assert await submitted(engine) == {"status": "accepted"}
    assert engine.ids == [FIRST] * 2


async def test_given_no_answer_in_time_when_submitted_then_it_is_sent_again_under_another_id() -> (
    None
):
    engine = Silent()
    hurried = replace(HURRIED, answer=0.0)
    assert await submit(cast("Client", engine), REQUEST, patience=hurried) == {"status": "accepted"}
    own = engine.ids[1].removeprefix(f"{FIRST}:").removesuffix(":1")
    assert own
    assert engine.ids == [FIRST, f"{FIRST}:{own}:1"]


async def test_given_a_subject_of_no_shape_when_submitted_then_nothing_is_sent() -> None:
    engine = Engine()
    other = Request(UUID(int=1), "nobody", "library.admit", ACTOR, {})
    with pytest.raises(BadRequest, match="nobody"):
        await submit(cast("Client", engine), other)
    assert engine.ids == []
