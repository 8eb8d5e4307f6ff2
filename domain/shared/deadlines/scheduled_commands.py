"""Scheduled commands: the system's steps as commands and as requests for the command log."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from domain.kernel.decider import SYSTEM, Step, Steps
from domain.kernel.message import Command, Message
from domain.kernel.request import BadRequest, Request
from domain.shared.fan_out.messages import Reached

_STEPS = UUID("6a2f4f0e-1d0b-5c55-9a53-3f3c9d8a7e10")
"""The namespace of the ids of the system's steps: one step of one subject has one id."""


NOBODY = Reached()
"""The result of a step that reaches no other subject."""


def step_command(steps: Steps, step: Step, reached: Reached = NOBODY) -> Command:
    """The command of a step, from the table of its kind of subject.

    `reached` is the result of a fan-out. Raises `BadRequest` for a step that is not in the table or
    whose deadline does not fit it.
    """
    make = steps.get(step.kind)
    if make is None:
        raise BadRequest("step", f"no step of this subject is called {step.kind!r}")
    try:
        return make(step, reached)
    except ValueError as error:
        raise BadRequest("step", f"{step.deadline!r} is no deadline of {step.kind}") from error


def step_request(stream: str, step: Step, command: Command) -> Request:
    """The request of a step for the command log; the same step always has the same command id."""
    identity = f"{stream}\n{step.deadline}\n{step.kind}\n{step.planned.isoformat()}"
    said = command.model_fields_set
    fields = {name: _as_json(value) for name, value in command if name in said}
    return Request(uuid5(_STEPS, identity), stream, command.name, SYSTEM, fields)


def _as_json(value: Any) -> Any:
    """A field of a step in a request: dates and instants in ISO 8601, numbers as strings."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_as_json(item) for item in value]
    if isinstance(value, Message):
        return {name: _as_json(part) for name, part in value}
    return value if isinstance(value, bool) else str(value)
