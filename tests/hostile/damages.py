"""What somebody who can write the tables of a log may do to it: each kind once, by SQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from domain.kernel.serialization.canonical_json import canonical
from store.integrity_check import Fault
from tests.small_log import CLOSED, P1, P2

Do = Callable[[sqlite3.Connection], None]
Json = dict[str, Any]

_FIRST = "originator_id = ? AND originator_version = 1"
_LAST = "originator_id = ? AND originator_version = 2"
_ADDED = "stream = ? AND first_version = 1"
_REFUSED = "stream = ? AND first_version IS NULL"


def _sql(statement: str, *values: Any) -> Do:
    def do(database: sqlite3.Connection) -> None:
        assert database.execute(statement, values).rowcount >= 1, statement

    return do


def _state(value: Any) -> Do:
    """Put something in the place of the bytes of the first event of a project."""
    return _sql(f"UPDATE stored_events SET state = ? WHERE {_FIRST}", value, P1)  # noqa: S608


def _edited(change: Callable[[Json], object], write: Callable[[Any], bytes] = canonical) -> Do:
    """Change the first event of a project and write it as it would have been written."""

    def do(database: sqlite3.Connection) -> None:
        asked = f"SELECT state FROM stored_events WHERE {_FIRST}"  # noqa: S608
        ((state,),) = database.execute(asked, (P1,)).fetchall()
        stored = json.loads(state)
        change(stored)
        _state(write(stored))(database)

    return do


def edited_leaf(**values: Any) -> Do:
    """Give the leaf of the first event of a project other values."""
    return _edited(lambda stored: stored["leaf"].update(values))


def _data(**values: Any) -> Do:
    return _edited(lambda stored: stored["leaf"]["data"].update(values))


def _secret(change: Callable[[Json], object], name: str = "project_name") -> Do:
    return _edited(lambda stored: change(stored["withheld"][name]))


def _in_clear(stored: Json) -> None:
    stored["leaf"]["data"]["project_name"] = stored["withheld"].pop("project_name")["value"]


def _plain(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _command(column: str, value: Any, which: str = _ADDED, stream: str = P1) -> Do:
    return _sql(f"UPDATE command_log SET {column} = ? WHERE {which}", value, stream)  # noqa: S608


def _rewritten(column: str, change: Callable[[Json], object], which: str = _ADDED) -> Do:
    """Change the act or the outcome of a command of a project."""
    stream = P1 if which == _ADDED else CLOSED

    def do(database: sqlite3.Connection) -> None:
        asked = f"SELECT {column} FROM command_log WHERE {which}"  # noqa: S608
        ((text,),) = database.execute(asked, (stream,)).fetchall()
        found = json.loads(text)
        change(found)
        _command(column, json.dumps(found, ensure_ascii=False), which, stream)(database)

    return do


def _deleted(table: str, which: str, stream: str = P1) -> Do:
    return _sql(f"DELETE FROM {table} WHERE {which}", stream)  # noqa: S608


def _swapped(column: str, first: tuple[str, int], second: tuple[str, int]) -> Do:
    """Exchange a column of two events."""

    def do(database: sqlite3.Connection) -> None:
        where = "originator_id = ? AND originator_version = ?"
        asked = f"SELECT {column} FROM stored_events WHERE {where}"  # noqa: S608
        put = f"UPDATE stored_events SET {column} = ? WHERE {where}"  # noqa: S608
        (one,), (two,) = (database.execute(asked, key).fetchone() for key in (first, second))
        if column == "rowid":
            database.execute(put, (-1, *second))
        database.execute(put, (two, *first))
        database.execute(put, (one, *second))

    return do


def _one_more_event(database: sqlite3.Connection) -> None:
    """The last event of a project once more, as its next version."""
    asked = f"SELECT topic, state FROM stored_events WHERE {_LAST}"  # noqa: S608
    topic, state = database.execute(asked, (P1,)).fetchone()
    stored = json.loads(state)
    stored["leaf"]["version"] = "3"
    put = "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
    database.execute(f"{put} VALUES (?, 3, ?, ?)", (P1, topic, canonical(stored)))


def _renamed(stored: Json) -> None:
    stored["leaf"]["name"] = "project.never-heard-of"


OF_EVENTS: Mapping[str, tuple[Do, Fault]] = {
    "bytes cut short": (
        _sql(
            f"UPDATE stored_events SET state = substr(state, 1, 40) WHERE {_FIRST}",  # noqa: S608
            P1,
        ),
        Fault.EVENT_UNREADABLE,
    ),
    "no bytes": (_state(b""), Fault.EVENT_UNREADABLE),
    "no JSON": (_state(b"<xml/>"), Fault.EVENT_UNREADABLE),
    "NUL bytes": (_state(b"\0" * 200), Fault.EVENT_UNREADABLE),
    "no UTF-8": (_state(b"\xff\xfe{}"), Fault.EVENT_UNREADABLE),
    "a JSON list": (_state(b"[]"), Fault.EVENT_UNREADABLE),
    "a JSON text": (_state(b'"leaf"'), Fault.EVENT_UNREADABLE),
    "a JSON number": (_state(b"1"), Fault.EVENT_UNREADABLE),
    "JSON null": (_state(b"null"), Fault.EVENT_UNREADABLE),
    "an empty object": (_state(b"{}"), Fault.EVENT_UNREADABLE),
    "a number beyond all numbers": (_state(b"9" * 100_000), Fault.EVENT_UNREADABLE),
    "nested without end": (_state(b"[" * 200_000), Fault.EVENT_UNREADABLE),
    "bytes as text": (_state("{}"), Fault.EVENT_UNREADABLE),
    "bytes as a number": (_state(5), Fault.EVENT_UNREADABLE),
    "a leaf that is a list": (
        _edited(lambda stored: stored.update(leaf=[])),
        Fault.EVENT_UNREADABLE,
    ),
    "data that are a list": (edited_leaf(data=[]), Fault.EVENT_UNREADABLE),
    "data of another type": (_data(budget_type=["general_public"]), Fault.EVENT_UNREADABLE),
    "data of no field": (_data(invented="x"), Fault.EVENT_UNREADABLE),
    "an actor that is a text": (edited_leaf(actor="fin-01"), Fault.EVENT_UNREADABLE),
    "a basis of texts": (edited_leaf(basis=["CN-03"]), Fault.EVENT_UNREADABLE),
    "no withheld part": (
        _edited(lambda stored: stored.update(withheld=None)),
        Fault.EVENT_UNREADABLE,
    ),
    "a number for the version": (
        _edited(lambda stored: stored["leaf"].update(version=1), _plain),
        Fault.EVENT_UNREADABLE,
    ),
    "a number for an amount": (
        _edited(lambda stored: stored["leaf"]["data"].update(requested=100000), _plain),
        Fault.EVENT_NOT_CANONICAL,
    ),
    "white space": (
        _edited(lambda _: None, lambda stored: json.dumps(stored).encode()),
        Fault.EVENT_NOT_CANONICAL,
    ),
    "an unknown topic": (
        _sql(f"UPDATE stored_events SET topic = 'x.unheard@1' WHERE {_FIRST}", P1),  # noqa: S608
        Fault.EVENT_UNREADABLE,
    ),
    "a newer topic": (
        _sql(f"UPDATE stored_events SET topic = topic || '0' WHERE {_FIRST}", P1),  # noqa: S608
        Fault.EVENT_UNREADABLE,
    ),
    "another name in the leaf": (_edited(_renamed), Fault.EVENT_MISPLACED),
    "another stream in the leaf": (edited_leaf(stream=P2), Fault.EVENT_MISPLACED),
    "another version in the leaf": (edited_leaf(version="7"), Fault.EVENT_MISPLACED),
    "another id": (
        edited_leaf(event_id="00000000-0000-4000-8000-000000000001"),
        Fault.EVENT_ID_WRONG,
    ),
    "an id that is none": (edited_leaf(event_id="x\n\x1b[31m"), Fault.EVENT_ID_WRONG),
    "a cause that is nowhere": (
        edited_leaf(caused_by="00000000-0000-4000-8000-000000000001"),
        Fault.CAUSE_MISSING,
    ),
    "another command": (
        edited_leaf(command_id="00000000-0000-4000-8000-000000000001"),
        Fault.EVENT_WITHOUT_COMMAND,
    ),
    "another actor": (
        edited_leaf(actor={"id": "x", "organisation": "y", "role": "finance"}),
        Fault.EVENT_NOT_OF_COMMAND,
    ),
    "another instant": (
        edited_leaf(recorded_at="2022-01-05T10:00:00+08:00"),
        Fault.EVENT_NOT_OF_COMMAND,
    ),
    "another value of a digest": (
        _secret(lambda secret: secret.update(value="别的项目")),
        Fault.DIGEST_WRONG,
    ),
    "another salt": (_secret(lambda secret: secret.update(salt="0" * 32)), Fault.DIGEST_WRONG),
    "no salt": (_secret(lambda secret: secret.pop("salt")), Fault.SALT_MISSING),
    "an empty salt": (_secret(lambda secret: secret.update(salt="")), Fault.SALT_MISSING),
    "no digest": (_edited(_in_clear), Fault.DIGEST_MISSING),
    "the first event deleted": (_deleted("stored_events", _FIRST), Fault.VERSION_GAP),
    "the last event deleted": (_deleted("stored_events", _LAST), Fault.COMMAND_WITHOUT_EVENTS),
    "one more event": (_one_more_event, Fault.EVENT_NOT_OF_COMMAND),
    "events of a stream swapped": (_swapped("rowid", (P1, 1), (P1, 2)), Fault.EVENT_ORDER),
    "events of two streams swapped": (_swapped("rowid", (P1, 1), (P2, 1)), Fault.EVENT_ORDER),
    "bytes of two events swapped": (_swapped("state", (P1, 1), (P2, 1)), Fault.EVENT_MISPLACED),
    "a row in another stream": (
        _sql(f"UPDATE stored_events SET originator_id = '652825/2023/P9' WHERE {_LAST}", P1),  # noqa: S608
        Fault.EVENT_MISPLACED,
    ),
    "a row of no subject": (
        _sql(f"UPDATE stored_events SET originator_id = 'x\n' WHERE {_LAST}", P1),  # noqa: S608
        Fault.EVENT_MISPLACED,
    ),
    "another version of a row": (
        _sql(f"UPDATE stored_events SET originator_version = 9 WHERE {_LAST}", P1),  # noqa: S608
        Fault.VERSION_GAP,
    ),
    "a version that is a text": (
        _sql(f"UPDATE stored_events SET originator_version = 'x' WHERE {_LAST}", P1),  # noqa: S608
        Fault.EVENT_UNREADABLE,
    ),
}
"""What happens to the events of a project: what is done, and a fault that the doctor names."""

OF_YEARS: Mapping[str, tuple[Do, Fault]] = {
    "another kind": (_sql("UPDATE log_identity SET kind = 'simulated'"), Fault.KIND_WRONG),
}
"""What happens to the log's identity."""

