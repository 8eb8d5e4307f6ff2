"""Lateness: a filing is judged once, when it is made first, by the date that bound it then.

A date that moves after a filing says nothing about it
(docs/domain/deadlines.md, 1335).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.kernel.decider import CommandContext
from domain.kernel.frozen import replace
from domain.shared.deadlines.due_dates import Day
from domain.shared.filings.filing import Filing, is_late


def judged(
    act: CommandContext[Any], day: Day, before: Filing | None, since: int = 2
) -> tuple[Day, bool]:
    """The date that a filing made now is judged by, and whether it is late.

    The due date itself is in time. `day` is the date that binds now. A filing made again after a
    return or a correction keeps the judgment of the first filing (`before`), if its event has the
    version `since`: an act of before is decided again as it was.
    """
    if before is None or act.recorded_as < since:
        return day, is_late(act, day.due, before)
    due = due_at_filing(before, day.due)
    return day if due == day.due else replace(day, due=due, notice=None), before.late


def due_at_filing(filing: Filing, now: date | None) -> date | None:
    """The date (inclusive) that a filing was judged by; null if none bound it, or nobody knows.

    Events of older versions do not hold it. The date that binds `now` is taken for it, unless the
    filing would be judged otherwise by it: then it was set later.
    """
    if filing.due is not None or now is None:
        return filing.due
    return now if (filing.first_on > now) == filing.late else None
