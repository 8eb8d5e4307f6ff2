"""Disclosure 公开 of a subject's artefacts: published, or kept back by an approved exception.

Each role named by `disclosure.required` has to publish every artefact (非涉密、全公开). If the
rule names no role, a publication by any role is enough. Roles that the rule does not name may
publish as well. A confidential artefact is never published: an approved exception replaces the
disclosure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any

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
from domain.kernel.frozen import replace
from domain.kernel.keys import KeyField, Keys, Naming, of_all
from domain.kernel.message import ADDED, WITHHOLDABLE, Command, Event
from domain.kernel.policies import from_version, guarded_by, until_version
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Role, Text
from domain.rules.families.disclosure import Artefact
from domain.shared.deadlines.due_dates import Day as DueDay
from domain.shared.deadlines.pending import Wait
from domain.shared.filings.disclosure_channels import (
    ASKED_FROM,
    Medium,
    first,
    fulfils,
    it_is_found_again,
    medium_is_told,
    the_budget_was_approved,
)
from domain.shared.filings.disclosure_withholding import (
    Extent,
    Ground,
    exceptions,
    extent_fits_the_ground,
    is_named,
    it_is_not_public,
    part_is_approved_once,
    the_approved_part_is_unreadable,
    the_text_names_the_ground,
)
from domain.shared.filings.undoable import Undoable


class Publish(Command, name="disclosure.publish", who={Role.UNIT, Role.FINANCE}, version=4):
    """Record that an artefact was published in a channel on a date, today or earlier.

    `channel` is its name; `medium` says whether it is a portal. `address` is where it is found.
    `redacted` says that the part which is kept back is unreadable.
    """

    artefact: Artefact
    channel: Text
    published_on: Day
    medium: Medium | None = None
    address: Text | None = None
    document: Text | None = None
    redacted: bool = False


class ApproveException(Command, name="disclosure.approve-exception", who={Role.FINANCE}, version=2):
    """Approve that an artefact, or a part of it, is kept back (AMB-22: the bureau approves).

    Without a ground it is secret. `withheld` says which part becomes unreadable.
    """

    artefact: Artefact
    approver: Text
    reason: Text
    ground: Ground | None = None
    extent: Extent = "whole"
    withheld: Text | None = None


class Published(Event, name="disclosure.published", version=4):
    """An artefact was published by the role `by`.

    `due` is the last day (inclusive) that bound it, null where nothing gives one; `late` is null
    then, and in events of before. `redacted` is true where a part is unreadable. `fulfils` is
    false where the duty asks for another channel, or is met already; null where nothing asks, and
    in events of before, which all met it.
    """

    artefact: Artefact
    channel: Text
    published_on: Day
    by: Role
    due: Annotated[Day | None, ADDED] = None
    late: Annotated[bool | None, ADDED] = None
    medium: Annotated[Medium | None, ADDED] = None
    address: Annotated[Text | None, ADDED] = None
    document: Annotated[Text | None, ADDED] = None
    fulfils: Annotated[bool | None, ADDED] = None
    redacted: Annotated[bool | None, ADDED] = None


class ExceptionApproved(Event, name="disclosure.exception-approved", version=2):
    """An artefact is kept back, which replaces its disclosure, or a part of it is.

    `ground` and `extent` are null in events of before, which kept back the whole as secret.
    """

    artefact: Artefact
    approver: Annotated[Text, WITHHOLDABLE]
    reason: Annotated[Text, WITHHOLDABLE]
    ground: Annotated[Ground | None, ADDED] = None
    extent: Annotated[Extent | None, ADDED] = None
    withheld: Annotated[Text | None, WITHHOLDABLE] = None


Place = tuple[str, Role, str | None, str]
"""The artefact, the role that published it, the medium and the name of the channel."""


@dataclass(frozen=True, slots=True)
class Disclosures:
    """The published artefacts, each with the role that published it; the artefacts kept back.

    `places` are all publications with medium and channel, also those that fulfil no duty. Of the
    `redacted` artefacts a part is kept back.
    """

    published: frozenset[tuple[str, Role]] = frozenset()
    excepted: frozenset[str] = frozenset()
    places: frozenset[Place] = frozenset()
    redacted: frozenset[str] = frozenset()

    def without(self, artefact: str) -> Disclosures:
        """The disclosures without an artefact that was made again and must be published again."""
        rest = frozenset(one for one in self.published if one[0] != artefact)
        places = frozenset(one for one in self.places if one[0] != artefact)
        parts = self.redacted - {artefact}
        return Disclosures(rest, self.excepted - {artefact}, places, parts)


def _registered_as_confidential(state: Any) -> bool:
    return bool(state.known.confidential)


def _own_disclosures(state: Any) -> Disclosures:
    held: Disclosures = state.disclosures
    return held


def _with_own_disclosures(state: Any, changed: Disclosures) -> Any:
    return replace(state, disclosures=changed)


def _no_day(_state: Any, _in_force: InForce, _deadline: str) -> DueDay:
    return DueDay(None)


@dataclass(frozen=True, slots=True)
class Disclosing:
    """The artefacts of one kind of subject, and the test whether the subject is confidential.

    By default a subject is confidential if its register entry is, and its state has the field
    `disclosures`. `due` gives the day of a deadline, `made_on` the day on which an artefact
    was approved, null where that is not known.
    """

    artefacts: Callable[[Any], tuple[Artefact, ...]]
    confidential: Callable[[Any], bool] = _registered_as_confidential
    disclosures: Callable[[Any], Disclosures] = _own_disclosures
    with_disclosures: Callable[[Any, Disclosures], Any] = _with_own_disclosures
    due: Callable[[Any, InForce, str], DueDay] = _no_day
    made_on: Callable[[Any, Artefact], date | None] = lambda _state, _artefact: None

    def ask(self, state: Any, artefact: Artefact, in_force: InForce, on: date) -> Answer:
        """The answer of the rules on an artefact's disclosure (`disclosure.required`)."""
        return in_force.ask(
            "disclosure.required", on, artefact=artefact, confidential=self.confidential(state)
        )


