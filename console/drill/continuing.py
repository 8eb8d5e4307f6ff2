"""Continuing a stopped drill: acts in its log are not repeated."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from temporalio.client import Client
from temporalio.testing import TimeSkipper

from activities.command_handler import CommandHandler
from activities.recovery import Recovery
from activities.resumption import Resumption
from activities.workflow_view import rests
from console.cli.errors import InputError
from console.cli.input.act_lines import ActLine
from console.drill.driver import Reached
from domain.kernel.decider import View
from domain.kernel.vocabulary import business_date
from domain.shared.fan_out.messages import FAN_OUT
from store import clock
from store.port import EventLog

_AT_ONCE = 20
_LOOK_SECONDS = 0.1
_PATIENCE = timedelta(minutes=5)

Answered = Mapping[UUID, dict[str, Any]]


def answered_by(
    log: EventLog, acts: tuple[ActLine, ...], scenario: Path, jurisdiction: str
) -> Answered:
    """The log's answers to the acts of a scenario, by command id.

    Raises `InputError` if the log is not a drill of the jurisdiction, and for a missing act whose
    day is over: time is skipped forward only.
    """
    newest = Resumption(log).newest(jurisdiction)
    if newest is None:
        raise InputError(
            str(scenario),
            None,
            "--continue",
            f"库中没有 {jurisdiction} 的演练年度 / "
            f"the log has no year of {jurisdiction} in a drill",
        )
    rows = [(act, log.command(act.request.command_id)) for act in acts]
    for act, row in rows:
        if row is None and act.on is not None and act.on < business_date(newest):
            why = f"{act.on} is behind the drill, which stands at {business_date(newest)}"
            raise InputError(str(scenario), act.line, "on", why)
    return {act.request.command_id: row.outcome for act, row in rows if row is not None}


async def reached(client: Client, log: EventLog, answered: Answered) -> Reached:
    """Start every lost workflow again, and find the position in time of each."""
    recovery = Recovery(client, log)
    recovered = await recovery.run(compares=False)
    for stream, why in recovered.unreadable.items():
        raise InputError(stream, None, "--continue", why)
    ahead = await _ahead(client, await recovery.open_subjects())
    await _others_reached(log, ahead)
    return Reached(answered, ahead)


async def _ahead(client: Client, subjects: list[str]) -> dict[str, timedelta]:
    """Each subject's business time minus wall time."""
    skipper, gate = TimeSkipper(client), asyncio.Semaphore(_AT_ONCE)
    found: dict[str, timedelta] = {}

    async def one(subject: str) -> None:
        handle = client.get_workflow_handle(subject)
        async with gate:
            await rests(handle, _PATIENCE.total_seconds())
            offset = timedelta(seconds=await handle.query("ahead", result_type=float))
            engine = await skipper.get_current_time(handle)
            found[subject] = engine + offset - clock.now()

    async with asyncio.TaskGroup() as tasks:
        for subject in subjects:
            tasks.create_task(one(subject))
    return found


async def _others_reached(log: EventLog, ahead: dict[str, timedelta]) -> None:
    """Wait until the fan-outs that were under way have reached their subjects."""
    deciding, give_up = CommandHandler(log), clock.now() + _PATIENCE
    for subject, distance in ahead.items():
        while _is_reaching(await asyncio.to_thread(deciding.view, subject), distance):
            if clock.now() > give_up:
                raise InputError(
                    subject, None, "--continue", "未能送达其对象 / does not reach its subjects"
                )
            await asyncio.sleep(_LOOK_SECONDS)


def _is_reaching(view: View, ahead: timedelta) -> bool:
    step = view.next_step
    return step is not None and step.kind in FAN_OUT and step.planned <= clock.now() + ahead
