"""The check of the outbox: its letters against the events that caused them.

The text of a letter is compared with its digest; letters of before have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.kernel.serialization.envelope import UnreadableState, leaf_of, unseal
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import business_date
from domain.shared.letters.text import letter_of, tells
from domain.shared.letters.types import About
from domain.subjects.catalogues import CATALOGUES
from store.databases.database import Database, Row
from store.databases.sqlite import SqliteDatabase
from store.outbox import Channel, LetterState, digest_of, letter_id
from store.port import EventLog, Notification, notifications_behind
from store.soundness.findings import Fault, Found, Unsound, shown
from store.splitting.rows import LETTERS, rows_of

_ID, _EVENT, _CHANNEL, _ROLE, _ORGANISATION, _DAY = range(1, 7)
_TEXT_ENDS, _STATE, _ATTEMPTS, _DIGEST = 9, 9, 10, 12


@dataclass(frozen=True, slots=True)
class _Telling:
    """An event that leads to a letter, with its instants of recording and of storing."""

    notification: Notification
    recorded_at: datetime
    stored_at: datetime


def check_outbox(database: Database, log: EventLog) -> list[Unsound]:
    """The faults in the letters of a log, and the number that failed or wait; changes nothing.

    Letters of drills and of before the newest migration are not missed where there are none.
    """
    telling = dict(_telling(log))
    found, unknown, told = Found(), list[Row](), set[str]()
    waiting: dict[str, list[Row]] = {LetterState.PENDING: [], LetterState.FAILED: []}
    before, dense = (
        0,
        isinstance(database, SqliteDatabase) and not database.rows(database.outbox.split, ()),
    )
    for row in rows_of(database, LETTERS):
        if dense and row[0] != before + 1:
            detail = f"rows behind {before} are not there"
            found.add(Unsound(Fault.LETTER_MISSING, f"outbox position {row[0]}", detail))
        before = row[0]
        event = telling.get(str(row[_EVENT]))
        if event is None:
            unknown.append(row)
        for why in _altered(row, event):
            found.add(Unsound(Fault.LETTER_ALTERED, str(row[_ID]), why))
        if row[_CHANNEL] == Channel.FILE:
            told.add(str(row[_EVENT]))
        waiting.get(str(row[_STATE]), []).append(row)
    for one in [*_without_event(log, unknown), *_missing(database, log, telling, told)]:
        found.add(one)
    return [*found.all(), *_waiting(waiting)]


def _telling(log: EventLog) -> Iterator[tuple[str, _Telling]]:
    for one in notifications_behind(log):
        if not tells(one.topic, CATALOGUES):
            continue
        try:
            leaf = leaf_of(one.state)
            instants = (datetime.fromisoformat(leaf[at]) for at in ("recorded_at", "stored_at"))
            yield str(leaf["event_id"]), _Telling(one, *instants)
        except (ValueError, LookupError, TypeError, UnreadableState):  # a finding of the log
            continue


def _altered(row: Row, event: _Telling | None) -> Iterator[str]:
    try:
        to = (str(row[at]) for at in (_CHANNEL, _ROLE, _ORGANISATION))
        own = str(letter_id(UUID(str(row[_EVENT])), *to))
    except ValueError:
        own = ""
    if str(row[_ID]) != own:
        yield "its id is not that of its event, channel and recipient"
    if event is not None and row[_DAY] != business_date(event.recorded_at).isoformat():
        yield f"its day {shown(row[_DAY])} is not that of its event"
    if row[_DIGEST] and row[_DIGEST] != digest_of(row[1:_TEXT_ENDS]):
        yield "its text is not the one of its digest"
    if row[_STATE] not in set(LetterState):
        yield f"its state is {shown(row[_STATE])}"
    elif row[_STATE] != LetterState.PENDING and not row[_ATTEMPTS]:
        yield f"it is {row[_STATE]}, and nobody tried to send it"


def _without_event(log: EventLog, unknown: list[Row]) -> Iterator[Unsound]:
    """The letters about no event of the log; an older program may have told of other events."""
    if not unknown:
        return
    known = set[str]()
    for one in notifications_behind(log):
        try:
            known.add(str(leaf_of(one.state)["event_id"]))
        except (ValueError, LookupError, TypeError, UnreadableState):
            continue
    for row in unknown:
        if str(row[_EVENT]) not in known:
            detail = f"{shown(row[_EVENT])} is no event of this log"
            yield Unsound(Fault.LETTER_WITHOUT_EVENT, str(row[_ID]), detail)


def _missing(
    database: Database, log: EventLog, telling: Mapping[str, _Telling], told: set[str]
) -> Iterator[Unsound]:
    if not log.identity().is_real:
        return
    ((written,),) = database.rows(database.outbox.position, ())
    ((migrated,),) = database.rows(database.outbox.migrated_at, ())
    since = datetime.fromisoformat(migrated)
    for event_id, one in telling.items():
        has_to_be = one.notification.position <= written and one.stored_at >= since
        if has_to_be and event_id not in told and (stream := _stream_told(one)):
            detail = f"nobody was told of {event_id}"
            yield Unsound(Fault.LETTER_MISSING, stream, detail)


def _stream_told(one: _Telling) -> str | None:
    """The subject of an event, if a letter tells of it."""
    try:
        recorded: Any = unseal(one.notification.topic, one.notification.state)
    except UnreadableState:
        return None
    about = About(recorded.stream, parse_subject(recorded.stream).jurisdiction)
    return recorded.stream if letter_of(recorded, about, (), CATALOGUES) else None


def _waiting(rows: Mapping[str, list[Row]]) -> Iterator[Unsound]:
    for state, fault in (
        (LetterState.FAILED, Fault.LETTERS_FAILED),
        (LetterState.PENDING, Fault.LETTERS_PENDING),
    ):
        if these := rows[state]:
            oldest = min(these, key=lambda row: str(row[_DAY]))
            detail = f"the oldest of {shown(oldest[_DAY])}: {oldest[_ID]}"
            yield Unsound(fault, f"{len(these)}", detail)
