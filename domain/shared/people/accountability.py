"""Accountability 追责: the bureau proposes, the government records the measure taken."""

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
from domain.kernel.vocabulary import Role, Text
from domain.shared.filings.undoable import Undoable

Measure = Literal["circulated_criticism", "regulatory_talk", "hold_to_account"]
"""通报批评, 约谈, 追责."""


class Propose(Command, name="accountability.propose", who={Role.FINANCE}):
    """Propose accountability of the finance bureau or of the department for a failure to act."""

    against: Literal["finance", "department"]
    duty_not_performed: bool = False
    major_omission: bool = False
    deducted_or_criticised: bool = False
    ineffective: bool = False
    poor_results: bool = False
    reason: Text


class Record(Command, name="accountability.record", who={Role.GOVERNMENT}):
    """Record a measure taken; 追责 needs a proposal first."""

    measure: Measure
    whom: Text
    document: Text


class Proposed(Event, name="accountability.proposed", version=1):
    """Accountability was proposed; `whom` are the persons named by the rules."""

    against: Literal["finance", "department"]
    duty_not_performed: bool
    major_omission: bool
    deducted_or_criticised: bool
    ineffective: bool
    poor_results: bool
    reason: Annotated[Text, WITHHOLDABLE]
    whom: tuple[Text, ...] = ()


class Measured(Event, name="accountability.recorded", version=1):
    """A measure was taken."""

    measure: Measure
    whom: Annotated[Text, WITHHOLDABLE]
    document: Text


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
    """Accountability of one kind of subject, and the basis of a proposal."""

    held: Callable[[Any], Accountability]
    with_held: Callable[[Any, Accountability], Any]
    rests_on: Callable[[Any], UUID | None]

    def proposed(self, state: Any) -> UUID | None:
        """The newest proposal, if there is one."""
        return self.held(state).newest


def propose(
    subject: Answerable, state: Any, act: CommandContext[Propose], in_force: InForce
) -> Decided:
    """Propose accountability if `accountability.trigger` requires it or states nothing."""
    command = act.command
    facts = command.model_dump(exclude={"against", "reason"})
    answer = in_force.ask("accountability.trigger", act.effective_on, who=command.against, **facts)
    if answer.stated and not answer.outcome["hold_to_account"]:
        return refusals.gate_not_met(
            "所列事实未达到追责条件，请核对事实后再提出。",
            "the facts given hold nobody to account: check them and propose again.",
            answer,
        )
    whom = tuple(answer.outcome["whom"]) if answer.stated else ()
    event = Proposed(**vars(command), whom=whom)
    return (Decision(event, (answer,), caused_by=subject.rests_on(state)),)


def record(
    subject: Answerable, state: Any, act: CommandContext[Record], in_force: InForce
) -> Decided:
    """Record the government's measure: one of `results.measures`, or 追责 after a proposal."""
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
        return refusals.gate_not_met(
            f"规则规定的措施为 {'、'.join(answer.outcome['may'])}，请从中选择。",
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
