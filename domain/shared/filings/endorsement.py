"""The superior department's review 主管部门审核 of a unit's filing, before the bureau's.

A filing is referred in the outcome that has it, where the unit has a department on that day and the
bureau's parameter names filings of its kind. So what was filed before waits for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Annotated, Any

from domain.kernel.decider import (
    SYSTEM,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.frozen import replace
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.deadlines.endorsements import endorsement_of
from domain.shared.filings.endorsement_policies import (
    Subordinate,
    actor_is_of_the_department,
    another_person_filed,
    department_may_endorse,
    department_may_return,
    department_was_waited_for,
    filing_waits_for_the_department,
    filing_was_referred,
)
from domain.shared.filings.filing import Endorsement, FilingStatus, Referral
from domain.shared.filings.import_messages import ImportAct
from domain.shared.people.departments import DAYS, reviews, superior_of
from domain.shared.people.successions import unit_on


class Endorse(Command, name="filing.endorse", who={Role.DEPARTMENT}):
    """Endorse a filing of a subordinate unit: then the finance bureau reviews it.

    `filing` is its key, as in `correct`. A filing that the department returned by mistake is
    endorsed as long as the unit has not filed again.
    """

    filing: Text
    opinion: Text | None = None


class ReturnToUnit(Command, name="filing.return-to-unit", who={Role.DEPARTMENT}):
    """Return a filing to a subordinate unit, with the reason, before the bureau has reviewed it.

    `filing` is its key, as in `correct`. An endorsement that was given by mistake is taken back so.
    """

    filing: Text
    reason: Text


class WaiveEndorsement(Command, name="filing.waive-endorsement", who={Role.FINANCE}):
    """Take a filing that its department did not review by its day, with approver and reason."""

    filing: Text
    approver: Text
    reason: Text


class FilingReferred(Event, name="filing.referred", version=1):
    """A filing goes to the superior department first; `due` is inclusive, null without a day."""

    filing: Text
    department: Code
    department_name: Text
    due: Day | None = None


class FilingEndorsed(Event, name="filing.endorsed", version=1):
    """The department endorsed a filing; `late` by the day on which it first decided."""

    filing: Text
    department: Code
    opinion: Annotated[Text | None, WITHHOLDABLE] = None
    due: Day | None = None
    late: bool


class FilingReturnedToUnit(Event, name="filing.returned-to-unit", version=1):
    """The department returned a filing; `late` by the day on which it first decided."""

    filing: Text
    department: Code
    reason: Annotated[Text, WITHHOLDABLE]
    due: Day | None = None
    late: bool


class EndorsementWaived(Event, name="filing.endorsement-waived", version=1):
    """The bureau took a filing that the department did not review; `due` was the day for that."""

    filing: Text
    department: Code
    approver: Annotated[Text, WITHHOLDABLE]
    reason: Annotated[Text, WITHHOLDABLE]
    due: Day | None = None


def refer(
    subject: Subordinate, decided: Decided, state: Any, act: CommandContext[Any], in_force: InForce
) -> Decided:
    """The outcome of an act, with the referral of each filing that a department reviews first.

    An imported filing is not referred: it was done before the log.
    """
    if isinstance(decided, Refusal) or not in_force.superiors:
        return decided
    if isinstance(act.command, ImportAct):
        return decided
    filed = [(at, key) for at, one in enumerate(decided) if (key := subject.filed_as(one.event))]
    return (*decided, *_referrals(subject, filed, state, act, in_force)) if filed else decided


def _referrals(
    subject: Subordinate,
    filed: Iterable[tuple[int, str]],
    state: Any,
    act: CommandContext[Any],
    in_force: InForce,
) -> Iterator[Decision[FilingReferred]]:
    """The referral of each filing that a department reviews, after the event at its place."""
    on = act.effective_on
    superior = superior_of(in_force.superiors, subject.unit_on(state, in_force, on), on)
    if superior is None:
        return
    days = in_force.parameter(DAYS, on)
    for at, filing in filed:
        if reviews(in_force, filing.partition(":")[0], on):
            event = FilingReferred(
                filing=filing,
                department=unit_on(in_force.successions, superior.code, state.stream, on),
                department_name=superior.name,
                due=on + timedelta(days=int(days)) if days else None,
            )
            yield Decision(event, cause=at, actor=SYSTEM)


@guarded_by(
    filing_was_referred, actor_is_of_the_department, another_person_filed, department_may_endorse
)
def endorse(
    subject: Subordinate, state: Any, act: CommandContext[Endorse], in_force: InForce
) -> Decided:
    """Endorse the filing; the bureau reviews it from now on."""
    _, referral = subject.referred(state, act.command.filing)
    event = FilingEndorsed(**vars(act.command), **_judged(subject, state, act, in_force))
    return (Decision(event, caused_by=referral.event_id),)


@guarded_by(
    filing_was_referred, actor_is_of_the_department, another_person_filed, department_may_return
)
def return_to_unit(
    subject: Subordinate, state: Any, act: CommandContext[ReturnToUnit], in_force: InForce
) -> Decided:
    """Return the filing to the unit."""
    _, referral = subject.referred(state, act.command.filing)
    event = FilingReturnedToUnit(**vars(act.command), **_judged(subject, state, act, in_force))
    return (Decision(event, caused_by=referral.event_id),)


def _judged(
    subject: Subordinate, state: Any, act: CommandContext[Any], in_force: InForce
) -> dict[str, Any]:
    """The department, its day, and whether it first decided after that."""
    filing = act.command.filing
    due = subject.due_of(state, in_force, filing)
    _, referral = subject.referred(state, filing)
    return {
        "department": subject.department_of(state, referral, in_force, act.effective_on),
        "due": due,
        "late": due is not None and (referral.decided_on or act.effective_on) > due,
    }


@guarded_by(filing_was_referred, filing_waits_for_the_department, department_was_waited_for)
def waive(
    subject: Subordinate, state: Any, act: CommandContext[WaiveEndorsement], in_force: InForce
) -> Decided:
    """Take the filing without the department's review."""
    _, referral = subject.referred(state, act.command.filing)
    event = EndorsementWaived(
        **vars(act.command),
        department=subject.department_of(state, referral, in_force, act.effective_on),
        due=subject.due_of(state, in_force, act.command.filing),
    )
    return (Decision(event, caused_by=referral.event_id),)


