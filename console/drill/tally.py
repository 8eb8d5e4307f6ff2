"""The tally of a drill: results so far, counted from the event log while it runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from domain.kernel.serialization.envelope import leaf_of
from domain.subjects.catalogues import CATALOGUES
from store.port import EventLog

_BATCH = 2000


@dataclass(slots=True)
class Tally:
    """Counts of events by name; events with variants also by `NAME/VALUE`."""

    position: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def catch_up(self, log: EventLog) -> None:
        """Count the new events."""
        while found := log.notifications(self.position, _BATCH):
            for notification in found:
                name = notification.topic.rpartition("@")[0]
                self.counts[name] += 1
                entry = CATALOGUES.events.get(name)
                if entry is not None and entry.told_by is not None:
                    value = leaf_of(notification.state)["data"].get(entry.told_by)
                    self.counts[f"{name}/{value}"] += 1
                self.position = notification.position
