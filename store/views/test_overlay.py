from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.factory import migrate, open_log
from store.port import ContentMissing, EventLog, VersionConflict
from store.settings import sqlite_url
from store.views.overlay import Overlay
from testkit.builders.stored_commands import STREAM, command


@pytest.fixture
def below(tmp_path: Path) -> Iterator[EventLog]:
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    log = open_log(url)
    log.append(*command(notes=("一",)))
    yield log
    log.close()


def test_what_is_appended_is_read_behind_the_log_below_which_stays_as_it_was(
    below: EventLog,
) -> None:
    overlay = Overlay(below)

    overlay.append(*command(after=1, notes=("二", "三")))

    assert [one.version for one in overlay.read(STREAM)] == [1, 2, 3]
    assert [one.version for one in below.read(STREAM)] == [1]
    assert overlay.versions([STREAM]) == {STREAM: 3}
    assert [one.position for one in overlay.notifications(0, 10)] == [1, 2, 3]
    assert overlay.last_position() == 3
    assert overlay.streams("652825/") == [STREAM]


def test_the_same_command_is_answered_by_the_first_row(below: EventLog) -> None:
    overlay = Overlay(below)
    row, events = command(after=1)
    overlay.append(row, events)

    again = overlay.append(*command(after=1, command_id=row.command_id, request_hash="other"))

    assert again is row
    assert len(overlay.commands(STREAM)) == 2


def test_a_version_that_is_taken_below_is_a_conflict(below: EventLog) -> None:
    with pytest.raises(VersionConflict):
        Overlay(below).append(*command(after=0))


def test_content_is_kept_in_memory_only(below: EventLog) -> None:
    overlay = Overlay(below)

    digest = overlay.put_content(b"text")

    assert overlay.content(digest) == b"text"
    with pytest.raises(ContentMissing):
        below.content(digest)


def test_what_an_act_rests_on_is_compared_above_and_below(below: EventLog) -> None:
    overlay = Overlay(below)
    other, events = command("652825/packs")
    overlay.append(other, events, {STREAM: 1, "652825/packs": 0})

    row, none = command(notes=())
    with pytest.raises(VersionConflict):
        overlay.append(row, none, {STREAM: 0, "652825/packs": 1})
    with pytest.raises(VersionConflict):
        overlay.append(row, none, {STREAM: 1, "652825/packs": 0})

    assert overlay.append(row, none, {STREAM: 1, "652825/packs": 1}) is row
