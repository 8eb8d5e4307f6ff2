"""Waiting for a subject that the running stack is registering.

A year's rows become subjects in the moments after it is opened. The acts on them may follow in the
same file.
"""

from __future__ import annotations

import asyncio
import time

from domain.kernel.subject_ids import subject_of
from domain.kernel.vocabulary import business_date
from projections.planned_openings import planned_opening
from store import clock
from store.port import ContentDamaged, ContentMissing, EventLog

_LONGEST = 120.0
"""The seconds to wait; 5,000 rows took about 60."""

_FIRST, _SLOWEST = 0.1, 2.0
"""The seconds between two looks: the first pause, and the longest."""


async def registered(log: EventLog, subject: str) -> None:
    """Wait until a subject whose day has come is registered, or nobody plans it any more.

    It returns at once if the log knows the subject, and after two minutes in any case. The day is
    that of the business clock in Asia/Shanghai; the day itself has come.
    """
    pause, give_up = _FIRST, time.monotonic() + _LONGEST
    while _is_being_registered(log, subject) and time.monotonic() < give_up:
        await asyncio.sleep(pause)
        pause = min(pause * 2, _SLOWEST)


def _is_being_registered(log: EventLog, subject: str) -> bool:
    if subject_of(subject) is None or log.versions([subject]).get(subject, 0):
        return False
    try:
        planned = planned_opening(log, subject)
    except (ContentMissing, ContentDamaged):
        return False  # the doctor names it
    return planned is not None and planned.on <= business_date(clock.now())
