"""The loop of feedback and rectification on a kind of subject, and the policies on its places.

Projects, units and policies take the same acts. The `Loop` of each kind of subject has the
functions that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.frozen import replace
from domain.kernel.refusal import Refusal
from domain.rules.families.feedback import Source
from domain.shared.deadlines.due_dates import D, Day, key, with_own_day
from domain.shared.deadlines.problem_deadlines import RECTIFICATION
from domain.shared.rectification.orders import Rectification
from domain.shared.rectification.places import Place, places_of
from domain.shared.rectification.problems import SOURCE_NAMES, FedBack, Problem, Renewing

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of a subject that is monitored node by node, whose acts name nodes too.

    `order_of` gives the rectification at a node, if there is one; `with_order` is the state with
    another one. `is_open` refuses an act on a round that the subject does not take part in.
    """

    order_of: Callable[[Any, date], Rectification | None]
    with_order: Callable[[Any, date, Rectification], Any]
    is_open: Callable[[Any, CommandContext[Any], InForce], Refusal | None]


@dataclass(frozen=True, slots=True)
class Loop:
    """The functions of one kind of subject that the acts of feedback and rectification call.

    `fed_back` is what was fed back to it, `with_fed_back` the state with another such part. `due`
    gives the day of a deadline, `year` the budget year after which no day lies too far.
    `indicators` are the ids that a problem may name. `is_evaluated` tells whether the evaluation
    of a source has a result. `rounds` are those of monitoring, where it has any.
    """

    fed_back: Callable[[Any], FedBack]
    with_fed_back: Callable[[Any, FedBack], Any]
    due: Callable[[Any, InForce, str], Day]
    year: Callable[[Any], int]
    indicators: Callable[[Any], Iterable[str]]
    is_evaluated: Callable[[Any, Source], bool]
    rounds: Rounds | None = None

    def order_of(self, state: Any, place: Place) -> Rectification | None:
        """The order to rectify at a node or of a problem, if there is one."""
        if isinstance(place, date):
            return self.rounds.order_of(state, place) if self.rounds else None
        problem = self.fed_back(state).problems.get(place)
        return problem.order if problem else None

    def order_at(self, state: Any, place: Place) -> Rectification:
        """The order at a node or of a problem; raises `ValueError` where there is none."""
        order = self.order_of(state, place)
        if order is None:
            raise ValueError(f"{state.stream}: no rectification was notified at {place}")
        return order

    def with_order(self, state: S, place: Place, order: Rectification) -> S:
        """The state with another order; raises `ValueError` where nothing can have one."""
        if isinstance(place, str):
            problem = self.fed_back(state).problems[place]
            return self.with_problem(state, place, replace(problem, order=order))
        if self.rounds is None:
            raise ValueError(f"nothing is monitored in rounds: {place}")
        changed: S = self.rounds.with_order(state, place, order)
        return changed

    def with_problem(self, state: S, id_: str, problem: Problem) -> S:
        """The state with a problem that was fed back changed."""
        changed: S = self.with_fed_back(state, self.fed_back(state).with_problem(id_, problem))
        return changed

    def renewed(self, state: D, act: Renewing, id_: str, order: Rectification) -> D:
        """The state in which an act gave a problem a new order; its own day is gone."""
        deadline = key(RECTIFICATION, id_)
        problem = self.fed_back(state).problems[id_]
        renewed = problem.renewed(act, order, state.own_days.get(deadline))
        return self.with_problem(with_own_day(state, deadline, None), id_, renewed)

    def without_renewal(self, state: D, id_: str) -> D:
        """The problem has the order and the own day of before the last act that changed it."""
        problem, deadline = self.fed_back(state).problems[id_], key(RECTIFICATION, id_)
        before = with_own_day(state, deadline, problem.renewals[-1].own)
        return self.with_problem(before, id_, problem.without_renewal())


_AtPlace = Callable[[Loop, Any, CommandContext[Any], InForce, Place], Refusal | None]
_Policy = Callable[[Loop, Any, CommandContext[Any], InForce], Refusal | None]


def at_each_place(policy: _AtPlace) -> _Policy:
    """The policy of an act that has to hold at each of its places."""

    @wraps(policy)
    def each(loop: Loop, state: Any, act: CommandContext[Any], in_force: InForce) -> Refusal | None:
        found = (policy(loop, state, act, in_force, place) for place in places_of(act.command))
        return next((refusal for refusal in found if refusal is not None), None)

    return each


def place_is_open(
    loop: Loop, state: Any, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """The subject takes part in the round, or each problem was fed back from the source."""
    refusal = _one_place_is_named(act.command, monitored=loop.rounds is not None)
    if refusal is not None:
        return refusal
    if act.command.node is not None and loop.rounds is not None:
        return loop.rounds.is_open(state, act, in_force)
    return problems_are_fed_back(loop, state, act, in_force)


def problems_are_fed_back(
    loop: Loop, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Each problem was fed back from the source, and is named once."""
    named, source = act.command.problems, act.command.source
    if not named:
        return refusals.missing(
            "problems", "请填写问题编号（problems）。", "give the ids of the problems (`problems`)."
        )
    there = loop.fed_back(state).of(source)
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


def _one_place_is_named(command: Any, *, monitored: bool) -> Refusal | None:
    by_source = command.source is not None or bool(command.problems)
    if command.node is not None and not monitored:
        return refusals.invalid(
            "node",
            "监控整改在项目上办理；此处只填来源（source）和问题（problems）。",
            "rounds are rectified on a project: give `source` and `problems` that were fed back.",
        )
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
    if by_source or not monitored:
        return refusals.missing(
            "source", "请填写问题来源（source）。", "give the `source` of the problems."
        )
    return refusals.missing(
        "node",
        "请填写监控节点（node）；反馈问题的整改填写来源（source）和问题（problems）。",
        "give the `node` of the round, or `source` and `problems` that were fed back.",
    )
