"""What came to a unit behind the look at the log that its end was decided on.

What is registered with it, or handed over to it by another's end, until the day of its own end is
passed on with the rest (docs/decisions/1151-merged-and-split-units.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.decision import Recorded
from domain.hand_over import HandedOver
from domain.policies.population import PolicyAdded
from domain.project_year.history import HistoryImported
from domain.project_year.population import ProjectAdded
from domain.subject import SubjectKind, parse_subject
from domain.unit_year.population import UnitAdded

ARRIVALS = frozenset(
    event.name for event in (ProjectAdded, HistoryImported, PolicyAdded, HandedOver, UnitAdded)
)
"""The names of the events with which a subject comes to a unit."""


def arrived(
    stream: str, unit: str, behind: Iterable[Recorded[Any]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stream ids that came to a unit: its projects and policies, and its years.

    `stream` is that of the people and units; what belongs to another jurisdiction is left out.
    """
    jurisdiction = parse_subject(stream).jurisdiction
    found = {one.stream: parse_subject(one.stream) for one in behind if _unit_of(one) == unit}
    mine = {one: known for one, known in found.items() if known.jurisdiction == jurisdiction}
    years = [one for one, known in mine.items() if known.kind is SubjectKind.UNIT_YEAR]
    return tuple(one for one in mine if one not in years), tuple(years)


def _unit_of(recorded: Recorded[Any]) -> str | None:
    match recorded.event:
        case HandedOver(successor=unit):
            return unit
        case ProjectAdded(unit=unit) | HistoryImported(unit=unit) | PolicyAdded(unit=unit):
            return unit
        case UnitAdded():
            return parse_subject(recorded.stream).code
    return None
