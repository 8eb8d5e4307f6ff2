"""The target that a monitored project is measured against (LT-015).

Where a text says so, it is the one approved with the initial budget, also after an adjustment was
approved; the adjusted one stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.indicators import Indicator

RULE = "monitoring.baseline"
SINCE = 3
"""The version of `monitoring.file-result` from which a result is measured so."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The indicators that count, those of the adjusted target beside them, and the rule asked."""

    counts: tuple[Indicator, ...]
    beside: tuple[Indicator, ...] = ()
    basis: tuple[Answer, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The indicators that a result has a value of, each once."""
        return tuple(dict.fromkeys(one.id for one in (*self.counts, *self.beside)))


def baseline(state: ProjectYear, act: CommandContext[Any], in_force: InForce) -> Baseline:
    """What a result is measured against; the rule is asked where the target was adjusted."""
    if act.version < SINCE:
        return Baseline(state.target.approved)
    return baseline_on(state, in_force, act.effective_on)


def baseline_on(state: ProjectYear, in_force: InForce, on: date) -> Baseline:
    """What a result that is filed on a day is measured against."""
    approved, initial = state.target.approved, state.target.initial
    if not initial or approved == initial:
        return Baseline(approved)
    answer = in_force.ask(RULE, on)
    if answer.stated and answer.outcome == "initial_target":
        return Baseline(initial, approved, (answer,))
    return Baseline(approved, basis=(answer,))
