"""The log is told once: every kind of event leads to its letters, whoever reads it how often."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from activities.notifications.letter_settings import BadSettings
from activities.notifications.outbox_filler import OutboxFiller
from domain.kernel.decider import Actor
from domain.kernel.vocabulary import Role
from store import migrate, open_log, sqlite_url
from store.factory import open_outbox
from store.outbox import Channel, Outbox
from store.port import EventLog
from testkit.builders import bureau as given
from testkit.builders.bureau import FINANCE, MAY, P001, UNIT, Bureau, morning
from tests.mail_relay import UNIT_101, Relay


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    migrate(sqlite_url(tmp_path / "log.db"))
    with closing(open_log(sqlite_url(tmp_path / "log.db"))) as opened:
        yield opened


@pytest.fixture
def outbox(log: EventLog, tmp_path: Path) -> Iterator[Outbox]:
    with closing(open_outbox(sqlite_url(tmp_path / "log.db"))) as opened:
        yield opened


def in_may(log: EventLog, clock: str = "real") -> Bureau:
    """A bureau with a project whose May result was reminded of on 5 June, due on the 10th."""
    bureau = Bureau(log)
    bureau.open_year(clock)
    given.in_may_with_a_day(bureau)
    bureau.take_steps(P001, morning(date(2023, 6, 5)))
    return bureau


def titles(outbox: Outbox) -> list[str]:
    return [row.letter.title.partition(" · ")[0] for row in outbox.rows()]


REMINDED = "【提醒】监控结果 2023-05-31"


def test_a_year_in_which_everything_goes_wrong_is_told_event_by_event(
    log: EventLog, outbox: Outbox, tmp_path: Path
) -> None:
    # given
    bureau, node = in_may(log), {"node": str(MAY)}
    bureau.take_steps(P001, morning(date(2023, 6, 20)))
    bureau.file_result(P001, date(2023, 6, 20))
    bureau.act(P001, "monitoring.return", date(2023, 6, 21), FINANCE, **node, reason="不实")
    bureau.file_result(P001, date(2023, 6, 22))
    bureau.review_result(P001, date(2023, 6, 23), score="50", verdict="不合格")
    bureau.act(P001, "rectification.report", date(2023, 6, 24), UNIT, **node, measures="合成")
    bureau.act(P001, "rectification.reject", date(2023, 6, 25), FINANCE, **node, reason="不足")
    # when
    OutboxFiller(log, outbox, tmp_path).catch_up()
    # then
    assert titles(outbox) == [
        REMINDED,
        "【到期】监控结果 2023-05-31",
        "【逾期】监控结果 2023-05-31",
        "【逾期上报】监控结果 2023-05-31",
        "【逾期上报·抄送】监控结果 2023-05-31",
        "【退回】监控结果 2023-05-31",
        "【整改通知】监控整改 2023-05-31",
        "【退回】整改报告 2023-05-31",
    ]
    notified = outbox.rows()[6].letter
    assert (notified.role, notified.organisation, notified.day) == (
        "unit",
        "101",
        date(2023, 6, 23),
    )
    assert "QM-030：“" in notified.body
    assert "（101 合成单位）" in notified.body
    assert outbox.position() == log.last_position()


def test_read_again_by_a_new_process_and_by_two_at_once_the_log_is_told_once(
    log: EventLog, outbox: Outbox, tmp_path: Path
) -> None:
    # given two workers, and one that was killed behind its reading
    in_may(log)
    first, second = OutboxFiller(log, outbox, tmp_path), OutboxFiller(log, outbox, tmp_path)
    stretch = log.notifications(outbox.position(), 500)
    read = [letter for one in stretch for letter in second._letters(one, None)]
    # when
    first.catch_up()
    outbox.take_in(read, stretch[-1].position)
    OutboxFiller(log, outbox, tmp_path).catch_up()
    # then
    assert titles(outbox) == [REMINDED]
    assert read == [outbox.rows()[0].letter]


def test_what_comes_after_is_told_by_the_next_look(
    log: EventLog, outbox: Outbox, tmp_path: Path
) -> None:
    bureau, writing = in_may(log), OutboxFiller(log, outbox, tmp_path)
    writing.catch_up()
    bureau.take_steps(P001, morning(date(2023, 6, 10)))
    writing.catch_up()
    assert titles(outbox) == [REMINDED, "【到期】监控结果 2023-05-31"]


def test_a_recipient_with_an_address_is_mailed_as_well(
    log: EventLog, outbox: Outbox, tmp_path: Path
) -> None:
    Relay().configure(tmp_path, UNIT_101)
    in_may(log)
    OutboxFiller(log, outbox, tmp_path).catch_up()
    rows = [row.letter for row in outbox.rows()]
    assert [letter.channel for letter in rows] == [Channel.FILE, Channel.SMTP]
    assert rows[0].event_id == rows[1].event_id
    assert rows[0].letter_id != rows[1].letter_id


@pytest.mark.parametrize(("drill", "told"), [(False, []), (True, [Channel.FILE])])
def test_a_drill_is_told_when_asked_and_is_never_mailed(
    log: EventLog, outbox: Outbox, tmp_path: Path, drill: bool, told: list[Channel]
) -> None:
    Relay().configure(tmp_path, UNIT_101)
    in_may(log, "simulated")
    OutboxFiller(log, outbox, tmp_path, drill=drill).catch_up()
    assert [row.letter.channel for row in outbox.rows()] == told
    assert outbox.position() == log.last_position()


def test_bad_settings_tell_nothing_and_lose_nothing(
    log: EventLog, outbox: Outbox, tmp_path: Path
) -> None:
    # given
    in_may(log)
    (tmp_path / "notices.yaml").write_text("smtp: 1\n")
    writing = OutboxFiller(log, outbox, tmp_path)
    # when
    with pytest.raises(BadSettings, match=r"notices\.yaml:1: smtp: "):
        writing.catch_up()
    # then
    assert (titles(outbox), outbox.position()) == ([], 0)
    (tmp_path / "notices.yaml").unlink()
    writing.catch_up()
    assert titles(outbox) == [REMINDED]


def test_a_reminder_given_late_is_told_as_late_and_once(
    log: EventLog, outbox: Outbox, tmp_path: Path
) -> None:
    # given a reminder of 5 June that was given on the 6th
    bureau = Bureau(log)
    bureau.open_year("real")
    given.in_may_with_a_day(bureau)
    bureau.take_step_late(P001, morning(date(2023, 6, 6)))
    # when
    OutboxFiller(log, outbox, tmp_path).catch_up()
    # then
    assert titles(outbox) == ["【提醒·补发】监控结果 2023-05-31"]
    letter = outbox.rows()[0].letter
    assert "本通知原定于 2023-06-05 09:00 发出" in letter.body
    assert "现于 2023-06-06 10:00 补发" in letter.body
    assert "日期：2023-06-06" in letter.body


def test_what_a_department_has_to_review_is_told_to_the_department_of_the_day(
    log: EventLog, outbox: Outbox, tmp_path: Path
) -> None:
    # given a target with a department that reviews it by 25 January, and another from the 26th on
    bureau = Bureau(log)
    bureau.open_year("real")
    people, first = f"{given.COUNTY}/organisations", date(2023, 1, 3)
    for code, since in (("401", "2023-01-01"), ("402", "2023-01-26")):
        above = {"department": code, "department_name": "主管局", "units": ["101"], "since": since}
        bureau.act(people, "department.set", first, FINANCE, **above, document="三定方案")
    for name, value in (("department_review", "all"), ("endorsement.after_days", "5")):
        fields = {"parameter": name, "value": value, "since": "2023-01-01"}
        bureau.act(given.THE_YEAR, "parameter.set", first, FINANCE, **fields)
    bureau.registered(P001)
    bureau.act(P001, "target.file", date(2023, 1, 20), UNIT, **given.TARGET)
    bureau.take_steps(P001, morning(date(2023, 1, 26)))
    back = {"filing": "target.filing", "reason": "不实"}
    above_now = Actor("z-1", "402", Role.DEPARTMENT)
    bureau.act(P001, "filing.return-to-unit", date(2023, 1, 27), above_now, **back)
    # when
    OutboxFiller(log, outbox, tmp_path).catch_up()
    # then
    letters = [row.letter for row in outbox.rows()]
    assert [(one.title.partition(" · ")[0], one.role, one.organisation) for one in letters] == [
        ("【请审核】绩效目标", "department", "401"),
        ("【到期】主管部门审核绩效目标", "department", "401"),
        ("【逾期】主管部门审核绩效目标", "department", "402"),
        ("【退回】绩效目标", "unit", "101"),
    ]
    assert "请于 2023-01-25（含当日）前审核" in letters[0].body
    assert "致：主管部门（402）" in letters[2].body
    assert "理由：不实" in letters[3].body
