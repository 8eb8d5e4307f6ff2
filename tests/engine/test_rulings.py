"""The system's own step waits for a ruling, and goes on when the bureau has ruled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from activities.command_handler import CommandHandler
from deploy.engine import EngineProcess
from domain.kernel.decider import Recorded
from domain.kernel.subject_ids import rulings
from tests.engine import tiny, tiny_rulings
from tests.engine.holds import nobody_is_behind, settled_once
from tests.engine.replays import replay_all
from tests.engine.stage import Stage, subject, until

T1, T2, T3 = (subject(project) for project in tiny.UNITS)
MAY, PARKED = date(2023, 5, 31), date(2023, 6, 8)


@pytest.fixture
async def unruled(engine: EngineProcess, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage in a county whose pack leaves open what is monitored."""
    stage = await Stage.build(
        engine, tmp_path, files=tiny.files(tmp_path, tiny_rulings.lines(tmp_path))
    )
    yield stage
    stage.close()


def rounds_of(stage: Stage, stream: str) -> list[Recorded[Any]]:
    found = stage.log.read(stream)
    return [one for one in found if one.event.name.startswith("monitoring.round-")]


async def awaiting(stage: Stage, ambiguity: str) -> set[str]:
    """The subjects that the engine shows as parked."""
    query = f"AwaitingRuling = '{ambiguity}' AND ExecutionStatus = 'Running'"
    return {execution.id async for execution in stage.client.list_workflows(query)}


async def test_given_a_parked_round_when_the_bureau_rules_and_the_worker_dies_then_it_goes_on(
    unruled: Stage,
) -> None:
    # given
    stage = unruled
    await stage.start_worker()
    await stage.drive(PARKED)
    for stream in (T1, T2):
        view = CommandHandler(stage.log).view(stream)
        assert "finance:awaiting-ruling/AMB-32" in view.waiting_for
        assert rounds_of(stage, stream) == []

    async def both_shown() -> bool:
        return await awaiting(stage, "AMB-32") == {T1, T2, T3}

    await until(both_shown, "the engine shows what is parked")
    await stage.kill_worker()
    # when the worker dies behind the commit of the ruling, before anybody is told
    await stage.start_worker({"command": "ruling.record", "number": 1})
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.drive(tiny_rulings.UNTIL))
        await stage.worker_died()
        await stage.start_worker(sweep=1.0)
    # then each round opens as of its node, on the ruling
    refused = [outcome for _, outcome in stage.acknowledged if outcome["status"] == "refused"]
    assert not refused, refused
    (ruled,) = stage.log.read(rulings(tiny.COUNTY))[:1]
    for stream, name, day in ((T1, "opened", MAY), (T2, "skipped", MAY + timedelta(days=1))):
        (opened,) = rounds_of(stage, stream)
        assert (opened.event.name, opened.effective_on) == (f"monitoring.round-{name}", day)
        assert opened.recorded_at >= ruled.recorded_at
        (scope,) = [one for one in opened.basis if one["rule"] == "monitoring.scope"]
        assert scope["rulings"] == [
            {"ambiguity": "AMB-32", "status": "ruled", "ruling": tiny_rulings.RULING["text"]}
        ]
        assert "AMB-32" not in str(CommandHandler(stage.log).view(stream).waiting_for)
    assert stage.count("ruling.record") == 1
    settled_once(stage)
    await nobody_is_behind(stage)

    async def none_shown() -> bool:
        return await awaiting(stage, "AMB-32") == set()

    await until(none_shown, "the engine shows that nothing is parked")
    # and every history, that of the rulings too, is what the workflows do
    assert {T1, T2, rulings(tiny.COUNTY)} <= await replay_all(stage)


async def test_given_a_parked_round_when_a_later_day_passes_then_its_steps_are_taken(
    unruled: Stage,
) -> None:
    await unruled.start_worker()
    # when the day of the target's review passes while the earlier round is parked
    await unruled.drive(date(2023, 6, 11))
    # then
    passed = [one for one in unruled.log.read(T2) if one.event.name == "deadline.passed"]
    assert [one.event.step for one in passed] == ["remind", "due"]
    assert rounds_of(unruled, T2) == []
