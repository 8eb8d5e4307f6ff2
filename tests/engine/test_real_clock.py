"""A year that begins late with `jixiao up`: whatever came when, every act is of now."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client
from temporalio.service import RPCError

from activities.command_handler import CommandHandler
from activities.messages import NAMESPACE
from activities.submission import NotSettled, Patience, submit
from console.cli.commands import backup, doctor, recover, restore, status
from console.cli.commands import submit as submit_command
from console.worker import running_worker
from deploy.engine import EngineProcess
from domain.kernel.decider import Recorded
from domain.kernel.vocabulary import business_date
from store import clock, migrate, open_log, sqlite_url
from store.factory import settle_kind
from store.port import EventLog, LogKind
from testkit.command_line import CommandLine
from tests.engine import tiny
from tests.engine.command_line import is_server, run, write_lines
from tests.engine.stage import new_namespace, until
from tests.engine.test_up import up
from tests.small_log import P1, act, small_log

COUNTY = "653129"
CHAIN = ("000000", "650000", "653100", COUNTY)
TODAY = business_date(datetime.now(UTC))
YEAR = (TODAY - timedelta(days=5)).year
OPENED = {"january": date(YEAR, 1, 5), "earlier": TODAY - timedelta(days=3), "today": TODAY}
"""Three projects that are alike but for the day on which they were opened."""
DUE = TODAY - timedelta(days=2)
PROJECTS = [f"{COUNTY}/{YEAR}/{code}" for code in OPENED]
MINUTE = timedelta(minutes=1)


def finance() -> dict[str, str]:
    return {"id": "fin-01", "organisation": f"{COUNTY}-finance", "role": "finance"}


def bureau(folder: Path) -> str:
    """The bureau's first acts, on the day on which it begins."""
    row = "合成项目,U01,合成单位,general_public,initial"
    flags = "false,false,false,false,project,false,1000000,,"
    rows = [f"{code},{row},{day},{flags}\n" for code, day in OPENED.items()]
    portfolio = folder / "portfolio.csv"
    portfolio.write_text(tiny.HEADER + "".join(rows))
    year = f"{COUNTY}/{YEAR}"
    acts = [
        *({"command": "pack.adopt", "subject": f"{COUNTY}/packs", "pack": code} for code in CHAIN),
        {"command": "year.open", "subject": year, "portfolio_file": str(portfolio)},
        *(
            {"command": "parameter.set", "subject": year, "parameter": name, "value": value}
            | {"since": f"{YEAR}-01-01"}
            for name, value in (("reminder.lead_days", "3"), ("escalation.after_days", "3"))
        ),
    ]
    acts = [{"actor": finance(), **one} for one in acts]
    return str(write_lines(folder / "bureau.jsonl", acts))


def filings(folder: Path) -> str:
    """Each project's target is due two days ago, and filed now."""
    unit = {"id": "u01-01", "organisation": "U01", "role": "unit"}
    content = {"amount": "1000000", "execution_points": "10", "indicators": tiny.indicators()}
    given = {"deadline": "target.filing", "due": str(DUE), "document": "合成通知"}
    acts = [
        one
        for subject in PROJECTS
        for one in (
            {"actor": finance(), "command": "library.admit", "subject": subject},
            {"actor": finance(), "command": "deadline.set", "subject": subject, **given},
            {"actor": unit, "command": "target.file", "subject": subject, **content},
        )
    ]
    return str(write_lines(folder / "filings.jsonl", acts))


def read(data: Path) -> dict[str, list[Recorded[Any]]]:
    """All that the log has, by stream."""
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        return {stream: log.read(stream) for stream in log.streams("")}


def instants(data: Path) -> dict[str, list[tuple[str, datetime, date]]]:
    return {
        stream: [(one.event.name, one.recorded_at, one.effective_on) for one in events]
        for stream, events in read(data).items()
    }


def is_settled(data: Path) -> bool:
    """Whether no subject has a step left to take by now."""
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        views = [CommandHandler(log).view(stream) for stream in log.streams("")]
    steps = [view.next_step for view in views if view.next_step is not None]
    return len(views) > len(PROJECTS) and all(step.planned > clock.now() for step in steps)


