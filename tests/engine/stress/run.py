"""A stress: bursts of acts through three clients while workers and server are killed."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from temporalio.client import Client, WorkflowQueryFailedError
from temporalio.service import RPCError

from activities.workflow_view import held_version
from deploy.engine import EngineProcess
from domain.kernel.request import Request
from faults.waiting import until
from tests.engine.stress.acts import burst, with_other_content
from tests.engine.stress.crew import Crew, running_crew
from tests.engine.stress.figures import Figures, Sent, figures_of
from tests.engine.stress.proof import prove
from tests.engine.stress.subjects import begin, made_log

BURSTS = 14
"""How many are under way at once."""

SPREAD_SECONDS = 2.0
"""Over what time the acts of a burst come: an act also comes where one before it is under way."""

ANSWERS = 6
"""How many come before the next strike."""

KEPT = "unreplayable"
"""The folder of the histories that do not replay, beside the logs of the workers."""

_ANSWER_WITHIN = 120.0
_ALL_WITHIN = 900.0
_AGAIN, _OTHER = 0.15, 0.1
"""How often an act is sent twice at once, and its id is used for another one."""

_ASKED, _TOLD = 0.5, 0.2
"""How often a burst comes with a question for the view, and with a notice to look again."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: `kills` strikes, `share` of the acts slow.

    `guarded`: the workflows send acts back while an answer outlasts its task, as the product's do.
    `amid_tasks`: they are queried, also while a task is due; the product never queries them.
    """

    seed: int
    workers: int
    kills: int = 40
    share: float = 0.35
    guarded: bool = True
    amid_tasks: bool = False


async def stress(
    engine: EngineProcess, client: Client, folder: Path, url: str, plan: Plan
) -> Figures:
    """Run a stress on an empty store, and prove what is left; raises where it does not hold."""
    began = time.monotonic()
    log = await asyncio.to_thread(made_log, url)
    try:
        await begin(client, Random(plan.seed))  # noqa: S311 - no secret
        async with running_crew(engine, client, folder, url) as crew:
            await crew.start(plan.workers, plan.share, guarded=plan.guarded)
            under = Stress(crew, plan)
            await under.run()
            crew.calm()
            proved = await prove(client, log, crew.records, folder / KEPT)
        return figures_of(under.sent, crew, proved, time.monotonic() - began)
    finally:
        log.close()


@dataclass
class Stress:
    """The bursts and the strikes of one run."""

    crew: Crew
    plan: Plan
    sent: list[Sent] = field(default_factory=list)
    answers: int = 0
    over: bool = False

    async def run(self) -> None:
        """Send bursts until all strikes were made and everything is answered."""
        hands = [Random(f"{self.plan.seed} {number}") for number in range(BURSTS)]  # noqa: S311 - no secret
        async with asyncio.timeout(_ALL_WITHIN), asyncio.TaskGroup() as tasks:
            for hand in hands:
                tasks.create_task(self._bursts(hand))
            await self._strike(Random(f"{self.plan.seed} strikes"))  # noqa: S311 - no secret
            self.over = True

    async def _strike(self, random: Random) -> None:
        """Strike again and again, each time a system that has answered since."""
        for number in range(self.plan.kills):
            before = self.answers
            await until(
                lambda b=before: self.answers >= b + ANSWERS,
                f"answers before kill {number}",
                _ANSWER_WITHIN,
            )
            await self.crew.strike(random)

    async def _bursts(self, random: Random) -> None:
        while not self.over:
            await self._burst(random)

    async def _burst(self, random: Random) -> None:
        requests = burst(random)
        stream = requests[0].subject
        again = [one for one in requests if random.random() < _AGAIN]
        async with asyncio.TaskGroup() as tasks:
            for request in (*requests, *again):
                tasks.create_task(self._send(random, request))
            if random.random() < _ASKED:
                tasks.create_task(self._ask(stream))
            if random.random() < _TOLD:
                tasks.create_task(self._tell(stream))
        for request in requests:
            if random.random() < _OTHER:
                await self._send(random, with_other_content(request))

    async def _send(self, random: Random, request: Request) -> dict[str, Any]:
        sender = random.choice(self.crew.senders)
        await asyncio.sleep(SPREAD_SECONDS * random.random())
        began = time.monotonic()
        outcome = await sender.send(request, None)
        self.sent.append(Sent(str(request.command_id), request.subject, began, time.monotonic()))
        self.answers += 1
        return outcome

    async def _ask(self, stream: str) -> None:
        """Look what a subject holds; where somebody dies meanwhile there is no answer."""
        client = self.crew.client
        try:
            if self.plan.amid_tasks:
                await client.get_workflow_handle(stream).query("view")
            else:
                await held_version(client, stream)
        except (RPCError, WorkflowQueryFailedError):
            return

    async def _tell(self, stream: str) -> None:
        """Have a subject look again, as a notice to all does."""
        try:
            await self.crew.client.get_workflow_handle(stream).signal("refresh")
        except RPCError:
            return
