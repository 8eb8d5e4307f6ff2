"""Analysis of a monitoring round 监控结果分析: computed from the log, in words by the bureau."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, NonNegativeInt

from domain.kernel import refusals
from domain.kernel.decider import (
    MONITORED_PROJECTS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Day, Number, Role, Text
from domain.rules.engine.exact import canonical
from domain.rules.families.completion import ROUNDING
from domain.shared.counted import Counted, counted
from domain.shared.filings.filing import is_late
from domain.subjects.jurisdiction_year import due_dates
from domain.subjects.jurisdiction_year.filing_index import filed_at, filing_at
from domain.subjects.jurisdiction_year.frame import position_of
from domain.subjects.jurisdiction_year.state import JurisdictionYear

_NAMED = 10
"""How many projects a refusal names."""

Reason = Literal["score", "deviation", "judgement"]
Figure = Literal[
    "projects",
    "filed",
    "late",
    "reviewed",
    "failed",
    "notified",
    "accepted",
    "unmet",
    "refused",
    "warned",
]
Rate = Annotated[Number, Field(ge=0)]
Facts = Mapping[str, Any]


class AnalyseRound(
    Command, name="monitoring.analyse-round", who={Role.FINANCE}, frame=MONITORED_PROJECTS
):
    """Analyse the results of a monitoring round; the figures are computed from the log.

    `text` is what the bureau concludes from them. Analysed again, the newest counts.
    """

    node: Day
    text: Text
    document: Text | None = None


class RoundFigure(Counted):
    """The projects of a round of which one thing is true."""

    figure: Figure


class RoundReason(Counted):
    """The projects whose notice of rectification has a reason."""

    reason: Reason


class RoundAnalysed(Event, name="monitoring.round-analysed", version=1):
    """A round as the log had it at `position`; rates in percent, null of nothing.

    `figures` count projects: those that take part in the round; results `filed` (`late` after their
    day) and `reviewed`; those that `failed`; rectification `notified`, then `accepted`, `unmet` or
    `refused`; `warned` of a line whose cause is not analysed yet. `execution_rate` is the executed
    amount over the budgets of the results that are filed, `completion_rate` the mean of their
    overall completion. `due` (inclusive) is null without a day.
    """

    node: Day
    position: NonNegativeInt
    figures: tuple[RoundFigure, ...]
    reasons: tuple[RoundReason, ...] = ()
    filing_rate: Rate
    failure_rate: Rate | None = None
    rectification_rate: Rate | None = None
    execution_rate: Rate | None = None
    completion_rate: Rate | None = None
    text: Annotated[Text, WITHHOLDABLE]
    document: Text | None = None
    due: Day | None = None
    late: bool


def round_of(act: CommandContext[AnalyseRound]) -> dict[str, Facts]:
    """The facts of the round, with the project's budget, by the codes of those in it."""
    members, node = act.frame.members if act.frame else (), act.command.node.isoformat()
    return {
        one.code: {**one.facts["rounds"][node], "budget": one.facts["budget"]}
        for one in members
        if node in one.facts["rounds"]
    }


def node_is_monitored(
    state: JurisdictionYear, act: CommandContext[AnalyseRound], in_force: InForce
) -> Refusal | None:
    """The node is one of the year's nodes of project monitoring, and it has come."""
    nodes = due_dates.monitored(in_force, due_dates.year_of(state))
    node = act.command.node
    if node in nodes and node <= act.day:
        return None
    there = "、".join(str(one) for one in nodes if one <= act.day) or "–"
    return refusals.invalid(
        "node",
        f"监控结果分析按已到达的项目监控节点进行，现有节点：{there}，请更正。",
        f"a round is analysed once its node has come: {there.replace('、', ', ')}.",
    )


def somebody_takes_part(
    _state: JurisdictionYear, act: CommandContext[AnalyseRound], _in_force: InForce
) -> Refusal | None:
    """Projects take part in the round."""
    if round_of(act):
        return None
    return refusals.wrong_phase(
        "本轮没有纳入监控的项目，无可分析。",
        "no project takes part in this round: there is nothing to analyse.",
    )


