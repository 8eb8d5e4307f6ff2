"""The check goes on from the last position found sound; on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.databases.database import Database
from store.factory import become_another_copy, open_database, open_log
from store.integrity_check import Checked, Fault, GivenUp, check
from store.port import EventLog
from store.soundness import checked_file, log_check
from testkit.builders import stored_commands

OTHER = "652825/2023/P002"
Check = Callable[..., Checked]


@pytest.fixture
def database(log: EventLog, url: str) -> Iterator[Database]:
    """The database below a log of two commands, three events and a refusal."""
    log.append(*stored_commands.command(notes=("一", "二")))
    log.append(*stored_commands.command(stream=OTHER))
    log.append(*stored_commands.command(after=2, notes=()))
    with closing(open_database(url)) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "checked.db"


@pytest.fixture
def checked(url: str, log: EventLog, database: Database, file: Path) -> Check:
    def run(*, whole: bool = False) -> Checked:
        return check(url, log, file, whole=whole)

    return run


def faults(found: Checked) -> list[tuple[Fault, str]]:
    return [(one.fault, one.of) for one in found.faults]


def test_a_second_check_reads_what_came_since_the_first_and_all_begins_at_0(
    checked: Check, log: EventLog
) -> None:
    first = checked()
    assert (first.faults, first.since, first.events, first.commands) == ((), (0, 0), 3, 3)
    log.append(*stored_commands.command(stream=OTHER, after=1))
    # when
    second, third, whole = checked(), checked(), checked(whole=True)
    # then
    assert (second.faults, second.since, second.events) == ((), first.until, 1)
    assert (third.faults, third.since, third.events, third.commands) == ((), second.until, 0, 0)
    assert (whole.faults, whole.since, whole.events, whole.commands) == ((), (0, 0), 4, 4)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_batches_make_no_difference(
    checked: Check, file: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    assert checked().kept
    monkeypatch.setattr(log_check, "_BATCH", size)
    found = checked(whole=True)
    assert (found.faults, found.events, found.commands) == ((), 3, 3)


def test_what_is_not_sound_is_checked_again(checked: Check, log: EventLog, url: str) -> None:
    assert checked().kept
    log.append(*stored_commands.command(stream=OTHER, after=1, request_hash="0" * 64))
    for _ in range(2):
        found = checked()
        assert faults(found) == [(Fault.REQUEST_HASH_WRONG, OTHER)]
        assert (found.since[0], found.events, found.kept) == (3, 1, False)


def test_an_edit_before_the_mark_is_found_by_all_alone_and_stays_found(
    checked: Check, database: Database
) -> None:
    assert checked().kept
    database.write(
        f"UPDATE command_log SET outcome = outcome || ' ' WHERE stream = '{OTHER}'",  # noqa: S608
        (),
    )
    assert checked().faults == (), "the row lies before the last one"
    for _ in range(2):
        assert [fault for fault, _ in faults(checked(whole=True))] == [Fault.LOG_CHANGED]
    assert checked().faults == ()


@pytest.mark.parametrize("changed", [1, 2])
def test_the_event_that_was_changed_is_named(
    checked: Check, database: Database, changed: int
) -> None:
    """Not the end of what an earlier check found sound."""
    rows = database.rows(database.checks.events, (0, 100, 100))
    position, stream, version = rows[changed - 1][:3]
    assert len(rows) > changed
    assert checked().kept
    database.write(
        "UPDATE stored_events SET topic = topic || '0'"  # noqa: S608
        f" WHERE originator_id = '{stream}' AND originator_version = {version}",
        (),
    )
    named = {one.of for one in checked(whole=True).faults if one.fault is Fault.LOG_CHANGED}
    assert named == {f"event position {position}"}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM stored_events WHERE originator_id = '652825/2023/P002'",
        "DELETE FROM command_log WHERE first_version IS NULL",
        "UPDATE stored_events SET topic = topic || '0' WHERE originator_id = '652825/2023/P002'",
        "UPDATE command_log SET act = act || ' ' WHERE first_version IS NULL",
    ],
)
def test_a_row_lost_or_the_last_row_edited_is_found_each_time(
    checked: Check, database: Database, statement: str
) -> None:
    assert checked().kept
    database.write(statement, ())
    found = checked()
    assert Fault.LOG_CHANGED in [fault for fault, _ in faults(found)]
    assert found.since == (0, 0), "all is checked then"


def test_a_log_that_lost_its_end_is_found_even_where_it_was_written_on(
    checked: Check, database: Database, log: EventLog
) -> None:
    assert checked().kept
    database.write("DELETE FROM stored_events WHERE originator_id = '652825/2023/P002'", ())
    database.write("DELETE FROM command_log WHERE stream = '652825/2023/P002'", ())
    log.append(*stored_commands.command(stream=OTHER))
    assert Fault.LOG_CHANGED in [fault for fault, _ in faults(checked())]


def test_fewer_checks_than_this_program_makes_count_as_none(
    checked: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checked_file, "CHECKS", 0)
    assert checked().kept
    monkeypatch.undo()
    found = checked()
    assert (found.faults, found.since, found.events) == ((), (0, 0), 3)
    assert checked().since == found.until


def test_a_file_of_another_log_or_of_none_is_begun_again(
    checked: Check, log: EventLog, tmp_path: Path, file: Path
) -> None:
    assert checked().kept
    file.write_bytes(b"no database" * 1000)
    found = checked()
    assert (found.faults, found.since, found.kept) == ((), (0, 0), True)
    assert checked().since == found.until


def test_where_the_file_cannot_be_used_all_is_checked_and_nothing_kept(
    checked: Check, file: Path
) -> None:
    assert checked().kept
    with checked_file.checked_file(file, "log.db") as held:
        assert held.kept
        found = checked()
    assert (found.faults, found.since, found.events, found.kept) == ((), (0, 0), 3, False)
    assert checked().since == (3, 3)


def test_the_file_is_for_its_user_alone(checked: Check, file: Path) -> None:
    checked()
    assert file.stat().st_mode & 0o077 == 0


def test_a_position_that_does_not_count_is_given_up_and_said_once(
    checked: Check, url: str, log: EventLog, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checked().given_up is None
    assert checked().given_up is None
    # when the copy is another one
    become_another_copy(url)
    with closing(open_log(url)) as another:
        found = check(url, another, file, whole=False)
        again = check(url, another, file, whole=False)
        assert (found.given_up, found.since, found.events) == (GivenUp.OTHER_COPY, (0, 0), 3)
        assert (again.given_up, again.since) == (None, found.until)
        # when the checks are others
        with monkeypatch.context() as other:
            other.setattr(checked_file, "CHECKS", checked_file.CHECKS + 1)
            assert check(url, another, file, whole=False).given_up is GivenUp.OTHER_CHECKS
        # when the file is damaged
        file.write_bytes(b"no database" * 1000)
        assert check(url, another, file, whole=False).given_up is GivenUp.DAMAGED
