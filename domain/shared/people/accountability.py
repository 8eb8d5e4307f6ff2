"""Accountability 追责: the bureau proposes, the government or the bureau records the measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

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
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import from_version, guarded_by, until_version
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role, Text
from domain.shared.filings.undoable import Undoable

Measure = Literal["circulated_criticism", "regulatory_talk", "other", "hold_to_account"]

_MEASURES: Mapping[str, str] = {
    "circulated_criticism": "通报批评",
    "regulatory_talk": "约谈",
    "other": "其他方式",
    "hold_to_account": "追责",
}


class Propose(Command, name="accountability.propose", who={Role.FINANCE}, version=2):
    """Propose accountability of the finance bureau or of the department for a failure to act.

    `untrue`: the self-evaluation is untrue. What the log has of it counts, written or not.
    """

    against: Literal["finance", "department"]
    duty_not_performed: bool = False
    major_omission: bool = False
    deducted_or_criticised: bool = False
    ineffective: bool = False
    poor_results: bool = False
    untrue: bool = False
    reason: Text


class Record(Command, name="accountability.record", who={Role.GOVERNMENT, Role.FINANCE}, version=2):
    """Record a measure taken; 追责 needs a proposal first, and is the government's.

    `words` say what an `other` measure was.
    """

    measure: Measure
    whom: Text
    document: Text
    words: Text | None = None


class Proposed(Event, name="accountability.proposed", version=2):
    """Accountability was proposed; `whom` are the persons named by the rules.

    `untrue`: the self-evaluation was found untrue; null if it was not.
    """

    against: Literal["finance", "department"]
    duty_not_performed: bool
    major_omission: bool
    deducted_or_criticised: bool
    ineffective: bool
    poor_results: bool
    untrue: bool | None = None
    reason: Annotated[Text, WITHHOLDABLE]
    whom: tuple[Text, ...] = ()


class Measured(Event, name="accountability.recorded", version=2):
    """A measure was taken; `words` say what an `other` one was."""

    measure: Measure
    whom: Annotated[Text, WITHHOLDABLE]
    document: Text
    words: Annotated[Text | None, WITHHOLDABLE] = None


@dataclass(frozen=True, slots=True)
class Accountability:
    """The proposals in their order, and the measures taken.

    A measure is the document that it is by, and how many proposals stood before it.
    """

    proposals: tuple[UUID, ...] = ()
    measures: tuple[tuple[str, int], ...] = ()

    @property
    def newest(self) -> UUID | None:
        """The newest proposal, if there is one."""
        return self.proposals[-1] if self.proposals else None


@dataclass(frozen=True, slots=True)
class Answerable:
    """Accountability of one kind of subject, and the basis of a proposal.

    `untrue` says whether a self-evaluation of the subject was found untrue.
    """

    held: Callable[[Any], Accountability]
    with_held: Callable[[Any, Accountability], Any]
    rests_on: Callable[[Any], UUID | None]
    untrue: Callable[[Any], bool]

    def proposed(self, state: Any) -> UUID | None:
        """The newest proposal, if there is one."""
        return self.held(state).newest


def untruth_was_found(
    subject: Answerable, state: Any, act: CommandContext[Propose], _in_force: InForce
) -> Refusal | None:
    """A self-evaluation that a proposal calls untrue was found untrue."""
    if not act.command.untrue or subject.untrue(state):
        return None
    return refusals.invalid(
        "untrue",
        "尚未登记自评不真实的认定，请先登记核查结论（authenticity.record-finding）"
        "或检查发现（finding.record）。",
        "no self-evaluation was found untrue: record what was found first "
        "(authenticity.record-finding or finding.record).",
    )


@guarded_by(from_version(2, untruth_was_found))
def propose(
    subject: Answerable, state: Any, act: CommandContext[Propose], in_force: InForce
) -> Decided:
    """Propose accountability if `accountability.trigger` requires it or states nothing.

    An untrue self-evaluation comes from the log, except for acts of before.
    """
    untrue = act.version >= Propose.version and subject.untrue(state)
    command = act.command.model_copy(update={"untrue": untrue})
    facts = command.model_dump(exclude={"against", "reason"})
    answer = in_force.ask("accountability.trigger", act.effective_on, who=command.against, **facts)
    if answer.stated and not answer.outcome["hold_to_account"]:
        return refusals.gate_not_met(
            "所列事实未达到追责条件，请核对事实后再提出。",
            "the facts given hold nobody to account: check them and propose again.",
            answer,
        )
    whom = tuple(answer.outcome["whom"]) if answer.stated else ()
    told = {**vars(command), "untrue": untrue or None}
    event = Proposed(**told, whom=whom)
    return (Decision(event, (answer,), caused_by=subject.rests_on(state)),)


def government_records(
    _subject: Answerable, _state: Any, act: CommandContext[Record], _in_force: InForce
) -> Refusal | None:
    """The government records every measure: so it was before the bureau took its own."""
    return None if act.actor.role is Role.GOVERNMENT else _of_the_government("登记问责措施")


def government_holds_to_account(
    _subject: Answerable, _state: Any, act: CommandContext[Record], _in_force: InForce
) -> Refusal | None:
    """追责 is the government's; the bureau itself criticises, talks and takes other measures."""
    if act.command.measure != "hold_to_account" or act.actor.role is Role.GOVERNMENT:
        return None
    return _of_the_government("追责")


