"""Three-party joint review 三方会审 of a target, indicator by indicator (LT-004, LT-006)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from domain.kernel import frozen
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
from domain.kernel.message import Command, Event, Message
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import KnownCode, Role, Text
from domain.shared.filings.filing import before_the_department
from domain.subjects.project_year import refusals
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.state import FiledTarget

PARTIES = frozenset({Role.UNIT, Role.FINANCE, Role.THIRD_PARTY})


class IndicatorFinding(Message):
    """The finding of a party on one indicator."""

    id: KnownCode
    reasonable: bool
    opinion: Text | None = None


Findings = Annotated[tuple[IndicatorFinding, ...], Field(min_length=1, max_length=200)]


class RecordJointReview(Command, name="joint-review.record", who=PARTIES):
    """Record what the actor's party finds of every indicator of the target that waits.

    Where a party records findings again, the newest count. A target that is filed again is reviewed
    again.
    """

    findings: Findings
    document: Text | None = None


class JointReviewed(Event, name="joint-review.recorded", version=1):
    """A party reviewed the target; `complete` once all three have, `unreasonable` of this party."""

    party: Role
    findings: Findings
    unreasonable: tuple[KnownCode, ...] = ()
    complete: bool
    document: Text | None = None


def target_waits(
    state: ProjectYear, _act: CommandContext[RecordJointReview], _in_force: InForce
) -> Refusal | None:
    """A target waits for its review."""
    filing = state.target.filing
    if filing is not None and filing.open:
        return before_the_department(filing, "绩效目标", "target")
    return refusals.nothing_filed("绩效目标", "target")


def each_indicator_is_found_once(
    state: ProjectYear, act: CommandContext[RecordJointReview], _in_force: InForce
) -> Refusal | None:
    """The findings name every indicator of the target, each once (逐条, LT-006)."""
    found = [one.id for one in act.command.findings]
    wanted = [one.id for one in state.target.filed.indicators]
    if sorted(found) == sorted(wanted):
        return None
    return refusals.invalid(
        "findings",
        f"会审须逐条进行，每个指标一次：{'、'.join(wanted)}。",
        f"every indicator is reviewed, each once: {', '.join(wanted)}.",
    )


@guarded_by(target_waits, each_indicator_is_found_once)
def record(
    state: ProjectYear, act: CommandContext[RecordJointReview], _in_force: InForce
) -> Decided:
    """Take a party's findings on the target that waits for its review."""
    command, target = act.command, state.target.filed
    event = JointReviewed(
        **dict(command),
        party=act.actor.role,
        unreasonable=tuple(one.id for one in command.findings if not one.reasonable),
        complete={*target.unreasonable, act.actor.role} == PARTIES,
    )
    return (Decision(event, caused_by=target.filing.event_id),)


def doubted(target: FiledTarget, gate: Answer) -> Refusal:
    """The gate refuses a target with indicators that a party found unreasonable."""
    named = "、".join(sorted({one for found in target.unreasonable.values() for one in found}))
    return refusals.gate_not_met(
        f"三方会审认为指标 {named} 不合理，请退回调整（target.return），或重新会审。",
        f"the joint review found indicators {named} unreasonable: send the target back "
        "(target.return), or review it jointly again.",
        gate,
    )


def recorded_by_party(state: ProjectYear, recorded: Recorded[JointReviewed]) -> ProjectYear:
    """Evolve by `joint-review.recorded`."""
    event, filed = recorded.event, state.target.filed
    unreasonable = {**filed.unreasonable, event.party: event.unreasonable}
    content = replace(filed, unreasonable=unreasonable)
    return frozen.replace(state, target=replace(state.target, content=content))


DECIDE: Deciders = {RecordJointReview: record}
EVOLVE: Evolvers = {JointReviewed: recorded_by_party}
