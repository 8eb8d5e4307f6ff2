"""A fan-out of which some subjects refuse: what is recorded, who is sent to again, what is shown.

The engine is a client that decides on the log at once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid5

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import ActivityEnvironment

from activities.command_handler import CommandHandler
from activities.fan_out.record import recorded_of
from activities.fan_out.resend import all_unreached, request_of
from activities.fan_out.send import requests_of
from activities.messages import Answered, StepInput, StepMessage
from activities.subject_activities import SubjectActivities
from console.cli.commands import doctor, problems
from console.cli.render.event_titles import title_of
from domain.kernel.decider import SYSTEM, Step
from domain.kernel.refusal import Code
from domain.kernel.request import Request, read_request
from domain.shared.deadlines.scheduled_commands import step_command, step_request
from domain.shared.fan_out.dispatch import STEPS
from domain.shared.fan_out.messages import (
    LISTED,
    OPEN_SUBJECTS,
    REACH,
    Reached,
    Refused,
    SubjectsOpened,
    SubjectsReached,
)
from projections.boards.unreached import settled
from store import migrate, open_log, sqlite_url
from store.factory import open_database
from store.packs.packaged_packs import packaged_texts
from store.port import CommandRow, EventLog
from testkit.command_line import CommandLine
from tests.edited_packs import OPEN_ASSESSMENT
from tests.engine.tiny import HEADER
from tests.small_log import COUNTY, PACKS, THE_YEAR, act, at

COMMANDS = CommandLine.of(doctor, problems)
DAY = "2023-01-05"
UNITS = ("U1", "U2")
PROJECT = f"{THE_YEAR}/T1"
ROWS = HEADER + "".join(
    f"{code},合成{kind},{unit},合成单位,general_public,initial,{DAY},false,false,false,false,{kind},"
    "false,100000,,\n"
    for code, unit, kind in (("T1", "U1", "project"), ("U1", "U1", "unit"), ("U2", "U2", "unit"))
)
RULING = act(
    f"{COUNTY}/rulings",
    "ruling.record",
    ambiguity="AMB-15",
    text="新增且重大",
    document="合成函1号",
    value="new_and_major",
)


class Killed(BaseException):
    """The worker ends before it records what it sent."""


@dataclass
class Engine:
    """A client that decides what it is sent at once; with `dies`, the worker ends after so many."""

    log: EventLog
    now: datetime
    dies: int | None = None
    silent: str | None = None

    async def execute_update_with_start_workflow(
        self, _name: str, request: dict[str, Any], **_: Any
    ) -> dict[str, Any]:
        if request["subject"] == self.silent:
            raise RPCError("no such thing", RPCStatusCode.INVALID_ARGUMENT, b"")
        outcome = CommandHandler(self.log).submit(read_request(request), self.now).outcome
        if self.dies is not None:
            self.dies -= 1
            if not self.dies:
                raise Killed
        return outcome


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """A year that registers a project and two units, where it is open what is assessed."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as opened:
        texts = {**dict(packaged_texts()), f"{COUNTY}.yaml": OPEN_ASSESSMENT}
        for code in ("000000", "650000", "652800", COUNTY):
            sha256 = opened.put_content(texts[f"{code}.yaml"])
            taken(opened, act(PACKS, "pack.adopt", pack=code, sha256=sha256, pack_version="1"))
        portfolio = opened.put_content(ROWS.encode())
        openings = [{"on": DAY, "projects": "3"}]
        fields = {"portfolio": portfolio, "clock": "simulated", "openings": openings}
        taken(opened, act(THE_YEAR, "year.open", **fields))
        yield opened


def taken(log: EventLog, request: Request, day: str = "2023-01-03") -> None:
    outcome = CommandHandler(log).submit(request, at(day)).outcome
    assert outcome["status"] == "accepted", outcome


def own_duties_dropped(log: EventLog) -> None:
    """The bureau's own duties are dropped: they would keep the year open."""
    open_ones = CommandHandler(log).view(THE_YEAR).waiting_for
    duties = [one.partition(":")[2] for one in open_ones if one.startswith("finance:")]
    granted = {"rule": "bureau_duty.due", "duties": duties}
    approval = {"reference": "1号", "approver": "分管领导", "reason": "当年不再报送"}
    taken(log, act(THE_YEAR, "exception.grant", **granted, **approval), "2023-12-30")


