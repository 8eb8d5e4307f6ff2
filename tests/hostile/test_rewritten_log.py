"""A log that somebody rewrote: the doctor names each kind, and no command breaks on it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from domain.kernel.serialization.envelope import event_id
from store.integrity_check import Fault
from tests.hostile.command_line import Ended, one_line, run
from tests.hostile.damages import (
    LAST,
    OF_COMMANDS,
    OF_CONTENTS,
    OF_EVENTS,
    OF_IDENTITY,
    OF_YEARS,
    UNSEEN,
    Do,
    edited_leaf,
)
from tests.small_log import COUNTY, P1, YEAR, registered

DAMAGES = [
    pytest.param(do, fault, id=f"{of}: {name}".replace(" ", "-"))
    for of, kinds in (
        ("event", OF_EVENTS),
        ("command", OF_COMMANDS),
        ("content", OF_CONTENTS),
        ("identity", OF_YEARS),
    )
    for name, (do, fault) in kinds.items()
]
_COMMAND = registered(1).command_id
_EVENT = str(event_id(_COMMAND, 0))
READING = [
    ("history", P1),
    ("history", P1, "--full"),
    ("history", P1, "--trace", _EVENT),
    ("explain", P1),
    ("explain", _EVENT),
    ("explain", str(_COMMAND)),
    ("problems", f"{COUNTY}/{YEAR}"),
    ("calendar", "--jurisdiction", COUNTY, "--year", str(YEAR)),
    ("overdue", "--jurisdiction", COUNTY, "--year", str(YEAR)),
    ("diff", "--as-of", "2023-01-01", "--as-of", "2023-12-31"),
    ("replay", "--jurisdiction", COUNTY, "--work-year", str(YEAR)),
    ("document", "list"),
    ("status", "--jurisdiction", COUNTY, "--year", str(YEAR)),
    ("status", "--jurisdiction", COUNTY, "--year", str(YEAR), "--as-of", "2023-12-31"),
]


def damage(data: Path, do: Do) -> None:
    with closing(sqlite3.connect(data / "log.db")) as database, database:
        do(database)


def codes(data: Path) -> set[str]:
    ended = run("doctor", "--json", "--data", data)
    found = json.loads(ended.out)
    assert (ended.code, found["sound"]) == (1, False)
    return {one["code"] for one in found["findings"]}


def ended_well(ended: Ended) -> bool:
    """Whether a command told what it was asked; else it said in one line why it did not.

    What it warned of before, as of a jurisdiction without rules, stands above that line.
    """
    if ended.code == 0:
        return True
    *_, line = ended.err.splitlines(keepends=True)
    assert one_line(line), ended
    assert (ended.code, "jixiao doctor" in line) == (1, True) or "nothing is known" in line, ended
    assert ended.out == ""
    return False


@pytest.mark.parametrize(("do", "fault"), DAMAGES)
def test_the_doctor_names_what_was_done(data: Path, do: Do, fault: Fault) -> None:
    damage(data, do)

    assert fault in codes(data)
    told = run("doctor", "--data", data)
    assert told.code == 1
    (line, *_) = [line for line in told.out.splitlines() if line.startswith(f"{fault}  ")]
    assert line.isprintable()


@pytest.mark.parametrize("name", UNSEEN)
def test_what_fits_together_is_found_where_the_log_was_sound_before(data: Path, name: str) -> None:
    """The doctor that goes on does not read it again; `--all` does."""
    assert run("doctor", "--data", data).code == 0
    damage(data, UNSEEN[name])

    assert run("doctor", "--data", data).code == 0
    for _ in range(2):
        ended = run("doctor", "--all", "--data", data)
        assert (ended.code, "log-changed  " in ended.out) == (1, True), ended
    (data / "checked.db").unlink()
    assert run("doctor", "--all", "--data", data).code == 0, "nothing is left to compare with"


@pytest.mark.parametrize("name", LAST)
def test_the_last_row_that_was_sound_is_compared_each_time(data: Path, name: str) -> None:
    assert run("doctor", "--data", data).code == 0
    damage(data, LAST[name])

    ended = run("doctor", "--data", data)
    assert (ended.code, "log-changed  command position 12" in ended.out) == (1, True), ended


@pytest.mark.parametrize(
    "do",
    [one.values[0] for one in DAMAGES] + list(UNSEEN.values()),
    ids=[one.id for one in DAMAGES] + list(UNSEEN),
)
def test_no_reading_command_breaks_on_it(data: Path, do: Do) -> None:
    damage(data, do)

    for words in READING:
        ended_well(run(*words, "--data", data))


def test_the_log_as_it_was_written_is_sound(data: Path) -> None:
    ended = run("doctor", "--data", data)

    assert (ended.code, "正常 sound" in ended.out) == (0, True), ended
    for words in READING:
        assert ended_well(run(*words, "--data", data))


_PAGE = 4096


@pytest.mark.parametrize("page", [0, 1, 3, 5, 8, 13, 21, 34, 55])
def test_a_page_of_the_database_that_is_lost_ends_every_command(data: Path, page: int) -> None:
    """Rows of a damaged database may have no order and no end."""
    with (data / "log.db").open("r+b") as file:
        file.seek(page * _PAGE)
        file.write(b"\0" * _PAGE)

    for words in [("doctor",), *READING]:
        ended = run(*words, "--data", data)
        assert ended.code in {0, 1}
        assert "Traceback" not in ended.err
    assert run("doctor", "--all", "--data", data).code == 1


@pytest.mark.parametrize("name", OF_IDENTITY)
def test_a_log_that_does_not_say_which_it_is_is_one_line(data: Path, name: str) -> None:
    damage(data, OF_IDENTITY[name])

    for words in [("doctor",), *READING]:
        ended = run(*words, "--data", data)
        said = "" if ended.code == 0 else one_line(ended.err)
        assert not said or "its identity cannot be read" in said or "log_identity" in said
    assert run("doctor", "--data", data).code == 1


@pytest.mark.parametrize(("kind", "noted"), [("real", True), ("mixed", False)])
def test_what_was_recorded_earlier_on_a_real_log_is_a_note(
    data: Path, kind: str, noted: bool
) -> None:
    damage(data, set_back(kind))

    ended = run("doctor", "--data", data)
    assert (ended.code, "recorded-earlier  " in ended.out) == (0, noted), ended
    assert run("doctor", "--data", data).code == 0, "it goes on behind a note"


@pytest.mark.parametrize("instant", ["2022-01-05T10:00:00+08:00", "2023-01-20T10:00:00+08:00"])
def test_an_instant_that_was_edited_is_not_told_as_one_of_an_older_program(
    data: Path, instant: str
) -> None:
    """Neither of the event itself nor of those behind it."""
    damage(data, edited_leaf(recorded_at=instant))

    found = codes(data)
    assert "event-not-of-command" in found
    assert not found & {"recorded-earlier", "events-misdated"}


@pytest.mark.parametrize("name", ["NUL bytes", "no JSON", "data of no field", "a newer topic"])
def test_damage_is_not_told_as_an_event_of_a_newer_program(data: Path, name: str) -> None:
    damage(data, OF_EVENTS[name][0])

    assert "event-unknown" not in codes(data)
    (line,) = [one for one in doctor_lines(data) if one.startswith("event-unreadable  ")]
    assert "恢复备份" in line
    assert "install" not in line


@pytest.mark.parametrize(("version", "name"), [("9", None), ("1", "project.unheard")])
def test_an_event_of_a_newer_program_is_told_as_such(
    data: Path, version: str, name: str | None
) -> None:
    damage(data, of_a_newer_program(version, name))

    assert "event-unreadable" not in codes(data)
    (line,) = [one for one in doctor_lines(data) if one.startswith("event-unknown  ")]
    assert "安装写入它的较新版本" in line
    assert "restore" not in line


def of_a_newer_program(version: str, name: str | None) -> Do:
    """Have the first event of a project, and what its command says of it, be of a newer program."""

    def do(database: sqlite3.Connection) -> None:
        ((topic,),) = database.execute(
            "SELECT topic FROM stored_events WHERE originator_id = ? AND originator_version = 1",
            (P1,),
        ).fetchall()
        old = topic.rpartition("@")[0]
        new = name or old
        edited_leaf(name=new, event_version=version)(database)
        database.execute(
            "UPDATE stored_events SET topic = ? WHERE originator_id = ? AND originator_version = 1",
            (f"{new}@{version}", P1),
        )
        database.execute(
            "UPDATE command_log SET outcome = replace(outcome, ?, ?)"
            " WHERE stream = ? AND first_version = 1",
            (f'"{old}"', f'"{new}"', P1),
        )

    return do


def doctor_lines(data: Path) -> list[str]:
    return run("doctor", "--data", data).out.splitlines()


def test_a_note_stands_behind_the_faults(data: Path) -> None:
    damage(data, set_back("real"))
    damage(data, OF_EVENTS["another actor"][0])

    told = [one.partition("  ")[0] for one in doctor_lines(data)]
    assert told.index("event-not-of-command") < told.index("recorded-earlier")


def set_back(kind: str) -> Do:
    """Have the last event of a project, and its command, recorded and stored a year earlier."""

    def do(database: sqlite3.Connection) -> None:
        database.execute("UPDATE log_identity SET kind = ?", (kind,))
        for table, column, key in (
            ("stored_events", "CAST(state AS TEXT)", "originator_version = 2"),
            ("command_log", "recorded_at", "first_version = 2"),
            ("command_log", "stored_at", "first_version = 2"),
        ):
            of = "originator_id" if table == "stored_events" else "stream"
            into = "state" if table == "stored_events" else column
            database.execute(
                f"UPDATE {table} SET {into} = replace({column}, '2023-01-10T10', '2022-01-10T10')"  # noqa: S608
                f" WHERE {of} = ? AND {key}",
                (P1,),
            )
        database.execute("UPDATE stored_events SET state = CAST(state AS BLOB)")

    return do
