"""Accountability 追责: the bureau proposes, the government records the measure taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
class Answerable:
    """Accountability of one kind of subject: its newest proposal and the basis of it."""

    proposed: Callable[[Any], UUID | None]
    with_proposed: Callable[[Any, UUID], Any]
    rests_on: Callable[[Any], UUID | None]


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
    return subject.with_proposed(state, recorded.id)


def measured(state: Any, _recorded: Recorded[Measured]) -> Any:
    """Evolve by `accountability.recorded`."""
    return state


def deciders(subject: Answerable) -> Deciders:
    """The commands of accountability, for a kind of subject."""
    return {Propose: partial(propose, subject), Record: partial(record, subject)}


def evolvers(subject: Answerable) -> Evolvers:
    """The events of accountability, for a kind of subject."""
    return {Proposed: partial(was_proposed, subject), Measured: measured}
