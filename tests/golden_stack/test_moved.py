"""The engine's database is moved in time as a whole: every instant by as much, and nothing else."""

from __future__ import annotations

import json
import lzma
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.history.v1 import History

from tests.golden_stack.moved import Move, move_on, stop_of
from tests.golden_stack.year import HERE

YEARS = timedelta(days=3000)


def database(folder: Path) -> Path:
    file = folder / "temporal.db"
    file.write_bytes(lzma.decompress((HERE / "temporal.db.xz").read_bytes()))
    return file


def histories(file: Path) -> list[Message]:
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT data FROM history_node ORDER BY tree_id, node_id, txn_id")
        return [History.FromString(data) for (data,) in rows]


def instants(message: Message) -> list[Timestamp]:
    """Every instant in a message, those within its messages too."""
    if isinstance(message, Timestamp):
        return [message]
    found = []
    for described, value in message.ListFields():
        if described.message_type is None or described.message_type.GetOptions().map_entry:
            continue
        for one in [value] if isinstance(value, Message) else value:
            found += instants(one)
    return found


def test_every_instant_of_every_history_is_moved_by_as_much(tmp_path: Path) -> None:
    file, stopped = database(tmp_path), stop_of(HERE)
    before = histories(file)
    # when
    moved = move_on(file, stopped, stopped + YEARS)
    # then
    after = histories(file)
    assert moved > len(after) > 1000
    by = int(YEARS.total_seconds())
    for old, new in zip(before, after, strict=True):
        were, are = instants(old), instants(new)
        assert [one.seconds + by for one in were] == [one.seconds for one in are]
        assert [one.nanos for one in were] == [one.nanos for one in are]
        assert shape(old) == shape(new)


def shape(message: Message) -> Any:
    """A history without its instants and what was made of them: the lengths of its payloads."""
    text = json.dumps(MessageToDict(message), sort_keys=True)
    return len(text), text.count("payloads"), text.count("eventId")


def test_a_move_there_and_back_gives_the_same_bytes(tmp_path: Path) -> None:
    file, stopped = database(tmp_path), stop_of(HERE)
    before = [one.SerializeToString() for one in histories(file)]
    # when
    move_on(file, stopped, stopped + YEARS)
    move_on(file, stopped + YEARS, stopped)
    # then
    assert [one.SerializeToString() for one in histories(file)] == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'{"offset_seconds":-122355629.182546,', b'{"offset_seconds":-122355639.182546,'),
        (b'"seconds":1795852000,"nanos":1}', b'"seconds":1795852010,"nanos":1}'),
        (b'"seconds":1700000000,"nanos":1}', b'"seconds":1700000000,"nanos":1}'),
        (b"\x0a\x06\x08\xe0\xf4\xa9\xd8\x06", b"\x0a\x06\x08\xea\xf4\xa9\xd8\x06"),
    ],
    ids=["offset", "marker", "long before", "timestamp"],
)
def test_a_move_by_ten_seconds(before: bytes, after: bytes) -> None:
    assert Move(stop_of(HERE), 10).blob(before) == after
