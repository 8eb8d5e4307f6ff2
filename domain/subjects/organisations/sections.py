"""Sections of the finance bureau 内设科室 with their remit: `section.set`, `section.end`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.in_force import Section
from domain.kernel.keys import KeyField, Keys, Naming
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code as RefusalCode
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import BudgetType, Code, Day, Role, Text
from domain.rules.families.scope import Subject
from domain.rules.families.sections import SectionKind
from domain.shared.names import SECTION_KINDS
from domain.subjects.organisations.state import Organisations

Kinds = Annotated[tuple[SectionKind, ...], Field(max_length=10)]
Budgets = Annotated[tuple[BudgetType, ...], Field(max_length=10)]
Subjects = Annotated[tuple[Subject, ...], Field(max_length=10)]
Units = Annotated[tuple[Code, ...], Field(max_length=1_000)]


class SetSection(Command, name="section.set", who={Role.FINANCE}):
    """Say what a section of the bureau is responsible for, from `since` on (inclusive).

    The people of a section have their roles (`role.assign`) in an organisation with the code of the
    section. `acts_as` are the sections of the documents whose work it does. Its remit are its
    `budget_types` and special `subjects`, within its `units` where it has any. Set again, the newer
    remit replaces the older one from its own day on. `document` is the division of work (三定方案).
    """

    section: Code
    section_name: Text
    acts_as: Kinds = ()
    budget_types: Budgets = ()
    subjects: Subjects = ()
    units: Units = ()
    since: Day
    document: Text


class EndSection(Command, name="section.end", who={Role.FINANCE}):
    """End a section's responsibility; `last_day` is inclusive. `document` is what ends it."""

    section: Code
    last_day: Day
    document: Text


class SectionSet(Event, name="section.set", version=1):
    """A section of the bureau is responsible for a remit from `since` on (inclusive)."""

    section: Code
    section_name: Text
    acts_as: Kinds
    budget_types: Budgets
    subjects: Subjects
    units: Units
    since: Day
    document: Text


class SectionEnded(Event, name="section.ended", version=1):
    """The remit that a section has since `since` ends with `last_day` (inclusive)."""

    section: Code
    since: Day
    last_day: Day
    document: Text


def newest_day_counts(
    state: Organisations, act: CommandContext[SetSection], _in_force: InForce
) -> Refusal | None:
    """The remit begins no earlier than the one that it replaces."""
    command = act.command
    newest = _newest(state, command.section)
    if newest is None or command.since >= newest.since:
        return None
    return refusals.invalid(
        "since",
        f"{newest.name}的分工已自 {newest.since} 起登记（{newest.document}），新的分工不得早于"
        "该日。",
        f"the remit of {newest.code} was set from {newest.since} on ({newest.document}): a newer "
        "one begins no earlier.",
    )


def remit_agrees_with_the_text(
    _state: Organisations, act: CommandContext[SetSection], in_force: InForce
) -> Refusal | None:
    """What a clause gives to a named section is in the remit of a section that does its work."""
    command = act.command
    for answer in _stated(act, in_force):
        kind = answer.outcome["section"]
        if kind not in command.acts_as:
            return _belongs_to(kind, command, answer)
    return None


def _belongs_to(kind: str, command: SetSection, answer: Answer) -> Refusal:
    name = SECTION_KINDS[kind]
    what = answer.input["subject"] or answer.input["budget_type"]
    return refusals.invalid(
        "acts_as",
        f"{_MATTERS[what]}由{name.zh}牵头：{command.section_name}承担{name.zh}职责的，请在承担的科室"
        "职责（acts_as）中补充；不承担的，请从分工中删去。",
        f"{what} is led by the {name.en}: name it in acts_as ({kind}) if {command.section} does "
        "its work, or leave this out of the remit.",
        answer,
    )


_MATTERS = {
    "general_public": "一般公共预算",
    "government_managed_funds": "政府性基金预算",
    "social_insurance_funds": "社会保险基金预算",
    "state_capital_operations": "国有资本经营预算",
    "government_investment_fund": "政府投资基金",
    "government_debt": "地方政府债务",
    "ppp": "政府和社会资本合作",
    "direct_funds": "直达资金",
    "rural_revitalisation": "乡村振兴资金",
}
"""The budgets and special subjects by their Chinese names."""


