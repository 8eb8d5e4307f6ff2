"""Year-end appraisal of a unit 考核: scored item by item, published with its measures (QM-006)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field, PositiveInt

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
from domain.kernel.message import Command, Event, Message
from domain.kernel.policies import from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.unit_appraisal import Ranked, follows_rules
from domain.kernel.vocabulary import Number, Points, Role, Text
from domain.rules.engine.exact import total
from domain.subjects.unit_year.state import Appraisal, UnitYear

Total = Annotated[Number, Field(ge=0)]
Copied = Annotated[tuple[Literal["party_committee", "government"], ...], Field(max_length=2)]


class AppraisalItem(Message):
    """The points given for one item."""

    item: Text
    points: Points


Items = Annotated[tuple[AppraisalItem, ...], Field(min_length=1, max_length=200)]


class ScoreUnit(Command, name="unit-appraisal.score", who={Role.FINANCE}, version=2):
    """Score the unit's year, item by item; scored again before publication, the newest counts.

    Where rules of the appraisal are published, the points are given on their items, within the most
    of each. Results that are issued are withdrawn before a unit is scored again.
    """

    items: Items


class PublishAppraisal(Command, name="appraisal.publish", who={Role.FINANCE}, version=2):
    """Publish the appraisal: what it commends or has rectified follows from the rules.

    `effective`: the work has plain effects; `rank_low`: the unit ranks low and its work lags.
    `copied_to` are those who get a copy (QM-009). Where the results of all units are issued, the
    rank is theirs, and both findings agree with them.
    """

    effective: bool
    rank_low: bool
    rank: PositiveInt | None = None
    document: Text
    copied_to: Copied


class UnitScored(Event, name="unit-appraisal.scored", version=1):
    """The unit was scored; `total` is the sum of the items' points."""

    items: Items
    total: Total


class AppraisalPublished(Event, name="appraisal.published", version=1):
    """The appraisal was published; `measures` by `unit_appraisal.measures`, none if not stated.

    `measures` are `commend`, `regulatory_talk` and `time_limited_rectification`.
    """

    total: Total
    effective: bool
    rank_low: bool
    rank: PositiveInt | None = None
    measures: tuple[Text, ...] = ()
    document: Text
    copied_to: Copied


def appraisal_is_open(
    state: UnitYear, _act: CommandContext[ScoreUnit], _in_force: InForce
) -> Refusal | None:
    """The appraisal is not published."""
    if not state.published:
        return None
    return refusals.wrong_phase(
        "考核结果已公布，不再评分。", "the appraisal is published: it is scored no more."
    )


def each_item_stands_once(
    _state: UnitYear, act: CommandContext[ScoreUnit], _in_force: InForce
) -> Refusal | None:
    """No item stands twice."""
    items = act.command.items
    if len({item.item for item in items}) == len(items):
        return None
    return refusals.invalid("items", "考核项目重复，请更正。", "an item stands twice.")


def results_are_not_issued(
    state: UnitYear, _act: CommandContext[ScoreUnit], in_force: InForce
) -> Refusal | None:
    """No results are issued that rank the unit by its score."""
    if _result(state, in_force) is None:
        return None
    return refusals.wrong_phase(
        "考核结果已印发，不再评分；评分确有错误的，先撤回考核结果（act.withdraw）。",
        "the results are issued: withdraw them (act.withdraw) before the unit is scored again.",
    )


def score_follows_the_rules(
    _state: UnitYear, act: CommandContext[ScoreUnit], in_force: InForce
) -> Refusal | None:
    """The points are given on the items of the published rules, within their most."""
    maxima = in_force.unit_appraisal.maxima
    points = {one.item: one.points for one in act.command.items}
    if not maxima or follows_rules(points, maxima):
        return None
    told = "、".join(f"{item}（{most:f}分）" for item, most in maxima.items())
    return refusals.invalid(
        "items",
        f"考核细则的项目和分值为：{told}。请逐项评分，不得增减项目、超出分值。",
        f"the rules have {', '.join(f'{item} (at most {most:f})' for item, most in maxima.items())}"
        ": give points on each of them, within its most.",
    )


