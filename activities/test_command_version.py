"""The version of a command: an act is taken by the current one, and the log keeps it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.command_handler import CommandHandler
from activities.messages import SubmitInput
from activities.subject_activities import SubjectActivities
from activities.test_moving_ground import AT
from domain.kernel.message import Command
from domain.kernel.request import Request, read_stored
from domain.shared.deadlines.deadline_acts import PassDeadline
from domain.shared.filings.correction import Correct
from domain.shared.filings.import_messages import ImportAct
from domain.shared.filings.undoable import CorrectAct
from domain.subjects.project_year.exante.library import Admit
from domain.subjects.project_year.targets.target import FileTarget
from store.port import CommandRow, EventLog
from store.soundness.stored_command import request_hash
from testkit.builders.bureau import FINANCE, P001


def admission() -> Request:
    return Request(uuid4(), P001, "library.admit", FINANCE, {})


def row_of(log: EventLog, request: Request) -> CommandRow:
    row = log.command(request.command_id)
    assert row is not None
    return row


def test_an_act_is_kept_with_the_current_version_and_without_the_first(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = admission(), admission()
    monkeypatch.setattr(Admit, "version", 1)
    CommandHandler(log).submit(before, AT)
    monkeypatch.setattr(Admit, "version", 2)
    CommandHandler(log).submit(after, AT)  # a refused act has it too
    assert "version" not in row_of(log, before).act
    assert row_of(log, after).act["version"] == 2
    assert [read_stored(row_of(log, one).act).version for one in (before, after)] == [1, 2]


def test_the_version_is_no_part_of_what_was_asked(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = admission()
    monkeypatch.setattr(Admit, "version", 2)
    first = CommandHandler(log).submit(request, AT).outcome
    row = row_of(log, request)
    assert request_hash(row.act) == row.request_hash == request.hash()
    # when the same request is sent again to a program of another version
    monkeypatch.setattr(Admit, "version", 3)
    again = CommandHandler(log).submit(request, AT).outcome
    # then
    assert (first["status"], again) == ("accepted", first)


@pytest.mark.parametrize("version", [1, 2])
def test_nobody_can_send_an_act_by_a_version(
    log: EventLog, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    monkeypatch.setattr(Admit, "version", 2)
    request = admission()
    sent: dict[str, Any] = request.as_json() | {"version": version}
    given = SubmitInput(request=sent, at=AT.isoformat())
    with pytest.raises(ApplicationError, match="version"):
        ActivityEnvironment().run(SubjectActivities(log).decide, given)
    assert log.command(request.command_id) is None


def test_a_timer_takes_its_step_by_the_current_version(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, day = CommandHandler(log), {"deadline": "target.filing", "due": "2023-02-10"}
    handler.submit(admission(), AT)
    given = Request(uuid4(), P001, "deadline.set", FINANCE, {**day, "document": "通知1号"})
    assert handler.submit(given, AT).outcome["status"] == "accepted"
    step = handler.view(P001).next_step
    assert step is not None
    monkeypatch.setattr(PassDeadline, "version", 2)
    assert handler.take_step(P001, step, step.planned).outcome["status"] == "accepted"
    assert list(log.commands(P001))[-1].act["version"] == 2


CARRYING = [
    (CorrectAct(act="library.admit:x", reason="更正", replacement={}), 3),
    (CorrectAct(act="library.admit", reason="更正"), 1),
    (CorrectAct(act="nothing", reason="更正", replacement={}), 1),
    (Correct(filing="target.filing", action="replace", reason="更正", replacement={}), 2),
    (Correct(filing="target.filing", action="withdraw", reason="更正"), 1),
    (ImportAct(act="library.admit", done_on=AT.date(), done_by="甲", document="0" * 64), 3),
]


@pytest.mark.parametrize(("act", "version"), CARRYING)
def test_an_act_that_carries_another_is_taken_by_its_version(
    monkeypatch: pytest.MonkeyPatch, act: Command, version: int
) -> None:
    monkeypatch.setattr(Admit, "version", 3)
    monkeypatch.setattr(FileTarget, "version", 2)
    assert act.taken_by == version