def filed_results_are_reviewed(
    _state: JurisdictionYear, act: CommandContext[AnalyseRound], in_force: InForce
) -> Refusal | None:
    """Where the analysis is a duty, the bureau reviewed every result that was filed."""
    answer = in_force.ask(due_dates.ANALYSIS_RULE, act.effective_on)
    waiting = [code for code, one in round_of(act).items() if one["filed"] and not one["reviewed"]]
    if not answer.stated or not waiting:
        return None
    named, count = "、".join(waiting[:_NAMED]), len(waiting)
    more = f"等 {count} 个项目" if count > _NAMED else ""
    return Refusal(
        Code.WRONG_PHASE,
        f"{named}{more}的监控结果已填报、尚未审核，请先审核（monitoring.review），再分析本轮结果。",
        f"{count} results of this round are filed and not reviewed ({', '.join(waiting[:_NAMED])}):"
        " review them first (monitoring.review).",
        basis=(answer,),
    )


@guarded_by(node_is_monitored, somebody_takes_part, filed_results_are_reviewed)
def analyse(
    state: JurisdictionYear, act: CommandContext[AnalyseRound], in_force: InForce
) -> Decided:
    """Keep the figures of the round with the bureau's text; after its day the analysis is late."""
    deadline = due_dates.analysis_of(act.command.node)
    day = due_dates.due_of(state, in_force, deadline)
    event = RoundAnalysed(
        **dict(act.command),
        **_computed(round_of(act)),
        position=position_of(act),
        due=day.due,
        late=is_late(act, day.due, filing_at(state, deadline)),
    )
    return (Decision(event, day.basis),)


def _computed(of: Mapping[str, Facts]) -> dict[str, Any]:
    """The counts, rates and reasons of a round."""
    counts = _counts(of)
    number = {name: len(codes) for name, codes in counts.items()}
    filed = [of[code] for code in counts["filed"]]
    return {
        "figures": tuple(RoundFigure(figure=one, **counted(ids)) for one, ids in counts.items()),
        "reasons": _reasons(of),
        "filing_rate": _rate(number["filed"], number["projects"]),
        "failure_rate": _rate(number["failed"], number["reviewed"]),
        "rectification_rate": _rate(number["accepted"], number["notified"]),
        "execution_rate": _execution(filed),
        "completion_rate": _mean([Fraction(one["completion_rate"]) for one in filed]),
    }


def _counts(of: Mapping[str, Facts]) -> dict[Figure, list[str]]:
    """The codes of the projects by what is counted of them."""
    return {
        "projects": list(of),
        "filed": _those(of, "filed"),
        "late": _those(of, "late"),
        "reviewed": _those(of, "reviewed"),
        "failed": _those(of, "failed"),
        "notified": _those(of, "rectification"),
        "accepted": _at(of, "accepted"),
        "unmet": _at(of, "unmet"),
        "refused": _at(of, "refused"),
        "warned": _those(of, "warned"),
    }


def _those(of: Mapping[str, Facts], fact: str) -> list[str]:
    return [code for code, one in of.items() if one[fact]]


def _at(of: Mapping[str, Facts], course: str) -> list[str]:
    return [code for code, one in of.items() if one["rectification"] == course]


def _reasons(of: Mapping[str, Facts]) -> tuple[RoundReason, ...]:
    """The reasons of the notices, the most frequent first."""
    found: dict[Reason, list[str]] = {}
    for code, one in of.items():
        for reason in one["reasons"]:
            found.setdefault(reason, []).append(code)
    often = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    return tuple(RoundReason(reason=reason, **counted(codes)) for reason, codes in often)


def _execution(filed: Iterable[Facts]) -> Decimal | None:
    """What was executed of the budgets, in percent, where both are known."""
    known = [one for one in filed if one["executed"] is not None and one["budget"] is not None]
    executed = sum((Fraction(one["executed"]) for one in known), Fraction(0))
    return _rate(executed, sum((Fraction(one["budget"]) for one in known), Fraction(0)))


def _rate(part: Fraction | int, whole: Fraction | int) -> Decimal | None:
    return _plain(100 * Fraction(part) / Fraction(whole)) if whole else None


def _mean(rates: list[Fraction]) -> Decimal | None:
    return _plain(sum(rates, Fraction(0)) / len(rates)) if rates else None


def _plain(rate: Fraction) -> Decimal:
    """A rate rounded once, without zeros at its end."""
    return Decimal(canonical(ROUNDING.of(rate)))


def analysed(state: JurisdictionYear, recorded: Recorded[RoundAnalysed]) -> JurisdictionYear:
    """Evolve by `monitoring.round-analysed`."""
    return filed_at(state, recorded, due_dates.analysis_of(recorded.event.node))


DECIDE: Deciders = {AnalyseRound: analyse}
EVOLVE: Evolvers = {RoundAnalysed: analysed}