def was_referred(subject: Subordinate, state: Any, recorded: Recorded[FilingReferred]) -> Any:
    """Evolve by `filing.referred`: the department's day is that of this referral."""
    event = recorded.event
    found = subject.filing_at(state, event.filing)
    if found is None:
        raise ValueError(f"{state.stream}: {event.filing} was not filed")
    referral = Referral(recorded.id, event.department, event.department_name)
    changed = subject.with_filing(state, event.filing, replace(found, referral=referral))
    deadline = endorsement_of(event.filing)
    days = {key: day for key, day in changed.own_days.items() if key != deadline}
    if event.due is not None:
        days[deadline] = OwnDay(event.due, extended=False, since=recorded.recorded_at)
    return replace(changed, own_days=days)


def was_endorsed(subject: Subordinate, state: Any, recorded: Recorded[FilingEndorsed]) -> Any:
    """Evolve by `filing.endorsed`."""
    return _decided(subject, state, recorded, FilingStatus.FILED, Endorsement.GIVEN)


def was_returned(subject: Subordinate, state: Any, recorded: Recorded[FilingReturnedToUnit]) -> Any:
    """Evolve by `filing.returned-to-unit`."""
    return _decided(subject, state, recorded, FilingStatus.RETURNED, Endorsement.REFUSED)


def _decided(
    subject: Subordinate,
    state: Any,
    recorded: Recorded[Any],
    status: FilingStatus,
    endorsement: Endorsement,
) -> Any:
    key = recorded.event.filing
    filing, referral = subject.referred(state, key)
    first = referral.decided_on or recorded.effective_on
    changed = replace(referral, endorsement=endorsement, decided_on=first)
    return subject.with_filing(state, key, replace(filing, status=status, referral=changed))


def was_waived(subject: Subordinate, state: Any, recorded: Recorded[EndorsementWaived]) -> Any:
    """Evolve by `filing.endorsement-waived`."""
    return with_endorsement(subject, state, recorded.event.filing, Endorsement.WAIVED)


def with_endorsement(subject: Subordinate, state: Any, key: str, endorsement: Endorsement) -> Any:
    """The state in which the department did something else with a filing."""
    filing, referral = subject.referred(state, key)
    changed = replace(filing, referral=replace(referral, endorsement=endorsement))
    return subject.with_filing(state, key, changed)


def deciders(subject: Subordinate) -> Deciders:
    """The acts of a department's review, for a kind of subject."""
    return {
        Endorse: partial(endorse, subject),
        ReturnToUnit: partial(return_to_unit, subject),
        WaiveEndorsement: partial(waive, subject),
    }


def evolvers(subject: Subordinate) -> Evolvers:
    """The events of a department's review, for a kind of subject."""
    return {
        FilingReferred: partial(was_referred, subject),
        FilingEndorsed: partial(was_endorsed, subject),
        FilingReturnedToUnit: partial(was_returned, subject),
        EndorsementWaived: partial(was_waived, subject),
    }