@guarded_by(
    appraisal_is_open,
    each_item_stands_once,
    from_version(2, results_are_not_issued),
    from_version(2, score_follows_the_rules),
)
def score(_state: UnitYear, act: CommandContext[ScoreUnit], _in_force: InForce) -> Decided:
    """Score the unit until its appraisal is published."""
    items = act.command.items
    points = total(item.points for item in items)
    return (Decision(UnitScored(items=items, total=points)),)


def unit_is_scored(
    state: UnitYear, _act: CommandContext[PublishAppraisal], _in_force: InForce
) -> Refusal | None:
    """The unit has a score."""
    if state.appraisal is not None:
        return None
    return refusals.wrong_phase(
        "尚未评分，请先办理考核评分（unit-appraisal.score）。",
        "the unit is not scored yet: score it first (unit-appraisal.score).",
    )


def appraisal_is_not_published(
    state: UnitYear, _act: CommandContext[PublishAppraisal], _in_force: InForce
) -> Refusal | None:
    """The appraisal is published once."""
    if not _appraised(state).published:
        return None
    return refusals.done_already("考核结果公布", "the appraisal", PublishAppraisal.name)


def publication_agrees_with_the_results(
    state: UnitYear, act: CommandContext[PublishAppraisal], in_force: InForce
) -> Refusal | None:
    """Where the results of all units are issued, rank and findings are theirs."""
    result, command = _result(state, in_force), act.command
    if result is None:
        return None
    given = (command.effective, command.rank_low, command.rank or result.rank)
    if given == (result.commended, result.lagging, result.rank):
        return None
    found = "通报表彰" if result.commended else "约谈并责令限期整改" if result.lagging else "均无"
    return refusals.invalid(
        "rank_low",
        f"印发的考核结果中，本单位名次为第 {result.rank} 名，列名情况：{found}。请与其一致；结果"
        "有误的，先撤回考核结果（act.withdraw）。",
        f"the issued results have the unit at rank {result.rank}, commended: {result.commended}, "
        f"lagging: {result.lagging}: agree with them, or withdraw the results (act.withdraw).",
    )


def _result(state: UnitYear, in_force: InForce) -> Ranked | None:
    """The unit's result, if the results of all units are issued."""
    return in_force.unit_appraisal.results.get(state.known.code)


@guarded_by(
    unit_is_scored,
    appraisal_is_not_published,
    from_version(2, publication_agrees_with_the_results),
)
def publish(state: UnitYear, act: CommandContext[PublishAppraisal], in_force: InForce) -> Decided:
    """Publish the score."""
    command, appraisal = act.command, _appraised(state)
    answer = in_force.ask(
        "unit_appraisal.measures",
        act.effective_on,
        effective=command.effective,
        rank_low=command.rank_low,
    )
    result = _result(state, in_force)
    event = AppraisalPublished(
        **{**vars(command), "rank": result.rank if result else command.rank},
        total=appraisal.total,
        measures=tuple(answer.outcome) if answer.stated else (),
    )
    return (Decision(event, (answer,)),)


def _appraised(state: UnitYear) -> Appraisal:
    """The appraisal of a scored unit; raises `ValueError` if the unit is not scored."""
    if state.appraisal is None:
        raise ValueError(f"{state.stream} has no score")
    return state.appraisal


def scored(state: UnitYear, recorded: Recorded[UnitScored]) -> UnitYear:
    """Evolve by `unit-appraisal.scored`."""
    event = recorded.event
    items = {one.item: one.points for one in event.items}
    return replace(state, appraisal=Appraisal(event.total, items=items))


def published(state: UnitYear, _recorded: Recorded[AppraisalPublished]) -> UnitYear:
    """Evolve by `appraisal.published`."""
    return replace(state, appraisal=replace(_appraised(state), published=True))


DECIDE: Deciders = {ScoreUnit: score, PublishAppraisal: publish}
EVOLVE: Evolvers = {UnitScored: scored, AppraisalPublished: published}
