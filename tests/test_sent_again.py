"""Acts that a restored log had lost get the day on which they were done, once sent again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from console.cli.commands import history, status
from domain.kernel.lost_days import LostDays
from projections.misdated import RecordDays, misdated_in
from store import open_log, sqlite_url
from store.factory import open_database
from store.port import EventLog
from testkit.command_line import CommandLine
from tests.misdated_log import (
    COUNTY,
    DUE,
    PROOF,
    T2,
    TRUE,
    UNIT,
    YEAR,
    annotate,
    filing,
    instant,
    write,
)

COMMANDS = CommandLine.of(history, status)
PLACE = ("--jurisdiction", COUNTY, "--year", str(YEAR))
_RESTORED = "INSERT INTO log_restored (newest_at, restored_at) VALUES (?, ?)"

Restore = Callable[[datetime, datetime], EventLog]


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[Restore]:
    """Opens the log as one that was restored at an instant, from a backup of another.

    All of its second project was taken at ten in the morning of the 28th, after its deadline.
    """
    write(tmp_path).close()
    opened = list[EventLog]()
    url = sqlite_url(tmp_path / "log.db")

    def restore(newest_at: datetime, restored_at: datetime) -> EventLog:
        with closing(open_database(url)) as database:
            database.write(_RESTORED, (newest_at.isoformat(), restored_at.isoformat()))
        opened.append(open_log(url))
        return opened[-1]

    yield restore
    for log in opened:
        log.close()


def first(log: EventLog) -> Any:
    return log.read(T2)[0].id


def test_what_was_sent_again_counts_from_its_true_day_and_is_shown_with_both(
    restored: Restore, tmp_path: Path
) -> None:
    log = restored(instant("2026-11-25"), instant(TRUE, "09:00:00"))
    for event in (first(log), filing(log, T2)):
        # when the registration, and then the filing, get the day on which they were done
        assert annotate(log, T2, DUE, event)["status"] == "accepted"
    # then
    (row,) = COMMANDS.read(tmp_path, "status", T2, *PLACE)["detail"]["deadlines"]
    assert (row["state"], row["filed_on"], row["recorded_on"]) == ("met", DUE, TRUE)
    shown = COMMANDS.text(tmp_path, "history", T2)
    assert PROOF in shown
    found = [one for one in misdated_in(log) if one.stream == T2]
    assert [(one.stands, len(one.events)) for one in found] == [(RecordDays.SENT_AGAIN, 2)]


@pytest.mark.parametrize(
    ("newest", "at", "true_on"),
    [
        ("2026-11-27", "09:00:00", "2026-11-26"),  # the backup has the acts of that day
        ("2026-11-25", "10:00:01", DUE),  # the event was stored before the restore
    ],
)
def test_no_other_day_and_no_other_event_is_redated(
    restored: Restore, newest: str, at: str, true_on: str
) -> None:
    log = restored(instant(newest), instant(TRUE, at))
    outcome = annotate(log, T2, true_on, first(log))
    assert outcome["status"] == "refused"
    named = "2026-11-27 至 2026-11-28" if at < "10" else "登记日期与存储时间一致"
    assert named in outcome["zh"]


@pytest.mark.parametrize(
    ("newest", "days"),
    [
        (("2026-11-27", "2026-11-27", TRUE), "：2026-11-27 至 2026-11-28。"),
        ((TRUE, TRUE), "：2026-11-28。"),
        (("2026-11-25", "2026-11-27"), "：2026-11-25 至 2026-11-28。"),
    ],
)
def test_the_days_of_several_restores_are_each_said_once(
    restored: Restore, newest: tuple[str, ...], days: str
) -> None:
    for number, day in enumerate(newest):
        log = restored(instant(day, f"08:00:0{number}"), instant(TRUE, f"09:00:0{number}"))
    assert annotate(log, T2, "2026-11-20", first(log))["zh"].endswith(days)


def test_who_took_an_act_does_not_redate_it_after_a_restore_either(restored: Restore) -> None:
    log = restored(instant("2026-11-25"), instant(TRUE, "09:00:00"))
    taken_by = log.read(T2)[1]
    outcome = annotate(log, T2, DUE, taken_by.id, actor=taken_by.actor)
    assert (outcome["status"], outcome["code"]) == ("refused", "reviewer-is-filer")
    assert annotate(log, T2, DUE, taken_by.id, actor=UNIT)["status"] == "refused"


def test_without_a_restore_nothing_changes(tmp_path: Path) -> None:
    with closing(write(tmp_path)) as log:
        assert annotate(log, T2, DUE)["status"] == "refused"


LOST = LostDays(instant("2026-11-25", "23:59:59"), instant("2026-11-28", "00:00:00"))


@pytest.mark.parametrize(
    ("day", "is_lost"),
    [("2026-11-24", False), ("2026-11-25", True), ("2026-11-28", True), ("2026-11-29", False)],
)
def test_the_lost_days_are_those_of_the_newest_act_kept_to_the_restore(
    day: str, *, is_lost: bool
) -> None:
    assert LOST.explains(instant("2026-11-30"), date.fromisoformat(day)) is is_lost


@pytest.mark.parametrize(
    ("day", "clock", "is_again"),
    [
        ("2026-11-27", "23:59:59", False),
        ("2026-11-28", "00:00:00", True),
        ("2026-12-28", "00:00:00", True),
        ("2026-12-28", "00:00:01", False),
    ],
)
def test_an_act_counts_as_sent_again_for_thirty_days(
    day: str, clock: str, *, is_again: bool
) -> None:
    assert LOST.has_again(instant(day, clock)) is is_again
