"""A synthetic prefecture's work year: the example county's acts, many times over, really decided.

Every county of it has the example's projects and acts under codes of its own; the first ones have
units of their own too, and the projects of the others belong to those. All of it is one
jurisdiction's year, as a finance bureau with 851 units would have it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from console.drill.files import read_drill_files
from store import migrate, open_log, sqlite_url
from store.port import EventLog
from tests.decided_year import EXAMPLES, DecidedYear

JURISDICTION, WORK_YEAR = "652825", 2023
PROJECTS, UNITS = 4_826, 851
"""What the prefecture of the five statements reports for a year."""

_EXAMPLE = EXAMPLES / f"{JURISDICTION}-{WORK_YEAR}"
_CODE = re.compile(r"\b([PQU])(\d{2,3})\b")
_LEFT_OUT = frozenset({"authenticity.record-finding", "authenticity.draw"})
"""Whom a draw hits among so many is not known beforehand."""

Act = dict[str, Any]


def decided_prefecture(directory: Path, projects: int, units: int) -> EventLog:
    """The log of a year with so many projects of the work year and units, decided act by act."""
    made = Prefecture(projects, units)
    portfolio, scenario = directory / "portfolio.csv", directory / "scenario.jsonl"
    portfolio.write_text(made.portfolio(), "utf-8")
    scenario.write_text("".join(made.scenario()), "utf-8")
    url = sqlite_url(directory / "log.db")
    migrate(url)
    files = read_drill_files(portfolio, scenario, JURISDICTION, WORK_YEAR)
    decided = DecidedYear(open_log(url), JURISDICTION, WORK_YEAR, files)
    decided.run(date(WORK_YEAR, 12, 31))
    return decided.log


class Prefecture:
    """The example's rows and acts, county by county."""

    def __init__(self, projects: int, units: int) -> None:
        text = (_EXAMPLE / "portfolio.csv").read_text("utf-8")
        self._rows = list(csv.DictReader(StringIO(text)))
        codes = {row["code"] for row in self._rows}
        self._projects, self._units = projects, units
        self._projects_each = sum(code.startswith("P") for code in codes)
        self._units_each = sum(code.startswith("U") for code in codes)
        self._counties = range(-(-projects // self._projects_each))

    def portfolio(self) -> str:
        """The rows of all counties, as CSV."""
        out = StringIO()
        writer = csv.DictWriter(out, list(self._rows[0]))
        writer.writeheader()
        for county in self._counties:
            for row in self._rows:
                if self._has(row["code"], county):
                    writer.writerow({key: self._of(text, county) for key, text in row.items()})
        return out.getvalue()

    def scenario(self) -> Iterator[str]:
        """The acts day by day, a line each."""
        for line in (_EXAMPLE / "scenario.jsonl").read_text("utf-8").splitlines():
            act: Act = json.loads(line)
            code = _code_of(act)
            if act["command"] in _LEFT_OUT:
                continue
            if code is None:
                yield _line(self._for_all(act))
            elif code.startswith("U"):
                yield from (_line(one) for one in self._for_units(act, line, code))
            else:
                for county in self._counties:
                    if self._has(code, county):
                        yield f"{self._of(line, county)}\n"

    def _for_all(self, act: Act) -> Act:
        """An act on the year itself: what it selects or plans, in all counties."""
        if "selected" in act:
            return {**act, "selected": self._selected(act, self._counties)}
        if act["command"] != "key-evaluation-plan.set":
            return act
        times = len(self._counties)
        planned = [
            {
                **one,
                "objects": f"{int(one['objects']) * times}",
                "funds": f"{int(one['funds']) * times}",
            }
            for one in act["objects"]
        ]
        return {**act, "objects": planned}

    def _for_units(self, act: Act, line: str, code: str) -> Iterator[Act]:
        for county in self._counties:
            if self._has(code, county):
                one = json.loads(self._of(line, county))
                if "selected" in act:
                    same = [c for c in self._counties if self._home(code, c) == county]
                    one["selected"] = self._selected(act, same)
                yield one

    def _selected(self, act: Act, counties: Iterable[int]) -> list[str]:
        return [
            self._of(code, county)
            for county in counties
            for code in act["selected"]
            if self._has(code, county)
        ]

    def _has(self, code: str, county: int) -> bool:
        """Whether a county has a row of the example: no project too many, no unit again."""
        if code.startswith("U"):
            return self._home(code, county) == county
        before = county * self._projects_each
        return not code.startswith("P") or before + int(code[1:]) <= self._projects

    def _home(self, unit: str, county: int) -> int:
        """The county whose unit it is."""
        whole: int = self._units // self._units_each
        rest = self._units % self._units_each
        home: int = county % (whole + 1)
        last = home < whole or int(unit[1:]) <= rest
        return home if last else county % whole

    def _of(self, text: str, county: int) -> str:
        """The codes of a text as those of a county."""

        def rename(found: re.Match[str]) -> str:
            code = found.group()
            place = self._home(code, county) if code.startswith("U") else county
            return f"{code}x{place:02d}"

        return _CODE.sub(rename, text)


def _code_of(act: Act) -> str | None:
    """The code of the project or unit that an act is on; none for the year's and institutions'."""
    named = " ".join(str(act.get(name, "")) for name in ("project", "unit", "subject"))
    found = _CODE.search(named)
    return found.group() if found else None


def _line(act: Act) -> str:
    return f"{json.dumps(act, ensure_ascii=False)}\n"