def next_step(log: EventLog) -> StepMessage:
    step = CommandHandler(log).view(THE_YEAR).next_step
    assert step is not None
    return StepMessage.of(step)


def fan_out(
    log: EventLog, day: str, dies: int | None = None, silent: str | None = None
) -> StepMessage:
    """Take the next step of the year as the worker does; returns it."""
    step = next_step(log)
    assert step.kind in {OPEN_SUBJECTS, REACH}, step
    engine = cast("Client", Engine(log, at(day), dies, silent))
    given = StepInput(THE_YEAR, step, at(day).isoformat())
    asyncio.run(run(SubjectActivities(log, engine), given))
    return step


async def run(activities: SubjectActivities, given: StepInput) -> Answered:
    answered: Answered = await ActivityEnvironment().run(activities.fan_out, given)
    return answered


def newest(log: EventLog) -> Any:
    return log.read(THE_YEAR)[-1].event


def registered(log: EventLog) -> list[str]:
    events = (one for stream in log.streams(f"{THE_YEAR}/") for one in log.read(stream))
    return [one.stream for one in events if one.event.name in {"project.added", "unit.added"}]


NEEDS_RULING = Refused(
    code="needs-ruling", awaits=("exante.required",), count=1, subjects=(PROJECT,)
)


def test_the_event_says_how_many_accepted_and_who_refused_why(log: EventLog) -> None:
    # when
    fan_out(log, DAY)
    # then
    on = datetime.fromisoformat(DAY).date()
    assert newest(log) == SubjectsOpened(on=on, subjects=3, accepted=2, refused=(NEEDS_RULING,))
    assert next_step(log).planned == "2023-01-06T09:00:00+08:00"


def test_after_the_ruling_it_is_sent_to_again_at_once_and_taken_once(log: EventLog) -> None:
    # given
    fan_out(log, DAY)
    opened = log.read(THE_YEAR)[-1]
    taken(log, RULING, "2023-01-06")
    # when
    step = fan_out(log, "2023-01-06")
    # then
    assert step.planned[:10] == DAY, "due since it was refused"
    assert str(log.read(THE_YEAR)[-1].effective_on) == "2023-01-06", "the ruling's day, not before"
    assert (step.deadline, step.kind) == (str(opened.version), REACH)
    assert newest(log) == SubjectsReached(of=opened.version, subjects=1, accepted=1)
    assert sorted(registered(log)) == sorted([PROJECT, *(f"{THE_YEAR}/unit/{u}" for u in UNITS)])
    first, second = log.commands(PROJECT)
    assert [row.outcome["status"] for row in (first, second)] == ["refused", "accepted"]
    assert second.command_id == uuid5(opened.id, PROJECT)
    assert log.read(PROJECT)[0].caused_by == log.read(THE_YEAR)[0].id


@pytest.mark.parametrize("again", [False, True])
def test_a_worker_that_ends_before_it_records_doubles_nothing(log: EventLog, again: bool) -> None:
    # given the first sending, or the second one, ends after its first act
    if again:
        fan_out(log, DAY)
        taken(log, RULING, "2023-01-05")
    before = log.read(THE_YEAR)[-1].version
    with pytest.raises(BaseExceptionGroup):
        fan_out(log, DAY, dies=1)
    assert log.read(THE_YEAR)[-1].version == before
    # when
    step = next_step(log)
    fan_out(log, DAY)
    # and a second sender that was slow sends the same once more
    for request in requests_of(log, THE_YEAR, step.step()):
        CommandHandler(log).submit(request, at("2023-01-06"))
    # then
    assert len(registered(log)) == len(set(registered(log))) == (3 if again else 2)
    assert len(log.commands(PROJECT)) == (2 if again else 1)


def test_two_who_record_one_sending_record_it_once(log: EventLog) -> None:
    # given
    step = next_step(log)
    fan_out(log, DAY)
    version = log.read(THE_YEAR)[-1].version
    # when the same step is taken once more
    given = StepInput(THE_YEAR, step, at(DAY).isoformat())
    engine = cast("Client", Engine(log, at(DAY)))
    asyncio.run(run(SubjectActivities(log, engine), given))
    # then
    assert log.read(THE_YEAR)[-1].version == version


