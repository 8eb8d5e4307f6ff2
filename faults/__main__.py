"""`python -m faults`: run years under faults, prove them, write docs/reliability.md."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from console import logs
from deploy.engine import start_engine
from faults.busy import busy_cores
from faults.page import PAGE, page
from faults.plan import Fault, TooFewActs, planned
from faults.run import Ran, run
from faults.stored_run import RUNS, StoredRun, stored_runs
from faults.tally import HEADER
from faults.year import EXAMPLES, Year, acts_of, example

YEARS = ["652825-2024"]


def faults(
    seed: Annotated[int, typer.Option(help="Decides the whole plan.")] = 1,
    number: Annotated[int, typer.Option("--faults", help="How many have to strike.", min=1)] = 200,
    year: Annotated[list[str], typer.Option(help="The year of an example; or several.")] = YEARS,
    written: Annotated[Path, typer.Option("--page", help="Where to write the page.")] = PAGE,
    runs: Annotated[Path, typer.Option(help="The folder that keeps a record of each run.")] = RUNS,
    data: Annotated[Path | None, typer.Option(help="Keep the data in this new folder.")] = None,
    *,
    busy: Annotated[bool, typer.Option("--busy", help="Keep all cores busy meanwhile.")] = False,
    only_page: Annotated[
        bool, typer.Option("--only-page", help="Run nothing; write the page of the runs kept.")
    ] = False,
) -> None:
    """Run whole years while processes die, wires break and the store refuses; prove what is left.

    The run is kept as a record, and the page is written from all records. Exit 1 where a run stands
    still, a check finds something or fewer faults struck than were asked for.
    """
    if not only_page:
        stored = StoredRun(seed, number, tuple(year), busy, _faults(seed, number, year, data, busy))
        stored.keep(runs)
    written.write_text(page(stored_runs(runs)), encoding="utf-8")
    print(f"written: {written}")  # noqa: T201 - where to look
    if not (only_page or stored.is_sound):
        raise typer.Exit(1)


def _faults(
    seed: int,
    number: int,
    names: Sequence[str],
    data: Path | None,
    busy: bool,
) -> Ran:
    print(f"seed {seed}", flush=True)  # noqa: T201 - first of all
    logs.configure()
    logs.engine_too()
    years = [_year(name) for name in names]
    try:
        plan = planned(seed, number, acts_of(years))
    except TooFewActs as error:
        raise typer.BadParameter(str(error)) from error
    scratch = Path(
        tempfile.mkdtemp(prefix="jixiao-faults-")
    )  # stays where the run ends in an error
    folder = (data or scratch / "data").absolute()
    _keep(plan, folder)
    with busy_cores(scratch) if busy else nullcontext():
        ran = asyncio.run(_run(folder, years, plan))
    _tell(ran)
    if ran.stood_still or ran.findings:
        print(f"kept: {folder}")  # noqa: T201 - to look into
    else:
        shutil.rmtree(scratch)
    return ran


def _tell(ran: Ran) -> None:
    screen = Console()
    screen.print(_table(ran))
    if ran.stood_still:
        screen.print(f"the run stood still: {ran.stood_still}", style="red")
    for found in ran.findings:
        screen.print(f"{found.code}  {found.of}: {found.detail}", style="red")
    for what, count in ran.looked_at.items():
        screen.print(f"{count:8} {what}", highlight=False)
    struck = ran.tally.struck.total()
    told = f"{struck} faults struck, {len(ran.findings)} findings, begun again {ran.begun_again}"
    screen.print(told)


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
