"""Three-party joint review 三方会审, item by item (LT-004, LT-006, LT-042).

Unit, finance and a third party review the indicators of a target, and at the entrance of the
library what `library.gate` asks about. The `Review` of each subject says what is reviewed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal

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
from domain.kernel.message import ADDED, Command, Event, Message
from domain.kernel.policies import from_version, guarded_by
from domain.kernel.prefill import Open
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import KnownCode, Role, Text
from domain.shared.filings.filing import Filing, before_the_department

PARTIES = frozenset({Role.UNIT, Role.FINANCE, Role.THIRD_PARTY})
RULE = "target.joint_review"

_NAMES = {
    Role.UNIT: ("预算单位", "the unit"),
    Role.FINANCE: ("财政部门", "finance"),
    Role.THIRD_PARTY: ("第三方机构", "the third party"),
}

Subject = Literal["project", "overall", "library"]
"""What is reviewed, as the rule names it."""

Basis = Literal["approved_functions", "implementation_plan"]
"""The 三定方案 of the unit, or the 实施方案 of the project."""

ENTRANCE = {
    "factual_basis": "事实依据",
    "prepared": "前期准备",
    "target_clear": "绩效目标",
}
"""What a project is asked about at the entrance of the library, in Chinese."""

Found = Mapping[Role, tuple[str, ...]]
"""For each party that reviewed, the items that it found unreasonable."""


class IndicatorFinding(Message):
    """The finding of a party on one indicator."""

    id: KnownCode
    reasonable: bool
    opinion: Text | None = None


Findings = Annotated[tuple[IndicatorFinding, ...], Field(min_length=1, max_length=200)]


class RecordJointReview(Command, name="joint-review.record", who=PARTIES, version=2):
    """Record what the actor's party finds of every indicator of the target that waits.

    Where a party records findings again, the newest count. A target that is filed again is reviewed
    again. `basis` is the plan that the indicators were held against. Of a project that is not in
    the library yet, the findings are on `factual_basis`, `prepared` and `target_clear`.
    """

    findings: Findings
    document: Text | None = None
    basis: Basis | None = None


class JointReviewed(Event, name="joint-review.recorded", version=2):
    """A party reviewed the target; `complete` once all three have, `unreasonable` of this party.

    `of` is `library` for a review at the entrance of the library.
    """

    party: Role
    findings: Findings
    unreasonable: tuple[KnownCode, ...] = ()
    complete: bool
    document: Text | None = None
    basis: Annotated[Basis | None, ADDED] = None
    of: Annotated[Literal["library"] | None, ADDED] = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a joint review: `items` by id, what was `found`, and the `filing`, if any."""

    subject: Subject
    items: tuple[str, ...]
    found: Found
    filing: Filing | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The joint review of a kind of subject.

    `waiting` is what waits for it in a state, if anything does; `found` is the state after a party
    reviewed that, with the items that it found unreasonable.
    """

    waiting: Callable[[Any], Waiting | None]
    found: Callable[[Any, Subject, Role, tuple[str, ...]], Any]


def target_waits(
    review: Review, state: Any, _act: CommandContext[RecordJointReview], _in_force: InForce
) -> Refusal | None:
    """Something waits for its joint review, and not for the department yet."""
    waiting = review.waiting(state)
    if waiting is None:
        return refusals.nothing_filed("绩效目标", "target")
    filing = waiting.filing
    return before_the_department(filing, "绩效目标", "target") if filing else None


def each_indicator_is_found_once(
    review: Review, state: Any, act: CommandContext[RecordJointReview], _in_force: InForce
) -> Refusal | None:
    """The findings name every item that waits, each once (逐条, LT-006)."""
    found = [one.id for one in act.command.findings]
    wanted = _waiting(review, state).items
    if sorted(found) == sorted(wanted):
        return None
    return refusals.invalid(
        "findings",
        f"会审须逐条进行，每个指标一次：{'、'.join(wanted)}。",
        f"every indicator is reviewed, each once: {', '.join(wanted)}.",
    )


def basis_is_named(
    review: Review, state: Any, act: CommandContext[RecordJointReview], in_force: InForce
) -> Refusal | None:
    """Where the rules ask for the review, it names the plan that it used (LT-006)."""
    subject = _waiting(review, state).subject
    answer = in_force.ask(RULE, act.effective_on, subject=subject)
    if answer.outcome != "required" or subject == "library" or act.command.basis is not None:
        return None
    return refusals.missing(
        "basis",
        "请填写逐条审核所依据的方案（basis）：三定方案填 approved_functions，实施方案填 "
        "implementation_plan。",
        "say what the indicators were held against: `basis` is approved_functions or "
        "implementation_plan.",
        answer,
    )


@guarded_by(target_waits, each_indicator_is_found_once, from_version(2, basis_is_named))
def record(
    review: Review, state: Any, act: CommandContext[RecordJointReview], _in_force: InForce
) -> Decided:
    """Take a party's findings on what waits for its review."""
    command, waiting = act.command, _waiting(review, state)
    event = JointReviewed(
        **dict(command),
        party=act.actor.role,
        unreasonable=tuple(one.id for one in command.findings if not one.reasonable),
        complete={*waiting.found, act.actor.role} == PARTIES,
        of="library" if waiting.subject == "library" else None,
    )
    cause = waiting.filing.event_id if waiting.filing else None
    return (Decision(event, caused_by=cause),)