@guarded_by(newest_day_counts, remit_agrees_with_the_text)
def set_section(
    _state: Organisations, act: CommandContext[SetSection], in_force: InForce
) -> Decided:
    """Give the section its remit; it rests on what the rules say of each budget and subject."""
    return (Decision(SectionSet(**vars(act.command)), tuple(_stated(act, in_force))),)


def _stated(act: CommandContext[SetSection], in_force: InForce) -> Iterator[Answer]:
    """The clauses that name a section for a budget or a subject of the remit."""
    command = act.command
    asked: Iterable[tuple[str | None, str | None]] = (
        *((one.value, None) for one in command.budget_types),
        *((None, one) for one in command.subjects),
    )
    for budget_type, subject in asked:
        answer = in_force.ask(
            "sections.lead", command.since, budget_type=budget_type, subject=subject
        )
        if answer.outcome is not None:
            yield answer


def section_is_set(
    state: Organisations, act: CommandContext[EndSection], _in_force: InForce
) -> Refusal | None:
    """The section was set."""
    code = act.command.section
    if code in state.sections:
        return None
    return Refusal(
        RefusalCode.UNKNOWN_SUBJECT,
        f"没有编码为 {code} 的科室，请核对编码，或先登记科室分工（section.set）。",
        f"no section has the code {code}: correct the code, or set the section first "
        "(section.set).",
        "section",
    )


def remit_runs_to_the_day(
    state: Organisations, act: CommandContext[EndSection], _in_force: InForce
) -> Refusal | None:
    """The section has a remit on the last day, which does not end on it already."""
    command = act.command
    found = _running(state, command)
    if found is None:
        return refusals.invalid(
            "last_day",
            f"{command.section} 在 {command.last_day} 没有登记的分工，请更正截止日。",
            f"{command.section} has no remit on {command.last_day}: name a day on which it has.",
        )
    if found.until != command.last_day:
        return None
    return Refusal(
        RefusalCode.DUPLICATE,
        f"{found.name}的分工已定于 {command.last_day} 结束。",
        f"the remit of {found.code} ends on {command.last_day} already.",
        "last_day",
    )


@guarded_by(section_is_set, remit_runs_to_the_day)
def end_section(
    state: Organisations, act: CommandContext[EndSection], _in_force: InForce
) -> Decided:
    """End the remit that runs on `last_day`."""
    found = _running(state, act.command)
    if found is None:  # `remit_runs_to_the_day` has refused
        return ()
    event = SectionEnded(**vars(act.command), since=found.since)
    return (Decision(event, caused_by=found.event_id),)


def _newest(state: Organisations, code: str) -> Section | None:
    terms = state.sections.get(code, ())
    return terms[-1] if terms else None


def _running(state: Organisations, command: EndSection) -> Section | None:
    terms = state.sections.get(command.section, ())
    return next((one for one in terms if one.runs(command.last_day)), None)


def section_was_set(state: Organisations, recorded: Recorded[SectionSet]) -> Organisations:
    """Evolve by `section.set`: the remit before it ends with the day before."""
    event = recorded.event
    term = Section(
        event_id=recorded.id,
        code=event.section,
        name=event.section_name,
        acts_as=frozenset(event.acts_as),
        budget_types=frozenset(one.value for one in event.budget_types),
        subjects=frozenset(event.subjects),
        units=frozenset(event.units),
        since=event.since,
        until=None,
        document=event.document,
    )
    return _with_terms(state, event.section, (*_cut(state, event), term))


def _cut(state: Organisations, event: SectionSet) -> Iterator[Section]:
    last = event.since - timedelta(days=1)
    for one in state.sections.get(event.section, ()):
        if one.since < event.since:
            yield one if one.until and one.until <= last else replace(one, until=last)


def section_ended(state: Organisations, recorded: Recorded[SectionEnded]) -> Organisations:
    """Evolve by `section.ended`."""
    event = recorded.event
    terms = state.sections[event.section]
    ended = (
        replace(one, until=event.last_day) if one.since == event.since else one for one in terms
    )
    return _with_terms(state, event.section, tuple(ended))


def _with_terms(state: Organisations, code: str, terms: tuple[Section, ...]) -> Organisations:
    return replace(state, sections={**state.sections, code: terms})


def _known(state: Organisations, _naming: Naming, _in_force: InForce) -> Iterable[str]:
    return state.sections


DECIDE: Deciders = {SetSection: set_section, EndSection: end_section}
EVOLVE: Evolvers = {SectionSet: section_was_set, SectionEnded: section_ended}
KEYS: Keys = {(EndSection, "section"): KeyField(_known)}
