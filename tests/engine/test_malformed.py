"""A request that nobody can read is refused before it enters the history of its workflow."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowUpdateFailedError
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from activities.messages import BAD_REQUEST
from activities.submission import submit
from domain.kernel.decider import Actor
from domain.kernel.request import LARGEST, BadRequest, Request
from domain.kernel.vocabulary import Role
from tests.engine.stage import Stage, subject

JANUARY = date(2023, 1, 31)
T1, T2 = subject("T1"), subject("T2")
CLERK = Actor("u-1", "651001", Role.FINANCE)


def sound(**changed: Any) -> dict[str, Any]:
    request = Request(uuid4(), T1, "library.admit", CLERK, {})
    return {**request.as_json(), **changed}


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in sound().items() if name != key}


def of_size(size: int) -> dict[str, Any]:
    """A request of so many bytes as JSON."""
    request = Request(uuid4(), T1, "no.such-act", CLERK, {"text": ""}).as_json()
    filled = size - len(json.dumps(request, separators=(",", ":")))
    return {**request, "fields": {"text": "x" * filled}}


MALFORMED = [
    ({"x": 1}, "x: is not a field of a request"),
    (without("command"), "command: a text is expected"),
    (sound(command=7), "command: a text is expected"),
    (without("command_id"), "command_id: a text is expected"),
    (sound(command_id="7"), "command_id: '7' is no UUID"),
    (without("subject"), "subject: a text is expected"),
    (sound(subject=T2), f"subject: {T2} is not {T1}"),
    (without("actor"), "actor: an object with id, organisation and role is expected"),
    (sound(fields=[]), "fields: a JSON object is expected"),
    (sound(caused_by="x"), "caused_by: 'x' is no UUID"),
    (of_size(LARGEST + 1), f"request: 超过 {LARGEST} 字节 / is larger than {LARGEST} bytes"),
    ([], "request: a JSON object is expected"),
    ("submit", "request: a JSON object is expected"),
    (None, "request: a JSON object is expected"),
    (b"\x00\x01", "request: a JSON object is expected"),
]


async def length(stage: Stage) -> int:
    described = await stage.client.get_workflow_handle(T1).describe()
    return described.history_length


async def refused(stage: Stage, value: Any) -> ApplicationError:
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        await stage.client.get_workflow_handle(T1).execute_update("submit", value)
    assert isinstance(failed.value.cause, ApplicationError)
    return failed.value.cause


async def test_given_what_nobody_can_read_when_sent_then_its_history_stays_as_it_was(
    stage: Stage,
) -> None:
    # given
    await stage.start_worker()
    await stage.drive(JANUARY)
    before, commands = await length(stage), len(stage.log.commands(T1))
    # when
    for value, message in MALFORMED:
        failure = await refused(stage, value)
        # then
        assert (failure.type, failure.message) == (BAD_REQUEST, message)
        assert failure.non_retryable
        assert await length(stage) == before
    # and when it is no JSON at all
    broken = RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b"{"))
    await refused(stage, broken)
    assert await length(stage) == before
    assert len(stage.log.commands(T1)) == commands


async def test_given_what_can_be_read_when_refused_by_the_rules_then_it_is_recorded(
    stage: Stage,
) -> None:
    # given
    await stage.start_worker()
    await stage.drive(JANUARY)
    before, commands = await length(stage), len(stage.log.commands(T1))
    # when
    handle = stage.client.get_workflow_handle(T1)
    outcomes = [
        await handle.execute_update("submit", request)
        for request in (sound(command="no.such-act"), sound(fields={"x": "1"}), of_size(LARGEST))
    ]
    # then
    assert [outcome["code"] for outcome in outcomes] == [
        *("unknown-act", "invalid-field", "unknown-act")
    ]
    assert len(stage.log.commands(T1)) == commands + 3
    assert await length(stage) > before


async def test_given_what_the_worker_cannot_read_when_submitted_then_it_is_a_bad_request(
    stage: Stage,
) -> None:
    # given: a client that lets pass what the worker does not
    await stage.start_worker()
    await stage.drive(JANUARY)
    given = Request(uuid4(), T1, " library.admit", CLERK, {})
    # when
    with pytest.raises(BadRequest) as bad:
        await submit(stage.client, given)
    # then
    assert (bad.value.field, bad.value.message) == (
        *("command", "no white space may stand around it"),
    )
