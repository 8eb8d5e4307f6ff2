"""The two sides that are driven through the same days by the same client: ours and bare."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from activities.submission import TASK_TIMEOUT, submit
from bench.bare import TASK_QUEUE, BareStart
from bench.cpu import Taking
from bench.year import DatedAct, acts_of, days
from console.drill.clock import DrillClock
from console.drill.plan import acts_at
from domain.kernel.request import Request

A = TypeVar("A")

AT_ONCE = 20
"""How many workflows are driven at once."""


class Send(Protocol):
    """Sends an act to its workflow and waits for the outcome."""

    async def __call__(self, client: Client, request: Request, start: str) -> dict[str, Any]:
        """Send; `start` is the business instant of a workflow that this act starts."""
        ...


async def send_ours(client: Client, request: Request, start: str) -> dict[str, Any]:
    """Take an act as the product does."""
    return await submit(client, request, start)


async def send_bare(client: Client, request: Request, start: str) -> dict[str, Any]:
    """Send the same bytes to the bare workflow."""
    operation: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
        "BareYear",
        BareStart(start),
        id=bare_id(request.subject),
        task_queue=TASK_QUEUE,
        task_timeout=TASK_TIMEOUT,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
    )
    outcome: dict[str, Any] = await client.execute_update_with_start_workflow(
        "submit",
        request.as_json(),
        start_workflow_operation=operation,
        id=str(request.command_id),
    )
    return outcome


def bare_id(subject: str) -> str:
    """The id of the bare workflow that stands beside a subject."""
    return f"bare/{subject}"


@dataclass(slots=True)
class Side:
    """One side: how its workflows are called and acts are sent.

    `seconds` is what it took by the wall, `cpu` what each process used meanwhile.
    """

    client: Client
    send: Send
    bare: bool
    taking: Taking = field(default_factory=lambda: Taking({}))
    seconds: float = 0.0
    cpu: Counter[str] = field(default_factory=Counter)
    clock: DrillClock = field(init=False)

    def __post_init__(self) -> None:
        """Begin without any workflow."""
        self.clock = DrillClock(self.client)

    def workflow_id(self, subject: str) -> str:
        """The id of a subject's workflow on this side."""
        return bare_id(subject) if self.bare else subject

    async def take_day(self, years: Sequence[Sequence[DatedAct]], on: date) -> None:
        """Bring every project to a day and take its acts of it, timed."""
        today = [[act.request for act in year if act.on == on] for year in years]
        await self._together([self._take_acts(requests, acts_at(on)) for requests in today])

    async def _take_acts(self, requests: Sequence[Request], now: datetime) -> None:
        workflow = self.workflow_id(requests[0].subject)
        if requests[0].command == "project.add":
            self.clock.begin(workflow, now)
        else:
            await self._advance(workflow, now)
        for request in requests:
            outcome = await self.send(self.client, request, now.isoformat())
            if outcome["status"] != "accepted":
                raise RuntimeError(f"{request.subject}: {request.command}: {outcome['en']}")

    async def _advance(self, workflow: str, to: datetime) -> None:
        if not await self.clock.advance(workflow, to):
            raise RuntimeError(f"{workflow} does not run")

    async def _together(self, work: Sequence[Any]) -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(task: Any) -> None:
            async with gate:
                await task

        used, begun = self.taking.seconds(), time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for task in work:
                tasks.create_task(one(task))
        self.seconds += time.perf_counter() - begun
        self.cpu.update(self.taking.seconds())
        self.cpu.subtract(used)


async def drive(sides: Sequence[Side], codes: Sequence[str]) -> None:
    """Drive whole project years on both sides, day by day in turns; each day another begins.

    With the last act the year ends, and its workflow.
    """
    years = [acts_of(code) for code in codes]
    for number, on in enumerate(days()):
        for side in in_turn(sides, number):
            await side.take_day(years, on)


def in_turn(one_by_one: Sequence[A], number: int) -> Sequence[A]:
    """The order of turn `number`: another one begins each time."""
    return one_by_one if number % 2 else one_by_one[::-1]
