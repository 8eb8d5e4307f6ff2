"""The home of a log: the place of its database, by which a copy of a file or database is known.

(docs/decisions/1282-a-copied-log-knows-that-it-is-one.md)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from store import clock
from store.databases.database import Database
from store.port import LogRefused

Place = Mapping[str, str]


class CopiedLog(LogRefused):
    """The log is a copy of a log in use elsewhere, and nobody allowed it to go on here."""


RESTORED_FROM = "restored_from"
"""In the place of a log that was restored and not used yet: the place of its original."""


@dataclass(frozen=True, slots=True)
class Home:
    """The place where a log was last in use (`None` if unknown), and its present place.

    `restored_from` is the place of the original of a restored log that nobody used yet.
    """

    recorded: Place | None
    here: Place
    restored_from: Place | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Whether the log that was last in use is another one."""
        return bool(self.recorded and self.here) and not _same(self.recorded or {}, self.here)

    @property
    def recorded_at(self) -> str:
        """The recorded place for people."""
        place = self.recorded or {}
        return place.get("path") or f"PostgreSQL {place.get('server')}/{place.get('database')}"


def home_of(database: Database) -> Home:
    """The home of the log in a database."""
    found = database.rows(database.sql.home, ())
    said = json.loads(found[0][0]) if found else None
    if said and RESTORED_FROM in said:
        return Home(None, database.place(), said[RESTORED_FROM])
    return Home(said, database.place())


def settle_home(database: Database) -> None:
    """Record that the log is in use here; raises `CopiedLog` if it is in use elsewhere."""
    home = home_of(database)
    require_home(home)
    if home.here and home.recorded != home.here:
        database.write(database.sql.set_home, (json.dumps(dict(home.here)),))


def require_home(home: Home) -> None:
    """Raise `CopiedLog` if the log is in use elsewhere."""
    if home.is_elsewhere:
        there = home.recorded_at
        raise CopiedLog(
            f"此处的库是 {there} 所用库的副本，两处同时使用则各记各的；如该处已停用或已迁到此处，"
            "今后只用此处，请执行 jixiao up --take-over"
            "（自备服务器的：jixiao recover --take-over） / "
            f"the log here is a copy of the one in use at {there}, and two that go on would part "
            "for good: where that one is gone or was moved here, and this is the only one from "
            "now on, run `jixiao up --take-over` (with a server of your own, "
            "`jixiao recover --take-over`)"
        )


def retire(database: Database, there: Place) -> None:
    """Say in a log that it goes on as a copy in another place, so that it no more starts."""
    database.write(database.sql.set_home, (json.dumps(dict(there)),))


def make_home_here(database: Database) -> None:
    """Give the log a new copy id and its home here; its log id stays.

    It says from now on that acts which the other copy took since its newest one may be lost.
    """
    place = database.place()
    another = (database.sql.another_copy, (str(uuid4()),))
    home = (database.sql.set_home, (json.dumps(dict(place)),))
    lost = (database.sql.note_restored, (clock.now().isoformat(),))
    database.write_all([another, home if place else (database.sql.no_home, ()), lost])


def _same(recorded: Place, here: Place) -> bool:
    """Whether two places are one.

    A file that is moved keeps its number on the device. A device may have another number after a
    restart of the machine: then the path is the same.
    """
    if "inode" not in here:
        return recorded == here
    if any(recorded.get(part) != here[part] for part in ("machine", "inode")):
        return False
    return any(recorded.get(part) == here[part] for part in ("device", "path"))
