"""The integrity check of an event log, without a secret key.

It mends nothing: a log is restored from a backup, never edited
(docs/decisions/1064-the-doctor-mends-workflows-only.md).
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from store.factory import open_database
from store.port import EventLog
from store.progress import Progress, unwatched
from store.settings import without_password
from store.soundness.checked_file import GivenUp, checked_file
from store.soundness.findings import NOTED, Fault, Unsound
from store.soundness.log_check import Checked, LogCheck
from store.soundness.outbox_check import check_outbox

__all__ = ["NOTED", "Checked", "Fault", "GivenUp", "Unsound", "check", "check_letters", "unsound"]


def unsound(url: str, log: EventLog, progress: Progress = unwatched) -> list[Unsound]:
    """All faults of the log at a URL, whose port is `log`; nothing is changed."""
    found = check(url, log, None, whole=True, progress=progress).faults
    return [one for one in found if one.fault not in NOTED]


def check(
    url: str, log: EventLog, file: Path | None, *, whole: bool, progress: Progress = unwatched
) -> Checked:
    """Check the log at a URL, from the last sound position in the file at a path.

    Check everything if `whole` is set or the file has no such position. The log is not changed; the
    file is updated if all was sound. Raises `StoreUnavailable`.
    """
    place = without_password(url)
    with (
        closing(open_database(url)) as database,
        checked_file(file, str(log.identity().copy)) as checked,
    ):
        return LogCheck(database, log, checked, progress).run(place, whole=whole)


def missing_events(url: str, position: int, known: int) -> int:
    """How many of the `known` events up to a position the log at a URL no longer has; at least 0.

    It counts, and reads no event. Raises `StoreUnavailable`.
    """
    with closing(open_database(url)) as database:
        ((there,),) = database.rows(database.checks.events_until, (position,))
    return max(known - int(there), 0)


def check_letters(url: str, log: EventLog) -> list[Unsound]:
    """The faults in the outbox of the log at a URL; raises `StoreUnavailable`."""
    with closing(open_database(url)) as database:
        return check_outbox(database, log)
