"""Operational days on a real log: reminders by the published calendar, of policies too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.vocabulary import SHANGHAI, Role
from store import migrate, open_log, sqlite_url
from store.packs.packaged_packs import packaged_texts

BUREAU = Actor("fin-01", "652825-finance", Role.FINANCE)
PACKS = ("000000", "650000", "652800", "652825")
CALENDAR, YEAR, POLICY = "652825/work-calendar", "652825/2023", "652825/policy/ZC01"
AT = datetime(2023, 1, 10, 10, tzinfo=SHANGHAI)
REGISTRATION = {
    "policy_name": "合成政策",
    "unit": "U01",
    "unit_name": "合成单位",
    "is_new": "true",
    "is_major": "true",
    "estimated": "5000000",
    "estimated_basis": "合成估算",
}
AUTUMN = {
    "year": "2023",
    "document": "国办发明电〔2022〕16号",
    "holidays": [f"2023-10-0{day}" for day in range(1, 7)] + ["2023-09-29", "2023-09-30"],
    "working_days": ["2023-10-07", "2023-10-08"],
}


@pytest.fixture
def deciding(tmp_path: Path) -> Iterator[CommandHandler]:
    """A log with adopted packs and a policy whose report is due on 12 October by a notice to it."""
    migrate(sqlite_url(tmp_path / "log.db"))
    log = open_log(sqlite_url(tmp_path / "log.db"))
    found = CommandHandler(log)
    for name, text in packaged_texts():
        if name[:6] not in PACKS:
            continue
        fields = {"pack": name[:6], "sha256": log.put_content(text), "pack_version": "1"}
        take(found, "652825/packs", "pack.adopt", **fields)
    take(found, POLICY, "policy.add", **REGISTRATION)
    day = {"deadline": "exante.report", "due": "2023-10-12", "document": "合成通知1号"}
    take(found, POLICY, "deadline.set", **day)
    yield found
    log.close()


def take(deciding: CommandHandler, stream: str, command: str, **fields: Any) -> None:
    settled = deciding.submit(Request(uuid4(), stream, command, BUREAU, fields), AT)
    assert settled.outcome["status"] == "accepted", settled.outcome


def remind(deciding: CommandHandler, lead: str) -> None:
    """Have reminders go out some days before; the newest number counts."""
    since = {"parameter": "reminder.lead_days", "value": lead, "since": "2023-01-01"}
    take(deciding, YEAR, "parameter.set", **since)


def next_step(deciding: CommandHandler) -> tuple[str, date]:
    step = deciding.view(POLICY).next_step
    assert step is not None
    return step.kind, step.planned.date()


def test_what_is_in_no_year_is_under_the_parameters_of_every_year_that_opens(
    deciding: CommandHandler,
) -> None:
    assert next_step(deciding) == ("due", date(2023, 10, 12))
    take(deciding, YEAR, "year.open", portfolio="0" * 64, clock="simulated")
    remind(deciding, "8")
    assert next_step(deciding) == ("remind", date(2023, 10, 4))


REMINDED = {
    "3": "2023-10-09",  # a Monday
    "4": "2023-10-08",  # a Sunday that is worked
    "5": "2023-10-07",  # a Saturday that is worked
    "6": "2023-09-28",  # the last day of the run
    "13": "2023-09-28",  # its first
    "14": "2023-09-28",  # the day before it
    "15": "2023-09-27",
}
"""Lead days before 12 October, and when the reminder goes out."""


def test_a_published_calendar_moves_reminders_to_working_days(deciding: CommandHandler) -> None:
    take(deciding, YEAR, "year.open", portfolio="0" * 64, clock="simulated")
    # when
    take(deciding, CALENDAR, "work-calendar.publish", **AUTUMN)
    # then
    for lead, day in REMINDED.items():
        remind(deciding, lead)
        assert next_step(deciding) == ("remind", date.fromisoformat(day))
    assert deciding.view(POLICY).next_due == date(2023, 10, 12)


def test_publishing_has_the_open_subjects_told(deciding: CommandHandler) -> None:
    take(deciding, CALENDAR, "work-calendar.publish", **AUTUMN)
    step = deciding.view(CALENDAR).next_step
    assert step is not None
    assert (step.deadline, step.kind) == ("1", "refresh-subjects")


def act_on(deciding: CommandHandler, day: int, hour: int = 10) -> None:
    """Somebody acts on the policy on a day of October."""
    at = datetime(2023, 10, day, hour, tzinfo=SHANGHAI)
    fields = {"sha256": f"{day:064x}", "file_name": "佐证.pdf", "size": "1"}
    fields["media_type"] = "application/pdf"
    request = Request(uuid4(), POLICY, "attach", BUREAU, fields)
    settled = deciding.submit(request, at)
    assert settled.outcome["status"] == "accepted", settled.outcome


def set_lead(deciding: CommandHandler, lead: str, at: datetime) -> None:
    fields = {"parameter": "reminder.lead_days", "value": lead, "since": "2023-01-01"}
    settled = deciding.submit(Request(uuid4(), YEAR, "parameter.set", BUREAU, fields), at)
    assert settled.outcome["status"] == "accepted", settled.outcome


@pytest.mark.parametrize(
    ("set_before", "set_after", "step"),
    [
        ("5", "5", "remind"),  # 7 October, missed, and said again
        ("5", "4", "due"),  # 8 October, said at 10:00 of that day
        ("2", "5", "due"),
        ("5", "3", "remind"),  # 9 October, still to come
    ],
)
def test_a_reminder_that_was_planned_only_afterwards_was_not_missed(
    deciding: CommandHandler, set_before: str, set_after: str, step: str
) -> None:
    take(deciding, YEAR, "year.open", portfolio="0" * 64, clock="simulated")
    remind(deciding, set_before)
    set_lead(deciding, set_after, datetime(2023, 10, 8, 10, tzinfo=SHANGHAI))
    act_on(deciding, 8, 11)
    assert next_step(deciding)[0] == step


@pytest.mark.parametrize(("published", "step"), [(9, "remind"), (10, "remind")])
def test_a_calendar_that_moves_no_reminder_takes_none_away(
    deciding: CommandHandler, published: int, step: str
) -> None:
    take(deciding, YEAR, "year.open", portfolio="0" * 64, clock="simulated")
    remind(deciding, "3")
    request = Request(uuid4(), CALENDAR, "work-calendar.publish", BUREAU, AUTUMN)
    deciding.submit(request, datetime(2023, 10, published, 12, tzinfo=SHANGHAI))
    act_on(deciding, 10, 13)
    assert next_step(deciding) == (step, date(2023, 10, 9))


def test_a_calendar_published_after_the_day_that_it_moves_a_reminder_to_takes_it_away(
    deciding: CommandHandler,
) -> None:
    take(deciding, YEAR, "year.open", portfolio="0" * 64, clock="simulated")
    remind(deciding, "6")
    request = Request(uuid4(), CALENDAR, "work-calendar.publish", BUREAU, AUTUMN)
    deciding.submit(request, datetime(2023, 10, 5, 12, tzinfo=SHANGHAI))
    act_on(deciding, 5, 13)
    assert next_step(deciding) == ("due", date(2023, 10, 12))


def test_a_step_that_says_too_late_is_answered_with_the_next_one(deciding: CommandHandler) -> None:
    take(deciding, YEAR, "year.open", portfolio="0" * 64, clock="simulated")
    remind(deciding, "3")
    reminder = deciding.view(POLICY).next_step
    assert reminder is not None
    before = deciding.view(POLICY).version
    # when
    settled = deciding.take_step(POLICY, reminder, datetime(2023, 10, 13, 10, tzinfo=SHANGHAI))
    # then
    assert (settled.outcome["status"], settled.view.version) == ("accepted", before)
    assert settled.view.next_step is not None
    assert settled.view.next_step.kind == "overdue"
