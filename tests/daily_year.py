"""A small county's work year taken day by day, with a rule changed in the middle of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from console.cli.input.act_lines import ActLine
from console.drill.files import DrillFiles, read_drill_files
from console.drill.plan import ends_at, plan
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.subject_ids import packs
from domain.kernel.vocabulary import Role
from store import migrate, open_log, sqlite_url
from store.packs.packaged_packs import packaged_texts
from tests.decided_year import EXAMPLES, DecidedYear

COUNTY, YEAR = "653129", 2026
ADOPTED_ON = date(2026, 7, 10)
"""From the end of this day on, key evaluations are due a month later than before."""

_RULE = "  - id: key_evaluation.due\n"
_A_MONTH_LATER = (
    ("month: 7", "month: 8"),
    ("2025-08-01", "2025-09-01"),
    ("2025-07-31", "2025-08-31"),
    ("2025-07-30", "2025-08-30"),
)


def later_pack() -> bytes:
    """The county's packaged text with the end of August in the place of the end of July."""
    text = dict(packaged_texts())[f"{COUNTY}.yaml"].decode()
    before, behind = text.split(_RULE)
    own, *others = behind.split("\n  - id: ")
    for day, later in _A_MONTH_LATER:
        assert day in own
        own = own.replace(day, later)
    changed = before + _RULE + "\n  - id: ".join((own, *others))
    return changed.replace('version: "1"', 'version: "2"', 1).encode()


def with_later_pack(files: DrillFiles) -> DrillFiles:
    """The year's files with the adoption of the changed text."""
    text = later_pack()
    actor = Actor("fin-03", f"{COUNTY}-finance", Role.FINANCE)
    fields = {"pack": COUNTY, "sha256": sha256(text).hexdigest(), "pack_version": "2"}
    request = Request(UUID(int=7), packs(COUNTY), "pack.adopt", actor, fields)
    adoption = ActLine(0, ADOPTED_ON, request)
    return replace(files, acts=(*files.acts, adoption), contents=(*files.contents, text))


@dataclass
class DailyYear(DecidedYear):
    """A work year in which every subject stands at the end of each day before the next begins."""

    seen: int = -1
    planned: dict[str, datetime] = field(default_factory=dict)

    def days(self, until: date) -> Iterator[date]:
        """Take the year day by day; gives each day (`until` inclusive) at its end."""
        acts = {day.on: day for day in plan(self.files.acts, self.files.rows, until)}
        on = min(acts)
        while on <= until:
            if on in acts:
                self.take_day(acts[on])
            self._end(on)
            yield on
            on += timedelta(days=1)

    def _end(self, on: date) -> None:
        """Take all steps that the day brings, until none is left."""
        self._look()
        while due := [stream for stream, at in self.planned.items() if at <= ends_at(on)]:
            for stream in due:
                self.advance(stream, ends_at(on))
            if not self._look():
                return

    def _look(self) -> bool:
        """Look at which instant each subject goes on; false where the log has nothing new."""
        if self.log.last_position() == self.seen:
            return False
        self.seen = self.log.last_position()
        views = {stream: self.deciding.view(stream) for stream in (self.year, *self.begun)}
        steps = {stream: view.next_step for stream, view in views.items()}
        self.planned = {stream: step.planned for stream, step in steps.items() if step}
        return True


def daily_year(folder: Path) -> DailyYear:
    """The year before its first day, with a log of its own in a folder."""
    url = sqlite_url(folder / "log.db")
    migrate(url)
    here = EXAMPLES / f"{COUNTY}-{YEAR}"
    files = read_drill_files(here / "portfolio.csv", here / "scenario.jsonl", COUNTY, YEAR)
    return DailyYear(open_log(url), COUNTY, YEAR, with_later_pack(files))
