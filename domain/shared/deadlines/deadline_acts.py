"""Acts on deadlines of every kind of subject: set a date, extend it, take a step around it.

Every step has a planned instant. A deadline that is met has no further steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Annotated, Any, Literal

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
    Step,
    Steps,
)
from domain.kernel.frozen import replace
from domain.kernel.keys import KeyField, Keys, Naming
from domain.kernel.known import latest
from domain.kernel.message import ADDED, WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.vocabulary import Day, Role, Text, business_date, start_of
from domain.shared.deadlines.day_policies import (
    approver_is_not_the_beneficiary,
    day_is_not_before_the_duty,
    day_is_within_life,
    deadline_has_an_earlier_day,
    deadline_is_known,
    extension_is_within_life,
    rules_give_no_day,
)
from domain.shared.deadlines.due_dates import Day as DueDay
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.deadlines.escalation import above
from domain.shared.deadlines.missed import Lived, day_known_since
from domain.shared.deadlines.pending import Wait, around
from domain.shared.deadlines.set_day import DaySet, SetDay, found_at
from domain.shared.deadlines.timers import STEP_KINDS, StepKind, steps_at
from domain.shared.filings.filing import Filing


class Extend(Command, name="extend", who={Role.FINANCE}):
    """Extend a deadline to a date (inclusive), with approver and reason."""

    deadline: Text
    until: Day
    approver: Text
    reason: Text


class PassDeadline(Command, name="deadline.pass", who={Role.SYSTEM}):
    """A timer fired: take the step if it is still needed."""

    deadline: Text
    step: StepKind
    planned: datetime


class Extended(Event, name="deadline.extended", version=2):
    """A deadline was extended to a date (inclusive).

    `over`: the new date was already over; the deadline counts as overdue from `found_at` on.
    `late_filing`: a filing that awaits review came after the earlier date (`was_due`) and by the
    new date. It stays late in spite of the extension.
    """

    deadline: Text
    until: Day
    approver: Annotated[Text, WITHHOLDABLE]
    reason: Annotated[Text, WITHHOLDABLE]
    over: Annotated[bool | None, ADDED] = None
    found_at: Annotated[datetime | None, ADDED] = None
    late_filing: Annotated[bool | None, ADDED] = None
    was_due: Annotated[Day | None, ADDED] = None


class Passed(Event, name="deadline.passed", version=3):
    """A step of a deadline was taken.

    The `responsible` role was reminded, the deadline fell due or is overdue, or it was escalated.
    `escalated_to` is the bureau's parameter, `above` the addressee (a role, or a name of a person).
    A reminder or due notice is late if it was recorded long after `planned` (`missed.given_late`).
    If the date was already over when it became known, `known_at` is that business instant, and
    `known_by` says what made it known: a day that was set, a duty that began, or rules that were
    adopted. Otherwise both are null. `counts_from` is the business instant from which the
    escalation counts its days, null if it counts them from the end of the date.
    """

    deadline: Text
    step: StepKind
    planned: datetime
    due: Day
    responsible: Role
    escalated_to: Text | None = None
    above: Annotated[Text | None, ADDED] = None
    known_at: Annotated[datetime | None, ADDED] = None
    known_by: Annotated[Literal["day", "duty", "rules"] | None, ADDED] = None
    counts_from: Annotated[datetime | None, ADDED] = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The deadlines of one kind of subject, named by their keys.

    The states have the fields `own_days` and `done`, as `ProjectYear` has. `keys` are the keys of
    its deadlines. `ruled` gives the date from the rules, `due` the binding date; `year` gives the
    budget year. `begun` gives the business instant at which the wait for a deadline began,
    `earliest` the first date that a deadline can have, and `beneficiaries` the names of the
    subject's own organisation. If it is `patient`, a duty whose date was over before it came into
    the log is escalated as many days after that as one is after its date; then the states have the
    field `found` too.
    """

    known: Callable[[str], bool]
    keys: Callable[[Any, InForce], Iterable[str]]
    year: Callable[[Any], int]
    ruled: Callable[[Any, InForce, str], DueDay]
    due: Callable[[Any, InForce, str], DueDay]
    wait_at: Callable[[Any, InForce, str], Wait | None]
    filing_at: Callable[[Any, str], Filing | None]
    with_filing: Callable[[Any, str, Filing], Any]
    earliest: Callable[[Any, str], date]
    begun: Callable[[Any, str], datetime | None] = lambda state, deadline: state.begun.get(deadline)
    beneficiaries: Callable[[Any], tuple[str, ...]] = lambda _state: ()
    patient: bool = False

    def lived(self, state: Any, in_force: InForce, now: datetime | None = None) -> Lived:
        """The time up to which the subject has run: its newest event, or `now` if that is later."""

        def known_since(deadline: str) -> datetime | None:
            day = self.due(state, in_force, deadline)
            return latest(self.begun(state, deadline), day_known_since(day, in_force))

        return Lived(latest(state.last_at, now), known_since)


