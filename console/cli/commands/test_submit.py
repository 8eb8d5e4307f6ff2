"""Acts are tried on a log of each kind: what is refused before anything is sent, and receipts."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from activities.command_handler import CommandHandler
from activities.submission import NotSettled
from console.cli.commands import calendar, doctor, drill, overdue, status, submit
from console.cli.errors import InputError
from console.cli.input.act_ids import Frame
from console.cli.input.act_lines import read_act_lines
from console.engine import binding
from domain.kernel.request import BadRequest, Request
from domain.kernel.vocabulary import Role
from store import open_log, sqlite_url
from store.factory import settle_kind
from store.port import LogKind
from testkit.command_line import CommandLine
from tests.small_log import COUNTY, P1, P2, YEAR, small_log

FINANCE = {"id": "fin-01", "organisation": "652825-finance", "role": Role.FINANCE.value}
TRIED = "[试办，未登记 tried, not recorded] "
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


@pytest.mark.parametrize("on", [None, "", "2023-02-29", 20230116, [], {}, "2026-11-28"])
def test_a_line_dated_in_any_form_is_refused(tmp_path: Path, on: Any) -> None:
    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    done = tried(
        data, act("library.admit", P2, on=on), act("project.withdraw", P2, reason="取消", on=on)
    )
    assert (done.exit_code, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert [f":{number}: on:" in line for number, line in enumerate(lines, start=1)] == [True] * 2
    assert on is not None or all("只有演练可以指定办理日期" in line for line in lines)


# --- a fault of the actor is said once


def test_a_fault_of_the_actor_is_one_line_with_the_count(tmp_path: Path) -> None:
    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    wrong = {"id": "fin-01", "organisation": "652825-finance", "role": "boss"}
    other = {**wrong, "role": "chief"}
    acts = [
        {"actor": wrong, "command": "project.withdraw", "subject": P2, "reason": f"理由{number}"}
        for number in range(167)
    ]
    acts.insert(3, {**acts[0], "actor": other})
    done = tried(data, *acts)
    assert (done.exit_code, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert ":1: actor.role:" in first
    assert "共 167 行相同" in first
    assert ":4: actor.role:" in second
    assert "行相同" not in second


def test_a_refusal_of_the_actor_is_one_line_with_the_count(tmp_path: Path) -> None:
    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    unit = {"id": "u-1", "organisation": "U2", "role": "unit"}
    acts = [
        {"actor": unit, "command": "library.admit", "subject": f"{COUNTY}/{YEAR}/P{number}"}
        for number in (1, 2, 3)
    ]
    done = tried(data, *acts, act("library.admit", P2))
    assert done.exit_code == 3
    first, last = done.stderr.splitlines()
    assert ":1: " in first
    assert "wrong-role" in first
    assert "共使 3 行未办理" in last
    assert "将予办理" in done.stdout


# --- receipts


def test_a_receipt_says_that_the_log_is_a_drills(tmp_path: Path) -> None:
    for kind, of_drill in ((LogKind.REAL, ""), (LogKind.SIMULATED, "[演练 drill] ")):
        of = f"{TRIED}{of_drill}"
        data = tmp_path / kind.value / "data"
        data.parent.mkdir()
        log_of(data, kind)
        done = tried(data, act("library.admit", P2), act("library.admit", P1))
        assert done.exit_code == 3, done.output
        file = data.parent / "acts.jsonl"
        would = "将予办理 would be taken"
        assert done.stdout == f"{file}:1: {would}: {of}{P2}: library.admitted\n"
        (refused,) = done.stderr.splitlines()
        assert refused.startswith(
            f"{file}:2: 将不予办理 would be refused: {of}{P1}: library.admit: "
        )
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


def taken(data: Path, *lines: dict[str, Any]) -> None:
    """Have acts taken as the worker does."""
    content = "".join(json.dumps(one) + "\n" for one in lines).encode()
    acts = read_act_lines(content, "", Frame(), dated=False)
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        deciding = CommandHandler(log)
        for one in acts:
            deciding.submit(one.request, datetime.now(UTC))


def test_a_trial_says_what_was_taken_and_what_was_refused_before(tmp_path: Path) -> None:
    data, unknown = tmp_path / "data", f"{COUNTY}/2023/P9"
    log_of(data, LogKind.REAL)
    acts = [act("library.admit", P2), act("library.admit", unknown), act("target.return", P2)]
    acts[2]["reason"] = "不清楚"
    taken(data, *acts[:2])
    before = position(data)
    # when
    done = tried(data, *acts)
    told = tried(data, *acts, words=("--dry-run", "--json"))
    # then
    assert done.exit_code == told.exit_code == 3
    file = tmp_path / "acts.jsonl"
    (repeat,) = done.stdout.splitlines()
    assert repeat.startswith(f"{file}:1: 已办理过 already taken 20")
    assert f" fin-01: {P2}: library.admitted。本次未重复办理" in repeat
    still, new = done.stderr.splitlines()
    assert still.startswith(f"{file}:2: 仍将不予办理 would be refused as before（上次 last 20")
    assert new.startswith(f"{file}:3: 将不予办理 would be refused: {TRIED}{P2}: target.return: ")
    said = [json.loads(line) for line in told.stdout.splitlines()]
    assert [(one["line"], one["receipt"], one["again"]) for one in said] == [
        (1, "already-taken", 2),
        (2, "refused-as-before", None),
        (3, "refused", None),
    ]
    assert {(one["file"], one["dry_run"]) for one in said} == {(str(file), True)}
    assert position(data) == before


# --- files that cannot be sent


def test_all_faults_of_all_files_are_named_before_anything_is_sent(tmp_path: Path) -> None:
    data, one, other = tmp_path / "data", tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    log_of(data, LogKind.REAL)
    admit = json.dumps(act("library.admit", P2))
    one.write_text(f"{admit}\n{{\n{admit}\n")
    other.write_text(f"{admit}\n" + json.dumps(act("library.admit", P1, on="2026-01-05")))
    # when
    done = LINE.run(data, "submit", str(one), str(other))
    # then
    assert (done.exit_code, done.stdout) == (2, "")
    assert [line.split(": ")[:2] for line in done.stderr.splitlines()] == [
        [f"{one}:2", "line"],
        [f"{one}:3", "line"],
        [f"{other}:1", "line"],
        [f"{other}:2", "on"],
    ]


def test_of_very_many_faults_some_are_named_and_the_others_counted(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "a.jsonl"
    log_of(data, LogKind.REAL)
    for lines, said in ((100, 100), (101, 101), (102, 101)):
        file.write_text("{\n" * lines)
        shown = LINE.run(data, "submit", str(file)).stderr.splitlines()
        assert len(shown) == said
        assert ("and" in shown[-1]) is (lines > 100)


def test_an_act_meant_again_out_of_turn_is_named_before_anything_is_sent(tmp_path: Path) -> None:
    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    done = tried(data, act("library.admit", P2, again=2), words=())
    assert isinstance(done.exception, InputError)
    assert (done.exception.line, done.exception.field) == (1, "again")


def test_two_files_are_sent_in_their_order(tmp_path: Path) -> None:
    data, one, other = tmp_path / "data", tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    log_of(data, LogKind.REAL)
    one.write_text(json.dumps(act("library.admit", P2)))
    other.write_text(json.dumps(act("project.withdraw", P2, reason="合成理由")))
    done = LINE.run(data, "submit", str(one), str(other), "--dry-run")
    assert done.exit_code == 0, done.output
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == [f"{one}:1", f"{other}:1"]


# --- an answer that does not come


@pytest.mark.parametrize(("settled", "left"), [(0, 2), (1, 1), (2, 0)])
def test_acts_before_one_without_an_answer_have_their_receipts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: int, left: int
) -> None:
    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    answers = [{"status": "accepted", "events": []}] * settled * 2  # each one asked for anew

    async def answered(*_: Any, **__: Any) -> dict[str, Any]:
        if not answers:
            raise NotSettled("the act is not settled")
        return answers.pop()

    async def nothing(*_: Any) -> None:
        return None

    monkeypatch.setattr(submit, "submit_act", answered)
    monkeypatch.setattr(submit, "require_address", lambda _: "")
    monkeypatch.setattr("console.engine.connection.connect", nothing)
    monkeypatch.setattr("console.engine.binding.binding_of", nothing)
    monkeypatch.setattr("console.engine.binding.require_ours", lambda *_: None)
    # when
    done = tried(data, *(act("library.admit", f"{COUNTY}/2023/P{n}") for n in (2, 3, 9)), words=())
    # then
    assert done.exit_code == 1
    file = tmp_path / "acts.jsonl"
    places = [f"{file}:{line}" for line in range(1, settled + 1)]
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == places
    (said,) = done.stderr.splitlines()
    assert said.startswith(f"{file}:{settled + 1}: 尚未办结")
    assert (f"其后 {left} 项未提交" in said) is (left > 0)
    assert said.endswith("send the same file again")


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


# --- the running stack has lost a file of its log


def test_nothing_is_sent_to_a_stack_whose_log_has_lost_a_file(tmp_path: Path) -> None:
    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    told = {"address": "127.0.0.1:1", "pid": os.getpid(), "log": "log.db-wal 在使用中被删除"}
    (data / "running.json").write_text(json.dumps(told))
    file = tmp_path / "acts.jsonl"
    file.write_text(json.dumps(act("library.admit", P2)))
    # when
    done = LINE.run(data, "submit", str(file))
    # then
    assert (done.exit_code, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("未办理：log.db-wal 在使用中被删除")
    assert "重新提交同一文件" in line


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


# --- a year that is opened with rows of other years

ROW = (
    "T{0},合成项目,U1,合成单位,general_public,initial,{0}-01-05,false,false,false,false,,false,1,,"
)
COLUMNS = (
    "code,name,unit_code,unit_name,budget_type,origin,opened_on,is_new,is_major,one_off,"
    "key_project,subject_kind,confidential,initial,adjusted,executed"
)


def opened(data: Path, *years: int, words: tuple[str, ...] = ("--dry-run",)) -> Result:
    """Try to open 2024 with a row of each of some years."""
    portfolio = data.parent / "portfolio.csv"
    portfolio.write_text("\n".join([COLUMNS, *map(ROW.format, years)]))
    act_of_opening = act("year.open", f"{COUNTY}/2024", portfolio_file=str(portfolio))
    return tried(data, act_of_opening, words=words)


def test_rows_of_another_year_are_named_when_the_year_is_opened(tmp_path: Path) -> None:
    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    receipt, note = opened(data, 2024, 2023).stdout.splitlines()
    assert "year.opened" in receipt
    assert "1 行的登记日期不在 2024 年度：第 3 行" in note
    assert "登记 0 项" not in note


def test_rows_of_the_year_alone_have_a_receipt_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    assert len(opened(data, 2024).stdout.splitlines()) == 1


def test_a_year_without_a_row_of_its_own_says_so(tmp_path: Path) -> None:
    data = tmp_path / "data"
    log_of(data, LogKind.REAL)
    assert "2024 年度登记 0 项" in opened(data, 2023).stdout
    told = json.loads(opened(data, 2023, words=("--dry-run", "--json")).stdout)
    assert told["opening"] == {"work_year": 2024, "lines": {"2023": [2]}}


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
    monkeypatch.setattr("console.engine.connection.connect", reached)
    monkeypatch.setattr(binding, "binding_of", reached)
    monkeypatch.setattr(binding, "require_ours", lambda *_: None)
    monkeypatch.setattr(submit, "submit_act", unread)
    # when
    acts = [act("library.admit", P2), act("project.withdraw", P2, reason="合成理由")]
    done = tried(data, *acts, words=())
    # then
    assert done.stdout.startswith(f"{tmp_path / 'acts.jsonl'}:1: 已办理 taken")
    assert isinstance(done.exception, InputError)
    assert f"{tmp_path / 'acts.jsonl'}:2: subject: " in str(done.exception)
