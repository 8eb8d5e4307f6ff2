"""Waiting for what can be observed, never for a time to pass."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

PATIENCE = 60.0
"""Seconds after which what should have come is missing."""

_LOOK_SECONDS = 0.02

True_ = Callable[[], bool] | Callable[[], Awaitable[bool]]


class NotComing(AssertionError):  # noqa: N818 - it is what happened
    """What was waited for did not come."""


async def until(true: True_, what: str, within: float = PATIENCE) -> None:
    """Wait until something is true; raises `NotComing`, saying what, when it does not come."""
    if not await comes(true, within):
        raise NotComing(f"not within {within:.0f} s: {what}")


async def comes(true: True_, within: float) -> bool:
    """Wait until something is true; false when it does not come."""
    give_up = time.monotonic() + within
    while True:
        found = true()
        if isinstance(found, Awaitable):
            found = await found
        if found:
            return True
        if time.monotonic() >= give_up:
            return False
        await asyncio.sleep(_LOOK_SECONDS)


def first_of(error: BaseException) -> BaseException:
    """The first of the errors of a group, however deep."""
    return first_of(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error
