"""A run: whole years driven at once, struck as planned; then everything is proved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temporalio.client import Client

from console.drill.driver import Driver, Progress
from console.drill.plan import first_instant, plan
from console.drill.stating import stating
from deploy.engine import EngineProcess
from domain.kernel.request import Request
from faults.checker.findings import Finding
from faults.checker.proof import prove
from faults.checker.witness import Witness
from faults.field import Field, running_field
from faults.folds import same_boards, same_views
from faults.plan import Fault
from faults.strikes import IN_THE_END, STRIKES, Target
from faults.tally import Tally
from faults.waiting import NotComing, first_of
from faults.year import Year

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run came to: the tally by kind, all findings, and how much was looked at.

    `stood_still` says what did not come where it did not end; then nothing was proved.
    `begun_again` counts the subjects that a sweep began again because they were stuck.
    """

    tally: Tally
    findings: list[Finding]
    looked_at: dict[str, int]
    stood_still: str = ""
    begun_again: int = 0


async def run(
    engine: EngineProcess, folder: Path, years: Sequence[Year], faults: Sequence[Fault], say: Say
) -> Ran:
    """Run years under faults in an empty folder, on a server that skips time; prove it all.

    A run that stands still is given up, with what had come of it until then.
    """
    async with running_field(engine, folder) as field:
        runner = Runner(field, faults, say)
        stood_still = await _driven(runner, years)
        begun_again = field.begun_again()
        if stood_still:
            return Ran(runner.tally, [], {}, stood_still, begun_again)
        await runner.ask_in_the_end()
        say("proving 核对")
        views = await same_views(field.client, field.log)
        boards = await same_boards(field.log, field.boards)
        await asyncio.to_thread(runner.witness.look)
        proof = await asyncio.to_thread(prove, field.database, field.record, field.seen)
        looked_at = {**proof.looked_at, "workflows": len(field.log.streams(""))}
        findings = [*proof.findings, *views, *boards]
        return Ran(runner.tally, findings, looked_at, begun_again=begun_again)


async def _driven(runner: Runner, years: Sequence[Year]) -> str:
    """Drive all years to their ends; returns what did not come, or nothing."""
    stood_still = ""
    try:
        async with asyncio.TaskGroup() as driving:
            for year in years:
                driving.create_task(runner.drive(year))
    except* NotComing as missing:
        stood_still = str(first_of(missing))
    return stood_still


class Runner:
    """Takes the acts of all years, one fault at a time; acts without one go on meanwhile."""

    def __init__(self, field: Field, faults: Sequence[Fault], say: Say) -> None:
        """Strike as planned on a field, and tell of each fault."""
        self.tally = Tally.of(faults)
        self.witness = Witness(field.database, field.seen)
        self._field = field
        self._by_act = {fault.command_id: fault for fault in faults}
        self._left: list[Fault] = []
        self._one_at_a_time = asyncio.Lock()
        self._of = len(faults)
        self._say = say

    async def drive(self, year: Year) -> None:
        """Drive a year to its end."""
        field, files = self._field, year.files
        await asyncio.to_thread(files.keep, field.log)
        taken: dict[str, list[Request]] = {}

        async def send(_client: Client, request: Request, start: str) -> dict[str, Any]:
            earlier = taken.setdefault(request.subject, [])
            target = Target(field, request, start, driver.clock, tuple(earlier))
            outcome = await self._take(target)
            earlier.append(request)
            return outcome

        first = first_instant(files.acts, files.rows, year.work_year)
        complete = stating(field.log, year.jurisdiction, year.work_year)
        driver = Driver(
            field.client,
            year.jurisdiction,
            year.work_year,
            first,
            files.rows,
            complete,
            send=send,
        )
        days = plan(files.acts, files.rows, year.until)
        await driver.run(days, year.until, Progress(first.date(), len(days)))

    async def ask_in_the_end(self) -> None:
        """Ask of the faults that were left to strike by themselves whether they did."""
        for fault in self._left:
            came = await IN_THE_END[fault.kind](self._field, fault)
            if came.struck:
                self.tally.note(fault.kind, came.affected, recovered=came.recovered)

    async def _take(self, target: Target) -> dict[str, Any]:
        fault = self._by_act.get(target.command_id)
        if fault is None:
            return await target.send()
        async with self._one_at_a_time:
            hit = await STRIKES[fault.kind](target, fault)
            await asyncio.to_thread(self.witness.look)
        if fault.kind in IN_THE_END:
            self._left.append(fault)
        elif hit.struck:
            self.tally.note(fault.kind, hit.affected)
        self._tell(fault, hit.struck)
        return hit.outcome

    def _tell(self, fault: Fault, struck: bool) -> None:
        came = "laid" if fault.kind in IN_THE_END else "struck" if struck else "missed"
        where = f"{fault.subject} {fault.command}"
        self._say(f"{fault.number:4}/{self._of}  {fault.kind:32} {came:7} {where}")
