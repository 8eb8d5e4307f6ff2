"""`python -m tests.engine.stress`: one stress with its figures; exit 1 where a history fails.

With `--unguarded` acts are taken while an answer outlasts its task, with `--amid-tasks` workflows
are queried: with both, some histories do not replay.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from deploy.engine import start_engine
from deploy.postgres import throwaway_postgres
from store import sqlite_url
from tests.engine.stage import new_namespace
from tests.engine.stress.figures import Figures
from tests.engine.stress.run import KEPT, Plan, stress
from tests.engine.stress.subjects import postgres_url


def main(
    seed: Annotated[int, typer.Option(help="Decides acts and victims.")] = 1,
    kills: Annotated[int, typer.Option(help="How often to strike.")] = 40,
    workers: Annotated[int, typer.Option(help="How many workers.")] = 1,
    *,
    postgres: Annotated[bool, typer.Option(help="On PostgreSQL.")] = False,
    unguarded: Annotated[bool, typer.Option(help="Without the guard of acts.")] = False,
    amid_tasks: Annotated[bool, typer.Option(help="Query workflows, also amid tasks.")] = False,
    keep: Annotated[Path | None, typer.Option(help="Where failing histories go.")] = None,
) -> None:
    """Run one stress."""
    plan = Plan(seed, workers, kills, guarded=not unguarded, amid_tasks=amid_tasks)
    figures = run(plan, postgres=postgres, keep=keep)
    for line in (str(figures), *figures.proved.unreplayable):
        print(line)  # noqa: T201 - what it came to
    if figures.proved.unreplayable:
        raise typer.Exit(1)


def run(plan: Plan, *, postgres: bool, keep: Path | None = None) -> Figures:
    """Run one stress on an engine of its own; histories that do not replay go to `keep`."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jixiao-stress-")))
        if keep is not None:
            stack.callback(_save, folder, keep)
        url = sqlite_url(folder / "log.db")
        if postgres:
            address = stack.enter_context(throwaway_postgres(folder / "postgres"))
            url = postgres_url(address)
        engine = stack.enter_context(start_engine(folder / "engine", skip_time=True))

        async def on_it() -> Figures:
            return await stress(engine, await new_namespace(engine), folder, url, plan)

        return asyncio.run(on_it())


def _save(folder: Path, keep: Path) -> None:
    """Copy the histories that do not replay, with the logs of the workers."""
    failed = sorted((folder / KEPT).glob("*.json"))
    if failed:
        keep.mkdir(parents=True, exist_ok=True)
    for file in (*failed, *folder.glob("worker-*.log")) if failed else ():
        shutil.copy(file, keep)


if __name__ == "__main__":
    typer.run(main)
