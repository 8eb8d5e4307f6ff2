"""An example's work year decided into a real store, act by act, without an engine.

The deciding is the product's own (`CommandHandler`). What the engine would drive is done here in
the same order: a subject's own steps up to each act, then the fan-outs of openings, selections
and draws.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from activities.command_handler import CommandHandler
from activities.fan_out.send import SENDING, reached_of, requests_of
from activities.outcomes import Json
from console.drill.files import DrillFiles, read_drill_files
from console.drill.plan import (
    Day,
    acts_at,
    ends_at,
    first_instant,
    plan,
    reached_by,
    reaches_others,
)
from console.drill.stating import stating
from domain.kernel.decider import Step
from domain.kernel.request import Request
from domain.kernel.subject_ids import jurisdiction_year
from domain.kernel.vocabulary import start_of
from domain.shared.fan_out.messages import FAN_OUT, Reached
from store import migrate, open_log
from store.port import EventLog

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@dataclass
class DecidedYear:
    """A work year on a log; `refused` are the acts that were, with the outcome's code."""

    log: EventLog
    jurisdiction: str
    work_year: int
    files: DrillFiles
    refused: list[tuple[Request, str]] = field(default_factory=list)
    begun: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.deciding = CommandHandler(self.log)
        self.year = jurisdiction_year(self.jurisdiction, self.work_year)
        self.files.keep(self.log)
        self.complete = stating(self.log, self.jurisdiction, self.work_year)

    def run(self, until: date) -> None:
        """Take all acts up to a day (inclusive), then every subject's steps to its end."""
        start = first_instant(self.files.acts, self.files.rows, self.work_year)
        assert start.date() <= until
        for day in plan(self.files.acts, self.files.rows, until):
            self.take_day(day)
        self.advance(self.year, ends_at(until))
        for subject in list(self.begun):
            self.advance(subject, ends_at(until))

    def take_day(self, day: Day) -> None:
        """Take all acts of a day, each subject's own steps before its acts."""
        now = acts_at(day.on)
        if day.hands_over:
            for subject in [*self.begun]:
                self.advance(subject, start_of(day.on))
        if day.opens:
            self.advance(self.year, now)
        for group in day.groups:
            for subject, acts in group.subjects.items():
                self.advance(subject, now)
                for act in acts:
                    for other in reached_by(act, list(self.begun)):
                        self.advance(other, now)
                    self.take(asyncio.run(self._completed(act.request)), now)
                if any(reaches_others(act) for act in acts):
                    self.advance(subject, now)

    async def _completed(self, request: Request) -> Request:
        return await self.complete(request)

    def take(self, request: Request, at: datetime) -> Json:
        """Take one act; returns its outcome."""
        settled = self.deciding.submit(request, at)
        if settled.outcome["status"] == "refused":
            self.refused.append((request, settled.outcome["code"]))
        if settled.view.version:
            self.begun[request.subject] = None
        return settled.outcome

    def advance(self, stream: str, until: datetime) -> None:
        """Take a subject's own steps up to an instant (inclusive); a parked one ends it."""
        while (step := self.deciding.view(stream).next_step) and step.planned <= until:
            before = self.deciding.view(stream).version
            if step.kind in FAN_OUT:
                reached = self.reach(stream, step)
                self.deciding.take_step(stream, step, step.planned, reached)
            else:
                self.deciding.take_step(stream, step, step.planned)
            if self.deciding.view(stream).version == before:
                return

    def reach(self, stream: str, step: Step) -> Reached:
        """Reach the subjects of a step. Nobody waits here to be refreshed."""
        if step.kind not in SENDING:
            return Reached(0)
        outcomes = {}
        for request in requests_of(self.log, stream, step):
            self.advance(request.subject, step.planned)
            outcomes[request.subject] = self.take(request, step.planned)
        return reached_of(self.log, stream, step, outcomes)


def decided_year(folder: str, url: str, until: date | None = None) -> DecidedYear:
    """Decide an example's year (`<code>-<work year>`) into a new log at `url`."""
    code, _, year = folder.partition("-")
    migrate(url)
    here = EXAMPLES / folder
    files = read_drill_files(here / "portfolio.csv", here / "scenario.jsonl", code, int(year))
    decided = DecidedYear(open_log(url), code, int(year), files)
    decided.run(until or date(int(year), 12, 31))
    return decided
