"""Connections that break: under a request, before a reply, behind a worker."""

from __future__ import annotations

import asyncio

from faults.plan import Fault
from faults.strikes.target import Hit, Target
from faults.waiting import comes
from faults.wire import Way

_COMES_WITHIN = 30.0


async def drop_request(target: Target, _fault: Fault) -> Hit:
    """Break the client's wire when the act is on it, and before it arrives."""
    wire = target.field.to_client
    wire.hold(Way.TO_SERVER)
    sending = asyncio.create_task(target.send())
    on_it = await comes(lambda: wire.holds(target.command_id), _COMES_WITHIN)
    struck = on_it and not target.field.is_stored(target.command_id)
    affected = len(target.field.sender.waiting)
    wire.cut()
    return Hit(await sending, struck, affected)


async def drop_reply(target: Target, _fault: Fault) -> Hit:
    """Break the client's wire when the act is in the log and its reply on the wire."""
    wire = target.field.to_client
    wire.hold(Way.FROM_SERVER)
    sending = asyncio.create_task(target.send())
    stored = await _stored(target)
    on_it = stored and await comes(lambda: wire.holds(target.command_id), _COMES_WITHIN)
    struck = on_it and not sending.done()
    affected = len(target.field.sender.waiting)
    wire.cut()
    return Hit(await sending, struck, affected)


async def cut_worker_off(target: Target, _fault: Fault) -> Hit:
    """Break the worker's wire when the act is in the log, and nobody was told by the worker."""
    wire = target.field.to_worker
    wire.hold(Way.TO_SERVER)
    sending = asyncio.create_task(target.send())
    struck = await _stored(target) and not sending.done()
    affected = len(target.field.sender.waiting)
    wire.cut()
    return Hit(await sending, struck, affected)


async def _stored(target: Target) -> bool:
    return await comes(lambda: target.field.is_stored(target.command_id), _COMES_WITHIN)
