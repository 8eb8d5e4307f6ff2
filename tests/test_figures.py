"""Each figure is told by the log alone: change one stored amount, and that figure differs."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from console.cli.render.published import compare
from domain.kernel.decider import CommandContext, Decision, Recorded
from domain.kernel.message import Command
from domain.kernel.serialization.envelope import Sealed, seal
from store import migrate, open_log, sqlite_url
from store.port import CommandRow
from testkit.builders.accepted_rows import accepted_row
from tests.test_examples import HERE, year

PUBLISHED = HERE / "published.json"


class Any_(Command):  # noqa: N801 - a command of no subject, never registered
    """What led to a stored event does not matter here."""


def commands_of(events: Iterable[Recorded[Any]]) -> Iterator[tuple[CommandRow, tuple[Sealed, ...]]]:
    """The commands of the offline year with their events, each with its id and version."""
    for command_id, group in groupby(events, key=lambda recorded: recorded.command_id):
        made = list(group)
        first = made[0]
        act = CommandContext(
            Any_(),
            first.actor,
            first.recorded_at,
            first.effective_on,
            command_id,
        )
        decisions = [Decision(one.event, caused_by=one.caused_by) for one in made]
        after = first.version - 1
        sealed = seal(decisions, act, first.stream, after, first.stored_at, str)
        yield accepted_row(act, first.stream, sealed, first.stored_at), sealed


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of the whole scenario, in a file."""
    path = tmp_path_factory.mktemp("log") / "log.db"
    migrate(sqlite_url(path))
    log = open_log(sqlite_url(path))
    for row, sealed in commands_of(year().events):
        log.append(row, sealed)
    log.close()
    return path


def differing(path: Path) -> dict[str, list[str]]:
    log = open_log(sqlite_url(path))
    try:
        told = compare(PUBLISHED, log)
    finally:
        log.close()
    found = defaultdict(list)
    for one in told.comparisons:
        if not one.equal:
            found[one.figure].append(one.name)
    return dict(found)


def changed(path: Path, copy: Path, event: str, field: str) -> None:
    """Copy a log and add one yuan to an amount in the first stored event of a name."""
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy)) as database:
        row, state = database.execute(
            "SELECT rowid, state FROM stored_events WHERE topic LIKE ? ORDER BY rowid LIMIT 1",
            (f"{event}@%",),
        ).fetchone()
        content = json.loads(state)
        data = content["leaf"]["data"]
        data[field] = str(Decimal(data[field]) + 1)
        database.execute(
            "UPDATE stored_events SET state = ? WHERE rowid = ?",
            (json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), row),
        )
        database.commit()


def test_the_log_reproduces_every_figure(stored: Path) -> None:
    assert differing(stored) == {}


@pytest.mark.parametrize(
    ("event", "field", "figure"),
    [
        ("exante.reviewed", "amount", {"F06": ["amount"]}),
        ("overall-target.approved", "amount", {"F07": ["amount"]}),
        ("target.approved", "amount", {"F08": ["amount", "initial_amount"]}),
        ("self-evaluation.reviewed", "executed", {"F10": ["amount", "excellent_amount"]}),
        ("department-evaluation.reviewed", "executed", {"F11": ["amount"]}),
        ("overall-self-evaluation.reviewed", "executed", {"F12": ["amount"]}),
        ("key-evaluation.finalised", "evaluated", {"F13": ["amount"]}),
    ],
)
def test_one_changed_amount_shows_in_its_own_figure_and_in_no_other(
    stored: Path, tmp_path: Path, event: str, field: str, figure: dict[str, list[str]]
) -> None:
    changed(stored, tmp_path / "log.db", event, field)
    assert differing(tmp_path / "log.db") == figure


def test_a_round_that_lacks_one_result_differs(stored: Path, tmp_path: Path) -> None:
    copy = tmp_path / "log.db"
    shutil.copy(stored, copy)
    with closing(sqlite3.connect(copy)) as database:
        database.execute(
            "DELETE FROM stored_events WHERE topic LIKE 'monitoring.result-filed@%'"
            " AND originator_id = '652825/2023/P050' AND CAST(state AS TEXT) LIKE '%2023-08-31%'"
        )
        database.commit()
    assert differing(copy) == {"F09": ["projects:2023-08-31"]}
