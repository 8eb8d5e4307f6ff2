"""`jixiao doctor` without an engine: log, contents, packs and boards."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from activities.command_handler import CommandHandler
from activities.drift import Drift
from activities.fan_out.resend import Undelivered
from activities.messages import FILES_GONE
from console.cli.clock_watch import ClockFault
from console.cli.commands import doctor as doctoring
from console.cli.commands import projections, status
from console.cli.render.doctor_report import Finding, Findings, report
from console.cli.render.finding_words import NOTES, WORDS
from console.engine.binding import FOREIGN
from projections.boards.drift import BoardDrift
from projections.misdated import RecordDays
from store import sqlite_url
from store.factory import open_database, open_log
from store.integrity_check import Fault
from store.packs.packaged_packs import packaged_texts
from testkit.command_line import CommandLine
from tests import small_log
from tests.small_log import P2, PACKS, act, at, packaged_version

COMMANDS = CommandLine.of(doctoring, status, projections)


@pytest.fixture(autouse=True)
def mended_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SQLite library is none with a known fault, whatever this machine has."""
    monkeypatch.setattr(doctoring, "has_wal_reset_fault", lambda: False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    small_log.write(sqlite_url(tmp_path / "log.db"))
    return tmp_path


def doctor(data: Path, *words: str) -> Result:
    return COMMANDS.run(data, "doctor", *words)


def examined(data: Path, *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(doctor(data, "--json", *words).stdout)
    return answer


def edit(data: Path, statement: str) -> None:
    with closing(open_database(sqlite_url(data / "log.db"))) as database:
        database.write(statement, ())


def test_given_a_sound_log_and_no_engine_then_it_says_both_and_exits_0(data: Path) -> None:
    done = doctor(data)
    assert done.exit_code == 0, done.output
    assert "正常 sound" in done.stdout
    assert f"未询问 not asked: 未启动 no stack runs on {data}" in done.stdout


def test_given_a_stack_whose_log_has_lost_a_file_then_that_is_named_and_nothing_else(
    data: Path,
) -> None:
    gone = {"address": "127.0.0.1:1", "pid": os.getpid(), "log": "log.db-wal 在使用中被删除"}
    (data / "running.json").write_text(json.dumps(gone))
    done = doctor(data, "--mend")
    assert done.exit_code == 1
    line, asked, count = done.stdout.splitlines()
    assert line.startswith(f"log-files-gone  {data}: 日志文件在使用中被删除")
    assert "log.db-wal 在使用中被删除" in line
    assert "docs/operations.md" in line
    assert "其余均未检查" in asked
    assert "1 处" in count


def test_given_a_stack_that_died_then_that_is_a_fault_and_the_log_is_examined_all_the_same(
    data: Path,
) -> None:
    (data / "running.json").write_text(json.dumps({"address": "127.0.0.1:1"}))
    edit(data, "DELETE FROM content WHERE sha256 LIKE '%'")
    done = doctor(data)
    assert done.exit_code == 1
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("engine-away")]
    assert "127.0.0.1:1" in line
    assert "jixiao up" in line
    assert "content-missing" in done.stdout


def test_given_a_deleted_event_then_one_line_each_says_what_mends_it_and_the_exit_is_1(
    data: Path,
) -> None:
    edit(data, f"DELETE FROM stored_events WHERE originator_id = '{P2}'")  # noqa: S608 - ours
    done = doctor(data)
    assert done.exit_code == 1
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("command-without")]
    assert P2 in line
    assert "jixiao restore" in line
    assert "position-gap  event position" in done.stdout
    assert examined(data, "--mend")["sound"] is False, "the log is never edited"


def test_given_missing_content_then_it_is_named_with_who_speaks_of_it(data: Path) -> None:
    edit(data, "DELETE FROM content WHERE sha256 LIKE '%'")
    found = [one for one in examined(data)["findings"] if one["code"] == "content-missing"]
    assert len(found) == 5, "four packs and the portfolio"
    assert any("year.opened" in one["detail"] for one in found)
    assert {one["fault"] for one in found} == {True}


