"""A small year on the real engine comes to what it comes to offline."""

import json
from pathlib import Path

from tests.engine.command_line import run
from tests.small_years import YEARS, drilled_summary, expected, folder

JURISDICTION = "652800"
"""The year with the fewest acts."""


async def test_given_a_small_year_when_drilled_then_it_comes_to_what_is_expected(
    tmp_path: Path,
) -> None:
    # given
    here, out = folder(JURISDICTION), tmp_path / "report.json"
    where = ("--jurisdiction", JURISDICTION, "--work-year", str(YEARS[JURISDICTION]))
    files = ("--portfolio", here / "portfolio.csv", "--scenario", here / "scenario.jsonl")
    # when
    done = await run("drill", *where, *files, "--data", tmp_path / "d", "--json", out)
    # then
    assert done.code == 0, done.err
    assert drilled_summary(json.loads(out.read_text("utf-8"))) == expected(JURISDICTION)
