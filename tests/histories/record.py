"""Save the histories of a small year on the real server: `python -m tests.histories.record`.

Every run of every chain is a file of its own, `SUBJECT.RUN.json.gz`. They are recorded anew only
when a workflow was changed on purpose and no workflow of the old kind runs anywhere; otherwise a
change that breaks one goes behind `workflow.patched`.
"""

from __future__ import annotations

import asyncio
import gzip
import sys
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from temporalio.client import Client, WorkflowExecution

from console import logs
from console.worker import running_worker
from deploy.engine import start_engine
from tests.engine import tiny
from tests.engine.stage import Stage
from tests.histories import scenario

HERE = Path(__file__).parent


async def record(folder: Path) -> None:
    """Run the year and write its histories into a folder, in place of those that are there."""
    with TemporaryDirectory() as scratch:
        data = Path(scratch)
        with start_engine(data / "engine", skip_time=True) as engine:
            files = tiny.files(data, scenario.lines(), scenario.portfolio())
            stage = await Stage.build(engine, data, files)
            worker = await Client.connect(
                engine.engine.address, namespace=stage.client.namespace, identity="worker"
            )
            try:
                async with running_worker(worker, stage.url, None):
                    await stage.drive(tiny.UNTIL)
                refused = [o for _, o in stage.acknowledged if o["status"] == "refused"]
                assert not refused, refused
                await save(stage.client, folder)
            finally:
                stage.close()


async def save(client: Client, folder: Path) -> None:
    chains: dict[str, list[WorkflowExecution]] = defaultdict(list)
    async for execution in client.list_workflows():
        chains[execution.id].append(execution)
    for subject, runs in chains.items():
        in_order = sorted(runs, key=lambda run: (run.close_time is None, run.close_time))
        for number, run in enumerate(in_order, start=1):
            handle = client.get_workflow_handle(subject, run_id=run.run_id)
            history = (await handle.fetch_history()).to_json()
            file = folder / f"{subject.replace('/', '.')}.{number}.json.gz"
            file.write_bytes(gzip.compress(history.encode(), mtime=0))
            print(f"{file.name}: {len(history)} bytes")  # noqa: T201 - what there is to see


def main(folder: Path) -> None:
    logs.configure()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json.gz"):
        old.unlink()
    asyncio.run(record(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