def test_who_has_it_already_counts_as_having_accepted(log: EventLog) -> None:
    # given a unit that the bureau registered itself
    fields = {"unit_name": "合成单位", "requested": "100000"}
    taken(log, act(f"{THE_YEAR}/unit/U1", "unit.add", **fields), "2023-01-04")
    # when
    fan_out(log, DAY)
    # then
    rows = log.commands(f"{THE_YEAR}/unit/U1")
    assert [row.outcome.get("code") for row in rows] == [None, Code.DUPLICATE]
    assert newest(log).accepted == 2
    assert newest(log).refused == (NEEDS_RULING,)


def test_after_the_last_sending_it_waits_until_somebody_asks(log: EventLog) -> None:
    # given it was refused six times
    days = ["2023-01-05", "2023-01-06", "2023-01-08", "2023-01-12", "2023-01-20", "2023-02-05"]
    for day in days:
        assert next_step(log).planned[:10] == day
        fan_out(log, day)
    last = log.read(THE_YEAR)[-1]
    assert CommandHandler(log).view(THE_YEAR).next_step is None
    taken(log, RULING, "2023-02-06")
    # when the same is asked for twice
    for _ in range(2):
        taken(log, request_of(last), "2023-02-07")
    fan_out(log, "2023-02-07")
    # then
    names = [one.event.name for one in log.read(THE_YEAR)]
    assert names[-2:] == ["subjects.sending-asked", "subjects.reached"]
    assert PROJECT in registered(log)
    assert [*all_unreached(log, [CommandHandler(log).view(THE_YEAR)])] == []


def outcome(code: Code, *, final: bool = False) -> dict[str, Any]:
    refused = {"status": "refused", "code": code.value, "en": "why", "basis": []}
    return {**refused, "final": True} if final else refused


def fields_of(version: int, reached: Reached) -> Mapping[str, Any]:
    """The fields of the request that records a sending by the event at a version."""
    step = Step(str(version), REACH, at(DAY))
    return step_request(THE_YEAR, step, step_command(STEPS, step, reached)).fields


@pytest.mark.parametrize("number", [LISTED - 1, LISTED, LISTED + 1, 5_000])
def test_refusals_beyond_a_bound_are_kept_as_content(log: EventLog, number: int) -> None:
    # given
    names = [f"{THE_YEAR}/P{n:05}" for n in range(number)]
    outcomes = dict.fromkeys(names, outcome(Code.WRONG_PHASE))
    # when
    sent = recorded_of(outcomes, (), log.put_content)
    # then
    assert sent.accepted == 0
    (group,) = sent.refused
    assert group.count == number
    assert (group.subjects == tuple(names)) == (number <= LISTED)
    assert len(json.dumps(fields_of(1, sent))) < 30_000
    listed = sent.listed
    assert (listed is None) == (number <= LISTED)
    if listed:
        (kept,) = json.loads(log.content(listed))
        assert kept["subjects"] == names


@pytest.mark.parametrize(
    ("answer", "final"),
    [
        (outcome(Code.NEEDS_RULING), False),
        (outcome(Code.WRONG_PHASE), False),
        (outcome(Code.WRONG_PHASE, final=True), True),
        (outcome(Code.UNIT_ENDED), True),
        (outcome(Code.WRONG_ORGANISATION), True),
    ],
)
def test_a_refusal_is_passing_or_final(answer: dict[str, Any], final: bool) -> None:
    sent = recorded_of({PROJECT: answer}, (), lambda _: "")
    assert [one.final for one in sent.refused] == [final]


def test_what_refused_for_good_before_stays_in_what_is_recorded_later() -> None:
    before = Refused(code="unit-ended", final=True, count=1, subjects=("b",))
    sent = recorded_of({"a": {"status": "accepted"}}, [before], lambda _: "")
    assert sent.subjects == 1
    assert sent.accepted == 1
    assert [one.subjects for one in sent.refused] == [("b",)]


def shown(tmp_path: Path, command: str, *words: str) -> Any:
    return json.loads(COMMANDS.run(tmp_path, command, "--json", *words).stdout)