async def are_at_now(data: Path) -> bool:
    """Whether a worker serves the workflow of each open subject, and it lives now."""
    address = json.loads((data / "running.json").read_text())["address"]
    try:
        client = await Client.connect(address, namespace=NAMESPACE)
        handles = [client.get_workflow_handle(stream) for stream in read(data)]
        found = [await one.query("ahead", result_type=float) for one in handles]
    except (RuntimeError, RPCError):  # it is not back yet
        return False
    return all(ahead == 0.0 for ahead in found)


LINE = CommandLine.of(submit_command, status, recover, doctor, backup, restore)


async def accepted(data: Path, *words: str) -> str:
    """What a command prints on the data."""
    return await asyncio.to_thread(LINE.text, data, *words)


async def sound(data: Path) -> None:
    assert "正常 sound" in await accepted(data, "doctor")


async def late(data: Path) -> list[str]:
    """The subjects that filed late, by the boards."""
    year = ("--jurisdiction", COUNTY, "--year", str(YEAR))
    told = json.loads(await accepted(data, "status", "--each", *year, "--json"))
    return sorted(one["stream"] for one in told["each"] if one["late_filings"])


async def test_given_a_year_opened_late_then_every_act_is_of_now_and_stays_so(
    tmp_path: Path,
) -> None:
    data, began = tmp_path / "data", datetime.now(UTC)
    # when
    async with up(data) as running:
        await accepted(data, "submit", bureau(tmp_path))
        await until(lambda: is_settled(data), "the projects are registered")
        await accepted(data, "submit", filings(tmp_path))
        await until(lambda: is_settled(data), "what is overdue is found")
        # then each project lived the same, and nothing of it was before today
        ended, events = datetime.now(UTC), read(data)
        assert ended - began < timedelta(minutes=5)
        for one in (one for found in events.values() for one in found):
            assert began <= one.recorded_at <= ended, one
        lives = [[one.event.name for one in events[subject]] for subject in PROJECTS]
        assert lives[0] == lives[1] == lives[2]
        for subject in PROJECTS:
            (overdue,) = [one for one in events[subject] if one.event.name == "deadline.passed"]
            assert (overdue.event.step, overdue.event.due) == ("overdue", DUE)
            (day,) = [one for one in events[subject] if one.event.name == "deadline.day-set"]
            assert overdue.effective_on == business_date(day.recorded_at), "found when it was set"
        assert await late(data) == sorted(PROJECTS)
        # and nobody was reminded of what is over
        await until(lambda: len(told(data, "预算单位")) == len(PROJECTS), "each unit is told once")
        assert all("逾期" in letter for letter in told(data, "预算单位"))
        assert all("设定时该日期已过" in letter for letter in told(data, "预算单位"))
        # and the bureau of those of its own duties that were over when it began
        assert all("开始办理，当时上述期限已过" in letter for letter in told(data, "财政部门"))
        assert not any("补发" in letter for letter in letters(data))
        # and when server and worker die
        before = instants(data)
        for process in running.processes:
            if is_server(process) or "worker" in process.cmdline():
                process.kill()
        await until(lambda: are_at_now(data), "the stack is back")
        assert "启动 started 0" in await accepted(data, "recover")
        await sound(data)
        assert instants(data) == before
        await accepted(data, "backup", str(tmp_path / "log.backup"))
    # and when it is restored elsewhere
    elsewhere = tmp_path / "restored"
    await accepted(elsewhere, "restore", str(tmp_path / "log.backup"))
    async with up(elsewhere):
        await accepted(elsewhere, "recover")
        await until(lambda: are_at_now(elsewhere), "the workflows live now")
        await sound(elsewhere)
        assert instants(elsewhere) == before


def letters(data: Path) -> list[str]:
    """The notices that were sent."""
    return [file.read_text() for file in data.glob("notices/*.txt")]


def told(data: Path, whom: str) -> list[str]:
    """The notices to somebody."""
    return [letter for letter in letters(data) if f"致：{whom}" in letter]


# --- the kind and the clock of a log, as `up` finds them


def edited(data: Path, statement: str, value: str) -> None:
    """Change the tables of a log as no program does."""
    with closing(sqlite3.connect(data / "log.db")) as database:
        database.execute(statement, (value,))
        database.commit()


