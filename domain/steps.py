"""Steps of the system as requests: what a fired timer asks of the log."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from domain.decision import SYSTEM, Step
from domain.due_days import node_of
from domain.evaluation_half import OPEN_EVALUATION
from domain.fan_out import OPEN_SUBJECTS, REACH, REFRESH
from domain.project_year.agenda import OPEN_ROUND
from domain.request import Request
from domain.unit_year.days import OPEN_OVERALL_ROUND

STEPS = UUID("6a2f4f0e-1d0b-5c55-9a53-3f3c9d8a7e10")
"""The namespace of the ids of the system's steps: one step of one subject is one command."""

FAN_OUT = frozenset({OPEN_SUBJECTS, REACH, REFRESH})
"""Steps that reach other subjects before they are recorded."""


def step_request(stream: str, step: Step, subjects: int = 0) -> Request:
    """The command of a step; the same step is always the same command id.

    `subjects` is how many subjects a fan-out reached.
    """
    name, fields = _command(step, subjects)
    identity = f"{stream}\n{step.deadline}\n{step.kind}\n{step.planned.isoformat()}"
    return Request(uuid5(STEPS, identity), stream, name, SYSTEM, fields)


def _command(step: Step, subjects: int) -> tuple[str, dict[str, Any]]:
    if step.kind in _OPENINGS:
        return _OPENINGS[step.kind], {"node": str(node_of(step.deadline))}
    if step.kind == OPEN_EVALUATION:
        return "evaluation.open", {}
    if step.kind in _REACHED:
        name, of = _REACHED[step.kind]
        return name, {of: step.deadline, "subjects": str(subjects)}
    return "deadline.pass", {
        "deadline": step.deadline,
        "step": step.kind,
        "planned": step.planned.isoformat(),
    }


_OPENINGS = {
    OPEN_ROUND: "monitoring.open-round",
    OPEN_OVERALL_ROUND: "overall-monitoring.open-round",
}
_REACHED = {
    OPEN_SUBJECTS: ("subjects.record-opening", "on"),
    REACH: ("subjects.record-reached", "of"),
    REFRESH: ("subjects.record-refresh", "up_to"),
}