def unreached(tmp_path: Path) -> Any:
    found = shown(tmp_path, "doctor")["findings"]
    return [one for one in found if one["code"] not in {"pack-differs", "sqlite-library"}]


def test_doctor_and_problems_show_it_until_it_is_taken(log: EventLog, tmp_path: Path) -> None:
    # given
    fan_out(log, DAY)
    # then
    (found,) = unreached(tmp_path)
    assert (found["code"], found["of"], found["fault"]) == ("not-reached", PROJECT, True)
    assert "project.add: needs-ruling 规则 exante.required 须先由" in found["detail"]
    (problem,) = shown(tmp_path, "problems", "--kind", "unreached")
    assert (problem["subject"], problem["name"]) == (THE_YEAR, "project.add")
    assert problem["data"]["subject"] == PROJECT
    assert problem["outcome"]["code"] == "needs-ruling"
    assert "须先由" in COMMANDS.run(tmp_path, "problems", "--kind", "unreached").stdout
    # when
    taken(log, RULING, "2023-01-05")
    fan_out(log, "2023-01-05")
    # then
    assert unreached(tmp_path) == []
    assert shown(tmp_path, "problems", "--kind", "unreached") == []


def test_what_the_bureau_did_itself_is_no_more_shown(log: EventLog, tmp_path: Path) -> None:
    # given
    fan_out(log, DAY)
    taken(log, RULING, "2023-01-05")
    (sent,) = requests_of(log, THE_YEAR, next_step(log).step())
    # when
    finance = replace(sent, command_id=UUID(int=7), actor=RULING.actor, caused_by=None)
    taken(log, finance, "2023-01-05")
    # then
    assert shown(tmp_path, "problems", "--kind", "unreached") == []
    # and the next sending finds it there
    fan_out(log, "2023-01-06")
    assert newest(log) == SubjectsReached(of=newest(log).of, subjects=1, accepted=1)


def test_a_final_refusal_stays_shown_and_is_no_fault(log: EventLog, tmp_path: Path) -> None:
    # given the second sending is refused for good
    fan_out(log, DAY)
    version = log.read(THE_YEAR)[-1].version
    refused = {**outcome(Code.UNIT_ENDED), "zh": "单位已撤并", "field": None}
    fields = fields_of(version, recorded_of({PROJECT: refused}, (), log.put_content))
    taken(
        log, Request(UUID(int=8), THE_YEAR, "subjects.record-reached", SYSTEM, fields), "2023-01-06"
    )
    # then
    assert CommandHandler(log).view(THE_YEAR).next_step is None
    (found,) = unreached(tmp_path)
    assert (found["code"], found["fault"]) == ("not-reached-final", False)
    assert shown(tmp_path, "doctor")["sound"]
    (problem,) = shown(tmp_path, "problems", "--kind", "unreached")
    assert problem["data"]["final"]


def test_where_the_year_is_closed_it_is_shown_and_nothing_is_to_be_mended(
    log: EventLog, tmp_path: Path
) -> None:
    # given
    for day in ("01-05", "01-06", "01-08", "01-12", "01-20", "02-05"):
        fan_out(log, f"2023-{day}")
    assert [one["code"] for one in unreached(tmp_path)] == ["not-reached"]
    # when
    own_duties_dropped(log)
    taken(log, act(THE_YEAR, "year.close"), "2023-12-31")
    # then
    assert [one["code"] for one in unreached(tmp_path)] == ["not-reached-final"]


def test_who_was_withdrawn_is_out_of_need() -> None:
    withdrawn = SimpleNamespace(event=SimpleNamespace(name="project.withdrawn"))
    for act_, needed in (("key-evaluation.mark-selected", False), ("unit.succeed", True)):
        known_act = {"command": act_, "fields": {}}
        row = SimpleNamespace(act=known_act, outcome={"status": "refused"}, stream=PROJECT)
        row.stored_at = at(DAY)
        known: Any = SimpleNamespace(commands=lambda _, r=row: [r], read=lambda _: [withdrawn])
        assert settled(known, cast("CommandRow", row)) != needed


