"""Save the histories of small years on the real server: `python -m tests.histories.record`.

Every run of every chain is a file of its own, `SUBJECT.RUN.json.gz`, in the folder of its year. A
folder that has histories is left alone: they are removed, and recorded anew, only when a workflow
was changed on purpose and no workflow of the old kind runs anywhere; otherwise a change that breaks
one goes behind `workflow.patched`.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from temporalio.client import Client, WorkflowExecution

from console import logs
from console.drill.files import DrillFiles
from console.worker import running_worker
from deploy.engine import start_engine
from tests.engine import tiny, tiny_rulings
from tests.engine.away import suggesting
from tests.engine.stage import Stage
from tests.histories import (
    scenario,
    scenario_away,
    scenario_clock,
    scenario_evaluation,
    scenario_indicators,
    scenario_older,
    scenario_outbox,
    scenario_overlap,
    scenario_policy,
    scenario_prepared,
    scenario_units,
)

HERE = Path(__file__).parent
_TRACE = re.compile(r'"stackTrace": "(?:[^"\\]|\\.)*"')
"""The trace of a failed activity: it tells paths of the machine, and a replay does not read it."""


@dataclass(frozen=True)
class Recording:
    """A year by its folder: what is run, given a scratch folder, and until when."""

    folder: Path
    files: Callable[[Path], DrillFiles]
    until: date


RECORDINGS = (
    Recording(
        HERE, lambda data: tiny.files(data, scenario.lines(), scenario.portfolio()), tiny.UNTIL
    ),
    Recording(
        HERE / "evaluation",
        lambda data: tiny.files(
            data, scenario_evaluation.lines(data), scenario_evaluation.portfolio()
        ),
        scenario_evaluation.UNTIL,
    ),
    Recording(
        HERE / "policy",
        lambda data: tiny.files(data, scenario_policy.lines()),
        scenario_policy.UNTIL,
    ),
    Recording(
        HERE / "units",
        lambda data: tiny.files(data, scenario_units.lines(), scenario_units.PORTFOLIO),
        scenario_units.UNTIL,
    ),
    Recording(
        HERE / "rulings",
        lambda data: tiny.files(data, tiny_rulings.lines(data)),
        tiny_rulings.UNTIL,
    ),
    Recording(
        HERE / "indicators",
        lambda data: tiny.files(data, scenario_indicators.lines()),
        scenario_indicators.UNTIL,
    ),
)


async def record(recording: Recording) -> None:
    """Run a year and write its histories into its folder."""
    with TemporaryDirectory() as scratch:
        data = Path(scratch)
        with start_engine(data / "engine", skip_time=True) as engine:
            stage = await Stage.build(engine, data, files=recording.files(data))
            worker = await Client.connect(
                engine.engine.address, namespace=stage.client.namespace, identity="worker"
            )
            try:
                async with running_worker(worker, stage.url, None):
                    await stage.drive(recording.until)
                refused = [o for _, o in stage.acknowledged if o["status"] == "refused"]
                assert not refused, refused
                await save(stage.client, recording.folder)
            finally:
                stage.close()


async def record_outbox(folder: Path) -> None:
    """Have a letter sent and write the history into its folder."""
    with TemporaryDirectory() as scratch:
        data = Path(scratch)
        with start_engine(data / "engine", skip_time=False) as engine:
            await save(await scenario_outbox.lived(engine.engine, data), folder)


async def record_away(folder: Path) -> None:
    """Let the store go away and come back and write the histories into a folder."""
    with TemporaryDirectory() as scratch, suggesting(scenario_away.SUGGESTED):
        data = Path(scratch)
        with start_engine(data / "engine", skip_time=True) as engine:
            await save(await scenario_away.lived(engine.engine, data), folder)


async def record_overlap(folder: Path) -> None:
    """Let two acts meet and write the history into a folder."""
    with TemporaryDirectory() as scratch:
        data = Path(scratch)
        with start_engine(data / "engine", skip_time=True) as engine:
            await save(await scenario_overlap.lived(engine.engine, data), folder)


async def record_clock(folder: Path) -> None:
    """Let a project of January come to now and write the histories into a folder."""
    with TemporaryDirectory() as scratch:
        data = Path(scratch)
        with start_engine(data / "engine", skip_time=True) as engine:
            await save(await scenario_clock.lived(engine.engine, data), folder)


async def record_older(folder: Path) -> None:
    """Let an older log take the place of a project's log and write the history into a folder."""
    with TemporaryDirectory() as scratch:
        data = Path(scratch)
        with start_engine(data / "engine", skip_time=False) as engine:
            await save(await scenario_older.lived(engine.engine, data), folder)


async def record_prepared(folder: Path) -> None:
    """Have a frame read before its act and write the histories into a folder."""
    with TemporaryDirectory() as scratch:
        data = Path(scratch)
        with start_engine(data / "engine", skip_time=True) as engine:
            await save(await scenario_prepared.lived(engine.engine, data), folder)


async def save(client: Client, folder: Path) -> None:
    chains: dict[str, list[WorkflowExecution]] = defaultdict(list)
    async for execution in client.list_workflows():
        chains[execution.id].append(execution)
    for subject, runs in chains.items():
        in_order = sorted(runs, key=lambda run: (run.close_time is None, run.close_time))
        for number, run in enumerate(in_order, start=1):
            handle = client.get_workflow_handle(subject, run_id=run.run_id)
            history = _TRACE.sub('"stackTrace": ""', (await handle.fetch_history()).to_json())
            file = folder / f"{subject.replace('/', '.')}.{number}.json.gz"
            file.write_bytes(gzip.compress(history.encode(), mtime=0))
            print(f"{file.name}: {len(history)} bytes")  # noqa: T201 - what there is to see


def main() -> None:
    logs.configure()
    for recording in RECORDINGS:
        recording.folder.mkdir(exist_ok=True)
        if not list(recording.folder.glob("*.json.gz")):
            asyncio.run(record(recording))
    for name, record_into in (
        ("outbox", record_outbox),
        ("away", record_away),
        ("overlap", record_overlap),
        ("clock", record_clock),
        ("older", record_older),
        ("prepared", record_prepared),
    ):
        folder = HERE / name
        folder.mkdir(exist_ok=True)
        if not list(folder.glob("*.json.gz")):
            asyncio.run(record_into(folder))


if __name__ == "__main__":
    main()
