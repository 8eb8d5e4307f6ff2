"""Acts are tried on a log of each kind: what is refused before anything is sent, and receipts."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from console import stack
from console.cli.commands import calendar, doctor, drill, overdue, status, submit
from console.cli.errors import InputError
from console.engine import binding
from domain.kernel.request import BadRequest, Request
from domain.kernel.vocabulary import Role
from store import open_log, sqlite_url
from store.factory import settle_kind
from store.port import LogKind
from testkit.command_line import CommandLine
from tests.small_log import COUNTY, P1, P2, small_log

FINANCE = {"id": "fin-01", "organisation": "652825-finance", "role": Role.FINANCE.value}
LINE = CommandLine.of(submit, status, calendar, overdue, doctor)


def log_of(data: Path, kind: LogKind) -> None:
    """The small log, of a kind."""
    data.mkdir()
    url = sqlite_url(data / "log.db")
    with small_log(url, kind.value):
        assert settle_kind(url).kind is kind


def act(command: str, subject: str, **fields: Any) -> dict[str, Any]:
    return {"actor": FINANCE, "command": command, "subject": subject, **fields}


def tried(data: Path, *acts: dict[str, Any], words: tuple[str, ...] = ("--dry-run",)) -> Result:
    file = data.parent / "acts.jsonl"
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in acts))
    return LINE.run(data, "submit", str(file), *words)


def edited(data: Path, statement: str, value: str) -> None:
    """Change the tables of a log as no program does."""
    with closing(sqlite3.connect(data / "log.db")) as database:
        database.execute(statement, (value,))
        database.commit()


def position(data: Path) -> int:
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        return log.last_position()


# --- only a drill dates acts


@pytest.mark.parametrize("kind", [LogKind.REAL, LogKind.SIMULATED])
@pytest.mark.parametrize("words", [("--dry-run",), ()])
def test_lines_that_say_when_they_are_taken_are_refused_all_at_once(
    tmp_path: Path, kind: LogKind, words: tuple[str, ...]
) -> None:
    data = tmp_path / "data"
    log_of(data, kind)
    before = position(data)
    # when
    acts = [
        act("library.admit", P2, on="2026-11-28"),
        act("library.admit", P2),
        act("library.admit", P2, on="2026-01-05"),
    ]
    done = tried(data, *acts, words=words)
    # then
    assert (done.exit_code, done.stdout) == (2, "")
    file = tmp_path / "acts.jsonl"
    lines = done.stderr.splitlines()
    assert [line.partition(" 只有演练")[0] for line in lines] == [
        f"{file}:1: on:",
        f"{file}:3: on:",
    ]
    assert all("only a drill dates acts" in line for line in lines)
    assert position(data) == before


# --- receipts


def test_a_receipt_says_that_the_log_is_a_drills(tmp_path: Path) -> None:
    for kind, of in ((LogKind.REAL, ""), (LogKind.SIMULATED, "[演练 drill] ")):
        data = tmp_path / kind.value / "data"
        data.parent.mkdir()
        log_of(data, kind)
        done = tried(data, act("library.admit", P2), act("library.admit", P1))
        assert done.exit_code == 3, done.output
        assert done.stdout == f"line 1: {of}{P2}: library.admitted\n"
        assert all(line.startswith(f"line 2: {of}") for line in done.stderr.splitlines())
        told = tried(data, act("library.admit", P2), words=("--dry-run", "--json"))
        assert json.loads(told.stdout)["log"] == kind.value


@pytest.mark.parametrize(
    ("kind", "clock", "said"),
    [
        (LogKind.REAL, "simulated", "本库记录真实年度，不能在其中启动演练年度"),
        (LogKind.SIMULATED, "real", "本库是演练库，不能在其中启动真实年度"),
    ],
)
def test_a_year_on_the_other_clock_is_refused_in_words(
    tmp_path: Path, kind: LogKind, clock: str, said: str
) -> None:
    data = tmp_path / "data"
    log_of(data, kind)
    opening = {"portfolio": "0" * 64, "clock": clock, "openings": []}
    done = tried(data, act("year.open", f"{COUNTY}/2024", **opening))
    assert done.exit_code == 3
    assert said in done.stderr
    assert "data directory" in done.stderr


def test_a_log_of_both_kinds_takes_no_act(tmp_path: Path) -> None:
    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    edited(data, "UPDATE log_identity SET kind = ?", "mixed")
    done = tried(data, act("library.admit", P2))
    assert type(done.exception).__name__ == "OtherKind"
    assert done.stdout == ""


# --- the clock of the machine is behind the log


def written_next_year(data: Path) -> None:
    """Make a real log that was written while the clock was a year ahead."""
    log_of(data, LogKind.REAL)
    next_year = datetime.now(UTC) + timedelta(days=365)
    edited(data, "UPDATE command_log SET recorded_at = ?", next_year.isoformat())


def test_an_act_that_cannot_be_dated_is_one_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    written_next_year(data)
    done = tried(data, act("library.admit", P2))
    assert (done.exit_code, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("本机时钟 ")
    assert "restore a backup from before" in line


def test_the_doctor_finds_a_clock_that_is_behind_or_was_set(tmp_path: Path) -> None:
    behind, was_set = tmp_path / "behind", tmp_path / "set"
    written_next_year(behind)
    found = LINE.run(behind, "doctor").stdout
    assert "clock-behind  clock: 本机时钟早于库中最新记录" in found
    # and where the running stack saw that somebody set it
    log_of(was_set, LogKind.REAL)
    for told, is_found in (({"clock": "拨快 60 分钟"}, True), ({}, False)):
        (was_set / "running.json").write_text(json.dumps({"address": "127.0.0.1:1", **told}))
        found = LINE.run(was_set, "doctor").stdout
        assert ("clock-set  clock: " in found) is is_found


# --- a drill


def test_no_drill_goes_on_with_a_real_log(tmp_path: Path) -> None:
    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    (tmp_path / "p.csv").write_text(
        "code,name,unit_code,unit_name,budget_type,origin,opened_on,is_new,is_major,one_off,"
        "key_project,subject_kind,confidential,initial,adjusted,executed\n"
        "T1,合成项目,U1,合成单位,general_public,initial,2023-01-05,"
        "false,false,false,false,project,false,100000,,\n"
    )
    opening = {"on": "2023-01-03", "actor": FINANCE, "command": "year.open"}
    (tmp_path / "s.jsonl").write_text(json.dumps(opening))
    files = ("--portfolio", str(tmp_path / "p.csv"), "--scenario", str(tmp_path / "s.jsonl"))
    year = ("--jurisdiction", COUNTY, "--work-year", "2023")
    # when
    done = CommandLine.of(drill).run(data, *files, *year, "--continue")
    # then
    assert type(done.exception).__name__ == "InputError", done.output
    assert "本库记录真实年度，不能用于演练" in str(done.exception)
    assert not (data / "engine").exists()


# --- what is shown of a drill


@pytest.mark.parametrize("kind", [LogKind.REAL, LogKind.SIMULATED])
@pytest.mark.parametrize("command", ["status", "calendar", "overdue"])
def test_a_drills_boards_say_so_once_at_the_top(
    tmp_path: Path, kind: LogKind, command: str
) -> None:
    data = tmp_path / "data"
    log_of(data, kind)
    shown = LINE.text(data, command, "--jurisdiction", COUNTY, "--year", "2023")
    said = ["演练" in line for line in shown.splitlines()]
    assert said.count(True) == (kind is LogKind.SIMULATED)
    assert said[0] is (kind is LogKind.SIMULATED)
    assert "演练" not in json.dumps(LINE.read(data, command), ensure_ascii=False)


def test_what_the_worker_cannot_read_is_one_line_that_names_the_act(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    async def reached(*_: Any) -> None:
        return None

    async def unread(_client: Any, request: Request, **_: Any) -> dict[str, Any]:
        if request.command == "project.withdraw":
            raise BadRequest("subject", "is another one")
        return {"status": "accepted", "events": []}

    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    monkeypatch.setattr(submit, "require_address", lambda _: "nowhere")
    monkeypatch.setattr(stack, "connect", reached)
    monkeypatch.setattr(binding, "binding_of", reached)
    monkeypatch.setattr(binding, "require_ours", lambda *_: None)
    monkeypatch.setattr(submit, "submit_act", unread)
    # when
    acts = [act("library.admit", P2), act("project.withdraw", P2, reason="合成理由")]
    done = tried(data, *acts, words=())
    # then
    assert done.stdout == ""
    assert isinstance(done.exception, InputError)
    assert str(done.exception) == f"{tmp_path / 'acts.jsonl'}:2: subject: is another one"