def test_given_boards_behind_the_log_then_mending_catches_them_up(data: Path) -> None:
    # given
    boards = ("--jurisdiction", small_log.COUNTY, "--year", str(small_log.YEAR))
    assert COMMANDS.text(data, "status", *boards)
    assert examined(data)["sound"]
    url = sqlite_url(data / "log.db")
    with closing(open_log(url)) as log:
        CommandHandler(log).submit(act(P2, "library.admit"), at("2023-01-14"))
    # when
    (behind,) = examined(data)["findings"]
    assert (behind["code"], behind["mended"]) == ("projections-behind", False)
    assert "built on position 11, the log has 12" in behind["detail"]
    mended = examined(data, "--mend")
    # then
    assert mended["sound"]
    assert [one["mended"] for one in mended["findings"]] == [True]
    assert examined(data)["findings"] == []


def test_given_boards_of_another_log_or_damaged_then_mending_builds_them_anew(data: Path) -> None:
    boards = ("--jurisdiction", small_log.COUNTY, "--year", str(small_log.YEAR))
    assert COMMANDS.text(data, "status", *boards)
    (data / "log.db").unlink()
    small_log.write(sqlite_url(data / "log.db"))
    assert [one["code"] for one in examined(data)["findings"]] == ["projections-foreign"]
    (data / "projections.db").write_bytes(b"no database")
    assert [one["code"] for one in examined(data)["findings"]] == ["projections-damaged"]
    assert examined(data, "--mend")["sound"]
    assert examined(data)["findings"] == []


def test_given_another_text_of_a_pack_in_force_then_it_is_a_note_and_no_fault(data: Path) -> None:
    # given
    text = dict(packaged_texts())["652825.yaml"] + "\n# 本县加注\n".encode()
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        fields = {"pack": "652825", "sha256": log.put_content(text)}
        adopt = act(PACKS, "pack.adopt", **fields, pack_version=packaged_version("652825"))
        outcome = CommandHandler(log).submit(adopt, at("2023-01-14")).outcome
        assert outcome["status"] == "accepted", outcome
    # when
    done, answer = doctor(data), examined(data)
    # then
    assert done.exit_code == 0
    assert "pack.adopt" in done.stdout
    (note,) = answer["findings"]
    assert (note["code"], note["of"]) == ("pack-differs", "652825/packs 652825")
    assert (note["fault"], answer["sound"]) == (False, True)


@pytest.mark.parametrize(("faults", "lines"), [(19, 19), (20, 20), (21, 21), (5000, 21)])
def test_given_many_faults_of_one_kind_then_so_many_are_shown_what_is_not_mended_first(
    capsys: pytest.CaptureFixture[str], faults: int, lines: int
) -> None:
    # given
    found = [Finding(Drift.NO_WORKFLOW, f"P{number:04}", "") for number in range(faults)]
    findings = Findings("asked", found, set(found[:-1]))
    # when
    report(findings)
    # then
    *told, engine, end = capsys.readouterr().out.splitlines()
    assert len(told) == lines
    assert told[0].startswith(f"no-workflow  P{faults - 1:04}: ")
    assert told[0].endswith("→ jixiao doctor --mend")
    assert told[1].endswith("已修复 mended")
    assert ("more: --json" in told[-1]) == (faults > 20)
    assert engine == "引擎 engine: asked"
    assert end == "发现 1 处问题 not sound: 1 fault"


def test_every_finding_has_words() -> None:
    codes = {
        *Fault,
        *Drift,
        *BoardDrift,
        *Undelivered,
        *RecordDays,
        *FOREIGN,
        *ClockFault,
        *NOTES,
        FILES_GONE,
    }
    assert {str(code) for code in codes} == set(WORDS)


def test_a_library_with_the_published_fault_is_a_note(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctoring, "has_wal_reset_fault", lambda: True)
    done = doctor(data)
    assert done.exit_code == 0, done.output
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("sqlite-library")]
    assert "3.51.3" in line


def test_the_doctor_says_from_where_it_checked_and_begins_at_0_when_asked(data: Path) -> None:
    assert "events from position 0 to 11: 11" in doctor(data).stdout
    assert "events from position 11 to 11: 0" in doctor(data).stdout
    assert "events from position 0 to 11: 11" in doctor(data, "--all").stdout
    assert examined(data)["checked"] == {
        "events": {"behind": 11, "until": 11, "checked": 0},
        "commands": {"behind": 12, "until": 12, "checked": 0},
        "kept": True,
    }
