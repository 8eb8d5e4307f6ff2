"""`jixiao diff` asked of a small year, and the commands that it is compared with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner, Result

from console.cli.commands import diff as differing
from console.cli.commands import statement, status
from tests.daily_year import COUNTY, YEAR

app = typer.Typer()
for command in (differing, status, statement):
    command.register(app)

PLACE = ("--jurisdiction", COUNTY, "--work-year", str(YEAR))

LATE = f"{COUNTY}/{YEAR}/P08"
"""A project whose May result comes on 8 June, a day late."""

Json = dict[str, Any]


def run(data: Path, *words: str) -> Result:
    """A command on the data directory of a decided year."""
    return CliRunner().invoke(app, [*words, "--data", str(data)])


def diff(data: Path, first: str, second: str, *words: str) -> Json:
    """What differs between two days of the year (month-day), as JSON."""
    days = ("--as-of", f"{YEAR}-{first}", "--as-of", f"{YEAR}-{second}")
    told: Json = json.loads(run(data, "diff", *days, *words, "--json").stdout)
    return told
