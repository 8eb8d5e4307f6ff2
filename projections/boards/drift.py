"""Drift of a file of boards from its log; this module only reports it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from projections.boards import tables
from projections.boards.board_file import Built, tail_of
from projections.boards.projection import reading
from store.port import EventLog


class BoardDrift(StrEnum):
    """The kinds of difference between a file of boards and its log."""

    BEHIND = "projections-behind"
    FOREIGN = "projections-foreign"
    DAMAGED = "projections-damaged"


@dataclass(frozen=True, slots=True)
class DriftedBoards:
    """A difference and the facts found."""

    drift: BoardDrift
    detail: str


def drift_of(events: EventLog, path: Path, due: int | None = None) -> DriftedBoards | None:
    """The difference between the file at `path` and a log; `None` if it has none or does not exist.

    A missing file is not a fault: the first query builds it. Boards are behind if they lack events
    up to the position `due`, by default the newest.
    """
    if not path.exists():
        return None
    try:
        with reading(path) as boards:
            found = boards.execute("SELECT schema, position, tail FROM built").fetchone()
    except sqlite3.DatabaseError as error:
        return DriftedBoards(BoardDrift.DAMAGED, str(error))
    if found is None:
        return DriftedBoards(BoardDrift.DAMAGED, "the boards do not say what they are built on")
    schema, *built = found
    if schema != tables.SCHEMA:
        detail = f"schema {schema}, this program has {tables.SCHEMA}"
        return DriftedBoards(BoardDrift.DAMAGED, detail)
    return _compared(events, Built(*built), events.last_position() if due is None else due)


def _compared(events: EventLog, built: Built, due: int) -> DriftedBoards | None:
    if built.position:
        found = events.notifications(built.position - 1, 1)
        if not found or (found[0].position, tail_of(found[0])) != (built.position, built.tail):
            detail = f"position {built.position} is another event in this log"
            return DriftedBoards(BoardDrift.FOREIGN, detail)
    if built.position < due:
        detail = f"built on position {built.position}, the log has {due}"
        return DriftedBoards(BoardDrift.BEHIND, detail)
    return None
