"""`python -m faults`: run years under faults, prove them, write docs/reliability.md."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from console import logs
from deploy.engine import start_engine
from faults.page import page
from faults.plan import Fault, TooFewActs, planned
from faults.run import Ran, run
from faults.tally import HEADER
from faults.waiting import NotComing
from faults.year import EXAMPLES, Year, acts_of, example

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
YEARS = ["652825-2024"]


def faults(
    seed: Annotated[int, typer.Option(help="Decides the whole plan.")] = 1,
    number: Annotated[int, typer.Option("--faults", help="How many have to strike.", min=1)] = 200,
    year: Annotated[list[str], typer.Option(help="The year of an example; or several.")] = YEARS,
    written: Annotated[Path, typer.Option("--page", help="Where to write the page.")] = PAGE,
    data: Annotated[Path | None, typer.Option(help="Keep the data in this new folder.")] = None,
) -> None:
    """Run whole years while processes die, wires break and the store refuses; prove what is left.

    Exit 1 where a check finds something or fewer faults struck than were asked for.
    """
    print(f"seed {seed}", flush=True)  # noqa: T201 - first of all
    logs.configure()
    logs.engine_too()
    screen = Console()
    years = [_year(name) for name in year]
    try:
        plan = planned(seed, number, acts_of(years))
    except TooFewActs as error:
        raise typer.BadParameter(str(error)) from error
    with tempfile.TemporaryDirectory(prefix="jixiao-faults-") as scratch:
        folder = (data or Path(scratch) / "data").absolute()
        _keep(plan, folder)
        try:
            ran = asyncio.run(_run(folder, years, plan))
        except ExceptionGroup as group:
            stood_still = group.subgroup(NotComing)
            if stood_still is None:
                raise
            print(f"the run stood still: {_first(stood_still)}")  # noqa: T201 - what it came to
            raise typer.Exit(1) from group
    screen.print(_table(ran))
    for found in ran.findings:
        screen.print(f"{found.code}  {found.of}: {found.detail}", style="red")
    for what, count in ran.looked_at.items():
        screen.print(f"{count:8} {what}", highlight=False)
    written.write_text(page(seed, number, year, ran), encoding="utf-8")
    struck = ran.tally.struck.total()
    screen.print(f"{struck} faults struck, {len(ran.findings)} findings; written: {written}")
    if ran.findings or struck < number:
        raise typer.Exit(1)


def _year(name: str) -> Year:
    if not (EXAMPLES / name / "scenario.jsonl").exists():
        raise typer.BadParameter(f"there is no examples/{name}")
    return example(name)


def _keep(plan: Sequence[Fault], folder: Path) -> None:
    folder.mkdir(parents=True)
    lines = [json.dumps(fault.as_json(), ensure_ascii=False) for fault in plan]
    (folder / "plan.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


async def _run(folder: Path, years: Sequence[Year], plan: Sequence[Fault]) -> Ran:
    engine = await asyncio.to_thread(start_engine, folder / "engine", skip_time=True)
    try:
        return await run(engine, folder, years, plan, _say)
    finally:
        await asyncio.to_thread(engine.stop)


def _first(error: BaseException) -> BaseException:
    """The first of the errors of a group, however deep."""
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - progress


def _table(ran: Ran) -> Table:
    made = Table(title="绩效 jixiao faults", title_justify="left")
    for name in HEADER:
        made.add_column(name, justify="left" if name in HEADER[:2] else "right", no_wrap=True)
    for row in ran.tally.rows(lambda kind: kind.id):
        made.add_row(*row)
    return made


if __name__ == "__main__":
    typer.run(faults)
