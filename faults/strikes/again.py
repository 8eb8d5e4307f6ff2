"""The same act again, and another act under the same id."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from domain.kernel.request import Request
from faults.plan import Fault
from faults.strikes.target import Hit, Target

_AT_ONCE = 5
_LATER = 3


async def repeat_at_once(target: Target, fault: Fault) -> Hit:
    """Send the act two to five times at once."""
    times = 2 + fault.much % (_AT_ONCE - 1)
    outcomes = await asyncio.gather(*[target.send() for _ in range(times)])
    return Hit(outcomes[0], len(outcomes) == times, 1)


async def repeat_later(target: Target, fault: Fault) -> Hit:
    """Send up to three of the subject's earlier acts again, after the act itself."""
    outcome = await target.send()
    first = fault.much % max(len(target.earlier), 1)
    again = target.earlier[first : first + _LATER]
    answered = [await target.send(request) for request in again]
    return Hit(outcome, bool(answered), len(answered))


async def reuse_id(target: Target, fault: Fault) -> Hit:
    """Send another content under the id of the act that was just taken."""
    outcome = await target.send()
    answered = await target.send(another(target.request, fault.much))
    return Hit(outcome, bool(answered), 1)


def another(request: Request, much: int) -> Request:
    """An act with the same id, by another actor or with another text in one field."""
    texts = sorted(name for name, value in request.fields.items() if isinstance(value, str))
    if texts and much % 2:
        name = texts[much % len(texts)]
        fields = {**request.fields, name: f"{request.fields[name]}9"}
        return replace(request, fields=fields)
    return replace(request, actor=replace(request.actor, id=f"{request.actor.id}-2"))
