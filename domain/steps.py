"""Steps of the system as requests: what a fired timer asks of the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.decision import SYSTEM, Step
from domain.ids import named_id
from domain.request import Request
from domain.step_commands import FAN_OUT, NO_MORE, step_command

__all__ = ["FAN_OUT", "STEPS", "step_request"]

STEPS = UUID("6a2f4f0e-1d0b-5c55-9a53-3f3c9d8a7e10")
"""The namespace of the ids of the system's steps: one step of one subject is one command."""


def step_request(
    stream: str, step: Step, subjects: int = 0, more: Mapping[str, Any] = NO_MORE
) -> Request:
    """The command of a step; the same step is always the same command id.

    `subjects` is how many subjects a fan-out reached, `more` says which of them refused.
    """
    name, fields = step_command(step, subjects, more)
    identity = f"{stream}\n{step.deadline}\n{step.kind}\n{step.planned.isoformat()}"
    return Request(named_id(STEPS, identity), stream, name, SYSTEM, fields)
