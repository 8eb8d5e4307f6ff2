"""The day of a disclosure: counted from the act that it goes with (`disclosure.due`).

The department's budget, its final accounts, or the approval of an adjusted target is that act.
(docs/domain/results.md, 1427)
"""

from __future__ import annotations

from datetime import date

from domain.kernel.decider import InForce
from domain.kernel.frozen import replace
from domain.kernel.vocabulary import start_of
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


def issued_day(in_force: InForce, artefact: str, issued_on: date | None) -> Day:
    """The last day (inclusive) for an artefact that goes with an act of `issued_on`.

    There is none before that act, and where no text says when.
    """
    if issued_on is None:
        return Day(None)
    answer = in_force.ask("disclosure.due", issued_on, artefact=artefact, issued_on=issued_on)
    day = ruled_by(answer)
    if day.due is None:
        return Day(None)
    issued = replace(day, since=start_of(issued_on))
    return by_parameter(in_force, DAYS, issued_on, issued)
