"""The deadline history event by event: deadlines met, dates given, steps taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.frozen import replace
from domain.kernel.message import Event
from domain.kernel.subject_ids import SubjectKind
from domain.shared.catalogue.catalogues import Catalogues
from domain.shared.catalogue.entries import Settles
from domain.shared.deadlines.deadline_acts import Extended, Passed
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.deadlines.endorsements import endorsement_of
from domain.shared.deadlines.missed import given_late
from domain.shared.deadlines.set_day import DaySet
from domain.shared.filings.annotation_messages import RecordAnnotated
from domain.shared.filings.correction import FilingWithdrawn
from domain.shared.filings.endorsement import FilingReferred
from domain.shared.filings.undoable import ActWithdrawn
from domain.subjects.catalogues import CATALOGUES
from projections.boards.deadline_access import DATED
from projections.boards.deadline_history import (
    LATE,
    DeadlineHistory,
    Done,
    Evidence,
    Keep,
    SentBack,
)


def note(
    history: DeadlineHistory,
    recorded: Recorded[Any],
    state: Any,
    kind: SubjectKind,
    catalogues: Catalogues = CATALOGUES,
) -> None:
    """Add the facts of an event; `state` is the state of the subject, of a `kind`, before it."""
    history.last_at = recorded.recorded_at
    keep = _KEEP.get(type(recorded.event))
    if keep is not None:
        keep(history, recorded, state)
        return
    settles = catalogues.settles(kind, recorded.event.name)
    if settles is not None and not settles.unless(state):
        _settle(history, recorded, settles, state)
    back = catalogues.sends_back(recorded.event.name)
    if back is not None and back.when(recorded.event):
        keys = back.keys(back.deadline, recorded.event)
        history.sent_back.update(dict.fromkeys(keys, _sent_back(recorded)))


def _settle(
    history: DeadlineHistory, recorded: Recorded[Any], settles: Settles, state: Any
) -> None:
    event = recorded.event
    keys = tuple(settles.keys(settles.deadline, event))
    evidence = Evidence(recorded.id, getattr(event, "document", None))
    history.evidence.update(dict.fromkeys(keys, evidence))
    if settles.filed:
        if event.due is not None:
            for key in keys:
                history.judged[key] = event.due
                history.judged_by[key] = _judged_by(history, recorded, state, key)
        return
    if settles.done:
        done = Done(*settles.done(event))
    else:
        done = Done(recorded.effective_on, settles.by, recorded.id)
    for key in keys:
        own = _own_day(state, key)
        due = own.due if own else settles.due(event)
        history.settled[key] = replace(done, due=due, at=recorded.recorded_at)


def _own_day(state: Any, key: str) -> OwnDay | None:
    """The day that a subject alone was given; none where its kind has no such days."""
    own: OwnDay | None = getattr(state, "own_days", {}).get(key)
    return own


def _judged_by(
    history: DeadlineHistory, recorded: Recorded[Any], state: Any, key: str
) -> tuple[str | None, str]:
    """The document of the date that a filing was judged by, and the clauses beside it."""
    if _own_day(state, key) is not None:
        return history.noticed.get(key), ""
    dating = (one for one in recorded.basis if one.get("rule", "").endswith(_DATING))
    clauses = {clause for one in dating for clause in one.get("clauses", ())}
    return getattr(recorded.event, "notice", None), ",".join(sorted(clauses))


def _sent_back(recorded: Recorded[Any]) -> SentBack:
    event, actor = recorded.event, recorded.actor
    reason = getattr(event, "reason", None) or getattr(event, "opinion", None)
    return SentBack(event.name, recorded.effective_on, actor.id, actor.role, reason)


def _withdrawn(history: DeadlineHistory, recorded: Recorded[FilingWithdrawn], _state: Any) -> None:
    history.sent_back[recorded.event.filing] = _sent_back(recorded)


def _undone(history: DeadlineHistory, recorded: Recorded[ActWithdrawn], _state: Any) -> None:
    """A filing that a correction sends back comes back like one that is returned."""
    for one in recorded.event.follows:
        if one.becomes == "returned":
            history.sent_back[one.of] = _sent_back(recorded)


def _passed(history: DeadlineHistory, recorded: Recorded[Passed], _state: Any) -> None:
    event = recorded.event
    before = history.passed.get(event.deadline, frozenset())
    late = given_late(event.step, event.planned, recorded.recorded_at)
    step = f"{event.step}{LATE}" if late else event.step
    history.passed[event.deadline] = before | {(event.due, step, event.planned)}


def _day_set(history: DeadlineHistory, recorded: Recorded[DaySet], _state: Any) -> None:
    history.noticed[recorded.event.deadline] = recorded.event.document


def _referred(history: DeadlineHistory, recorded: Recorded[FilingReferred], _state: Any) -> None:
    event = recorded.event
    history.noticed[endorsement_of(event.filing)] = f"送{event.department_name}审核"


def _extended(history: DeadlineHistory, recorded: Recorded[Extended], state: Any) -> None:
    event = recorded.event
    if event.late_filing:  # it stays late, by the date before
        on = recorded.effective_on
        history.extended[event.deadline] = f"{on} {event.approver} → {event.until}"
        if event.was_due is not None:
            history.judged[event.deadline] = event.was_due
        return
    filing = DATED[type(state)].filing_at(state, event.deadline)
    if filing is not None and filing.open:  # a filing that awaits review is judged by the new date
        history.judged[event.deadline] = event.until


def _annotated(history: DeadlineHistory, recorded: Recorded[RecordAnnotated], _state: Any) -> None:
    true_on = recorded.event.true_on
    for one in recorded.event.events:
        if one.deadline is not None and one.due is not None:
            history.judged[one.deadline] = one.due
        before = one.on_record if one.on_record != true_on else None
        for deadline, done in history.settled.items():
            if done.event == one.event:
                history.settled[deadline] = replace(done, on=true_on, recorded_on=before)


_DATING = (".due", ".windows")
"""How the rules are called that give a date."""
_KEEP: Mapping[type[Event], Keep] = {
    Passed: _passed,
    Extended: _extended,
    DaySet: _day_set,
    FilingReferred: _referred,
    FilingWithdrawn: _withdrawn,
    ActWithdrawn: _undone,
    RecordAnnotated: _annotated,
}
