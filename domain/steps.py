"""Steps of the system as commands, and as the requests that the command log keeps of them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from domain.decision import SYSTEM, Step, Steps
from domain.ids import named_id
from domain.message import Command
from domain.request import BadRequest, Request

_STEPS = UUID("6a2f4f0e-1d0b-5c55-9a53-3f3c9d8a7e10")
"""The namespace of the ids of the system's steps: one step of one subject is one command."""


def step_command(steps: Steps, step: Step, subjects: int = 0) -> Command:
    """The command of a step by the table of its subject's kind.

    `subjects` is how many subjects a fan-out reached. Raises `BadRequest` for a step that the table
    does not have, or whose deadline does not fit it.
    """
    make = steps.get(step.kind)
    if make is None:
        raise BadRequest("step", f"no step of this subject is called {step.kind!r}")
    try:
        return make(step, subjects)
    except ValueError as error:
        raise BadRequest("step", f"{step.deadline!r} is no deadline of {step.kind}") from error


def step_request(stream: str, step: Step, command: Command) -> Request:
    """What the command log keeps of a step; the same step is always the same command id."""
    identity = f"{stream}\n{step.deadline}\n{step.kind}\n{step.planned.isoformat()}"
    fields = {name: _as_json(value) for name, value in command}
    return Request(named_id(_STEPS, identity), stream, command.name, SYSTEM, fields)


def _as_json(value: Any) -> str:
    """A field of a step as its request has it: days and instants in ISO 8601, numbers as text."""
    return value.isoformat() if isinstance(value, date) else str(value)
