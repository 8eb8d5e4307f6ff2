"""What a drill has led to so far, counted from the event log while it runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from domain.envelope import leaf_of
from store.port import EventLog

_BATCH = 2000


@dataclass(slots=True)
class Tally:
    """Counts of events by name; steps of deadlines also by `deadline.passed/STEP`."""

    position: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def catch_up(self, log: EventLog) -> None:
        """Count the events that came since the last time."""
        while found := log.notifications(self.position, _BATCH):
            for notification in found:
                name = notification.topic.rpartition("@")[0]
                self.counts[name] += 1
                if name == "deadline.passed":
                    step = leaf_of(notification.state)["data"]["step"]
                    self.counts[f"{name}/{step}"] += 1
                self.position = notification.position
