"""The outcome of a year's monitoring for the final grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.subjects.project_year.state import ProjectYear, Rectification


@dataclass(frozen=True, slots=True)
class Monitored:
    """What the monitoring of the year says to the grade: failed nodes, and what came of them."""

    failed: tuple[date, ...]
    rectified: bool
    refused: bool


def monitored_of(state: ProjectYear) -> Monitored:
    """Failed reviews of the year's rounds, or of imported history.

    Not rectified is what the bureau found unmet, or the unit refused on record (AMB-07); a
    rectification that is accepted later is neither.
    """
    history = state.evaluation.history
    if history is not None:
        return Monitored(history.failed, history.rectified, history.refused)
    failed = [found for found in state.rounds.values() if found.failed]
    orders = [found.rectification for found in failed if found.rectification]
    return Monitored(
        tuple(sorted(found.node for found in failed)),
        rectified=not any(_unrectified(order) for order in orders),
        refused=any(order.refused and not order.accepted for order in orders),
    )


def _unrectified(order: Rectification) -> bool:
    return not order.accepted and (order.refused or order.unmet)
