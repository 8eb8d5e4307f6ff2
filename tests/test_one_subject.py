"""What is asked of one subject costs the same in a log of any length, and says the same."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from console.cli.command_list import whole
from domain.kernel.serialization.envelope import leaf_of
from projections.boards import board_file
from projections.explain.causation import Leaves, read_leaves, trace
from projections.explain.explanation import explain_subject
from projections.explain.kept_links import leaves_of
from store import open_log, sqlite_url
from store.databases.sqlite import SqliteDatabase
from store.port import EventLog, notifications_behind
from store.views.as_of import PastDay, as_of
from testkit.command_line import CommandLine
from testkit.long_log import lengthen
from tests.bad_year import decide

YEARS = ("652825-2023", "652825-2024", "653129-2026", "652800-2024", "653000-2023", "652822-2025")
PROJECT = "653129/2025/P01"
SIZES = (1_000, 20_000)


def linked(leaves: Leaves, event: str) -> tuple[Any, ...]:
    causes = [one["event_id"] for one in leaves.causes(event)]
    return leaves.get(event), causes, [one["event_id"] for one in leaves.effects(event)]


@pytest.mark.parametrize("example", YEARS)
def test_the_kept_links_are_those_of_the_whole_log(logs: Any, tmp_path: Path, example: str) -> None:
    with closing(open_log(sqlite_url(logs(example)))) as log:
        events = [leaf_of(one.state) for one in notifications_behind(log)]
        middle = date.fromisoformat(events[len(events) // 2]["recorded_at"][:10])
        for past in (PastDay(), PastDay(middle), PastDay(None, middle), PastDay(middle, middle)):
            of = as_of(log, past)
            with leaves_of(of, tmp_path / "projections.db") as kept:
                _compare(of, kept, {one["stream"] for one in events})


def _compare(log: EventLog, kept: Leaves, streams: set[str]) -> None:
    """Every event, the explanation of each third subject and the trace of each tenth event."""
    read = read_leaves(log)
    there = [leaf_of(one.state)["event_id"] for one in notifications_behind(log)]
    assert there
    assert [linked(kept, one) for one in there] == [linked(read, one) for one in there]
    for stream in sorted(streams)[::3]:
        told = [explain_subject(log, leaves, stream) for leaves in (kept, read)]
        assert told[0] == told[1]
    for event in log.read(min(streams))[::10]:
        assert trace(kept, event.id) == trace(read, event.id)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A bad year's log in two lengths, with the boards of each."""
    short = tmp_path_factory.mktemp("year")
    decide(short).log.close()
    found = {}
    for size in SIZES:
        found[size] = tmp_path_factory.mktemp(f"log-{size}")
        shutil.copy(short / "log.db", found[size] / "log.db")
        lengthen(found[size] / "log.db", PROJECT, size)
        CommandLine(whole()).text(found[size], "projections", "rebuild")
    return found


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The rows that the log and the boards give, and the steps that the boards take for them."""
    counts = {"rows": 0, "steps": 0}
    rows, connect = SqliteDatabase.rows, board_file.connect

    def counting_rows(self: SqliteDatabase, *given: Any) -> Any:
        found = rows(self, *given)
        counts["rows"] += len(found)
        return found

    def counting_connect(path: Path) -> Any:
        connection = connect(path)

        def stepped() -> int:
            counts["steps"] += 1
            return 0

        connection.set_progress_handler(stepped, 1)
        return connection

    monkeypatch.setattr(SqliteDatabase, "rows", counting_rows)
    for module in ("board_file", "projection"):
        monkeypatch.setattr(f"projections.boards.{module}.connect", counting_connect)
    return counts


def asked(data: Path) -> dict[str, tuple[str, ...]]:
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        event = str(next(one.id for one in log.read(PROJECT) if one.caused_by))
    past = ("--as-of", "2026-05-01")
    return {
        "history": ("history", PROJECT),
        "history past": ("history", PROJECT, *past),
        "trace": ("history", PROJECT, "--trace", event),
        "trace past": ("history", PROJECT, "--trace", event, *past),
        "explain": ("explain", PROJECT),
        "explain past": ("explain", PROJECT, *past, "--on", "2026-05-01"),
        "event": ("explain", event),
        "problems": ("problems", PROJECT, *past),
        "diff": ("diff", PROJECT, "--as-of", "2025-06-01", *past),
    }


def test_what_one_subject_asks_reads_as_much_in_a_short_log_as_in_a_long_one(
    data: dict[int, Path], counted: dict[str, int]
) -> None:
    costs: dict[int, dict[str, dict[str, int]]] = {size: {} for size in SIZES}
    told: dict[int, dict[str, str]] = {size: {} for size in SIZES}
    for size in SIZES:
        for name, words in asked(data[size]).items():
            counted.update(rows=0, steps=0)
            told[size][name] = CommandLine(whole()).text(data[size], *words)
            costs[size][name] = dict(counted)
    # then
    short, long = SIZES
    assert costs[short] == costs[long]
    assert told[short] == told[long]
    assert all(0 < cost["rows"] < 1_000 for cost in costs[long].values()), costs[long]
    assert all(costs[long][name]["steps"] for name in ("trace", "explain", "event"))