def _waiting(review: Review, state: Any) -> Waiting:
    found = review.waiting(state)
    if found is None:
        raise ValueError(f"{state.stream}: nothing waits for a joint review")
    return found


def incomplete(
    found: Found, subject: Subject, act: CommandContext[Any], in_force: InForce, *, excepted: bool
) -> Refusal | None:
    """The refusal of an act that comes before its joint review, where the rules ask for one.

    `excepted`: an exception says that no third party is to be had; then two review. An act that is
    imported was reviewed on paper.
    """
    if act.imported:
        return None
    answer = in_force.ask(RULE, act.effective_on, subject=subject)
    if answer.outcome != "required":
        return None
    wanted = PARTIES - {Role.THIRD_PARTY} if excepted else PARTIES
    missing = [role for role in (Role.UNIT, Role.FINANCE, Role.THIRD_PARTY) if role in wanted]
    missing = [role for role in missing if role not in found]
    if missing:
        return _not_reviewed(missing, answer)
    if not any(found.values()):
        return None
    return _unready(found, answer) if subject == "library" else doubted(found, answer)


def _not_reviewed(missing: Collection[Role], answer: Answer) -> Refusal:
    zh = "、".join(_NAMES[role][0] for role in missing)
    en = ", ".join(_NAMES[role][1] for role in missing)
    return refusals.gate_not_met(
        f"须经预算单位、财政部门、第三方机构三方联合会审，尚缺{zh}的会审意见，请先会审"
        "（joint-review.record）；确无第三方机构的，由财政部门批准例外（exception.grant）后两方会审。",
        f"unit, finance and a third party review jointly first; missing: {en} "
        "(joint-review.record). Where no third party is to be had, finance grants an exception "
        "(exception.grant), and two review.",
        answer,
    )


def doubted(found: Found, gate: Answer) -> Refusal:
    """The refusal of what has items that a party found unreasonable."""
    named = "、".join(sorted({one for items in found.values() for one in items}))
    return refusals.gate_not_met(
        f"三方会审认为指标 {named} 不合理，请退回调整（target.return），或重新会审。",
        f"the joint review found indicators {named} unreasonable: send the target back "
        "(target.return), or review it jointly again.",
        gate,
    )


def _unready(found: Found, answer: Answer) -> Refusal:
    items = sorted({one for items in found.values() for one in items})
    named = "、".join(ENTRANCE[one] for one in items)
    return refusals.gate_not_met(
        f"三方会审认为项目的{named}不成立，不予入库；完善后请重新会审（joint-review.record）。",
        f"the joint review finds the project's {', '.join(items)} wanting: it is not admitted; "
        "improve it and review it jointly again (joint-review.record).",
        answer,
    )


def prefilled(waiting: Waiting | None) -> Mapping[str, Any]:
    """The fields of a review that are known: each item, with the finding left open."""
    reasonable = Open("reasonable", "true 或 false", sample=True)
    found = [{"id": one, "reasonable": reasonable} for one in (waiting.items if waiting else ())]
    return {"findings": found or None}


def of_two(found: Found) -> bool:
    """Whether unit or finance reviewed and no third party did."""
    return bool(found) and Role.THIRD_PARTY not in found


def items_of(indicators: Iterable[Any]) -> tuple[str, ...]:
    """The ids of the indicators that are reviewed."""
    return tuple(one.id for one in indicators)


def recorded_by_party(review: Review, state: Any, recorded: Recorded[JointReviewed]) -> Any:
    """Evolve by `joint-review.recorded`."""
    event = recorded.event
    subject = event.of or _waiting(review, state).subject
    return review.found(state, subject, event.party, event.unreasonable)


def deciders(review: Review) -> Deciders:
    """The act, for a kind of subject."""
    return {RecordJointReview: partial(record, review)}


def evolvers(review: Review) -> Evolvers:
    """Its event, for a kind of subject."""
    return {JointReviewed: partial(recorded_by_party, review)}
