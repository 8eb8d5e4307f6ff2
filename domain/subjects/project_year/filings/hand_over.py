"""Handing a project over to who took over from its unit."""

from __future__ import annotations

from domain.kernel.decider import Evolvers, Recorded
from domain.kernel.frozen import replace
from domain.shared.filings.hand_over import DECIDE, HandedOver, handed_over
from domain.subjects.project_year.state import ProjectYear

__all__ = ["DECIDE", "EVOLVE"]


def _handed_over(state: ProjectYear, recorded: Recorded[HandedOver]) -> ProjectYear:
    """Evolve by `unit.handed-over`: what was recorded at the old unit is found there."""
    theirs: ProjectYear = handed_over(state, recorded)
    return replace(theirs, former_units=(*state.former_units, recorded.event.unit))


EVOLVE: Evolvers = {HandedOver: _handed_over}
