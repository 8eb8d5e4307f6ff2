"""`jixiao doctor` names what a clock that stood still misdated, until the bureau annotated it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from console.cli.commands import doctor, history
from domain.shared.filings.annotation_gate import LONGEST_WAIT
from projections.misdated import RecordDays, misdated_in
from store import sqlite_url
from store.factory import open_database
from store.port import EventLog
from testkit.command_line import CommandLine
from testkit.wall_clock import WallClock, installed
from tests.misdated_log import (
    FALSE,
    PACKS,
    T1,
    T2,
    TRUE,
    annotate,
    instant,
    take,
    write,
)

COMMANDS = CommandLine.of(doctor, history)
SECOND = timedelta(seconds=1)
LATER = datetime(2026, 12, 1, tzinfo=UTC)
"""After the last act of the log."""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with installed(WallClock(LATER)), closing(write(tmp_path)) as opened:
        yield opened


def found_in(data: Path) -> list[dict[str, Any]]:
    answer = json.loads(COMMANDS.run(data, "doctor", "--json").stdout)
    codes = set(RecordDays)
    return [one for one in answer["findings"] if one["code"] in codes]


def test_a_subject_that_lived_in_the_past_is_a_fault_with_both_days(
    log: EventLog, tmp_path: Path
) -> None:
    events = [one for one in log.read(T1) if one.recorded_at != one.stored_at]
    # when
    done, (finding,) = COMMANDS.run(tmp_path, "doctor"), found_in(tmp_path)
    # then
    assert done.exit_code == 1
    (line,) = [one for one in done.stdout.splitlines() if one.startswith("events-misdated")]
    for said in (
        T1,
        "4 个事件",
        f"@1 project.added {events[0].id}",
        f"@4 target.filed {events[-1].id}",
    ):
        assert said in line
    assert line.count(f"记录 recorded {FALSE}，存储 stored {TRUE}") == 2
    assert "record.annotate" in line
    assert (finding["of"], finding["fault"]) == (T1, True)
    told = [(one["event_id"], one["version"], one["name"]) for one in finding["events"]]
    assert told == [(str(one.id), one.version, one.event.name) for one in events]
    days = {(one["recorded_on"], one["stored_on"], one["true_on"]) for one in finding["events"]}
    assert days == {(FALSE, TRUE, None)}


def test_what_is_annotated_is_no_fault_and_stays_to_be_seen(log: EventLog, tmp_path: Path) -> None:
    # given
    *first, target = [one.id for one in log.read(T1)]
    assert annotate(log, T1, TRUE, target)["status"] == "accepted"
    # when
    misdated, annotated = found_in(tmp_path)
    # then
    assert (misdated["code"], misdated["fault"], len(misdated["events"])) == (
        "events-misdated",
        True,
        3,
    )
    assert (annotated["code"], annotated["fault"]) == ("events-annotated", False)
    assert [one["true_on"] for one in annotated["events"]] == [TRUE]
    # when: the bureau's other acts are annotated by another, the rest too
    assert annotate(log, T1, TRUE, *first)["status"] == "accepted"
    # then
    assert [one["code"] for one in found_in(tmp_path)] == ["events-annotated"]
    assert COMMANDS.run(tmp_path, "doctor").exit_code == 0


@pytest.mark.parametrize(
    ("wait", "named"),
    [
        (timedelta(0), False),
        (LONGEST_WAIT - SECOND, False),
        (LONGEST_WAIT, False),
        (LONGEST_WAIT + SECOND, True),
        (-LONGEST_WAIT, False),
        (-LONGEST_WAIT - SECOND, True),
    ],
)
def test_an_act_may_wait_so_long_and_no_longer(
    tmp_path: Path, wait: timedelta, named: bool
) -> None:
    with closing(write(tmp_path / "log", settles=False)) as log:
        before = {one.stream for one in misdated_in(log)}
        at = instant(TRUE, "15:00:00")
        reason = {"reason": "取消"}
        take(log, T2, "project.withdraw", at, stored=at + wait, **reason)
        assert log.read(T2)[-1].event.name == "project.withdrawn"
        # when
        after = {one.stream for one in misdated_in(log)}
    # then
    assert before == {T1}
    assert after == ({T1, T2} if named else {T1})


def test_a_drill_is_never_a_finding(tmp_path: Path) -> None:
    with closing(write(tmp_path, "simulated")):
        assert found_in(tmp_path) == []


@pytest.mark.parametrize(
    ("clocks", "named"),
    [
        ({2026: "real"}, {T1, PACKS}),
        ({2026: "real", 2025: "real"}, {T1, PACKS}),
        ({2026: "real", 2025: "simulated"}, {T1}),
        ({2026: "simulated", 2025: "real"}, set()),
    ],
)
def test_of_a_log_of_both_kinds_the_years_say_which_subjects_are_real(
    tmp_path: Path, clocks: dict[int, str], named: set[str]
) -> None:
    # given: a log whose kind is open, with packs that were adopted in the past
    with closing(write(tmp_path, clocks[2026], settles=False)) as log:
        for year in set(clocks) - {2026}:
            portfolio = log.put_content(b"none")
            opening = {"portfolio": portfolio, "clock": clocks[year], "openings": []}
            take(log, f"653129/{year}", "year.open", TRUE, **opening)
        adopted = log.read(PACKS)[-1].event
        fields = {**adopted.data(), "sha256": log.put_content(_other(log, adopted.sha256))}
        outcome = take(log, PACKS, "pack.adopt", FALSE, **fields)
        assert outcome["status"] == "accepted", outcome
        # when
        found = {one.stream for one in misdated_in(log)}
    # then
    assert found == named


def _other(log: EventLog, sha256: str) -> bytes:
    return log.content(sha256) + "\n# 本县加注\n".encode()


def test_an_event_that_cannot_be_read_hides_no_other(log: EventLog, tmp_path: Path) -> None:
    damage = f"UPDATE stored_events SET state = 'x' WHERE originator_id = '{T2}'"  # noqa: S608
    with closing(open_database(sqlite_url(tmp_path / "log.db"))) as database:
        database.write(damage, ())
    assert [one["of"] for one in found_in(tmp_path)] == [T1]
