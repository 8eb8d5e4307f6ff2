"""Splitting a mixed log into two new data directories; the log is only read.

Positions, stored bytes and command rows do not change, so each log has gaps in its positions
(docs/clock.md, 1247).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from store.databases.database import Database
from store.databases.sqlite import SqliteDatabase
from store.factory import open_database
from store.migrations.sqlite import migrate_sqlite
from store.port import LogIdentity, LogKind, notifications_behind
from store.progress import Progress
from store.recorded_log import RecordedLog
from store.splitting.assignment import (
    Assignment,
    Entangled,
    Survey,
    assign,
    at_the_other_clock,
    caused_by_the_other,
    causes_elsewhere,
    surveyed,
    years_of,
)
from store.splitting.rows import COMMANDS, CONTENTS, EVENTS, LETTERS, rows_of
from store.splitting.writer import (
    EVENT_OF_LETTER,
    RECORDED_AT,
    STORED_AT,
    STREAM_OF_COMMAND,
    Belongs,
    Part,
    Writer,
    writing,
)

KINDS = (LogKind.REAL, LogKind.SIMULATED)

_POSITION = "SELECT position FROM outbox_position"


class NoSplit(Exception):  # noqa: N818 - what comes of it
    """A log is not split; the message is one line with the reason."""


@dataclass(frozen=True, slots=True)
class Split:
    """The result: the streams of each log, and the acts that could not be separated."""

    parts: Mapping[LogKind, Part]
    shared: tuple[str, ...]
    guessed: tuple[str, ...]
    at_the_other_clock: list[Entangled]
    caused_by_the_other: list[Entangled]


def split(url: str, places: Mapping[LogKind, Path], progress: Progress) -> Split:
    """Split the mixed log at a URL into two new data directories: both complete, or none.

    Raises `NoSplit` for a log that is not mixed, for a directory that is not empty, and for a log
    that is written to at the same time. Also raises as `open_log` does.
    """
    with closing(open_database(url)) as database:
        log = RecordedLog(database)
        if log.identity().kind is not LogKind.MIXED:
            raise NoSplit(
                "本库年度只有一类，无需拆分 / this log has no years of both kinds: there is "
                "nothing to split"
            )
        _require_empty(places)
        last = log.last_position()
        survey = _surveyed(log, database)
        assignment = assign(survey)
        parts = {kind: _part(places[kind], kind, survey, assignment) for kind in KINDS}
        with _made(places) as scratch:
            _write(database, survey, assignment, parts, scratch, progress)
            if log.last_position() != last:
                raise NoSplit("拆分时有新的记录，请停用后重试 / it was written to meanwhile")
    return Split(
        parts,
        assignment.shared,
        assignment.guessed,
        at_the_other_clock(survey),
        caused_by_the_other(survey, assignment),
    )


def _surveyed(log: RecordedLog, database: Database) -> Survey:
    letters = {str(row[EVENT_OF_LETTER]) for row in rows_of(database, LETTERS)}
    try:
        survey = surveyed(lambda: notifications_behind(log), letters)
    except (LookupError, ValueError, TypeError) as error:
        raise NoSplit(
            "有事件无法读取，请先用 jixiao doctor 查看 / "
            f"an event cannot be read, see `jixiao doctor`: {error}"
        ) from error
    for row in rows_of(database, COMMANDS):
        recorded, stored = row[RECORDED_AT], row[STORED_AT]
        survey.take_in_refused(
            row[STREAM_OF_COMMAND],
            datetime.fromisoformat(recorded),
            datetime.fromisoformat(stored),
        )
    return survey


def _part(directory: Path, kind: LogKind, survey: Survey, assignment: Assignment) -> Part:
    identity = LogIdentity(uuid4(), uuid4(), kind)
    return Part(directory, identity, years_of(survey, kind), len(assignment.of(kind)))


def _require_empty(places: Mapping[LogKind, Path]) -> None:
    real, simulated = (places[kind].resolve() for kind in KINDS)
    if real == simulated or real in simulated.parents or simulated in real.parents:
        raise NoSplit(f"{simulated}: 两库须分开存放 / the two logs go into directories apart")
    for place in (real, simulated):
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise NoSplit(f"{place}: 只能拆分到空目录 / a log is split into empty directories only")


@contextmanager
def _made(places: Mapping[LogKind, Path]) -> Iterator[dict[LogKind, Path]]:
    """Create both directories under temporary names, and rename them when both are complete."""
    with ExitStack() as stack:
        scratch = {}
        for kind, place in places.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            beside = TemporaryDirectory(prefix=".jixiao-split-", dir=place.parent)
            scratch[kind] = Path(stack.enter_context(beside)) / "data"
            scratch[kind].mkdir(mode=0o700)
            migrate_sqlite(scratch[kind] / "log.db")
        yield scratch
        _put(scratch, places)


def _put(scratch: Mapping[LogKind, Path], places: Mapping[LogKind, Path]) -> None:
    done: list[Path] = []
    try:
        for kind, place in places.items():
            scratch[kind].replace(place)
            done.append(place)
    except OSError:
        for place in done:
            shutil.rmtree(place)
        raise


def _write(
    database: Database,
    survey: Survey,
    assignment: Assignment,
    parts: Mapping[LogKind, Part],
    scratch: Mapping[LogKind, Path],
    progress: Progress,
) -> None:
    with ExitStack() as stack:
        writers, dense = [], isinstance(database, SqliteDatabase)
        for done, kind in enumerate(KINDS):
            connection = stack.enter_context(writing(scratch[kind] / "log.db"))
            belongs = Belongs(assignment.of(kind), survey.event_streams)
            writers.append(Writer(connection, parts[kind], belongs, dense=dense))
            progress(done, len(KINDS) + len(_TABLES))
        for done, table in enumerate(_TABLES, start=len(KINDS)):
            for row in rows_of(database, table):
                for writer in writers:
                    writer.take(table, row)
            progress(done + 1, len(KINDS) + len(_TABLES))
        ((position,),) = database.rows(_POSITION, ())
        source = RecordedLog(database).identity()
        for kind, writer in zip(KINDS, writers, strict=True):
            writer.finish(position, source, causes_elsewhere(survey, assignment, kind))


_TABLES = (EVENTS, COMMANDS, CONTENTS, LETTERS)
