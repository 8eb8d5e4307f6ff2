"""The successors of units by date: the result of all merges and splits.

(docs/domain/people-and-units.md, 1151)
"""

from __future__ import annotations

from datetime import date

from domain.kernel.in_force import Succession, Successions
from domain.kernel.refusal import Code, Refusal


def ended(successions: Successions, unit: str, on: date) -> Succession | None:
    """The end of a unit that no longer exists on a date; `None` if it exists."""
    found = successions.get(unit)
    return found if found is not None and found.since <= on else None


def unit_on(successions: Successions, unit: str, stream: str, on: date) -> str:
    """The unit to which a subject of `unit` belongs on a date."""
    while (end := ended(successions, unit, on)) is not None:
        unit = end.of(stream).unit
    return unit


def acting_for(successions: Successions, end: Succession, stream: str, on: date) -> str:
    """The codes of the successors of an ended unit for a subject on a date, as text for people.

    All successors if the split did not assign the subject to one of them.
    """
    given = len(end.successors) == 1 or any(stream in one.takes for one in end.successors)
    heirs = (end.of(stream),) if given else end.successors
    return ", ".join(dict.fromkeys(unit_on(successions, one.unit, stream, on) for one in heirs))


def unit_ended(end: Succession, theirs: str) -> Refusal:
    """A merged or split unit can no longer act; its successor `theirs` acts instead."""
    return Refusal(
        Code.UNIT_ENDED,
        f"{end.unit} 自 {end.since} 起已撤并（{end.document}），由 {theirs} 承接，"
        f"请由 {theirs} 的人员办理。",
        f"{end.unit} is no more since {end.since} ({end.document}), {theirs} took over: a person "
        f"of {theirs} acts.",
    )


def unit_year_ended(end: Succession, theirs: str, stream: str) -> Refusal:
    """The year of a merged or split unit accepts no acts; the year of `theirs` does."""
    return Refusal(
        Code.UNIT_ENDED,
        f"{stream} 的单位自 {end.since} 起已撤并（{end.document}），由 {theirs} 承接，"
        f"请在 {theirs} 的单位年度中办理。",
        f"the unit of {stream} is no more since {end.since} ({end.document}): act on the year of "
        f"{theirs}, who took over.",
    )


def split_already(end: Succession) -> Refusal:
    """The owner of a new subject of a split unit is unknown: register it with a successor."""
    return Refusal(
        Code.UNIT_ENDED,
        f"{end.unit} 自 {end.since} 起分立为 {end.names}（{end.document}），请登记到其中一个单位。",
        f"{end.unit} is split into {end.names} from {end.since} on ({end.document}): register "
        "with one of them.",
        "unit",
    )
