"""A step recorded by an earlier program is the same command to this one, to the byte.

`steps.jsonl.gz` has every step that the example years took, as the program before decision 1198
kept it in the command log, and some of kinds of subject that took none. It is never changed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from activities.command_handler import CommandHandler
from domain.kernel.decider import Step
from domain.kernel.message import Command
from domain.kernel.request import BadRequest, read_request
from domain.kernel.serialization.canonical_json import plain_json
from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.shared.deadlines.scheduled_commands import step_command, step_request
from domain.shared.fan_out.messages import Reached
from domain.subjects.command_parsing import command_of
from domain.subjects.registry import DECIDERS
from store import migrate, open_log, sqlite_url
from store.port import CommandRow
from testkit.builders.bureau import Bureau

P007 = "652825/2023/P007"
FILE = Path(__file__).parent / "steps.jsonl.gz"
SHA256 = "a1d85854fcfcd7d47b38f5e91cd554450f85a596dbca5876e3da4044500085f5"


@dataclass(frozen=True)
class Kept:
    """A step with what the command log kept of it: `act` is its text."""

    stream: str
    step: Step
    subjects: int
    act: str
    hash: str

    @property
    def kind(self) -> SubjectKind:
        return parse_subject(self.stream).kind

    @property
    def command(self) -> Command:
        return step_command(DECIDERS[self.kind].STEPS, self.step, Reached(self.subjects))


def _kept(line: dict[str, Any]) -> Kept:
    deadline, kind, planned = line.pop("step")
    return Kept(step=Step(deadline, kind, datetime.fromisoformat(planned)), **line)


def kept() -> list[Kept]:
    lines = gzip.decompress(FILE.read_bytes()).splitlines()
    return [_kept(json.loads(line)) for line in lines]


def test_what_was_kept_is_never_changed() -> None:
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == SHA256


def test_there_are_steps_of_every_kind_of_every_subject() -> None:
    planned = {(kind, name) for kind, decider in DECIDERS.items() for name in decider.STEPS}
    assert {(one.kind, one.step.kind) for one in kept()} == planned


def test_every_step_is_the_command_that_was_kept_of_it() -> None:
    for one in kept():
        request = step_request(one.stream, one.step, one.command)
        assert (plain_json(request.as_json()), request.hash()) == (one.act, one.hash)


def test_a_step_leads_to_what_its_request_says() -> None:
    for one in kept():
        command = one.command
        assert command == command_of(step_request(one.stream, one.step, command))
        assert command == command_of(read_request(json.loads(one.act)))


def test_a_step_in_the_log_of_an_earlier_program_is_answered_from_it(tmp_path: Path) -> None:
    # given an answer to a step that is due, in the words of an earlier program
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year()
        bureau.budgeted(P007)
        deciding = CommandHandler(log)
        step = deciding.view(P007).next_step
        (before,) = (one for one in kept() if (one.stream, one.step) == (P007, step))
        asked, now = read_request(json.loads(before.act)), datetime.now(UTC)
        outcome = {"status": "accepted", "events": [], "said": "before"}
        row = CommandRow(
            *(asked.command_id, before.hash, P007, None, None),
            *(asked.as_json(), outcome, before.step.planned, now),
        )
        log.append(row, ())
        # when
        settled = deciding.take_step(P007, before.step, before.step.planned)
        # then
        assert settled.outcome == outcome


UNFIT = (
    (P007, "2023-05-31", "open-subjects"),
    (P007, "monitoring.round", "open-round"),
    (P007, "monitoring.round:31 May", "open-round"),
    ("652825/organisations", "seven", "reach-subjects"),
    ("652825/third-party/A1", "third-party.report", "due"),
)


@pytest.mark.parametrize(("stream", "deadline", "kind"), UNFIT)
def test_what_is_no_step_of_the_subject_is_refused(stream: str, deadline: str, kind: str) -> None:
    step = Step(deadline, kind, datetime(2023, 5, 31, tzinfo=UTC))
    with pytest.raises(BadRequest) as refused:
        step_command(DECIDERS[parse_subject(stream).kind].STEPS, step)
    assert refused.value.field == "step"


@pytest.mark.parametrize(("stream", "deadline", "kind"), UNFIT[:3])
def test_taking_it_leaves_no_trace(tmp_path: Path, stream: str, deadline: str, kind: str) -> None:
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year()
        bureau.budgeted(stream)
        before = log.last_position(), len(log.commands(stream))
        step = Step(deadline, kind, datetime(2023, 5, 31, tzinfo=UTC))
        # when
        settled = CommandHandler(log).take_step(stream, step, step.planned)
        # then
        assert (settled.outcome["status"], settled.outcome["code"]) == ("refused", "invalid-field")
        assert settled.view.version == 5
        assert (log.last_position(), len(log.commands(stream))) == before
