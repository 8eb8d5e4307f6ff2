"""The appraisal of all units 年终考核: its published rules, and its results with the ranking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import (
    UNIT_APPRAISALS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Member,
    Recorded,
)
from domain.kernel.message import Command, Event, Message
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.unit_appraisal import Ranked, follows_rules
from domain.kernel.vocabulary import Code, Points, Role, Text
from domain.subjects.jurisdiction_year.due_dates import ruled_due, year_of
from domain.subjects.jurisdiction_year.frame import position_of
from domain.subjects.jurisdiction_year.state import JurisdictionYear

COPIED_TO = "unit_appraisal.copied_to"
RANKING = "unit-appraisal.ranking"
"""The deadline of the results."""

_NAMES = {"party_committee": "党委", "government": "人民政府"}
_NAMED = 10
"""How many units a refusal names."""

Copied = Annotated[tuple[Literal["party_committee", "government"], ...], Field(max_length=2)]


class RuledItem(Message):
    """An item of the rules 考核细则 with the most points that it gives."""

    item: Text
    maximum: Annotated[Points, Field(gt=0)]


RuledItems = Annotated[tuple[RuledItem, ...], Field(min_length=1, max_length=200)]


class FoundOf(Message):
    """A unit that the bureau names, with what it found of its work and why."""

    unit: Code
    finding: Literal["commended", "lagging"]
    reason: Text


Found = Annotated[tuple[FoundOf, ...], Field(max_length=1_000)]


class PublishRules(Command, name="appraisal-rules.publish", who={Role.FINANCE}):
    """Publish the rules of the year-end appraisal by a document: items, each with its points.

    Published again by another document, the newer rules count.
    """

    items: RuledItems
    document: Text


class IssueResults(
    Command, name="appraisal-results.issue", who={Role.FINANCE}, frame=UNIT_APPRAISALS
):
    """Issue the results of the appraisal; points and ranks are computed from the units' scores.

    The bureau names, each with its reason, the units that are `commended`, whose work has plain
    effects, and those that are `lagging`, of low rank, whose work does not advance (AMB-44).
    `copied_to` get a copy.
    """

    found: Found = ()
    copied_to: Copied
    document: Text


class RulesPublished(Event, name="appraisal-rules.published", version=1):
    """The rules of the appraisal were published."""

    items: RuledItems
    document: Text


class ResultOf(Message):
    """The result of a unit; equal points have the same rank."""

    unit: Code
    total: Annotated[Decimal, Field(ge=0)]
    rank: PositiveInt


Results = Annotated[tuple[ResultOf, ...], Field(min_length=1, max_length=10_000)]


class ResultsIssued(Event, name="appraisal-results.issued", version=1):
    """The results as the log had the scores at `position`, the best first.

    `rules` is the document of the rules that were followed, null without any.
    """

    position: NonNegativeInt
    rules: Text | None = None
    results: Results
    found: Found = ()
    copied_to: Copied
    document: Text


def maxima_of(items: Iterable[RuledItem]) -> dict[str, Decimal]:
    """The most points of each item."""
    return {one.item: one.maximum for one in items}


def document_is_new(
    state: JurisdictionYear, act: CommandContext[PublishRules], _in_force: InForce
) -> Refusal | None:
    """A document publishes rules once."""
    document = act.command.document
    if document not in state.appraisal_rules:
        return None
    key = f"{PublishRules.name}:{document}"
    return refusals.done_already("考核细则公布", "the publication by this document", key)


def each_item_stands_once(
    _state: JurisdictionYear, act: CommandContext[PublishRules], _in_force: InForce
) -> Refusal | None:
    """No item stands twice."""
    if len(maxima_of(act.command.items)) == len(act.command.items):
        return None
    return refusals.invalid("items", "考核项目重复，请更正。", "an item stands twice.")


def no_results_are_issued(
    state: JurisdictionYear, _act: CommandContext[PublishRules], _in_force: InForce
) -> Refusal | None:
    """Rules are published before the results that follow them."""
    if not state.unit_appraisal.results:
        return None
    return refusals.wrong_phase(
        "考核结果已印发，不再更改考核细则。",
        "the results are issued: their rules are changed no more.",
    )


@guarded_by(document_is_new, each_item_stands_once, no_results_are_issued)
def publish_rules(
    _state: JurisdictionYear, act: CommandContext[PublishRules], _in_force: InForce
) -> Decided:
    """Publish the rules: from now on units are scored by them."""
    return (Decision(RulesPublished(**dict(act.command))),)


def results_are_new(
    state: JurisdictionYear, _act: CommandContext[IssueResults], _in_force: InForce
) -> Refusal | None:
    """The results are issued once."""
    if not state.unit_appraisal.results:
        return None
    return refusals.done_already("考核结果印发", "the issue of the results", IssueResults.name)


def rules_are_published(
    state: JurisdictionYear, _act: CommandContext[IssueResults], in_force: InForce
) -> Refusal | None:
    """Where a clause asks for the appraisal, its rules are published before its results."""
    asked = _asked(state, in_force)
    if state.appraisal_rules or not asked.stated:
        return None
    return refusals.gate_not_met(
        "尚未公布考核细则，请先公布（appraisal-rules.publish），按细则逐项评分后再印发考核结果。",
        "the rules of the appraisal are not published: publish them (appraisal-rules.publish), "
        "score by them, then issue the results.",
        asked,
    )


def units_are_scored(
    state: JurisdictionYear, act: CommandContext[IssueResults], in_force: InForce
) -> Refusal | None:
    """Some unit is scored; where a clause asks for the appraisal, every unit of the year is."""
    members, asked = _members(act), _asked(state, in_force)
    unscored = [one.code for one in members if one.facts["total"] is None]
    if len(unscored) < len(members) and (not unscored or not asked.stated):
        return None
    return refusals.gate_not_met(
        f"尚有单位未考核评分：{_listed(unscored)}。请逐单位评分（unit-appraisal.score）后再印发考核结果。",
        f"units are not scored: {', '.join(unscored[:_NAMED]) or 'all'}. Score each "
        "(unit-appraisal.score), then issue the results.",
        *((asked,) if asked.stated else ()),
    )


def scores_follow_the_rules(
    state: JurisdictionYear, act: CommandContext[IssueResults], _in_force: InForce
) -> Refusal | None:
    """Each score has the items of the newest rules, within their points."""
    maxima = state.unit_appraisal.maxima
    strange = [one.code for one in _scored(act) if maxima and not _fits(one, maxima)]
    if not strange:
        return None
    return refusals.gate_not_met(
        f"下列单位的评分与考核细则的项目或分值不符：{_listed(strange)}。请重新评分"
        "（unit-appraisal.score）后再印发考核结果。",
        f"the scores of {', '.join(strange[:_NAMED])} do not follow the rules of the appraisal: "
        "score again (unit-appraisal.score), then issue the results.",
    )


def _fits(member: Member, maxima: Mapping[str, Decimal]) -> bool:
    """Whether the points of a unit are given on the items of the rules, within their most."""
    items = {item: Decimal(points) for item, points in member.facts["items"].items()}
    return follows_rules(items, maxima)


def _listed(codes: list[str]) -> str:
    named = "、".join(codes[:_NAMED]) or "全部单位"
    return f"{named}等{len(codes)}个单位" if len(codes) > _NAMED else named


def named_units_are_scored(
    _state: JurisdictionYear, act: CommandContext[IssueResults], _in_force: InForce
) -> Refusal | None:
    """The units that the bureau names have a result, and each is named once."""
    named = [one.unit for one in act.command.found]
    if len(set(named)) < len(named):
        return refusals.invalid(
            "found",
            "同一单位不得重复列名，也不得既表彰又约谈，请更正。",
            "a unit stands twice: it is commended or lagging, once.",
        )
    scored = {one.code for one in _scored(act)}
    strange = [code for code in named if code not in scored]
    if not strange:
        return None
    return refusals.invalid(
        "found",
        f"{'、'.join(strange)} 没有本年度的考核评分，请更正。",
        f"{', '.join(strange)}: no unit with a score of this year, correct the codes.",
    )


def lagging_units_rank_behind(
    _state: JurisdictionYear, act: CommandContext[IssueResults], _in_force: InForce
) -> Refusal | None:
    """No unit that is commended ranks behind one that is lagging."""
    rank = {one.unit: one.rank for one in ranked(_scored(act))}
    lagging, commended = (_named(act.command.found, one) for one in ("lagging", "commended"))
    best = min((rank[code] for code in lagging), default=None)
    behind = [code for code in commended if best is not None and rank[code] >= best]
    if not behind:
        return None
    return refusals.invalid(
        "found",
        f"{'、'.join(behind)} 的名次不高于拟约谈的单位，不能同时通报表彰，请核对。",
        f"{', '.join(behind)} do not rank above a unit that is lagging: check who is commended.",
    )


def copies_go_to_all(
    _state: JurisdictionYear, act: CommandContext[IssueResults], in_force: InForce
) -> Refusal | None:
    """Where a clause says who gets a copy, all of them do."""
    answer = in_force.ask(COPIED_TO, act.effective_on)
    wanted = answer.outcome if answer.stated else ()
    missing = [one for one in wanted if one not in act.command.copied_to]
    if not missing:
        return None
    names = "、".join(_NAMES[one] for one in missing)
    return refusals.missing(
        "copied_to",
        f"考核结果应抄送{names}，请补充抄送对象。",
        f"the results are copied to {', '.join(missing)} too: add them.",
        answer,
        keys=tuple(missing),
    )


@guarded_by(
    results_are_new,
    rules_are_published,
    units_are_scored,
    scores_follow_the_rules,
    named_units_are_scored,
    lagging_units_rank_behind,
    copies_go_to_all,
)
def issue_results(
    state: JurisdictionYear, act: CommandContext[IssueResults], in_force: InForce
) -> Decided:
    """Rank the units by their points and issue the results."""
    event = ResultsIssued(
        **dict(act.command),
        position=position_of(act),
        rules=tuple(state.appraisal_rules)[-1] if state.appraisal_rules else None,
        results=ranked(_scored(act)),
    )
    return (Decision(event, (in_force.ask(COPIED_TO, act.effective_on),)),)


def ranked(members: Iterable[Member]) -> tuple[ResultOf, ...]:
    """The results, the best first; a rank is one more than the number of better units."""
    totals = {one.code: Decimal(one.facts["total"]) for one in members}
    order = sorted(totals, key=lambda code: (-totals[code], code))
    return tuple(
        ResultOf(
            unit=code,
            total=totals[code],
            rank=1 + sum(other > totals[code] for other in totals.values()),
        )
        for code in order
    )


def _named(found: Found, finding: str) -> tuple[str, ...]:
    """The units with a finding."""
    return tuple(one.unit for one in found if one.finding == finding)


def _members(act: CommandContext[IssueResults]) -> tuple[Member, ...]:
    return act.frame.members if act.frame else ()


def _scored(act: CommandContext[IssueResults]) -> list[Member]:
    return [one for one in _members(act) if one.facts["total"] is not None]


def _asked(state: JurisdictionYear, in_force: InForce) -> Answer:
    """Whether a clause in force asks for the appraisal of every unit."""
    return ruled_due(in_force, RANKING, year_of(state)).basis[0]


def rules_published(
    state: JurisdictionYear, recorded: Recorded[RulesPublished]
) -> JurisdictionYear:
    """Evolve by `appraisal-rules.published`."""
    event = recorded.event
    return _with_rules(state, {**state.appraisal_rules, event.document: maxima_of(event.items)})


def without_rules(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The document published nothing: the rules before it count, or none."""
    left = {name: one for name, one in state.appraisal_rules.items() if name != of}
    return _with_rules(state, left)


