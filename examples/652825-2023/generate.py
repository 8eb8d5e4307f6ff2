"""Write portfolio.csv and scenario.jsonl anew; with --check, fail where the files differ.

Standard library only, the same bytes on every run.
"""

from __future__ import annotations

import csv
import io
import json
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
    acts = sorted(_acts(), key=lambda act: str(act["on"]))
    return "".join(f"{json.dumps(act, ensure_ascii=False)}\n" for act in acts)


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
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        print("usage: generate.py [--check]", file=sys.stderr)
        return 2
    different = []
    for name, text in (("portfolio.csv", portfolio()), ("scenario.jsonl", scenario())):
        path, content = HERE / name, text.encode()
        if not path.exists() or path.read_bytes() != content:
            different.append(name)
            if not check:
                path.write_bytes(content)
    for name in different:
        print(f"{name}: {'differs from what generate.py writes' if check else 'written'}")
    return int(check and bool(different))


if __name__ == "__main__":
    sys.exit(main())