def artefact_is_reviewed(
    subject: Disclosing, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The artefact exists and is reviewed."""
    artefact = act.command.artefact
    if artefact in subject.artefacts(state):
        return None
    duty = f"disclosure.{artefact}"
    refusal = refusals.wrong_phase(
        f"{duty} 所涉材料尚未形成（或尚未审核），请在审核后办理公开。",
        f"there is no reviewed {artefact} yet: it is disclosed after its review.",
    )
    return replace(refusal, field="artefact", keys=(duty,))


def artefact_is_not_excepted(
    subject: Disclosing, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """No exception from its disclosure is approved."""
    artefact = act.command.artefact
    if artefact not in subject.disclosures(state).excepted:
        return None
    duty = f"disclosure.{artefact}"
    refusal = refusals.wrong_phase(
        f"{duty} 已批准不公开，该批准代替公开，无需再办理。",
        f"an approved exception stands in the place of disclosing {artefact}: "
        "nothing is left to do.",
    )
    return replace(refusal, keys=(duty,))


def role_has_not_published(
    subject: Disclosing, state: Any, act: CommandContext[Publish], _in_force: InForce
) -> Refusal | None:
    """The actor's role has not published the artefact yet."""
    if (act.command.artefact, act.actor.role) not in subject.disclosures(state).published:
        return None
    return refusals.duplicate("信息公开", "the publication")


def role_has_not_published_there(
    subject: Disclosing, state: Any, act: CommandContext[Publish], _in_force: InForce
) -> Refusal | None:
    """The actor's role has not published the artefact in this channel yet."""
    command = act.command
    place = (command.artefact, act.actor.role, command.medium, command.channel)
    if place not in subject.disclosures(state).places:
        return None
    return refusals.duplicate("在该渠道的信息公开", "the publication in this channel")


def day_has_come(
    _subject: Disclosing, _state: Any, act: CommandContext[Publish], _in_force: InForce
) -> Refusal | None:
    """The artefact was published today or before."""
    if act.command.published_on <= act.day:
        return None
    return refusals.invalid(
        "published_on", "公开日期不得晚于今天。", "it was published today or before."
    )


def artefact_was_made(
    subject: Disclosing, state: Any, act: CommandContext[Publish], _in_force: InForce
) -> Refusal | None:
    """The artefact was not published before it was approved."""
    made_on = subject.made_on(state, act.command.artefact)
    if made_on is None or act.command.published_on >= made_on:
        return None
    return refusals.invalid(
        "published_on",
        f"公开日期不得早于批复（批准）日期 {made_on}，请更正。",
        f"it was approved on {made_on} and not published before: correct the day.",
    )


@guarded_by(
    artefact_is_reviewed,
    artefact_is_not_excepted,
    until_version(ASKED_FROM, role_has_not_published),
    from_version(ASKED_FROM, role_has_not_published_there),
    day_has_come,
    from_version(2, artefact_was_made),
    from_version(ASKED_FROM, the_budget_was_approved),
    from_version(ASKED_FROM, medium_is_told),
    from_version(ASKED_FROM, it_is_found_again),
    from_version(4, the_approved_part_is_unreadable),
)
def publish(
    subject: Disclosing, state: Any, act: CommandContext[Publish], in_force: InForce
) -> Decided:
    """Record the publication of an artefact that exists and is not confidential."""
    command = act.command
    answer = subject.ask(state, command.artefact, in_force, act.effective_on)
    day = subject.due(state, in_force, f"disclosure.{command.artefact}")
    meets = _meets(subject, state, act, answer, in_force)
    late = None if day.due is None or meets is False else command.published_on > day.due
    told = {**vars(command), "redacted": command.redacted or None}
    event = Published(**told, by=act.actor.role, due=day.due, late=late, fulfils=meets)
    return _secret(answer) or (Decision(event, (answer, *first(act, in_force), *day.basis)),)


def _meets(
    subject: Disclosing, state: Any, act: CommandContext[Publish], answer: Answer, in_force: InForce
) -> bool | None:
    """Whether the publication fulfils a duty that is still open; null before that was asked."""
    if act.version < ASKED_FROM:
        return None
    met = (act.command.artefact, act.actor.role) in subject.disclosures(state).published
    return False if met else fulfils(answer, in_force, act)


@guarded_by(
    artefact_is_reviewed,
    artefact_is_not_excepted,
    part_is_approved_once,
    the_text_names_the_ground,
    extent_fits_the_ground,
    it_is_not_public,
)
def approve_exception(
    subject: Disclosing, state: Any, act: CommandContext[ApproveException], in_force: InForce
) -> Decided:
    """Approve the exception if the rules require an approval, or name its ground."""
    command = act.command
    answer = subject.ask(state, command.artefact, in_force, act.effective_on)
    approved = ExceptionApproved(**vars(command))
    if is_named(act):
        return (Decision(approved, (answer, exceptions(act, in_force))),)
    if not answer.stated or not answer.outcome["approval_required"]:
        return refusals.gate_not_met(
            "该项内容不涉密，非涉密内容一律公开，无需也不得批准不公开。",
            "this is not confidential: what is not confidential is published.",
            answer,
        )
    return (Decision(approved, (answer,)),)


def _secret(answer: Answer) -> Refusal | None:
    if not answer.stated or not answer.outcome["approval_required"]:
        return None
    return refusals.gate_not_met(
        "该项内容涉密，不得公开，请办理不公开审批（disclosure.approve-exception）。",
        "this is confidential and is not published: have the exception approved "
        "(disclosure.approve-exception).",
        answer,
    )


def outstanding(subject: Disclosing, state: Any, in_force: InForce, on: date) -> Iterator[Wait]:
    """The disclosures that the subject waits for, and the approvals to keep an artefact back."""
    done = subject.disclosures(state)
    for artefact in subject.artefacts(state):
        if artefact in done.excepted:
            continue
        answer = subject.ask(state, artefact, in_force, on)
        if not answer.stated:
            continue
        if answer.outcome["approval_required"]:
            yield Wait(f"disclosure.exception.{artefact}", Role.FINANCE)
        if answer.outcome["required"]:
            yield from _unpublished(artefact, answer, done)


def _unpublished(artefact: str, answer: Answer, done: Disclosures) -> Iterator[Wait]:
    named = answer.outcome["by"]
    if not named and any(published == artefact for published, _ in done.published):
        return
    for role in named or (Role.UNIT,):
        if (artefact, role) not in done.published:
            yield Wait(f"disclosure.{artefact}", Role(role))


def published(subject: Disclosing, state: Any, recorded: Recorded[Published]) -> Any:
    """Evolve by `disclosure.published`."""
    event, before = recorded.event, subject.disclosures(state)
    places = before.places | {(event.artefact, event.by, event.medium, event.channel)}
    done = frozenset() if event.fulfils is False else {(event.artefact, event.by)}
    after = replace(before, published=before.published | done, places=places)
    return subject.with_disclosures(state, after)


def excepted(subject: Disclosing, state: Any, recorded: Recorded[ExceptionApproved]) -> Any:
    """Evolve by `disclosure.exception-approved`."""
    before, artefact = subject.disclosures(state), {recorded.event.artefact}
    if recorded.event.extent == "part":
        after = replace(before, redacted=before.redacted | artefact)
    else:
        after = replace(before, excepted=before.excepted | artefact)
    return subject.with_disclosures(state, after)


def kept_back(subject: Disclosing) -> Undoable:
    """The approval to keep an artefact back, as an act that can be undone."""

    def without(state: Any, of: str) -> Any:
        before = subject.disclosures(state)
        left = replace(before, excepted=before.excepted - {of}, redacted=before.redacted - {of})
        return subject.with_disclosures(state, left)

    def there(state: Any, of: str) -> bool:
        held = subject.disclosures(state)
        return of in held.excepted or of in held.redacted

    def resting(state: Any, of: str) -> Iterator[str]:
        held = subject.disclosures(state)
        if of in held.redacted and any(place[0] == of for place in held.places):
            yield f"{Publish.name}:{of}"

    return Undoable(
        ExceptionApproved,
        there,
        resting,
        without,
        of=lambda event: str(event.artefact),
    )


def published_of(subject: Disclosing, state: Any, artefact: Artefact) -> Iterator[str]:
    """The key of an artefact's publication; none if nobody published it."""
    if any(name == artefact for name, _ in subject.disclosures(state).published):
        yield f"disclosure.publish:{artefact}"


def to_disclose(
    subject: Disclosing, state: Any, _act: Naming, _in_force: InForce
) -> Iterator[Artefact]:
    """The reviewed artefacts that no exception keeps back; first those that nobody published."""
    done = subject.disclosures(state)
    published = {artefact for artefact, _ in done.published}
    there = (one for one in subject.artefacts(state) if one not in done.excepted)
    yield from sorted(there, key=lambda one: one in published)


def keys(subject: Disclosing) -> Keys:
    """The artefacts that the commands may name."""
    artefact = KeyField(partial(to_disclose, subject))
    return of_all((Publish, ApproveException), "artefact", artefact)


def deciders(subject: Disclosing) -> Deciders:
    """The commands of disclosure, for a kind of subject."""
    return {
        Publish: partial(publish, subject),
        ApproveException: partial(approve_exception, subject),
    }


def evolvers(subject: Disclosing) -> Evolvers:
    """The events of disclosure, for a kind of subject."""
    return {
        Published: partial(published, subject),
        ExceptionApproved: partial(excepted, subject),
    }
