"""The outcome of a year's monitoring for the final grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.subjects.project_year.monitoring.state import Open, Reviewed
from domain.subjects.project_year.state import ProjectYear


@dataclass(frozen=True, slots=True)
class Monitored:
    """The outcome of the year's monitoring: the failed nodes, and their rectification.

    `lapsed` are further failed nodes, which do not count: the bureau sent no notice while it could.
    """

    failed: tuple[date, ...]
    rectified: bool
    refused: bool
    lapsed: tuple[date, ...] = ()


def monitored_of(state: ProjectYear) -> Monitored:
    """Failed reviews of the year's rounds, with what the bureau found, or imported history.

    `rectified`: every failed round was accepted. `refused`: a refusal was found in one of them, or
    the unit's own stands beside another finding (AMB-07).
    """
    rounds, lapsed = _failed(state), _lapsed(state)
    orders = [one.rectification for one in rounds]
    return _imported(state) or Monitored(
        tuple(one.node for one in rounds),
        rectified=all(order is not None and order.accepted for order in orders),
        refused=any(order is not None and order.refused for order in orders),
        lapsed=tuple(one.node for one in lapsed),
    )


def assumed_of(state: ProjectYear) -> Monitored:
    """The outcome as the first version of `grade.finalise` took it: silence was consent.

    Kept for past acts: a rectification that nobody decided on, or no notice at all, counts as
    rectified.
    """
    rounds = _failed(state)
    orders = [one.rectification for one in rounds if one.rectification]
    return _imported(state) or Monitored(
        tuple(one.node for one in rounds),
        rectified=all(order.accepted or not order.answered for order in orders),
        refused=any(order.refused for order in orders),
    )


def open_rounds(state: ProjectYear) -> tuple[Reviewed, ...]:
    """The failed rounds that count and in which the bureau found nothing yet, by their nodes."""
    if state.evaluation.history is not None:
        return ()
    return tuple(
        one
        for one in _failed(state)
        if one.rectification is None or one.rectification.finding is None
    )


def unreviewed_rounds(state: ProjectYear) -> tuple[date, ...]:
    """The nodes of the rounds whose result was filed and waits for its review, in their order."""
    if state.evaluation.history is not None:
        return ()
    waiting = (
        node
        for node, found in state.rounds.items()
        if isinstance(found, Open) and found.filing is not None and found.filing.open
    )
    return tuple(sorted(waiting))


def _imported(state: ProjectYear) -> Monitored | None:
    history = state.evaluation.history
    if history is None:
        return None
    return Monitored(history.failed, history.rectified, history.refused)


def _failed(state: ProjectYear) -> list[Reviewed]:
    """The failed rounds that count, by their nodes."""
    return [one for one in _all_failed(state) if one.lapse is None]


def _lapsed(state: ProjectYear) -> list[Reviewed]:
    return [one for one in _all_failed(state) if one.lapse is not None]


def _all_failed(state: ProjectYear) -> list[Reviewed]:
    reviewed = (found for _, found in sorted(state.rounds.items()))
    return [found for found in reviewed if isinstance(found, Reviewed) and found.failed]
