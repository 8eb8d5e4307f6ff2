"""Links that the boards do not have are read from the log: nothing is left out of a trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from domain.kernel.serialization.envelope import leaf_of
from projections.boards.links import BoardLinks
from projections.boards.projection import Projection, reading
from projections.explain.causation import Leaves, read_leaves
from projections.explain.kept_links import leaves_of
from store import open_log, sqlite_url
from store.factory import open_database
from store.port import EventLog, notifications_behind
from tests import small_log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    small_log.write(sqlite_url(tmp_path / "log.db"))
    with closing(open_log(sqlite_url(tmp_path / "log.db"))) as opened:
        yield opened


def told(log: EventLog, leaves: Leaves) -> list[tuple[str, list[str], list[str]]]:
    """Each event with its causes and its effects."""
    found = []
    for one in notifications_behind(log):
        event = leaf_of(one.state)["event_id"]
        near = [*leaves.causes(event)], leaves.effects(event)
        causes, effects = ([leaf["event_id"] for leaf in leaves] for leaves in near)
        found.append((event, causes, effects))
    return found


def built_on(boards: Path) -> int:
    with reading(boards) as connection:
        return BoardLinks(connection).built_on()


def test_the_boards_are_caught_up_first(log: EventLog, tmp_path: Path) -> None:
    boards = tmp_path / "projections.db"
    with leaves_of(log, boards) as leaves:
        assert told(log, leaves) == told(log, read_leaves(log))
    assert built_on(boards) == log.last_position()


def test_behind_an_event_that_the_boards_cannot_take_in_the_log_is_read(
    log: EventLog, tmp_path: Path
) -> None:
    boards = tmp_path / "projections.db"
    strange = log.notifications_of(small_log.P2)[0].position
    with closing(open_database(sqlite_url(tmp_path / "log.db"))) as database:
        database.write("UPDATE stored_events SET topic = 'later@1' WHERE rowid = ?", (strange,))
    # when
    with leaves_of(log, boards) as leaves:
        found = told(log, leaves)
    # then
    assert built_on(boards) == strange - 1 < log.last_position()
    assert found == told(log, read_leaves(log))


def test_where_there_can_be_no_boards_the_whole_log_is_read(log: EventLog, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with leaves_of(log, tmp_path / "file" / "projections.db") as leaves:
        assert told(log, leaves) == told(log, read_leaves(log))


def test_boards_of_another_log_are_built_again(log: EventLog, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    boards = tmp_path / "projections.db"
    small_log.write(sqlite_url(other / "log.db"))
    with (
        closing(open_log(sqlite_url(other / "log.db"))) as another,
        closing(Projection(another, boards)) as built,
    ):
        built.catch_up()
    # when
    with leaves_of(log, boards) as leaves:
        # then
        assert told(log, leaves) == told(log, read_leaves(log))


def test_an_event_that_nobody_knows_has_no_leaf(log: EventLog, tmp_path: Path) -> None:
    with leaves_of(log, tmp_path / "projections.db") as leaves:
        assert leaves.get(str(UUID(int=7))) is None
        with pytest.raises(KeyError):
            next(leaves.causes(str(UUID(int=7))))
