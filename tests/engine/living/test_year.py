"""A year that is lived on the real clock, from 28 November on, day by day.

Server, worker and commands have their clocks moved and nothing else; what comes of each day is in
`year.csv`, worked out by hand (see `year_table`).
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from domain.kernel.decider import Recorded
from tests.engine.living.lived import Fact, Lived, until
from tests.engine.living.people import COUNTY, Line, projects
from tests.engine.living.year_acts import ACTS, LATER
from tests.engine.living.year_table import Facts, facts, instant, table

_SOON = timedelta(minutes=5)
_DAY_SECONDS = 120.0

_AT_ONCE = timedelta(seconds=10)
"""How far acts on several subjects that are decided at once may be stored out of order."""

SERVER_ALONE = {"2025-12-14 09:30": "2025-12-13 00:10"}
"""Before which day the server runs without a worker, at the instant of a deadline."""

RESTORED = "2026-01-06 10:00"
"""The day that begins with a backup of the days before, restored into an empty directory."""

LATER_ON = {
    RESTORED: Counter(
        Fact("project.added opened 2026-01-06", f"Q0{n}", date(2026, 1, 6)) for n in range(1, 5)
    )
}
"""What the later acts of a day wait for."""

LAST = "2026-06-08 00:05"

OVERDUE = {
    "2025-12-06 00:05": "P01-P02 P27-P36",
    "2025-12-15 10:00": "P31-P32 P34-P36",
    "2026-01-06 10:00": "P34-P36",
    "2026-04-04 09:05": "P34-P36 P38-P40",
    "2026-06-01 00:05": "P31-P32 P34-P36 P37-P40",
}
"""Which projects of 2025 have something overdue after a day's acts."""

LATE = {
    "target.filing met_late": "P01-P02 P21-P32",
    "target.filing escalated": "P34-P36",
    "target.review met_late": "P01-P02 P13-P30",
    "self-evaluation.filing met_late": "P31-P32 P37",
    "self-evaluation.filing escalated": "P38-P40",
    "finance-review escalated": "P31-P32 P37",
    # the days of escalation were set on 28 November, for what is due from then on
    "overall-target.filing overdue": "U01",
    "overall-self-evaluation.filing escalated": "U01",
    "department-evaluation.selection escalated": "U01",
    "score-sheet.issuing overdue": "2025",
    "authenticity.drawing overdue": "2025",
    "key-evaluation-plan.setting overdue": "2025",
    "key-evaluation.selecting overdue": "2025",
}
"""Which deadlines of 2025 were missed at the end, and what became of them."""

FIGURES = {
    2025: {
        # 40 projects without P33 to P36, of 10,000 yuan by their number
        ("F08", "projects"): "36",
        ("F08", "amount"): "6820000",
        ("F08", "initial_projects"): "32",
        ("F08", "initial_amount"): "5280000",
        ("F08", "mid_year_projects"): "4",
        ("F08", "mid_year_amount"): "1540000",
    },
    2026: {
        ("F09", "projects:2026-05-31"): "3",
        # P01 to P30, all with what they were given and all of their points
        ("F10", "projects"): "30",
        ("F10", "amount"): "4650000",
        ("F10", "excellent_projects"): "30",
    },
}