OF_COMMANDS: Mapping[str, tuple[Do, Fault]] = {
    "a command deleted": (_deleted("command_log", _ADDED), Fault.EVENT_WITHOUT_COMMAND),
    "a refused command deleted": (
        _sql("DELETE FROM command_log WHERE position = 1"),
        Fault.POSITION_GAP,
    ),
    "an outcome of another event": (
        _rewritten("outcome", lambda told: told["events"][0].update(id=P1)),
        Fault.OUTCOME_WRONG,
    ),
    "an outcome of more events": (
        _rewritten("outcome", lambda told: told["events"].append(told["events"][0])),
        Fault.OUTCOME_WRONG,
    ),
    "an outcome of no event": (
        _rewritten("outcome", lambda told: told.update(events=[])),
        Fault.OUTCOME_WRONG,
    ),
    "an accepted act refused": (
        _command("outcome", '{"basis":[],"code":"x","en":"x","status":"refused","zh":"x"}'),
        Fault.REFUSED_WITH_EVENTS,
    ),
    "a refused act accepted": (
        _command(
            "outcome", '{"status":"accepted","events":[{"id":"x","name":"y"}]}', _REFUSED, CLOSED
        ),
        Fault.OUTCOME_WRONG,
    ),
    "an outcome that is no JSON": (_command("outcome", "<"), Fault.COMMAND_UNREADABLE),
    "an outcome that is a list": (_command("outcome", "[]"), Fault.COMMAND_UNREADABLE),
    "an outcome without a status": (_command("outcome", "{}"), Fault.COMMAND_UNREADABLE),
    "an outcome that is a number": (_command("outcome", 5), Fault.COMMAND_UNREADABLE),
    "a refusal without words": (
        _rewritten("outcome", lambda told: told.pop("zh"), _REFUSED),
        Fault.COMMAND_UNREADABLE,
    ),
    "a refusal without a basis": (
        _rewritten("outcome", lambda told: told.pop("basis"), _REFUSED),
        Fault.COMMAND_UNREADABLE,
    ),
    "another act": (
        _rewritten("act", lambda act: act["fields"].update(requested="1")),
        Fault.REQUEST_HASH_WRONG,
    ),
    "another refused act": (
        _rewritten("act", lambda act: act.update(command="project.withdraw"), _REFUSED),
        Fault.REQUEST_HASH_WRONG,
    ),
    "an act on another subject": (
        _rewritten("act", lambda act: act.update(subject=P2)),
        Fault.COMMAND_MISPLACED,
    ),
    "an act of another id": (
        _rewritten("act", lambda act: act.update(command_id=P2)),
        Fault.COMMAND_MISPLACED,
    ),
    "an act that is no JSON": (_command("act", "{"), Fault.COMMAND_UNREADABLE),
    "an act nested without end": (_command("act", "[" * 200_000), Fault.COMMAND_UNREADABLE),
    "an act without an actor": (
        _rewritten("act", lambda act: act.pop("actor")),
        Fault.COMMAND_UNREADABLE,
    ),
    "a refused act without fields": (
        _rewritten("act", lambda act: act.pop("fields"), _REFUSED),
        Fault.COMMAND_UNREADABLE,
    ),
    "an act as bytes": (_command("act", b"\xff"), Fault.COMMAND_UNREADABLE),
    "another hash": (_command("request_hash", "0" * 64), Fault.REQUEST_HASH_WRONG),
    "a hash of nothing": (_command("request_hash", ""), Fault.REQUEST_HASH_WRONG),
    "a command id that is none": (_command("command_id", "x"), Fault.COMMAND_UNREADABLE),
    "other versions": (_command("last_version", 2), Fault.OUTCOME_WRONG),
    "versions of nothing": (_command("first_version", None), Fault.OUTCOME_WRONG),
    "a version that is a text": (_command("first_version", "x"), Fault.COMMAND_UNREADABLE),
    "another stream": (_command("stream", P2), Fault.COMMAND_MISPLACED),
    "an instant that is none": (_command("recorded_at", "yesterday"), Fault.COMMAND_UNREADABLE),
    "an instant without an offset": (
        _command("stored_at", "2023-01-05T10:00:00"),
        Fault.COMMAND_UNREADABLE,
    ),
    "another instant": (
        _command("stored_at", "2023-01-05T10:00:00+00:00"),
        Fault.EVENT_NOT_OF_COMMAND,
    ),
}
"""What happens to the commands of a project, in the same way."""