@guarded_by(
    deadline_is_known,
    day_is_within_life,
    rules_give_no_day,
    for_new_acts(day_is_not_before_the_duty),
)
def set_day(
    calendar: Calendar, state: Any, act: CommandContext[SetDay], in_force: InForce
) -> Decided:
    """Set a day that the rules do not give."""
    ruled = calendar.ruled(state, in_force, act.command.deadline)
    found = _found_at(state, act, act.command.due)
    event = DaySet(**vars(act.command), over=True if found else None, found_at=found)
    return (Decision(event, ruled.basis),)


def _found_at(state: Any, act: CommandContext[Any], day: date) -> datetime | None:
    """The instant from which `day` counts as overdue; `None` if it is not over yet."""
    today = (act.command.deadline, "overdue", start_of(act.day))
    return found_at(day, act, again=today in state.done)


@guarded_by(
    deadline_is_known,
    extension_is_within_life,
    deadline_has_an_earlier_day,
    for_new_acts(approver_is_not_the_beneficiary),
)
def extend(
    calendar: Calendar, state: Any, act: CommandContext[Extend], in_force: InForce
) -> Decided:
    """Move the date of a deadline to another date."""
    command = act.command
    day = calendar.due(state, in_force, command.deadline)
    late = _late_within(calendar.filing_at(state, command.deadline), command.until)
    found = _found_at(state, act, command.until)
    event = Extended(**vars(command), over=True if found else None, found_at=found)
    if late is None:
        return (Decision(event, day.basis),)
    marked = event.model_copy(update={"late_filing": True, "was_due": late.due or day.due})
    return (Decision(marked, day.basis, caused_by=late.event_id),)


def _late_within(filing: Filing | None, until: date) -> Filing | None:
    """The filing if it awaits review and came after its own date, but by `until` (inclusive)."""
    if filing is None or not filing.open or not filing.late:
        return None
    return filing if filing.first_on <= until else None


def pass_deadline(
    calendar: Calendar, state: Any, act: CommandContext[PassDeadline], in_force: InForce
) -> Decided:
    """Take the step if it is still among the steps planned for the deadline.

    The result is empty if the step was already taken, if the wait is over, if the due date moved,
    or if a reminder or due notice comes too late to be useful (`missed`).
    """
    command = act.command
    wait = calendar.wait_at(state, in_force, command.deadline)
    if wait is None:
        return ()
    day = calendar.due(state, in_force, command.deadline)
    step = Step(command.deadline, command.step, command.planned)
    lived = calendar.lived(state, in_force, act.at)
    if day.due is None or step not in steps_at(
        around(wait, day), day.due, state.done, lived, in_force
    ):
        return ()
    named = _escalated_to(command, in_force)
    known = _known_too_late(calendar, state, in_force, command.deadline, day)
    event = Passed(
        **vars(command),
        due=day.due,
        responsible=wait.role,
        escalated_to=named,
        above=above(wait.role, named) if command.step == "escalate" else None,
        **known,
        counts_from=_counts_from(calendar, command, day, known.get("known_at")),
    )
    return (Decision(event, day.basis),)


def _counts_from(
    calendar: Calendar, command: PassDeadline, day: DueDay, known_at: datetime | None
) -> datetime | None:
    """The instant from which an escalation counts: that of a day that was set has its own."""
    if not calendar.patient or command.step != "overdue" or day.found_at is not None:
        return None
    return known_at


def _known_too_late(
    calendar: Calendar, state: Any, in_force: InForce, deadline: str, day: DueDay
) -> dict[str, Any]:
    """`known_at` and `known_by` of a date that became known after it was over; otherwise empty."""
    set_at, begun = day_known_since(day, in_force), calendar.begun(state, deadline)
    known_at = latest(set_at, begun)
    if day.due is None or known_at is None or known_at < start_of(day.due + timedelta(days=1)):
        return {}
    return {"known_at": known_at, "known_by": _known_by(known_at, set_at, in_force)}


