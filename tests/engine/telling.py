"""All that a log says, in a form in which two runs of one year can be compared."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from activities.command_handler import CommandHandler
from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import unseal
from domain.shared.fan_out.messages import SubjectsRefreshed
from projections.figures.figures import figures
from store import open_log, sqlite_url
from store.port import EventLog
from tests.engine import tiny

HALF_AN_HOUR = timedelta(minutes=30)
"""Added before minutes are cut off: a drill hits its instants to a second or two."""


@dataclass(frozen=True)
class Told:
    """All that a log says, but for salts, ids, positions in it and the wall clock."""

    events: dict[str, list[Any]]
    figures: dict[tuple[str, str], str]
    steps: list[str]

    def until(self, day: str) -> dict[str, list[Any]]:
        """The events recorded up to a business day (inclusive), by stream."""
        found = {
            stream: [event for event in events if event["recorded"] <= f"{day}T24"]
            for stream, events in self.events.items()
        }
        return {stream: events for stream, events in found.items() if events}


def told(data: Path) -> Told:
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        events = [unseal(one.topic, one.state) for one in log.notifications(0, 100_000)]
        causes = {one.id: f"{one.stream} {one.event.name} {one.effective_on}" for one in events}
        by_stream: dict[str, list[Any]] = {}
        for one in events:
            if one.event.name != SubjectsRefreshed.name:  # notices at once are told of at once
                by_stream.setdefault(one.stream, []).append(_comparable(one, causes))
        found = figures(log, tiny.COUNTY, tiny.YEAR)
        return Told(by_stream, {(f.id, f.name): f.value for f in found}, next_steps(log))


def _comparable(one: Recorded[Any], causes: dict[Any, str]) -> dict[str, Any]:
    return {
        "event": one.event.name,
        "data": {name: told for name, told in one.event.data().items() if name != "position"},
        "effective": str(one.effective_on),
        "recorded": f"{one.recorded_at + HALF_AN_HOUR:%Y-%m-%dT%H}",
        "actor": one.actor,
        "cause": causes[one.caused_by] if one.caused_by else None,
        "basis": one.basis,
    }


def next_steps(log: EventLog) -> list[str]:
    deciding = CommandHandler(log)
    return [str(deciding.view(stream).next_step) for stream in log.streams("")]
