"""kill -9 of worker, client and server at the commit of an act, or at a step of the system."""

from __future__ import annotations

import asyncio

from faults.field import Field
from faults.kinds import BY_ID
from faults.orders import Moment, Order, Struck
from faults.plan import Fault
from faults.strikes.target import Came, Hit, Target
from faults.waiting import comes, until

_STRIKES_WITHIN = 180.0
_GONE_WITHIN = 20.0


async def kill(target: Target, fault: Fault) -> Hit:
    """Kill at the act's commit; the worker strikes, which alone knows the moment."""
    orders, sender = target.field.orders, target.field.sender
    orders.lay(_order(fault))
    sending = asyncio.create_task(target.send())
    affected = 0

    def is_over() -> bool:
        nonlocal affected
        affected = max(affected, len(sender.waiting))
        return sending.done() or orders.struck(fault.name) is not None

    await until(is_over, f"{fault.name} strikes, or its act is answered", _STRIKES_WITHIN)
    outcome = await sending
    orders.withdraw(fault.name)
    struck = orders.struck(fault.name)
    return Hit(outcome, await _did(target.field, fault, struck), affected)


async def kill_at_step(target: Target, fault: Fault) -> Hit:
    """Lay the order for the next step, whosever it is; whether it struck is asked in the end."""
    target.field.orders.lay(_order(fault))
    return Hit(await target.send(), False, 0)


async def was_at_step(field: Field, fault: Fault) -> Came:
    """Whether an order for a step struck in the end, and the step was taken all the same."""
    field.orders.withdraw(fault.name)
    struck = field.orders.struck(fault.name)
    did = await _did(field, fault, struck)
    return Came(did, 1, struck is not None and field.is_stored(struck.command_id))


def _order(fault: Fault) -> Order:
    kind = BY_ID[fault.kind]
    command_id = None if kind.step else fault.command_id
    moment = Moment(kind.when.value)
    return Order(fault.name, moment, kind.kills, command_id=command_id, step=kind.step)


async def _did(field: Field, fault: Fault, struck: Struck | None) -> bool:
    """Whether the victims died at the moment that was meant, as the log shows it."""
    if struck is None or struck.stored is not (BY_ID[fault.kind].when.value == Moment.AFTER):
        return False
    return await comes(
        lambda: all(field.is_killed(name, pid) for name, pid in struck.killed.items()),
        _GONE_WITHIN,
    )
