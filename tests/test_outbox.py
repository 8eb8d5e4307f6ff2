"""`jixiao outbox`, and what a stack or a drill says of its notices, as people run it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from activities.notifications.letter_sending import LetterSender
from activities.notifications.outbox_filler import OutboxFiller
from console.cli.commands.outbox import write_notices
from console.cli.errors import InputError
from store import migrate, open_log, sqlite_url
from store.factory import open_outbox
from store.outbox import LetterState, Outbox
from store.port import EventLog
from testkit.builders import bureau as given
from testkit.builders.bureau import P001, Bureau, morning
from tests.engine.command_line import run
from tests.mail_relay import UNIT_101, Relay


def reminded(log: EventLog, clock: str) -> None:
    """A unit that was reminded of its May result on 5 June."""
    bureau = Bureau(log)
    bureau.open_year(clock)
    given.in_may_with_a_day(bureau)
    bureau.take_steps(P001, morning(date(2023, 6, 5)))


def in_folder(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """One letter as a file, sent, and one as mail, refused for good."""
    relay = Relay()
    relay.configure(tmp_path, UNIT_101)
    relay.answers = {"u101@unit.example": "550 nobody"}
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log, closing(open_outbox(url)) as opened:
        reminded(log, "real")
        OutboxFiller(log, opened, tmp_path).catch_up()
        with relay.serving():
            LetterSender(opened, tmp_path).run()
        yield opened


async def test_list_shows_each_letter_with_what_became_of_it(
    outbox: Outbox, tmp_path: Path
) -> None:
    done = await run("outbox", "list", "--data", tmp_path)
    file, mail, counted = done.out.splitlines()
    assert "  file  已发 sent  → 预算单位（101 合成单位）  【提醒】监控结果 2023-05-31" in file
    assert (
        "  smtp  失败 failed：u101@unit.example: 550 nobody  → 预算单位（101 合成单位）  【提醒】"
        in mail
    )
    assert counted == "待发 pending 0，已发 sent 1，失败 failed 1"


async def test_list_of_one_state_as_json(outbox: Outbox, tmp_path: Path) -> None:
    done = await run("outbox", "list", "--state", "failed", "--json", "--data", tmp_path)
    (letter,) = json.loads(done.out)
    assert letter["id"] == str(outbox.rows(LetterState.FAILED)[0].letter.letter_id)
    assert (letter["channel"], letter["attempts"]) == ("smtp", 1)
    assert "将于 2023-06-10 到期" in letter["body"]


@pytest.mark.parametrize(("which", "pending"), [("--failed", ["smtp"]), ("ID", ["file"])])
async def test_resend_makes_letters_pending_and_says_who_sends_them(
    outbox: Outbox, tmp_path: Path, which: str, pending: list[str]
) -> None:
    chosen = str(outbox.rows()[0].letter.letter_id) if which == "ID" else which
    done = await run("outbox", "resend", chosen, "--data", tmp_path)
    assert done.code == 0, done.err
    assert done.out.splitlines()[0] == "重发 to be sent again: 1"
    assert done.out.splitlines()[1] == f"下一步 next: jixiao up --data {tmp_path}"
    assert [row.letter.channel for row in outbox.rows(LetterState.PENDING)] == pending


@pytest.mark.parametrize("arguments", [(), ("--failed", str(uuid4())), (str(uuid4()),)])
async def test_resend_of_nothing_of_both_or_of_an_unknown_id_is_one_line(
    outbox: Outbox, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = await run("outbox", "resend", *arguments, "--data", tmp_path)
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert done.err.startswith("jixiao outbox resend: ID: ")
    assert outbox.rows(LetterState.PENDING) == []


@pytest.mark.parametrize(
    "command",
    [
        ("up", "--data"),
        ("outbox", "resend", "--failed", "--data"),
        ("worker", "--address", "127.0.0.1:1", "--store", "sqlite:///nowhere", "--notices"),
    ],
)
async def test_a_bad_address_file_is_one_line_before_anything_starts(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "notices.yaml").write_text("smtp: {host: a, port: x, sender: a@b}\n")
    done = await run(*command, tmp_path)
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert done.err.startswith(f"{tmp_path / 'notices.yaml'}:1: smtp.port: ")
    assert in_folder(tmp_path) == ["notices.yaml"]


def test_a_drills_notices_are_files_and_told_once_however_often_it_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # given a drill in a directory with addresses
    Relay().configure(tmp_path, UNIT_101)
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        reminded(log, "simulated")
    # when
    write_notices(url, tmp_path)
    write_notices(url, tmp_path)
    # then
    told = capsys.readouterr().out.splitlines()
    assert [line.partition(" → ")[0] for line in told] == ["通知 notices: 1", "通知 notices: 0"]
    assert len(list((tmp_path / "notices").iterdir())) == 1


def test_a_drills_notices_that_the_disk_does_not_take_are_one_line(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    (tmp_path / "notices").write_text("")
    with closing(open_log(url)) as log:
        reminded(log, "simulated")
    with pytest.raises(InputError, match="notices: file: "):
        write_notices(url, tmp_path)