def _with_rules(
    state: JurisdictionYear, rules: Mapping[str, Mapping[str, Decimal]]
) -> JurisdictionYear:
    newest = tuple(rules.values())[-1] if rules else {}
    appraisal = replace(state.unit_appraisal, maxima=newest)
    return replace(state, appraisal_rules=rules, unit_appraisal=appraisal)


def results_issued(state: JurisdictionYear, recorded: Recorded[ResultsIssued]) -> JurisdictionYear:
    """Evolve by `appraisal-results.issued`."""
    event = recorded.event
    lagging, commended = (_named(event.found, one) for one in ("lagging", "commended"))
    results = {
        one.unit: Ranked(one.total, one.rank, one.unit in commended, one.unit in lagging)
        for one in event.results
    }
    return replace(state, unit_appraisal=replace(state.unit_appraisal, results=results))


def without_results(state: JurisdictionYear, _of: str) -> JurisdictionYear:
    """The results are to be issued."""
    return replace(state, unit_appraisal=replace(state.unit_appraisal, results={}))


def on_rules(state: JurisdictionYear, _of: str) -> Iterator[str]:
    """The results follow the rules."""
    if state.unit_appraisal.results:
        yield IssueResults.name


DECIDE: Deciders = {PublishRules: publish_rules, IssueResults: issue_results}
EVOLVE: Evolvers = {RulesPublished: rules_published, ResultsIssued: results_issued}