class LivingYear:
    """A year under way: where it lives, and how far it was compared with the table."""

    def __init__(self, folder: Path) -> None:
        """Begin in an empty directory."""
        self.folder = folder
        self.lived = Lived(folder / "first")
        self.position = 0
        self.newest: dict[str, datetime] = {}

    def live(self, at: str, timer: Facts, act: Facts) -> None:
        """Live a day: what comes by itself, then what people do."""
        self._await(timer, f"{at}: what comes by itself")
        if at in ACTS:
            self._take(list(ACTS[at]()))
        if at in LATER:
            self._await(LATER_ON[at], f"{at}: what is registered")
            self._take(list(LATER[at]()))
        self._await(timer + act, f"{at}: what the acts bring")

    def end(self, at: str, expected: Facts) -> None:
        """Stop, and compare all that was recorded since the clock was moved to `at`."""
        self.lived.stop()
        events = self.lived.events(self.position)
        assert _told(facts(events)) == _told(expected)
        for one in events:
            self._check_times(at, one)
        self.position += len(events)

    def restore(self) -> None:
        """Back up, restore into an empty directory, and live on there."""
        at = "2026-01-05 17:00"
        self.lived.move(instant(at))
        file = self.folder / "of-january.backup"
        self.lived.jixiao("backup", file)
        self.end(at, Counter())
        new = self.folder / "second"
        self.lived.jixiao("restore", file, data=new)
        self.lived = Lived(new, self.lived.now())

    def recover(self) -> None:
        """Start the workflows from the log, as far as the worker has not done it yet."""
        told = json.loads(self.lived.jixiao("recover", "--json"))
        assert len(told["started"]) + told["running"] == 43
        assert told["closed"] == 1
        assert told["unreadable"] == {}

    def overdue(self) -> list[str]:
        """The projects of 2025 that have something overdue."""
        where = ("--jurisdiction", COUNTY, "--year", "2025", "--kind", "project-year")
        board = json.loads(self.lived.jixiao("overdue", *where, "--json"))
        return sorted({line["code"] for group in board["groups"] for line in group["lines"]})

    def late(self) -> dict[str, list[str]]:
        """The deadlines of 2025 that were missed, each with what became of it, and whose."""
        where = ("--jurisdiction", COUNTY, "--year", "2025")
        told = json.loads(self.lived.jixiao("status", *where, "--json"))
        found: dict[str, list[str]] = {}
        for one in told["late"]:
            of = f"{one['row']['deadline']} {one['row']['state']}"
            found.setdefault(of, []).append(one["code"] or "2025")
        return {of: sorted(codes) for of, codes in found.items()}

    def figures(self, work_year: int) -> dict[tuple[str, str], str]:
        """The figures of a work year's statement."""
        where = ("--jurisdiction", COUNTY, "--work-year", str(work_year))
        told = json.loads(self.lived.jixiao("statement", *where, "--json"))
        return {(one["id"], one["name"]): one["value"] for one in told["figures"]}

    def await_letters(self) -> None:
        """Wait for the letters of all days before the last.

        There is one for each step of a deadline, and one for each feedback that the bureau owes.
        An escalation has a copy for the role that did not act. A letter is of the day on which it
        is written, also where its step was planned before.
        """
        expected = Counter(
            instant(at).date()
            for at, day in table().items()
            for fact in (day["timer"] + day["act"]).elements()
            if at != LAST and fact.what.startswith(("deadline.passed", "feedback.asked"))
            for _ in range(2 if "escalat" in fact.what else 1)
        )

        def written() -> Counter[date]:
            files = self.folder.glob("*/notices/*.txt")
            days = Counter(date.fromisoformat(file.name[:10]) for file in files)
            return Counter(
                {day: count for day, count in days.items() if day < instant(LAST).date()}
            )

        until(lambda: written() >= expected, "the letters are written")
        assert written() == expected

    def _take(self, lines: list[Line]) -> None:
        for line, outcome in zip(lines, self.lived.submit(lines), strict=True):
            assert outcome["status"] == "accepted", (line, outcome)

    def _await(self, expected: Facts, what: str) -> None:
        def missing() -> Facts:
            return expected - facts(self.lived.events(self.position))

        try:
            until(lambda: not missing(), what, _DAY_SECONDS)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{_told(missing())}") from error

    def _check_times(self, at: str, one: Recorded[Any]) -> None:
        assert instant(at) - _SOON < one.recorded_at <= self.lived.now(), one
        assert abs(one.stored_at - one.recorded_at) < _SOON, one
        before = self.newest.get(one.stream, one.recorded_at)
        assert one.recorded_at >= before, one
        assert all(one.recorded_at >= at - _AT_ONCE for at in self.newest.values()), one
        self.newest[one.stream] = one.recorded_at


def _told(found: Facts) -> list[str]:
    """Facts as lines, for a difference that can be read."""
    return sorted(f"{one.effective_on} {one.who} {one.what} x{n}" for one, n in found.items())


def test_a_year_is_lived_on_the_real_clock(tmp_path: Path) -> None:
    year = LivingYear(tmp_path)
    try:
        for at, day in table().items():
            if at in SERVER_ALONE:
                year.lived.server_alone(instant(SERVER_ALONE[at]))
            if at == RESTORED:
                year.restore()
            year.lived.move(instant(at))
            if at == RESTORED:
                year.recover()
            year.live(at, day["timer"], day["act"])
            if at in OVERDUE:
                assert year.overdue() == projects(OVERDUE[at])
                year.lived.jixiao("doctor")
            if at == LAST:
                year.await_letters()
            year.end(at, day["timer"] + day["act"])
        assert year.late() == {of: projects(who) for of, who in LATE.items()}
        for work_year, expected in FIGURES.items():
            found = year.figures(work_year)
            assert {key: found.get(key) for key in expected} == expected
    finally:
        year.lived.stop()
