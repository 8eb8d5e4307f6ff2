"""Blocked steps: a step that needs a ruling waits for it, while later steps go on.

(docs/decisions/0007-steps-leave-no-trace-when-not-needed.md, 1003)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.kernel.decider import SYSTEM, CommandContext, Decided, InForce, Step, Steps, View
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role, business_date
from domain.shared.deadlines.pending import Wait
from domain.shared.deadlines.scheduled_commands import step_command
from domain.shared.fan_out.messages import FAN_OUT

AWAITING_RULING = "awaiting-ruling"
"""The prefix of a wait for a ruling; a slash and the ambiguity follow it."""


_NO_COMMAND = UUID(int=0)

Decide = Callable[[Any, CommandContext[Any], InForce], Decided]


@dataclass(frozen=True, slots=True)
class NextStep:
    """The earliest step that is not blocked, and the ambiguities that block earlier steps."""

    step: Step | None
    awaits: tuple[Wait, ...] = ()


def first_unblocked(
    decide: Decide,
    table: Steps,
    state: Any,
    steps: Iterable[Step],
    in_force: InForce,
) -> NextStep:
    """The first step that is not blocked; `steps` are in order of time.

    `table` builds the commands of the steps. A step is blocked when `decide` refuses it for a
    missing ruling; this cannot happen unless a rule in force is open.
    """
    ambiguities: list[str] = []
    for step in steps:
        opened = _open_for(decide, table, state, step, in_force) if in_force.open_rules else ()
        if not opened:
            return NextStep(step, _waits(ambiguities))
        ambiguities += opened
    return NextStep(None, _waits(ambiguities))


def _open_for(decide: Decide, table: Steps, state: Any, step: Step, in_force: InForce) -> list[str]:
    """The ambiguities whose rulings a step waits for."""
    if step.kind in FAN_OUT:
        return []
    command = step_command(table, step)
    act = CommandContext(command, SYSTEM, step.planned, business_date(step.planned), _NO_COMMAND)
    decided = decide(state, act, in_force)
    if not isinstance(decided, Refusal) or decided.code is not Code.NEEDS_RULING:
        return []
    rulings = (ruling for answer in decided.basis for ruling in answer.rulings)
    return [ruling.ambiguity for ruling in rulings if ruling.status == "open"]


def _waits(ambiguities: Iterable[str]) -> tuple[Wait, ...]:
    found = dict.fromkeys(ambiguities)
    return tuple(Wait(f"{AWAITING_RULING}/{one}", Role.FINANCE, dated=False) for one in found)


def awaited_rulings(view: View) -> Iterator[str]:
    """The ambiguities whose rulings the subject's blocked steps wait for."""
    for wait in view.waiting_for:
        _, parked, ambiguity = wait.partition(f":{AWAITING_RULING}/")
        if parked:
            yield ambiguity
