"""Which unit came in the place of another, from which day on: what merges and splits add up to.

(docs/domain/people-and-units.md, 1151)
"""

from __future__ import annotations

from datetime import date

from domain.kernel.in_force import Succession, Successions
from domain.kernel.refusal import Code, Refusal


def ended(successions: Successions, unit: str, on: date) -> Succession | None:
    """The end of a unit that is no more on a day; none where it is."""
    found = successions.get(unit)
    return found if found is not None and found.since <= on else None


def unit_on(successions: Successions, unit: str, stream: str, on: date) -> str:
    """The unit that a subject of `unit` belongs to on a day."""
    while (end := ended(successions, unit, on)) is not None:
        unit = end.of(stream).unit
    return unit


def acting_for(successions: Successions, end: Succession, stream: str, on: date) -> str:
    """Who stands on a day in the place of a unit that ended, for a subject: codes, to be read.

    All successors where the subject is none that the split gave to one of them.
    """
    given = len(end.successors) == 1 or any(stream in one.takes for one in end.successors)
    heirs = (end.of(stream),) if given else end.successors
    return ", ".join(dict.fromkeys(unit_on(successions, one.unit, stream, on) for one in heirs))


def unit_ended(end: Succession, theirs: str) -> Refusal:
    """A unit that was merged or split acts no more: `theirs`, who took over, does."""
    return Refusal(
        Code.UNIT_ENDED,
        f"{end.unit} 自 {end.since} 起已撤并（{end.document}），由 {theirs} 承接，"
        f"请由 {theirs} 的人员办理。",
        f"{end.unit} is no more since {end.since} ({end.document}), {theirs} took over: a person "
        f"of {theirs} acts.",
    )


def unit_year_ended(end: Succession, theirs: str, stream: str) -> Refusal:
    """The year of a unit that was merged or split takes no more acts: that of `theirs` does."""
    return Refusal(
        Code.UNIT_ENDED,
        f"{stream} 的单位自 {end.since} 起已撤并（{end.document}），由 {theirs} 承接，"
        f"请在 {theirs} 的单位年度中办理。",
        f"the unit of {stream} is no more since {end.since} ({end.document}): act on the year of "
        f"{theirs}, who took over.",
    )


def split_already(end: Succession) -> Refusal:
    """Nobody knows whose a split unit's new subject is: it is registered with a successor."""
    return Refusal(
        Code.UNIT_ENDED,
        f"{end.unit} 自 {end.since} 起分立为 {end.names}（{end.document}），请登记到其中一个单位。",
        f"{end.unit} is split into {end.names} from {end.since} on ({end.document}): register "
        "with one of them.",
        "unit",
    )
