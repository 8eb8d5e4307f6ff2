"""The places that acts of rectification name, and the policies on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.shared.rectification.places import Place, places_of
from domain.shared.rectification.problems import SOURCE_NAMES
from domain.subjects.project_year import refusals
from domain.subjects.project_year.monitoring.rounds import round_is_open
from domain.subjects.project_year.state import ProjectYear

_AtPlace = Callable[[ProjectYear, CommandContext[Any], InForce, Place], Refusal | None]
_Policy = Callable[[ProjectYear, CommandContext[Any], InForce], Refusal | None]


def at_each_place(policy: _AtPlace) -> _Policy:
    """The policy of an act that has to hold at each of its places."""

    @wraps(policy)
    def each(state: ProjectYear, act: CommandContext[Any], in_force: InForce) -> Refusal | None:
        found = (policy(state, act, in_force, place) for place in places_of(act.command))
        return next((refusal for refusal in found if refusal is not None), None)

    return each


def place_is_open(
    state: ProjectYear, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """The project takes part in the round, or each problem was fed back from the source."""
    refusal = _one_place_is_named(act.command)
    if refusal is not None:
        return refusal
    if act.command.node is not None:
        return round_is_open(state, act, in_force)
    return problems_are_fed_back(state, act, in_force)


def problems_are_fed_back(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Each problem was fed back from the source, and is named once."""
    named, source = act.command.problems, act.command.source
    if not named:
        return refusals.missing(
            "problems", "请填写问题编号（problems）。", "give the ids of the problems (`problems`)."
        )
    there = state.evaluation.fed_back.of(source)
    unknown = [one for one in named if one not in there]
    if unknown:
        return refusals.invalid(
            "problems",
            f"{SOURCE_NAMES[source]}未反馈过问题 {'、'.join(unknown)}，请核对问题编号。",
            f"no problem {', '.join(unknown)} was fed back from this source: check the ids.",
        )
    if len(set(named)) == len(named):
        return None
    return refusals.invalid("problems", "同一问题只填一次。", "a problem is named once in an act.")


def _one_place_is_named(command: Any) -> Refusal | None:
    by_source = command.source is not None or bool(command.problems)
    if command.node is not None:
        if not by_source:
            return None
        return refusals.invalid(
            "source",
            "监控整改只填 node；反馈问题的整改只填 source 和 problems。",
            "a round is named by `node`, problems by `source` and `problems`: not by both.",
        )
    if command.source is not None:
        return None
    if by_source:
        return refusals.missing(
            "source", "请填写问题来源（source）。", "give the `source` of the problems."
        )
    return refusals.missing(
        "node",
        "请填写监控节点（node）；反馈问题的整改填写来源（source）和问题（problems）。",
        "give the `node` of the round, or `source` and `problems` that were fed back.",
    )