def _known_by(
    known_at: datetime, set_at: datetime | None, in_force: InForce
) -> Literal["day", "duty", "rules"]:
    if known_at != set_at:
        return "duty"
    return "rules" if known_at == in_force.known.adopted else "day"


def _escalated_to(command: PassDeadline, in_force: InForce) -> str | None:
    if command.step != "escalate":
        return None
    return in_force.parameter("escalation.to", business_date(command.planned))


def _passing(kind: StepKind, step: Step, _reached: object) -> PassDeadline:
    return PassDeadline(deadline=step.deadline, step=kind, planned=step.planned)


STEPS: Steps = {kind: partial(_passing, kind) for kind in STEP_KINDS}
"""The steps around a deadline, for every kind of subject that has deadlines."""


def day_set(state: Any, recorded: Recorded[DaySet]) -> Any:
    """Evolve by `deadline.day-set`."""
    event = recorded.event
    day = OwnDay(event.due, False, recorded.recorded_at, event.found_at)
    return _with_day(state, event.deadline, day)


def extended(calendar: Calendar, state: Any, recorded: Recorded[Extended]) -> Any:
    """Evolve by `deadline.extended`.

    A filing that awaits review and was late stays late, and the extension is noted beside it. A
    filing that was in time is judged by the new date. So is every filing that an older program
    extended, because its event does not say whether the filing was late.
    """
    event = recorded.event
    day = OwnDay(event.until, True, recorded.recorded_at, event.found_at)
    given = _with_day(state, event.deadline, day)
    filing = calendar.filing_at(state, event.deadline)
    if filing is None or not filing.open:
        return given
    if event.late_filing:
        judged = replace(filing, extended=event.until, due=event.was_due)
    else:
        judged = replace(filing, late=filing.first_on > event.until, due=event.until)
    return calendar.with_filing(given, event.deadline, judged)


def passed(state: Any, recorded: Recorded[Passed]) -> Any:
    """Evolve by `deadline.passed`."""
    event = recorded.event
    done = state.done | {(event.deadline, event.step, event.planned)}
    if event.counts_from is None:
        return replace(state, done=done)
    return replace(state, done=done, found={**state.found, event.deadline: event.counts_from})


def _with_day(state: Any, deadline: str, day: OwnDay) -> Any:
    """The state with this due date; the same date set again keeps the instant of the first."""
    before = state.own_days.get(deadline)
    if before is not None and before.due == day.due:
        day = replace(day, since=before.since, found_at=before.found_at)
    return replace(state, own_days={**state.own_days, deadline: day})


def without_day(calendar: Calendar, state: Any, _act: Naming, in_force: InForce) -> Iterable[str]:
    """The deadlines to which the rules give no day; first those that the subject waits for."""
    there = _waited_first(calendar, state, in_force)
    return (one for one in there if calendar.ruled(state, in_force, one).due is None)


def with_day(calendar: Calendar, state: Any, _act: Naming, in_force: InForce) -> Iterable[str]:
    """The deadlines that have a day; first those that the subject waits for."""
    there = _waited_first(calendar, state, in_force)
    return (one for one in there if calendar.due(state, in_force, one).due is not None)


def _waited_first(calendar: Calendar, state: Any, in_force: InForce) -> list[str]:
    there = calendar.keys(state, in_force)
    return sorted(there, key=lambda one: calendar.wait_at(state, in_force, one) is None)


def keys(calendar: Calendar) -> Keys:
    """The deadlines that the commands may name."""
    return {
        (SetDay, "deadline"): KeyField(partial(without_day, calendar)),
        (Extend, "deadline"): KeyField(partial(with_day, calendar)),
    }


def deciders(calendar: Calendar) -> Deciders:
    """The commands on deadlines for a kind of subject."""
    return {
        SetDay: partial(set_day, calendar),
        Extend: partial(extend, calendar),
        PassDeadline: partial(pass_deadline, calendar),
    }


def evolvers(calendar: Calendar) -> Evolvers:
    """The events about deadlines for a kind of subject."""
    return {DaySet: day_set, Extended: partial(extended, calendar), Passed: passed}
