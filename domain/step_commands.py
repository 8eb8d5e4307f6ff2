"""Steps of the system as commands: what is asked when one is due."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from domain.decision import Step
from domain.due_days import node_of
from domain.evaluation_half import OPEN_EVALUATION
from domain.fan_out import OPEN_SUBJECTS, REACH, REFRESH
from domain.project_year.agenda import OPEN_ROUND
from domain.unit_year.days import OPEN_OVERALL_ROUND, OPEN_SELECTION

FAN_OUT = frozenset({OPEN_SUBJECTS, REACH, REFRESH})
"""Steps that reach other subjects before they are recorded."""

NO_MORE: Mapping[str, Any] = MappingProxyType({})


def step_command(
    step: Step, subjects: int = 0, more: Mapping[str, Any] = NO_MORE
) -> tuple[str, dict[str, Any]]:
    """The command of a step by name, with its fields; a fan-out reached so many `subjects`.

    `more` are the fields beside that, as JSON values: what refused.
    """
    if step.kind in _OPENINGS:
        return _OPENINGS[step.kind], {"node": str(node_of(step.deadline))}
    if step.kind in _LOOKED_UP:
        return _LOOKED_UP[step.kind], {}
    if step.kind in _REACHED:
        name, of = _REACHED[step.kind]
        return name, {of: step.deadline, "subjects": str(subjects), **more}
    return "deadline.pass", {
        "deadline": step.deadline,
        "step": step.kind,
        "planned": step.planned.isoformat(),
    }


_OPENINGS = {
    OPEN_ROUND: "monitoring.open-round",
    OPEN_OVERALL_ROUND: "overall-monitoring.open-round",
}
_LOOKED_UP = {
    OPEN_EVALUATION: "evaluation.open",
    OPEN_SELECTION: "department-evaluation.open-selection",
}
_REACHED = {
    OPEN_SUBJECTS: ("subjects.record-opening", "on"),
    REACH: ("subjects.record-reached", "of"),
    REFRESH: ("subjects.record-refresh", "up_to"),
}
