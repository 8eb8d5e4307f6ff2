"""A log on SQLite with an opened year, and whole project years decided on it in this process."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from activities.command_handler import CommandHandler, Handled
from bench.year import DatedAct, acts_of, opening
from console.drill.plan import acts_at
from domain.kernel.decider import View
from store import migrate, open_log, sqlite_url
from store.packs.packaged_packs import packaged_texts
from store.port import EventLog


def contents_in(log: EventLog) -> dict[str, str]:
    """Keep what the opening of the year speaks of; its sha256 by the pack's code."""
    kept = {name.removesuffix(".yaml"): log.put_content(text) for name, text in packaged_texts()}
    return {**kept, "portfolio": log.put_content(b"measured")}


@contextmanager
def opened_year(path: Path) -> Iterator[tuple[EventLog, CommandHandler]]:
    """A new log at a path in which the measured work year is open."""
    migrate(sqlite_url(path))
    log = open_log(sqlite_url(path))
    try:
        deciding = CommandHandler(log)
        for act in opening(contents_in(log)):
            require_accepted(deciding.submit(act.request, acts_at(act.on)))
        yield log, deciding
    finally:
        log.close()


def require_accepted(settled: Handled) -> None:
    """Raise `RuntimeError` for an act that was refused: then nothing is measured."""
    if settled.outcome["status"] != "accepted":
        raise RuntimeError(f"{settled.view.subject}: {settled.outcome['en']}")


@dataclass(slots=True)
class Years:
    """Project years decided day by day, all projects of a day before the next day."""

    deciding: CommandHandler
    acts: int = 0
    seconds: float = 0.0
    views: dict[str, View] = field(default_factory=dict)

    def run(self, codes: Sequence[str]) -> None:
        """Decide the years of these projects; only deciding is timed."""
        for _ in self.turns(codes):
            pass

    def turns(self, codes: Sequence[str]) -> Iterator[None]:
        """Decide the years of these projects, one act of each in turn before it goes on."""
        years = [acts_of(code) for code in codes]
        for acts in zip(*years, strict=True):
            for act in acts:
                begun = time.perf_counter()
                self._take(act)
                self.seconds += time.perf_counter() - begun
            yield

    def _take(self, act: DatedAct) -> None:
        """Take the system's steps that come first, then the act."""
        subject, at = act.request.subject, acts_at(act.on)
        view = self.views.get(subject)
        while view and view.next_step and view.next_step.planned <= at:
            step = view.next_step
            view = self._settled(self.deciding.take_step(subject, step, step.planned))
        self.views[subject] = self._settled(self.deciding.submit(act.request, at))

    def _settled(self, settled: Handled) -> View:
        require_accepted(settled)
        self.acts += 1
        return settled.view
