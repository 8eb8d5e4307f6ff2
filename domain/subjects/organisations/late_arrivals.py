"""Late arrivals: subjects that came to a unit after its end was decided.

A subject that is registered with the unit, or handed over to it by the end of another unit, until
the day of its own end is passed on with the other subjects (docs/domain/people-and-units.md, 1151).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.subject_ids import SubjectKind, parse_subject

ARRIVALS = {
    "project.added": "unit",
    "history.imported": "unit",
    "policy.added": "unit",
    "evaluation-object.added": "unit",
    "unit.handed-over": "successor",
    "unit.added": None,
}
"""The stored names of the events with which a subject comes to a unit, each with the field that
names the unit; none if the stream id names it."""


def arrived(
    stream: str, unit: str, behind: Iterable[Recorded[Any]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stream ids that came to a unit: its projects and policies, and its years.

    `stream` is the stream of people and units; subjects of another jurisdiction are left out.
    """
    jurisdiction = parse_subject(stream).jurisdiction
    found = {one.stream: parse_subject(one.stream) for one in behind if _unit_of(one) == unit}
    mine = {one: known for one, known in found.items() if known.jurisdiction == jurisdiction}
    years = [one for one, known in mine.items() if known.kind is SubjectKind.UNIT_YEAR]
    return tuple(one for one in mine if one not in years), tuple(years)


def _unit_of(recorded: Recorded[Any]) -> str | None:
    event = recorded.event
    if event.name not in ARRIVALS:
        return None
    field = ARRIVALS[event.name]
    return parse_subject(recorded.stream).code if field is None else getattr(event, field)
