"""Guards of a unit's year: the checks of every act before its phase decides."""

from __future__ import annotations

from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import SYSTEM, CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role
from domain.shared.fan_out.messages import RecordReached, SendAgain
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.shared.filings.delegation import for_unit
from domain.shared.filings.endorsement import Endorse, ReturnToUnit
from domain.shared.filings.undoable import takes_back
from domain.shared.people.sections import Matter, within_the_remit
from domain.shared.people.successions import acting_for, ended, unit_year_ended
from domain.shared.signatures.asked import is_signed
from domain.subjects.unit_year.state import UnitYear, Withdrawn
from domain.subjects.unit_year.succession import EndUnit

_OWN = frozenset({Role.UNIT, Role.DEPARTMENT})


def admit(state: UnitYear, act: CommandContext[Any], in_force: InForce) -> Refusal | None:
    """Refuse an act on an unknown or withdrawn unit, or of a stranger not delegated to."""
    if state.entry is None:
        return refusals.unregistered(state.stream, "单位", "a unit", "unit.add")
    if isinstance(act.command, AnnotateRecord):  # a past day is put right at any time
        return None
    if isinstance(state.entry, Withdrawn):
        refusal = refusals.withdrawn_until_taken_back(state.stream, "unit.withdraw")
        return None if takes_back(act.command, "unit.withdraw") else refusal
    unit = state.entry.unit.code
    return (
        _ended(state, act, in_force)
        or _stranger(unit, state, act, in_force)
        or within_the_remit(Matter(unit), act, in_force, state.stream)
        or is_signed(act, in_force)
    )


def _ended(state: UnitYear, act: CommandContext[Any], in_force: InForce) -> Refusal | None:
    """Refuse acts on the year of a unit that was merged or split: the successor has its own."""
    if isinstance(act.command, RecordReached | SendAgain | EndUnit):
        return None
    end = state.ended or ended(in_force.successions, state.known.code, act.effective_on)
    if end is None or (act.actor == SYSTEM and not state.ended):
        return None
    theirs = acting_for(in_force.successions, end, state.stream, act.effective_on)
    return unit_year_ended(end, theirs, state.stream)


def _stranger(
    unit: str, state: UnitYear, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    if isinstance(act.command, Endorse | ReturnToUnit):  # the department above checks itself
        return None
    if act.actor.role in _OWN:
        return for_unit(state, act, in_force, unit)
    return None
