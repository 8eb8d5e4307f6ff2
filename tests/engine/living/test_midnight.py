"""A midnight that is lived: the clocks are moved once, to four minutes before it, and then go on.

The day is 31 December 2025, Asia/Shanghai, and targets are due on it. Steps are planned at 9:00 or
at midnight, so only what is planned at midnight falls due within these minutes. The rest was
planned while nobody ran, and comes late, as soon as somebody does:

| planned at | what | recorded |
|---|---|---|
| 31 December 00:00 | overdue of P05, due on the 30th by a notice of its own | at the start |
| 31 December 09:00 | escalation of P05, with no days in between | at the start |
| 31 December 09:00 | reminder of P03, due on 1 January, a day before | at the start |
| 31 December 09:00 | due notice of P01, P02 and P04 | at the start |
| 1 January 00:00 | overdue of P02 and P04, which did not file | at midnight |
| 1 January 00:00 | the evaluation of P06, which has its budget, begins | at midnight |
| 1 January 09:00 | due notice of P03, escalation of P04 | not yet |
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from activities.command_handler import CommandHandler
from domain.kernel.decider import Recorded, Step
from domain.kernel.vocabulary import SHANGHAI
from store import open_log, sqlite_url
from tests.engine.living.lived import Fact, Lived, until
from tests.engine.living.people import (
    CONGRESS,
    COUNTY,
    Line,
    admitted,
    budgets,
    bureau,
    notice,
    opening,
    parameters,
    projects,
    rules_and_holidays,
    subject,
    target,
    units,
)
from tests.engine.living.year_table import TIMING, Facts, facts

MIDNIGHT = datetime(2026, 1, 1, tzinfo=SHANGHAI)
_AHEAD = timedelta(minutes=4)
_SOON = timedelta(minutes=1)
_PASSED = "deadline.passed target.filing"
_REGISTERED = "project.added opened 2025-12-29"


def happened(on: date, what: str, who: str) -> Facts:
    """What is to be in the log."""
    return Counter(Fact(what, one, on) for one in projects(who))


LAST, NEXT = date(2025, 12, 31), date(2026, 1, 1)
AT_START = (
    happened(LAST, f"{_PASSED} overdue", "P05")
    + happened(LAST, f"{_PASSED} escalate", "P05")
    + happened(LAST, f"{_PASSED} remind", "P03")
    + happened(LAST, f"{_PASSED} due", "P01 P02 P04")
)
BEFORE = happened(LAST, "target.filed", "P01")
AT_MIDNIGHT = happened(NEXT, f"{_PASSED} overdue", "P02 P04") + happened(
    NEXT, "evaluation.opened", "P06"
)
AFTER = happened(NEXT, "target.filed late", "P02") + happened(NEXT, "target.filed", "P03")


def the_bureau_opens() -> Iterator[Line]:
    yield from rules_and_holidays()
    yield from opening("2025", "midnight")
    yield from parameters("2025", "2025-12-01", lead="1", after="0")


def targets_are_due() -> Iterator[Line]:
    yield from notice("2025", "target.filing", "2025-12-31")
    yield from notice("P03", "target.filing", "2026-01-01")
    yield from notice("P05", "target.filing", "2025-12-30")
    yield from admitted("P01-P06")
    yield from units("P06", "target.file", target)
    yield from bureau("P06", "target.approve", "fin-02")
    yield from budgets("P06", CONGRESS)


class Night:
    """The night under way, and what was compared of it."""

    def __init__(self, lived: Lived) -> None:
        """Begin on an empty log."""
        self.lived = lived
        self.position = 0

    def take(self, acts: Iterable[Line]) -> None:
        """Take acts that are all accepted."""
        outcomes = self.lived.submit(acts)
        assert {outcome["status"] for outcome in outcomes} == {"accepted"}, outcomes

    def sees(self, expected: Facts, what: str, within: float = 60.0) -> list[Recorded[Any]]:
        """Wait for what is expected, and give it; nothing else has happened but news of timing."""
        until(lambda: not expected - facts(self._news()), what, within)
        news = self._news()
        assert facts(news) == expected
        self.position += len(news)
        return [one for one in news if one.event.name != TIMING]

    def overdue(self) -> dict[str, int]:
        """The projects that have something overdue, with its days."""
        where = ("--jurisdiction", COUNTY, "--year", "2025", "--kind", "project-year")
        board = json.loads(self.lived.jixiao("overdue", *where, "--json"))
        return {one["code"]: one["days"] for group in board["groups"] for one in group["lines"]}

    def next_step(self, project: str) -> Step | None:
        """The step that a project waits for."""
        with closing(open_log(sqlite_url(self.lived.data / "log.db"))) as log:
            return CommandHandler(log).view(subject(project)).next_step

    def _news(self) -> list[Recorded[Any]]:
        return self.lived.events(self.position)


def test_a_midnight_is_lived_on_the_real_clock(tmp_path: Path) -> None:
    night = Night(Lived(tmp_path / "data"))
    lived = night.lived
    try:
        # given the day before, targets of six projects are asked for
        lived.move(datetime(2025, 12, 30, 10, tzinfo=SHANGHAI))
        night.take(the_bureau_opens())
        registered = happened(date(2025, 12, 30), _REGISTERED, "P01-P06")
        until(lambda: not registered - facts(lived.events()), "the projects are registered")
        night.take(targets_are_due())
        lived.stop()
        night.position = len(lived.events())

        # when the clocks show four minutes before midnight, and are not moved any more
        lived.move(MIDNIGHT - _AHEAD)
        started = night.sees(AT_START, "what was planned while nobody ran")
        assert all(MIDNIGHT - _AHEAD - _SOON < one.recorded_at < MIDNIGHT for one in started)
        assert night.overdue() == {"P05": 1}
        night.take(units("P01", "target.file", target))
        (filed,) = night.sees(BEFORE, "the filing before midnight")
        assert filed.recorded_at < MIDNIGHT

        # then midnight brings what is planned at midnight, and nothing before it
        left = (MIDNIGHT + _SOON - lived.now()).total_seconds()
        for one in night.sees(AT_MIDNIGHT, "what midnight brings", left):
            assert MIDNIGHT <= one.recorded_at < MIDNIGHT + _SOON
        assert night.overdue() == {"P02": 1, "P04": 1, "P05": 2}

        night.take(units("P02 P03", "target.file", target))
        for one in night.sees(AFTER, "the filings after midnight"):
            assert one.recorded_at > MIDNIGHT
        assert night.overdue() == {"P04": 1, "P05": 2}
        nine = MIDNIGHT + timedelta(hours=9)
        assert night.next_step("P04") == Step("target.filing", "escalate", nine)
        lived.jixiao("doctor")
        every = lived.events()
        assert all(abs(one.stored_at - one.recorded_at) < _SOON for one in every)
    finally:
        lived.stop()
