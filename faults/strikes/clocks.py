"""Clocks that jump: the wall clock of storing, and the business clock of a subject."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from temporalio.service import RPCError, RPCStatusCode

from console.drill.moving import move
from faults.orders import write_whole
from faults.plan import Fault
from faults.strikes.target import Hit, Target
from faults.worker_process import CLOCK

_HOUR, _YEAR = 3600, 365 * 86400
_STRETCHES = 3
_STRETCH_SECONDS = (20, 480)
"""From and to; three of them stay well within the hour to the next timer."""

_NEAR = timedelta(minutes=2)
_OFF_BY = timedelta(seconds=10)
"""A subject is brought to an instant to a few seconds."""


async def jump_forward(target: Target, fault: Fault) -> Hit:
    """Put the wall clock an hour to a year ahead while the act is taken."""
    return await _with_clock(target, _HOUR + fault.much % _YEAR)


async def go_back(target: Target, fault: Fault) -> Hit:
    """Put the wall clock a quarter of an hour to a year back while the act is taken."""
    return await _with_clock(target, -(_HOUR // 4 + fault.much % _YEAR))


async def _with_clock(target: Target, seconds: int) -> Hit:
    file = target.field.folder / CLOCK
    write_whole(file, str(seconds))
    try:
        outcome = await target.send()
    finally:
        write_whole(file, "0")
    _, stored = _instants(target)
    meant = datetime.now(UTC) + timedelta(seconds=seconds)
    return Hit(outcome, abs(stored - meant) < _NEAR, 1)


async def skip(target: Target, fault: Fault) -> Hit:
    """Move the subject by odd stretches, and ask the server in vain to move it back."""
    drawing = random.Random(fault.much)  # noqa: S311 - repeatable, and no secret
    business = datetime.fromisoformat(target.start)
    moved = True
    for _ in range(_STRETCHES):
        business += timedelta(seconds=drawing.uniform(*_STRETCH_SECONDS))
        moved = moved and await target.clock.advance(target.request.subject, business)
    refused = await _is_refused_to_go_back(target)
    outcome = await target.send()
    recorded, _ = _instants(target)
    return Hit(outcome, moved and refused and recorded >= business - _OFF_BY, 1)


async def _is_refused_to_go_back(target: Target) -> bool:
    try:
        await move(target.field.client, target.request.subject, timedelta(hours=-1))
    except RPCError as error:
        return error.status is RPCStatusCode.INVALID_ARGUMENT
    return False


def _instants(target: Target) -> tuple[datetime, datetime]:
    """When the act was recorded (business time) and stored (wall clock), by the raw log."""
    with closing(sqlite3.connect(target.field.database)) as raw:
        asked = "SELECT recorded_at, stored_at FROM command_log WHERE command_id = ?"
        recorded, stored = raw.execute(asked, (target.command_id,)).fetchone()
    return datetime.fromisoformat(recorded), datetime.fromisoformat(stored)
