"""The day of a disclosure: counted from the act that it goes with (`disclosure.due`).

The department's budget, its final accounts, or the approval of an adjusted target is that act.
(docs/domain/results.md, 1427)
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from domain.kernel.decider import InForce, Recorded
from domain.kernel.frozen import replace
from domain.kernel.vocabulary import business_date, start_of
from domain.shared.deadlines.due_dates import Day, by_parameter, ruled_by

DAYS = "disclosure.after_days"
"""The bureau's parameter: the days in place of those of the rule."""

_PREFIX = "disclosure."
_KEPT_BACK = "disclosure.exception."


def artefact_of(deadline: str) -> str | None:
    """The artefact whose disclosure a deadline is of; null for any other deadline."""
    if deadline.startswith(_KEPT_BACK) or not deadline.startswith(_PREFIX):
        return None
    return deadline.removeprefix(_PREFIX)


def told_late(recorded: Recorded[Any], issued_on: date) -> datetime | None:
    """The instant at which an issue was recorded after its day; null for one of the day itself."""
    at = recorded.recorded_at
    return at if business_date(at) > issued_on else None


def issued_day(
    in_force: InForce, artefact: str, issued_on: date | None, told_at: datetime | None = None
) -> Day:
    """The last day (inclusive) for an artefact that goes with an act of `issued_on`.

    There is none before that act, and where no text says when. Where the text has the people's
    congress approve the budget first, the days count from the later of the two. `told_at` is the
    instant at which an issue was recorded after its day.
    """
    begun = _begun(in_force, artefact, issued_on) if issued_on else None
    if begun is None:
        return Day(None)
    answer = in_force.ask("disclosure.due", begun, artefact=artefact, issued_on=begun)
    day = ruled_by(answer)
    if day.due is None:
        return Day(None)
    issued = replace(day, since=told_at or start_of(begun))
    return by_parameter(in_force, DAYS, begun, issued)


def _begun(in_force: InForce, artefact: str, issued_on: date) -> date | None:
    """The day from which the days count; null while the approval that comes first is missing."""
    if not in_force.ask("disclosure.not_before", issued_on, artefact=artefact).stated:
        return issued_on
    approved = in_force.government_budget
    return max(issued_on, approved) if approved else None
