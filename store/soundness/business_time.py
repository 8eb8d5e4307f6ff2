"""Business time in a log: its kind, and recording instants that do not go back.

A writer reads its clock, decides and then waits for its turn to append. Another writer may append
first, with an instant that is milliseconds later, or by the tolerance of their clocks
(docs/decisions/1216-one-clock-port-and-two-kinds-of-log.md, 1289).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import datetime

from domain.subjects.jurisdiction_year.opening import YearOpened
from store import clock
from store.port import EventLog, LogKind
from store.soundness.checked_file import CheckedFile
from store.soundness.findings import Fault, Unsound
from store.soundness.stored_event import EventRead


class BusinessTime:
    """Compares years with the kind of the log, and recording instants with earlier ones.

    On a real log, recording instants must not go back by more than `clock.TOLERANCE`.
    """

    def __init__(self, log: EventLog, file: CheckedFile) -> None:
        """Keep the last recording instant of each jurisdiction in `file`."""
        self._log = log
        self._file = file

    def faults(self, events: Sequence[EventRead], doubtful: Container[int]) -> Iterator[Unsound]:
        """The faults of these events, which follow the events of the earlier calls.

        The instants of events at `doubtful` positions are not compared: those events were edited.
        """
        kind = self._log.identity().kind
        newest: dict[str, datetime] = {}
        for one in events:
            if kind is not None and isinstance(one.event, YearOpened):
                yield from _of_another_kind(one, one.event, kind)
            if one.event is None or one.leaf is None or one.columns.position in doubtful:
                continue
            if kind is LogKind.REAL:
                at = datetime.fromisoformat(one.leaf["recorded_at"])
                yield from self._earlier(one, at, newest)
        self._file.note_recorded(newest)

    def _earlier(
        self, one: EventRead, at: datetime, newest: dict[str, datetime]
    ) -> Iterator[Unsound]:
        jurisdiction = str(one.columns.stream).partition("/")[0]
        before = newest.get(jurisdiction) or self._file.recorded(jurisdiction) or at
        newest[jurisdiction] = max(before, at)
        if before - at > clock.TOLERANCE:
            detail = f"recorded {at.isoformat()}, one before it {before.isoformat()}"
            yield one.columns.unsound(Fault.RECORDED_EARLIER, detail)


def _of_another_kind(one: EventRead, opened: YearOpened, kind: LogKind) -> Iterator[Unsound]:
    if kind not in {opened.clock, LogKind.MIXED}:
        detail = f"its clock is {opened.clock}, the log is {kind}"
        yield one.columns.unsound(Fault.KIND_WRONG, detail)
