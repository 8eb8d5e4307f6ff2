"""What has to hold for the superior department's review of a filing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.message import Event
from domain.kernel.refusal import Code, Refusal
from domain.shared.deadlines.due_dates import Day
from domain.shared.deadlines.endorsements import endorsement_of
from domain.shared.filings.filing import Endorsement, Filing, FilingStatus, Referral, is_reviewed
from domain.shared.names import Name
from domain.shared.people.departments import KINDS, superior_of
from domain.shared.people.successions import unit_on


@dataclass(frozen=True, slots=True)
class Subordinate:
    """The filings of one kind of subject: where they are, whose they are, and their days.

    `keys` gives the keys of the filings in a state, `filed` that of the filing that an event is.
    The states have `own_days`, as `ProjectYear` has.
    """

    filing_at: Callable[[Any, str], Filing | None]
    with_filing: Callable[[Any, str, Filing], Any]
    keys: Callable[[Any], Iterable[str]]
    filed: Mapping[type[Event], Callable[[Any], str]]
    unit: Callable[[Any], str]
    due: Callable[[Any, InForce, str], Day]

    def filed_as(self, event: Event) -> str | None:
        """The key of the filing of a unit that an event is; `None` for another event."""
        key = self.filed.get(type(event))
        return key(event) if key else None

    def due_of(self, state: Any, in_force: InForce, filing: str) -> date | None:
        """The day (inclusive) by which the department reviews a filing; null without one."""
        return self.due(state, in_force, endorsement_of(filing)).due

    def referred(self, state: Any, filing: str) -> tuple[Filing, Referral]:
        """The filing that was referred; raises `ValueError` where it was not."""
        found = self.filing_at(state, filing)
        if found is None or found.referral is None:
            raise ValueError(f"{state.stream}: {filing} was not referred")
        return found, found.referral

    def unit_on(self, state: Any, in_force: InForce, on: date) -> str:
        """The unit of the subject on a day, by its successors."""
        return unit_on(in_force.successions, self.unit(state), state.stream, on)

    def department_of(self, state: Any, referral: Referral, in_force: InForce, on: date) -> str:
        """The department that reviews on a day: the unit's by then, else the one referred to."""
        now = superior_of(in_force.superiors, self.unit_on(state, in_force, on), on)
        code = now.code if now else referral.department
        return unit_on(in_force.successions, code, state.stream, on)

    def all_referred(self, state: Any) -> Iterator[tuple[str, Filing]]:
        """The filings that were referred, by their keys."""
        for key in self.keys(state):
            filing = self.filing_at(state, key)
            if filing is not None and filing.referral is not None:
                yield key, filing


def named(filing: str) -> Name:
    """The name of a filing by its key, with its node."""
    kind, _, of = filing.partition(":")
    name = KINDS.get(kind, Name(kind, kind))
    return Name(f"{name.zh} {of}".rstrip(), f"{name.en} {of}".rstrip())


def filing_was_referred(
    subject: Subordinate, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The key names a filing that went to the department."""
    key = act.command.filing
    if key in {one for one, _ in subject.all_referred(state)}:
        return None
    return Refusal(
        Code.WRONG_PHASE,
        f"没有送主管部门审核的填报“{key}”：尚未提交、已撤回，或无须主管部门审核，请核对填报名称。",
        f"no filing {key} went to the department: it was not filed, was taken back, or needs no "
        "review by a department; correct the key.",
        "filing",
        keys=(key,),
    )


def actor_is_of_the_department(
    subject: Subordinate, state: Any, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """The actor's organisation is the department of the unit by now, or its delegate."""
    _, referral = subject.referred(state, act.command.filing)
    ours = subject.department_of(state, referral, in_force, act.effective_on)
    theirs = act.actor.organisation
    given = in_force.unit_delegations.get(ours, {}).get(theirs)
    if theirs == ours or (given is not None and given.runs(act.day)):
        return None
    return refusals.wrong_organisation(theirs, ours)


def another_person_filed(
    subject: Subordinate, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Nobody reviews a filing of their own."""
    filing, _ = subject.referred(state, act.command.filing)
    return refusals.reviewer_is_filer(act.actor.id) if filing.by == act.actor.id else None


def department_may_endorse(
    subject: Subordinate, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The filing waits for the department, or is back at the unit by its return."""
    filing, referral = subject.referred(state, act.command.filing)
    back = filing.status is FilingStatus.RETURNED
    if filing.awaits_department or (back and referral.endorsement is Endorsement.REFUSED):
        return None
    if filing.open and referral.endorsement is Endorsement.GIVEN:
        return _done("主管部门已审核同意该填报。", "the department endorsed the filing already.")
    return _is_over(filing, act.command.filing)


def department_may_return(
    subject: Subordinate, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The filing waits for its review, by the department or by the bureau."""
    filing, referral = subject.referred(state, act.command.filing)
    if filing.open and referral.endorsement is not Endorsement.WAIVED:
        return None
    if filing.status is FilingStatus.RETURNED and referral.endorsement is Endorsement.REFUSED:
        return _done("主管部门已退回该填报。", "the department returned the filing already.")
    return _is_over(filing, act.command.filing)


def filing_waits_for_the_department(
    subject: Subordinate, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The filing waits for the department."""
    filing, _ = subject.referred(state, act.command.filing)
    return None if filing.awaits_department else _is_over(filing, act.command.filing)


def department_was_waited_for(
    subject: Subordinate, state: Any, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """The department's day is over, or nothing gave it one, or the unit has none any more."""
    due = subject.due_of(state, in_force, act.command.filing)
    unit = subject.unit_on(state, in_force, act.effective_on)
    if due is None or act.day > due or superior_of(in_force.superiors, unit, act.day) is None:
        return None
    return refusals.gate_not_met(
        f"主管部门审核的期限为 {due}（含当日），期限届满前不得直接受理，请待其审核或期限届满。",
        f"the department reviews by {due} (that day included): wait for its review or that day.",
    )


def _is_over(filing: Filing, key: str) -> Refusal:
    name = named(key)
    if is_reviewed(filing):
        return refusals.already_reviewed(name.zh, name.en)
    if filing.open:
        return refusals.wrong_phase(
            f"{name.zh}已由财政部门受理，不再待主管部门审核。",
            f"the {name.en} is with the finance bureau, not with the department any more.",
        )
    return refusals.nothing_filed(name.zh, name.en)


def _done(zh: str, en: str) -> Refusal:
    return Refusal(Code.DUPLICATE, zh, en, "filing")
