"""The integrity check of an event log: what it shows of itself without a secret.

Nothing is ever mended here: a log is restored from a backup, never edited
(docs/decisions/1064-the-doctor-mends-workflows-only.md).
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from store.factory import open_database
from store.port import EventLog
from store.progress import Progress, unwatched
from store.settings import without_password
from store.soundness.checked_file import checked_file
from store.soundness.findings import NOTED, Fault, Unsound
from store.soundness.log_check import Checked, LogCheck

__all__ = ["NOTED", "Checked", "Fault", "Unsound", "check", "unsound"]


def unsound(url: str, log: EventLog, progress: Progress = unwatched) -> list[Unsound]:
    """All that is wrong with the log at a URL, of which `log` is the port; nothing is changed."""
    found = check(url, log, None, whole=True, progress=progress).faults
    return [one for one in found if one.fault not in NOTED]


def check(
    url: str, log: EventLog, file: Path | None, *, whole: bool, progress: Progress = unwatched
) -> Checked:
    """Check the log at a URL from where the file at a path says that it was found sound.

    Check all of it if `whole` is asked for, or the file does not say so. Nothing of the log is
    changed; the file is, where all was sound. Raises `StoreUnavailable`.
    """
    place = without_password(url)
    with (
        closing(open_database(url)) as database,
        checked_file(file, str(log.identity().copy)) as checked,
    ):
        return LogCheck(database, log, checked, progress).run(place, whole=whole)
