"""The decider of a jurisdiction's work year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.kernel import refusals
from domain.kernel.composite_decider import CompositeDecider
from domain.kernel.decider import CommandContext, Decided, InForce, Recorded, Step, Steps, View
from domain.kernel.message import Command
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import business_date, start_of
from domain.shared.deadlines import deadline_acts as shared_deadlines
from domain.shared.deadlines.blocked_steps import first_unblocked
from domain.shared.deadlines.pending import told
from domain.shared.fan_out import broadcast, dispatch
from domain.shared.fan_out.messages import OPEN_SUBJECTS
from domain.shared.filings import amounts
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.shared.filings.importing import as_done
from domain.shared.people.role_check import may_take
from domain.shared.signatures import acts as signing
from domain.shared.signatures.asked import is_signed
from domain.subjects.jurisdiction_year import (
    accountability,
    announcements,
    attachments,
    authenticity_draw,
    budget_call,
    bureau_work,
    closing,
    counties,
    county_appraisal,
    county_reports,
    deadline_acts,
    direct_funds,
    government_budget,
    imports,
    key_selection,
    opening,
    plan,
    record_days,
    records,
    round_analysis,
    sheets,
    undoing,
    year_summaries,
)
from domain.subjects.jurisdiction_year.counties import not_theirs
from domain.subjects.jurisdiction_year.deadline_acts import CALENDAR
from domain.subjects.jurisdiction_year.keys import KEYS
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.jurisdiction_year.pending import waits
from domain.subjects.jurisdiction_year.state import Closed, JurisdictionYear, Running
from domain.subjects.jurisdiction_year.timers import agenda, overdue

_SLICES = CompositeDecider(
    opening,
    announcements,
    amounts,
    budget_call,
    government_budget,
    plan,
    key_selection,
    authenticity_draw,
    sheets,
    records,
    bureau_work,
    counties,
    county_reports,
    county_appraisal,
    year_summaries,
    direct_funds,
    round_analysis,
    accountability,
    deadline_acts,
    closing,
    attachments,
    record_days,
    imports,
    undoing,
    dispatch,
    signing.part(lambda *given: decide(*given), lambda: COMMANDS),  # noqa: PLW0108 - defined below
    may_take=may_take,
    keys=KEYS,
)
COMMANDS: tuple[type[Command], ...] = _SLICES.commands
"""The acts of a jurisdiction's work year."""

STEPS: Steps = {
    **shared_deadlines.STEPS,
    **opening.STEPS,
    **broadcast.STEPS,
    **dispatch.STEPS,
}
"""The steps of the system that it plans."""

OFFICE_OPENS = timedelta(hours=8)
"""How long after midnight a day's projects are registered."""


def initial(stream: str) -> JurisdictionYear:
    """The state before the first event."""
    return JurisdictionYear(stream)


def decide(state: JurisdictionYear, act: CommandContext[Any], in_force: InForce) -> Decided:
    """The outcome of an act; raises `KeyError` for an act of another subject."""
    return _SLICES.decide(state, act, in_force, _admit)


def _admit(state: JurisdictionYear, act: CommandContext[Any], in_force: InForce) -> Refusal | None:
    """Refuse what comes before the year is open or after it is closed, and other people's acts."""
    if state.life is None and not isinstance(act.command, OpenYear):
        return Refusal(
            Code.UNKNOWN_SUBJECT,
            f"{state.stream} 尚未启动，请先办理年度启动（year.open）。",
            f"{state.stream} is not open: open the year first (year.open).",
        )
    if isinstance(state.life, Closed) and not isinstance(act.command, AnnotateRecord):
        return refusals.wrong_phase(
            f"{state.stream} 已关闭，不再受理。",
            f"{state.stream} is closed and takes no more acts.",
        )
    return not_theirs(state, act) or is_signed(act, in_force)


def evolve(state: JurisdictionYear, recorded: Recorded[Any]) -> JurisdictionYear:
    """The state after an event; raises `KeyError` for an event of another subject."""
    done = as_done(state, recorded)
    evolved: JurisdictionYear = undoing.IMPORTS.evolve(_SLICES.evolve, state, done)
    return replace(evolved, version=recorded.version, last_at=recorded.recorded_at)


def view(state: JurisdictionYear, in_force: InForce, now: datetime | None = None) -> View:
    """The view of the year from outside."""
    steps = sorted(_steps(state, in_force, now), key=lambda step: step.planned)
    first = first_unblocked(decide, STEPS, state, steps, in_force)
    waiting = waits(state, in_force)
    waited_for = (*(wait for wait, _ in waiting), *first.awaits)
    return View(
        subject=state.stream,
        version=state.version,
        phase=_phase(state),
        closed=isinstance(state.life, Closed),
        next_step=first.step,
        next_due=min((due for _, due in waiting if due is not None), default=None),
        overdue=overdue(state, in_force),
        waiting_for=told(waited_for),
    )


def _phase(state: JurisdictionYear) -> str:
    match state.life:
        case None:
            return "unopened"
        case Running():
            return "open"
        case Closed():
            return "closed"


def _registration(on: date, life: Running | None) -> datetime:
    """When a day's projects are registered: at 8:00, or at once if the year opens before on it."""
    morning = start_of(on) + OFFICE_OPENS
    if life is None or business_date(life.opened.at) != on:
        return morning
    return min(morning, life.opened.at)


def _steps(state: JurisdictionYear, in_force: InForce, now: datetime | None) -> Iterator[Step]:
    if isinstance(state.life, Closed):
        return
    yield from dispatch.steps(state.reaching, in_force)
    for on in state.openings:
        if on not in state.opened:
            yield Step(on.isoformat(), OPEN_SUBJECTS, _registration(on, state.life))
    yield from broadcast.steps(state)
    yield from agenda(state, in_force, CALENDAR.lived(state, in_force, now))
