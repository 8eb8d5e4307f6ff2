"""The integrity check of an event log: gaps, unmatched commands and events, missing contents.

Nothing is ever mended here: a log is restored from a backup, never edited
(docs/decisions/1064-the-doctor-mends-workflows-only.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.kernel.message import Event
from domain.kernel.serialization.envelope import UnreadableState, unseal
from store.databases.database import Database
from store.factory import open_database
from store.port import ContentDamaged, EventLog
from store.progress import Progress, unwatched

_BATCH = 2000
_SPEAKS_OF = ("sha256", "portfolio", "listed")
"""The fields in which events speak of kept content."""

_SHA256 = re.compile(r"[0-9a-f]{64}")

_DAMAGE = "PRAGMA quick_check"
_GAPS = """
    SELECT originator_id, MIN(originator_version), MAX(originator_version), COUNT(*)
    FROM stored_events GROUP BY originator_id
    HAVING MIN(originator_version) <> 1 OR MAX(originator_version) <> COUNT(*)
    ORDER BY originator_id"""
_COMMANDS_WITHOUT_EVENTS = """
    SELECT c.stream, c.command_id, c.first_version, c.last_version FROM command_log c
    WHERE c.first_version IS NOT NULL AND c.last_version - c.first_version + 1 <> (
        SELECT COUNT(*) FROM stored_events e
        WHERE e.originator_id = c.stream
        AND e.originator_version BETWEEN c.first_version AND c.last_version)
    ORDER BY c.stream, c.first_version"""
_EVENTS_WITHOUT_COMMAND = """
    SELECT e.originator_id, e.originator_version FROM stored_events e
    WHERE NOT EXISTS (
        SELECT 1 FROM command_log c WHERE c.stream = e.originator_id
        AND e.originator_version BETWEEN c.first_version AND c.last_version)
    ORDER BY e.originator_id, e.originator_version"""
_CONTENTS = "SELECT sha256 FROM content ORDER BY sha256"


class Fault(StrEnum):
    """What can be wrong with a log."""

    DATABASE_DAMAGED = "database-damaged"
    VERSION_GAP = "version-gap"
    COMMAND_WITHOUT_EVENTS = "command-without-events"
    EVENT_WITHOUT_COMMAND = "event-without-command"
    EVENT_UNREADABLE = "event-unreadable"
    CONTENT_MISSING = "content-missing"
    CONTENT_ALTERED = "content-altered"


@dataclass(frozen=True, slots=True)
class Unsound:
    """A fault; `of` is the stream, the sha256 or the database, `detail` what was found there."""

    fault: Fault
    of: str
    detail: str


def unsound(url: str, log: EventLog, progress: Progress = unwatched) -> list[Unsound]:
    """All that is wrong with the log at a URL, of which `log` is the port; nothing is changed."""
    with closing(open_database(url)) as database:
        found = [*_damage(database, url), *_misfits(database)]
        kept = {str(row[0]) for row in database.rows(_CONTENTS, ())}
    spoken_of: dict[str, str] = {}
    found += _unreadable(log, spoken_of, progress)
    found += _contents(log, kept, spoken_of)
    return found


def _damage(database: Database, url: str) -> Iterator[Unsound]:
    if not url.startswith("sqlite"):
        return
    for (verdict,) in database.rows(_DAMAGE, ()):
        if verdict != "ok":
            yield Unsound(Fault.DATABASE_DAMAGED, url, str(verdict))


def _misfits(database: Database) -> Iterator[Unsound]:
    for stream, first, last, count in database.rows(_GAPS, ()):
        detail = f"versions {first} to {last}, {count} events"
        yield Unsound(Fault.VERSION_GAP, stream, detail)
    for stream, command, first, last in database.rows(_COMMANDS_WITHOUT_EVENTS, ()):
        detail = f"command {command}, versions {first} to {last}"
        yield Unsound(Fault.COMMAND_WITHOUT_EVENTS, stream, detail)
    for stream, version in database.rows(_EVENTS_WITHOUT_COMMAND, ()):
        yield Unsound(Fault.EVENT_WITHOUT_COMMAND, stream, f"version {version}")


def _unreadable(log: EventLog, spoken_of: dict[str, str], progress: Progress) -> Iterator[Unsound]:
    """Read every event; notes in `spoken_of` which content which stream speaks of."""
    position, last = 0, log.last_position()
    progress(position, last)
    while found := log.notifications(position, _BATCH):
        for one in found:
            position = one.position
            try:
                recorded = unseal(one.topic, one.state, basis=False)
            except UnreadableState as error:
                yield Unsound(Fault.EVENT_UNREADABLE, f"position {position}", str(error))
            else:
                for sha256 in _contents_of(recorded.event):
                    spoken_of.setdefault(sha256, f"{recorded.stream} {recorded.event.name}")
        progress(position, last)


def _contents_of(event: Event) -> Iterator[str]:
    for name in _SPEAKS_OF:
        value: Any = getattr(event, name, None)
        if isinstance(value, str) and _SHA256.fullmatch(value):
            yield value


def _contents(log: EventLog, kept: set[str], spoken_of: dict[str, str]) -> Iterator[Unsound]:
    for sha256 in sorted(kept):
        try:
            log.content(sha256)
        except ContentDamaged:
            detail = spoken_of.get(sha256, "nobody speaks of it")
            yield Unsound(Fault.CONTENT_ALTERED, sha256, detail)
    for sha256, by in sorted(spoken_of.items()):
        if sha256 not in kept:
            yield Unsound(Fault.CONTENT_MISSING, sha256, by)