def made(data: Path, kind: LogKind) -> None:
    data.mkdir()
    with small_log(sqlite_url(data / "log.db"), kind.value):
        assert settle_kind(sqlite_url(data / "log.db")).kind is kind


async def test_given_a_clock_behind_the_log_then_up_says_so_in_one_line_and_ends(
    tmp_path: Path,
) -> None:
    # given a log that was written while the clock was a year ahead
    data = tmp_path / "data"
    made(data, LogKind.REAL)
    next_year = (datetime.now(UTC) + timedelta(days=365)).isoformat()
    edited(data, "UPDATE command_log SET recorded_at = ?", next_year)
    # when
    done = await run("up", "--data", data)
    # then
    assert done.code == 1
    (line,) = done.err.splitlines()
    assert line.startswith("本机时钟 ")
    assert "restore a backup from before" in line
    assert "starting it again" not in done.out
    assert not (data / "running.json").exists()


async def test_given_a_log_of_both_kinds_then_nothing_runs_on_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    made(data, LogKind.REAL)
    edited(data, "UPDATE log_identity SET kind = ?", "mixed")
    for words in (("up", "--data", data), ("worker", "--address", "127.0.0.1:1")):
        store = ("--store", sqlite_url(data / "log.db")) if words[0] == "worker" else ()
        done = await run(*words, *store)
        assert done.code == 1
        (line,) = done.err.splitlines()
        assert line.startswith("本库既有真实年度又有演练年度")
    assert not (data / "engine").exists()


async def test_given_a_drills_log_then_up_says_so_and_each_receipt(tmp_path: Path) -> None:
    data = tmp_path / "data"
    made(data, LogKind.SIMULATED)
    admit = {"actor": tiny.finance(), "command": "library.admit", "subject": "652825/2023/P2"}
    async with up(data) as running:
        file = write_lines(tmp_path / "acts.jsonl", [admit])
        told = await accepted(data, "submit", str(file))
    assert told.startswith(f"{file}:1: 已办理 taken 20")
    assert told.endswith(": [演练 drill] 652825/2023/P2: library.admitted\n")
    (said,) = [line for line in running.lines if "演练库" in line]
    assert "截至 2023-01-13" in said
    assert "\x1b" not in said


# --- a clock that is set while a worker runs


class Shifted:
    """The clocks of this machine, of which somebody sets that of the wall."""

    by = timedelta()

    def __init__(self) -> None:
        self._host = clock.HostClock()

    def now(self) -> datetime:
        return self._host.now() + self.by

    def elapsed(self) -> float:
        return self._host.elapsed()


@pytest.fixture
def wall() -> Iterator[Shifted]:
    shifted = Shifted()
    clock.install(shifted)
    yield shifted
    clock.uninstall()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[EventLog]:
    url = sqlite_url(tmp_path / "log.db")
    with small_log(url, "real") as log:
        migrate(url)
        yield log


async def test_given_a_clock_that_is_set_then_an_act_waits_and_says_why_and_goes_on(
    engine: EngineProcess,
    real: EventLog,
    tmp_path: Path,
    wall: Shifted,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    client, said = await new_namespace(engine), list[str]()
    hurried = Patience(attempts=2, longest=0.1, quiet=0.0)
    async with running_worker(client, sqlite_url(tmp_path / "log.db"), None):
        await submit(client, act(P1, "target.return", reason="合成理由"))
        before = real.last_position(), len(real.commands(P1))
        # when
        wall.by = timedelta(hours=-1)
        request = act(P1, "project.withdraw", reason="合成理由")
        with pytest.raises(NotSettled, match="set back by 60 minutes"):
            await submit(client, request, patience=hurried, waits=said.append)
        # then nothing is stored, the sender knows why, and the worker says it once
        assert (real.last_position(), len(real.commands(P1))) == before
        assert len(said) == 2
        assert "本机时钟被拨慢约 60 分钟" in said[0]
        told = capfd.readouterr()
        assert (told.out + told.err).count("acts wait for the clock of this machine") == 1
        assert "Completing activity as failed" not in caplog.text
        # and when it is set right the same act is taken
        wall.by = timedelta()
        outcome = await submit(client, request, waits=said.append)
        assert outcome["status"] == "accepted", outcome
        assert len(said) == 2
        assert abs(datetime.now(UTC) - real.read(P1)[-1].recorded_at) < MINUTE
