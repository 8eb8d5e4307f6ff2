"""A run whose history grows long continues as new, though the subject's plan never changes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from deploy import configuration
from deploy.engine import start_engine
from tests.engine.acts import by_the_bureau, trail
from tests.engine.holds import Year, holds
from tests.engine.stage import Stage, subject, until

SUGGESTED = 60
ROUNDS, AT_ONCE = 4, 10


@pytest.fixture
async def short_of_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A stage on a server that suggests to continue as new early."""
    settings = {
        **configuration.TIME_SKIPPING,
        "limit.historyCount.suggestContinueAsNew": SUGGESTED,
    }
    monkeypatch.setattr(configuration, "TIME_SKIPPING", settings)
    with start_engine(tmp_path / "engine", skip_time=True) as engine:
        stage = await Stage.build(engine, tmp_path)
        yield stage
        stage.close()


async def runs(stage: Stage, stream: str) -> int:
    query = f'WorkflowId = "{stream}"'
    return len([found async for found in stage.client.list_workflows(query)])


async def test_given_many_acts_that_change_no_plan_when_taken_then_no_run_grows_without_end(
    short_of_history: Stage, undisturbed: Year
) -> None:
    # given
    stage, stream = short_of_history, subject("T1")
    await stage.start_worker(sweep=1.0)
    await stage.drive(date(2023, 6, 5))
    before = await runs(stage, stream)
    # when
    for number in range(ROUNDS):
        warnings = [
            by_the_bureau(
                subject("T1"), "monitoring.warn", node="2023-05-31", reason=f"{number}.{one}"
            )
            for one in range(AT_ONCE)
        ]
        outcomes = await asyncio.gather(*[stage.take(warning) for warning in warnings])
        assert {outcome["status"] for outcome in outcomes} == {"accepted"}

    # then
    async def continued() -> bool:
        return await runs(stage, stream) > before

    await until(continued, "the workflow continued as new")
    taken = trail(subject("T1"), "monitoring.warned", "2023-06-05", ROUNDS * AT_ONCE)
    await holds(stage, undisturbed, taken)
