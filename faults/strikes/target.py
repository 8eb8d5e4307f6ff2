"""What a fault strikes at, and what is known of it afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from console.drill.clock import DrillClock
from domain.kernel.request import Request
from faults.field import Field
from faults.waiting import NotComing

Outcome = dict[str, Any]

_ANSWERED_WITHIN = 300.0


@dataclass(frozen=True, slots=True)
class Target:
    """An act on the field; `start` is its business instant, `earlier` the subject's acts before."""

    field: Field
    request: Request
    start: str
    clock: DrillClock
    earlier: Sequence[Request] = ()

    @property
    def command_id(self) -> str:
        """The id of the act."""
        return str(self.request.command_id)

    async def send(self, request: Request | None = None) -> Outcome:
        """Have the client send the act, or another, until it is answered.

        Raises `NotComing` where it is not answered in time.
        """
        sent = request or self.request
        try:
            async with asyncio.timeout(_ANSWERED_WITHIN):
                return await self.field.sender.send(sent, self.start)
        except TimeoutError as error:
            what = f"{sent.subject} {sent.command} {sent.command_id}"
            raise NotComing(f"not answered in {_ANSWERED_WITHIN:.0f} s: {what}") from error


@dataclass(frozen=True, slots=True)
class Hit:
    """What came of a fault: the act's outcome, whether it struck, how many acts it affected."""

    outcome: Outcome
    struck: bool
    affected: int


@dataclass(frozen=True, slots=True)
class Came:
    """What is known in the end of a fault that was left to strike by itself."""

    struck: bool
    affected: int
    recovered: bool
