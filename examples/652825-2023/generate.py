"""Write portfolio.csv and scenario.jsonl anew; with --check, fail where the files differ.

Standard library only, the same bytes on every run.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from acts import Act, opening_of_the_year, preparation
from county import county, drawn
from evaluation import evaluation
from imported import imported
from monitoring import AUGUST_DAYS, MAY_DAYS, adjustment, monitoring
from projects import projects
from units import overall, rows

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "small_years"))

from writing import in_order, write_or_check  # noqa: E402 - path


def portfolio() -> str:
    """The portfolio file."""
    columns = list(projects()[0].row())
    written_rows = [project.row() for project in (*projects(), *imported())]
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*written_rows, *rows()])
    return written.getvalue()


def scenario() -> str:
    """The scenario file: all acts by day; those of one day stand by project."""
    return in_order(_acts())


def _acts() -> Iterator[Act]:
    yield from opening_of_the_year()
    for project in projects():
        yield from preparation(project)
        yield from monitoring(project, MAY_DAYS)
        yield from adjustment(project)
        yield from monitoring(project, AUGUST_DAYS)
    yield from overall()
    yield from evaluation(drawn())
    yield from county()


def main() -> int:
    """Write or check; the exit code is 1 where a file differs."""
    return write_or_check(
        HERE,
        [
            (HERE / "portfolio.csv", portfolio().encode()),
            (HERE / "scenario.jsonl", scenario().encode()),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
