"""`python -m tests.engine.stress`: one stress with its figures; exit 1 where a history fails.

With `--unguarded` acts are taken while an answer outlasts its task, with `--amid-tasks` workflows
are asked in the middle of a task: with both, some histories do not replay.
"""

from __future__ import annotations

import asyncio
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
from tests.engine.stress.run import Plan, stress
from tests.engine.stress.subjects import postgres_url


def main(
    seed: Annotated[int, typer.Option(help="Decides acts and victims.")] = 1,
    kills: Annotated[int, typer.Option(help="How often to strike.")] = 40,
    workers: Annotated[int, typer.Option(help="How many workers.")] = 1,
    *,
    postgres: Annotated[bool, typer.Option(help="On PostgreSQL.")] = False,
    unguarded: Annotated[bool, typer.Option(help="Without the guard of acts.")] = False,
    amid_tasks: Annotated[bool, typer.Option(help="Ask workflows amid their tasks.")] = False,
) -> None:
    """Run one stress."""
    plan = Plan(seed, workers, kills, guarded=not unguarded, amid_tasks=amid_tasks)
    figures = run(plan, postgres=postgres)
    for line in (str(figures), *figures.proved.unreplayable):
        print(line)  # noqa: T201 - what it came to
    if figures.proved.unreplayable:
        raise typer.Exit(1)


def run(plan: Plan, *, postgres: bool) -> Figures:
    """Run one stress on an engine of its own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jixiao-stress-")))
        url = sqlite_url(folder / "log.db")
        if postgres:
            address = stack.enter_context(throwaway_postgres(folder / "postgres"))
            url = postgres_url(address)
        engine = stack.enter_context(start_engine(folder / "engine", skip_time=True))

        async def on_it() -> Figures:
            return await stress(engine, await new_namespace(engine), folder, url, plan)

        return asyncio.run(on_it())


if __name__ == "__main__":
    typer.run(main)