def test_a_subject_without_an_answer_holds_up_no_other(log: EventLog) -> None:
    # given the first of all gives no answer
    with pytest.raises(RPCError):
        fan_out(log, DAY, silent=PROJECT)
    # then the others have theirs, and nothing is recorded as done
    assert sorted(registered(log)) == [f"{THE_YEAR}/unit/{u}" for u in UNITS]
    assert not isinstance(newest(log), SubjectsOpened)
    # when it answers again
    fan_out(log, DAY)
    assert newest(log).accepted == 2


def test_a_year_is_not_closed_before_all_its_rows_were_sent(log: EventLog) -> None:
    # given the opening is still to be sent
    refused = CommandHandler(log).submit(act(THE_YEAR, "year.close"), at("2023-12-31")).outcome
    assert refused["code"] == "wrong-phase"
    # when it was sent, and the last refusal is known
    fan_out(log, DAY)
    for day in ("01-06", "01-08", "01-12", "01-20", "02-05"):
        fan_out(log, f"2023-{day}")
    # then another act closes it
    own_duties_dropped(log)
    taken(log, replace(act(THE_YEAR, "year.close"), command_id=UUID(int=9)), "2023-12-31")


def test_a_step_is_recorded_at_its_instant_where_the_clock_was_set_back(log: EventLog) -> None:
    step = next_step(log).step()
    early = step.planned - timedelta(hours=1)
    CommandHandler(log).take_step(THE_YEAR, step, early, Reached(3))
    assert log.read(THE_YEAR)[-1].recorded_at == step.planned


@pytest.mark.parametrize(("predecessor", "needed"), [("A", False), ("B", True)])
def test_a_unit_that_succeeds_another_has_not_taken_over_from_this_one(
    predecessor: str, *, needed: bool
) -> None:
    def row(status: str, of: str) -> Any:
        known = {"command": "unit.succeed", "fields": {"predecessor": of}}
        return SimpleNamespace(
            act=known, outcome={"status": status}, stream=PROJECT, stored_at=at(DAY)
        )

    refused, accepted = row("refused", "A"), row("accepted", predecessor)
    known: Any = SimpleNamespace(commands=lambda _: [refused, accepted], read=lambda _: [])
    assert settled(known, refused) != needed


def test_the_year_says_that_somebody_refused(log: EventLog) -> None:
    fan_out(log, DAY)
    event = newest(log)
    assert title_of(event.name, event.data()) == "项目登记完成（有对象未受理）"
    assert title_of(event.name, {**event.data(), "refused": []}) == "项目登记完成"


def test_a_list_that_is_lost_is_a_fault_of_the_log(log: EventLog, tmp_path: Path) -> None:
    # given more refusals than an event lists
    fan_out(log, DAY)
    names = [f"{THE_YEAR}/P{n:05}" for n in range(LISTED + 1)]
    sent_to = recorded_of(dict.fromkeys(names, outcome(Code.WRONG_PHASE)), (), log.put_content)
    fields = fields_of(log.read(THE_YEAR)[-1].version, sent_to)
    taken(
        log, Request(UUID(int=8), THE_YEAR, "subjects.record-reached", SYSTEM, fields), "2023-01-06"
    )
    sent = requests_of(log, THE_YEAR, next_step(log).step())
    assert [one.subject for one in sent] == [], "the portfolio has none of them"
    assert unreached(tmp_path) == []
    # when
    with closing(open_database(sqlite_url(tmp_path / "log.db"))) as database:
        database.write(f"DELETE FROM content WHERE sha256 = '{sent_to.listed}'", ())  # noqa: S608
    # then
    (found,) = unreached(tmp_path)
    assert (found["code"], found["of"]) == ("content-missing", sent_to.listed)


def test_on_a_past_day_it_is_shown_as_it_was_then(log: EventLog, tmp_path: Path) -> None:
    # given
    fan_out(log, DAY)
    taken(log, RULING, "2023-01-08")
    fan_out(log, "2023-01-08")
    # then
    days = {"2023-01-04": 0, DAY: 1, "2023-01-07": 1, "2023-01-08": 0}
    found = {
        day: len(shown(tmp_path, "problems", "--kind", "unreached", "--as-of", day)) for day in days
    }
    assert found == days