def _of_the_government(what: str) -> Refusal:
    return Refusal(
        Code.WRONG_ROLE,
        f"{what}应由政府办理；财政部门可以提出追责建议（accountability.propose）。",
        "this is the government's: the finance bureau proposes it (accountability.propose).",
    )


def another_measure_is_told(
    _subject: Answerable, _state: Any, act: CommandContext[Record], _in_force: InForce
) -> Refusal | None:
    """A measure beside those with a name says in words what it is."""
    if act.command.measure != "other" or act.command.words is not None:
        return None
    return refusals.missing(
        "words",
        "采取其他方式的，请写明采取了什么措施。",
        "another measure says in words what was done.",
    )


@guarded_by(
    until_version(2, government_records),
    from_version(2, government_holds_to_account),
    from_version(2, another_measure_is_told),
)
def record(
    subject: Answerable, state: Any, act: CommandContext[Record], in_force: InForce
) -> Decided:
    """Record a measure: one of `results.measures`, or the government's 追责 after a proposal."""
    command, proposed = act.command, subject.proposed(state)
    event = Measured(**vars(command))
    if command.measure == "hold_to_account":
        if proposed is None:
            return refusals.wrong_phase(
                "尚未提出追责建议，请先由财政部门提出（accountability.propose）。",
                "nothing was proposed: the bureau proposes first (accountability.propose).",
            )
        return (Decision(event, caused_by=proposed),)
    answer = in_force.ask("results.measures", act.effective_on)
    if answer.stated and command.measure not in answer.outcome["may"]:
        named = "、".join(_MEASURES[one] for one in answer.outcome["may"])
        return refusals.gate_not_met(
            f"规定的措施为{named}，请从中选择。",
            f"the rules have {', '.join(answer.outcome['may'])}: choose among them.",
            answer,
        )
    return (Decision(event, (answer,), caused_by=proposed or subject.rests_on(state)),)


def was_proposed(subject: Answerable, state: Any, recorded: Recorded[Proposed]) -> Any:
    """Evolve by `accountability.proposed`."""
    before = subject.held(state)
    after = replace(before, proposals=(*before.proposals, recorded.id))
    return subject.with_held(state, after)


def measured(subject: Answerable, state: Any, recorded: Recorded[Measured]) -> Any:
    """Evolve by `accountability.recorded`."""
    before = subject.held(state)
    taken = (recorded.event.document, len(before.proposals))
    return subject.with_held(state, replace(before, measures=(*before.measures, taken)))


def undoable(subject: Answerable) -> Mapping[str, Undoable]:
    """The acts of accountability, as acts that can be undone."""

    def on_proposal(state: Any, _of: str) -> Iterator[str]:
        held = subject.held(state)
        for document, proposals in held.measures:
            if proposals == len(held.proposals):
                yield f"{Record.name}:{document}"

    def without_proposal(state: Any, _of: str) -> Any:
        held = subject.held(state)
        return subject.with_held(state, replace(held, proposals=held.proposals[:-1]))

    def without_measure(state: Any, of: str) -> Any:
        held = subject.held(state)
        last = max(at for at, (document, _) in enumerate(held.measures) if document == of)
        left = tuple(one for at, one in enumerate(held.measures) if at != last)
        return subject.with_held(state, replace(held, measures=left))

    return {
        Propose.name: Undoable(
            Proposed,
            lambda state, _of: bool(subject.held(state).proposals),
            on_proposal,
            without_proposal,
            again=(Propose, partial(propose, subject)),
        ),
        Record.name: Undoable(
            Measured,
            lambda state, of: of in {document for document, _ in subject.held(state).measures},
            lambda _state, _of: (),
            without_measure,
            of=lambda event: str(event.document),
            again=(Record, partial(record, subject)),
        ),
    }


def deciders(subject: Answerable) -> Deciders:
    """The commands of accountability, for a kind of subject."""
    return {Propose: partial(propose, subject), Record: partial(record, subject)}


def evolvers(subject: Answerable) -> Evolvers:
    """The events of accountability, for a kind of subject."""
    return {Proposed: partial(was_proposed, subject), Measured: partial(measured, subject)}
