"""Waiting for a subject that the running stack is registering.

A year's rows become subjects in the moments after it is opened. The acts on them may follow in the
same file.
"""

from __future__ import annotations

import asyncio
import time

from domain.kernel.vocabulary import business_date
from projections.planned_openings import is_left, readable_opening
from store import clock
from store.port import EventLog

_LONGEST = 120.0
"""The seconds to wait; 5,000 rows took about 60."""

_FIRST, _SLOWEST = 0.1, 2.0
"""The seconds between two looks: the first pause, and the longest."""


async def registered(log: EventLog, subject: str) -> None:
    """Wait until a subject whose day has come is registered, or nobody plans it any more.

    It returns at once if the log knows the subject, and after two minutes in any case. The day is
    that of the business clock in Asia/Shanghai; the day itself has come. The portfolio is read
    once.
    """
    if log.versions([subject]).get(subject, 0):
        return
    planned = readable_opening(log, subject)
    if planned is None or planned.on > business_date(clock.now()):
        return
    pause, give_up = _FIRST, time.monotonic() + _LONGEST
    while is_left(log, planned) and time.monotonic() < give_up:
        await asyncio.sleep(pause)
        pause = min(pause * 2, _SLOWEST)
