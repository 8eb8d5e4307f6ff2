"""Who signs what a section of the bureau proposes: `signer.set`, `signer.end`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.in_force import Office, Signer
from domain.kernel.keys import KeyField, Keys, Naming
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code as RefusalCode
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.shared.signatures.asked import OFFICE_NAMES
from domain.subjects.organisations.state import Organisations


class SetSigner(Command, name="signer.set", who={Role.FINANCE}):
    """Say who signs in an office what a section proposes, from `since` on (inclusive).

    `section` is the organisation in which the proposers act; a bureau without sections gives its
    own code. The person signs in `organisation`, by default the section. `document` is the letter
    of appointment or the division of work.
    """

    section: Code
    office: Office
    person: Text
    organisation: Code | None = None
    since: Day
    document: Text


class EndSigner(Command, name="signer.end", who={Role.FINANCE}):
    """End that a person signs for a section; `last_day` is inclusive, `document` ends it."""

    section: Code
    office: Office
    person: Text
    last_day: Day
    document: Text


class SignerSet(Event, name="signer.set", version=1):
    """A person signs in an office what a section proposes, from `since` on (inclusive)."""

    section: Code
    office: Office
    person: Text
    organisation: Code
    since: Day
    document: Text


class SignerEnded(Event, name="signer.ended", version=1):
    """That a person signs for a section since `since` ends with `last_day` (inclusive)."""

    section: Code
    office: Office
    person: Text
    since: Day
    last_day: Day
    document: Text


def signer_is_new(
    state: Organisations, act: CommandContext[SetSigner], _in_force: InForce
) -> Refusal | None:
    """The person does not sign in the office already on the first day or later."""
    command = act.command
    found = next(
        (one for one in _terms(state, command) if one.until is None or one.until >= command.since),
        None,
    )
    if found is None:
        return None
    return Refusal(
        RefusalCode.DUPLICATE,
        f"{found.person} 已登记为 {found.section} 的{OFFICE_NAMES[found.office]}签署人（自 "
        f"{found.since} 起，{found.document}），请先以 signer.end 结束。",
        f"{found.person} signs as {found.office} of {found.section} since {found.since} "
        f"({found.document}): end that first (signer.end).",
        "since",
    )


@guarded_by(signer_is_new)
def set_signer(
    _state: Organisations, act: CommandContext[SetSigner], _in_force: InForce
) -> Decided:
    """Register who signs."""
    fields = {**vars(act.command), "organisation": act.command.organisation or act.command.section}
    return (Decision(SignerSet(**fields)),)


def section_has_signers(
    state: Organisations, act: CommandContext[EndSigner], _in_force: InForce
) -> Refusal | None:
    """Somebody was registered to sign for the section."""
    section = act.command.section
    if section in state.signers:
        return None
    return refusals.invalid(
        "section",
        f"{section} 没有登记过签署人员，请核对编码。",
        f"nobody was registered to sign for {section}: correct the code.",
    )


def signer_is_there(
    state: Organisations, act: CommandContext[EndSigner], _in_force: InForce
) -> Refusal | None:
    """The person signs in the office on the last day, which does not end it already."""
    command, found = act.command, _running(state, act.command)
    if found is None:
        return refusals.invalid(
            "person",
            f"{command.person} 在 {command.last_day} 不是 {command.section} 的"
            f"{OFFICE_NAMES[command.office]}签署人，请核对人员、岗位和日期。",
            f"{command.person} does not sign as {command.office} of {command.section} on "
            f"{command.last_day}: correct person, office or day.",
        )
    if found.until != command.last_day:
        return None
    return Refusal(
        RefusalCode.DUPLICATE,
        f"{found.person} 的签署已定于 {command.last_day} 结束。",
        f"{found.person} signs until {command.last_day} already.",
        "last_day",
    )


@guarded_by(section_has_signers, signer_is_there)
def end_signer(state: Organisations, act: CommandContext[EndSigner], _in_force: InForce) -> Decided:
    """End it with `last_day`."""
    found = _running(state, act.command)
    if found is None:  # `signer_is_there` has refused
        return ()
    event = SignerEnded(**vars(act.command), since=found.since)
    return (Decision(event, caused_by=found.event_id),)


def _terms(state: Organisations, command: SetSigner | EndSigner) -> Iterable[Signer]:
    for one in state.signers.get(command.section, ()):
        if (one.office, one.person) == (command.office, command.person):
            yield one


def _running(state: Organisations, command: EndSigner) -> Signer | None:
    return next((one for one in _terms(state, command) if one.runs(command.last_day)), None)


def signer_was_set(state: Organisations, recorded: Recorded[SignerSet]) -> Organisations:
    """Evolve by `signer.set`."""
    event = recorded.event
    signer = Signer(event_id=recorded.id, until=None, **vars(event))
    there = (*state.signers.get(event.section, ()), signer)
    return replace(state, signers={**state.signers, event.section: there})


def signer_ended(state: Organisations, recorded: Recorded[SignerEnded]) -> Organisations:
    """Evolve by `signer.ended`."""
    event = recorded.event
    mine = (event.office, event.person, event.since)
    there = tuple(
        replace(one, until=event.last_day) if (one.office, one.person, one.since) == mine else one
        for one in state.signers[event.section]
    )
    return replace(state, signers={**state.signers, event.section: there})


def _people(state: Organisations, naming: Naming, _in_force: InForce) -> Iterable[str]:
    """Those who sign for the section that the act names, else everybody who signs."""
    named = state.signers.get(str(naming.fields.get("section")))
    there = named or tuple(chain.from_iterable(state.signers.values()))
    return (one.person for one in there if one.until is None)


DECIDE: Deciders = {SetSigner: set_signer, EndSigner: end_signer}
EVOLVE: Evolvers = {SignerSet: signer_was_set, SignerEnded: signer_ended}
KEYS: Keys = {
    (EndSigner, "section"): KeyField(lambda state, *_: state.signers),
    (EndSigner, "person"): KeyField(_people),
}
