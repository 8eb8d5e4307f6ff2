"""Resumption: the business instants at which workflows go on that are started from the log."""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.decider import View
from domain.kernel.subject_ids import parse_subject
from store.kind import clocks_of_years
from store.port import EventLog, LogKind

_KEPT_JURISDICTIONS = 4096
"""The bound of a cache: more jurisdictions than the country has counties."""


def is_simulated(events: EventLog, jurisdiction: str) -> bool:
    """Whether a drill's clock dates the acts of a jurisdiction.

    If the log has no kind or is mixed, the jurisdiction's years decide.
    """
    kind = events.identity().kind
    if kind in {LogKind.REAL, LogKind.SIMULATED}:
        return kind is LogKind.SIMULATED
    return any(clock == "simulated" for _, clock in clocks_of_years(events, f"{jurisdiction}/"))


class Resumption:
    """The business instant at which each subject's workflow resumes; use it for one recovery.

    On a real log it is now. In a drill it is the newest recording instant in the jurisdiction. A
    subject whose next step was planned before that resumes at its own newest event, so that the
    step is taken at its planned time.
    """

    def __init__(self, events: EventLog) -> None:
        """Read from `events`."""
        self._events = events
        self._newest = BoundedCache[str, datetime | None](_KEPT_JURISDICTIONS)
        self._reading = Lock()

    def of(self, view: View) -> datetime | None:
        """The business instant at which a subject resumes; `None` means now."""
        newest = self._kept(parse_subject(view.subject).jurisdiction)
        if newest is None or view.next_step is None or view.next_step.planned >= newest:
            return newest
        return self._last_of(view.subject, view.version)

    def _kept(self, jurisdiction: str) -> datetime | None:
        with self._reading:
            return self._newest.get_or_make(jurisdiction, lambda: self.newest(jurisdiction))

    def newest(self, jurisdiction: str) -> datetime | None:
        """The last business instant in a jurisdiction's events; `None` on a real log."""
        if not is_simulated(self._events, jurisdiction):
            return None
        versions = self._events.versions(self._events.streams(f"{jurisdiction}/"))
        return max(self._last_of(stream, version) for stream, version in versions.items())

    def _last_of(self, stream: str, version: int) -> datetime:
        instant: datetime = self._events.read(stream, version - 1)[0].recorded_at
        return instant