OF_CONTENTS: Mapping[str, tuple[Do, Fault]] = {
    "content edited": (_sql("UPDATE content SET bytes = x'00'"), Fault.CONTENT_ALTERED),
    "content as text": (_sql("UPDATE content SET bytes = 'x'"), Fault.CONTENT_ALTERED),
    "content as a number": (_sql("UPDATE content SET bytes = 7"), Fault.CONTENT_ALTERED),
    "content deleted": (_sql("DELETE FROM content"), Fault.CONTENT_MISSING),
    "content under another hash": (
        _sql("UPDATE content SET sha256 = upper(sha256)"),
        Fault.CONTENT_MISSING,
    ),
}
"""What happens to the kept contents."""

UNSEEN: Mapping[str, Do] = {
    "another amount": _data(requested="1"),
    "a huge text": _data(unit="U" * 5_000_000),
}
"""What fits together still: no row shows it, only rows that were checked before it."""

LAST: Mapping[str, Do] = {
    "another refusal": _rewritten("outcome", lambda told: told.update(zh="可以。"), _REFUSED),
    "the refusal deleted": _deleted("command_log", _REFUSED, CLOSED),
}
"""What fits together too, of the last row: that one is compared at each check."""

OF_IDENTITY: Mapping[str, Do] = {
    "no identity": _sql("DELETE FROM log_identity"),
    "an id that is none": _sql("UPDATE log_identity SET id = 'x'"),
    "a kind that is none": _sql("UPDATE log_identity SET kind = 'x'"),
}
"""What no command goes on with."""
