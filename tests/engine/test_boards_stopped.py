"""A cut of the example drilled on the real engine and stopped: the boards equal a fold of the log.

Four projects of 2023 and their units in both years: one project files late, one has an extension,
one is to rectify; the units have days by a notice, which they miss.
"""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from store import open_log, sqlite_url
from tests import board_answers
from tests.board_fold import fold
from tests.engine import tiny
from tests.engine.command_line import run, write_lines
from tests.test_examples import HERE

PROJECTS = {"P001": "U24", "P012": "U49", "P055": "U12", "P117": "U38"}
UNITS = set(PROJECTS.values())
UNTIL = "2023-06-19"
OF_THE_YEAR = {"pack.adopt", "year.open", "parameter.set", "deadline.set"}
DAYS = {"overall-target.filing": "2023-02-21", "overall-self-evaluation.filing": "2023-04-17"}


def kept(line: dict[str, Any]) -> bool:
    if line["command"] in OF_THE_YEAR or line.get("project") in PROJECTS:
        return True
    _, _, unit = str(line.get("subject", "")).partition("/unit/")
    return unit in UNITS and line["command"] != "department-evaluation.select"


def cut(folder: Path) -> tuple[Path, Path]:
    """The cut's portfolio and scenario."""
    head, *rows = (HERE / "portfolio.csv").read_text("utf-8").splitlines()
    wanted = [row for row in rows if row.split(",")[0] in {*PROJECTS, *UNITS}]
    portfolio = folder / "portfolio.csv"
    portfolio.write_text("\n".join([head, *wanted, ""]), "utf-8")
    acts = [json.loads(line) for line in (HERE / "scenario.jsonl").read_text("utf-8").splitlines()]
    acts = [line for line in acts if kept(line)]
    opened = next(number for number, line in enumerate(acts) if line["command"] == "year.open")
    notices = [tiny.notice("2023-01-03", deadline, due) for deadline, due in DAYS.items()]
    scenario = write_lines(
        folder / "scenario.jsonl", [*acts[: opened + 1], *notices, *acts[opened + 1 :]]
    )
    return portfolio, scenario


async def told(data: Path, board: str, year: int, *more: str) -> Any:
    where = ("--jurisdiction", "652825", "--year", str(year), "--data", data)
    done = await run(board, *where, *more, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


async def test_given_a_cut_of_the_year_when_drilled_until_a_day_then_the_boards_equal_the_log(
    tmp_path: Path,
) -> None:
    # given
    portfolio, scenario = cut(tmp_path)
    data = tmp_path / "d"
    # when
    done = await run(
        *("drill", "--jurisdiction", "652825", "--work-year", "2023", "--data", data),
        *("--portfolio", portfolio, "--scenario", scenario, "--until", UNTIL),
    )
    # then
    assert done.code == 0, done.err
    assert json.loads(done.out)["refused"] == 0
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        folded, position = fold(log), log.last_position()
    assert folded.last.isoformat() == UNTIL
    for year in (2022, 2023):
        status = await told(data, "status", year, "--each")
        assert status["position"] == position
        board_answers.same_phases(status, folded, year)
        board_answers.same_lists("waiting", status, folded, year)
        board_answers.same_lists("next_due", status, folded, year)
        board_answers.same_late(status, folded, year)
        calendar = await told(data, "calendar", year, "--from", "2021-01-01", "--to", "2026-12-31")
        board_answers.same_calendar(calendar, folded, year)
        board_answers.same_overdue(await told(data, "overdue", year), folded, year)
        units = {late["code"] for late in status["late"] if late["kind"] == "unit-year"}
        assert units == UNITS, "the notice gives them days that they miss"
