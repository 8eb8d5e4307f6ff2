"""How the golden stack was made, once, at commit d91a74f: `python -m tests.golden_stack.write`.

It is kept to show what the two databases are, and raises `FileExistsError` where they are there:
they are never made again (README.md beside this file).
"""

from __future__ import annotations

import asyncio
import json
import lzma
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from temporalio.client import Client

from deploy.engine import (
    NAMESPACE,
    Engine,
    prepare_namespace,
    prepare_search_attributes,
    start_engine,
)
from faults.forked import ForkedProcess
from faults.orders import Moment, Order, Orders
from faults.waiting import until
from faults.worker_process import WORKER, Given, started_worker
from store import migrate, open_log, sqlite_url
from store.packs.packaged_packs import packaged_texts
from store.port import EventLog
from tests.golden_stack.year import COUNTIES, HERE, STOPPED_ON, FrozenYear

THE_STOP = Order("stop", Moment.AFTER, ("server", WORKER), command="unit.hand-over", number=2)
"""Once two subjects of a fan-out are stored, server and worker are killed with SIGKILL."""

DATABASES = ("log.db", "engine/temporal.db")


def write() -> None:
    """Live to the stop and keep both databases, compressed."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with start_engine(folder / "engine", skip_time=True) as engine:
            asyncio.run(live_to_the_stop(engine.engine, folder))
        stopped = datetime.now(UTC).isoformat(timespec="seconds")
        for name in DATABASES:
            keep(folder / name)
    (HERE / "stopped.json").write_text(json.dumps({"commit": "d91a74f", "stopped": stopped}) + "\n")


async def live_to_the_stop(engine: Engine, folder: Path) -> None:
    """Drive both counties until the order strikes."""
    await prepare_namespace(engine.address, NAMESPACE)
    await prepare_search_attributes(engine.address, NAMESPACE)
    client = await Client.connect(engine.address, namespace=NAMESPACE, identity="client")
    url = sqlite_url(folder / "log.db")
    migrate(url)
    orders = Orders(folder)
    orders.lay(THE_STOP)
    orders.tell_pid("server", engine.pid)
    with closing(open_log(url)) as log:
        put_contents(log)
        worker = await started_worker(Given(engine.address, NAMESPACE, url, folder, None, 3.0))
        try:
            await driven_until_killed(FrozenYear(client, log), worker)
        finally:
            worker.kill()


def put_contents(log: EventLog) -> None:
    """Put what the acts speak of by its hash into the store: packs and portfolios."""
    own = [*HERE.glob("*.yaml"), *HERE.glob("*.csv")]
    for content in (*(text for _, text in packaged_texts()), *(file.read_bytes() for file in own)):
        log.put_content(content)


async def driven_until_killed(year: FrozenYear, worker: ForkedProcess) -> None:
    async def drive() -> None:
        for county in COUNTIES:
            await year.begins(county, STOPPED_ON)

    driving = asyncio.create_task(drive())
    await until(lambda: driving.done() or worker.exit_code() is not None, "the stop", within=300)
    if driving.done():
        raise AssertionError(f"nothing stopped the drive: {driving.exception()!r}")
    assert worker.exit_code() == -9, worker.output()[-2000:]
    driving.cancel()
    with suppress(asyncio.CancelledError):
        await driving
    refused = [one for one in year.taken if one.refused]
    assert not refused, refused


def keep(database: Path) -> None:
    """Keep a database whose processes are dead: what is in its write-ahead log as well."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (HERE / f"{database.name}.xz").open("xb") as kept:
        kept.write(lzma.compress(database.read_bytes(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    write()
