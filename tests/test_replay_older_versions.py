"""A log that was written by older programs, decided again: nothing changes either."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from activities.command_handler import CommandHandler
from domain.kernel.message import Event
from domain.kernel.serialization.upcasting import UPCASTERS
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.deadlines.missed import Lived
from domain.subjects.project_year.population import ProjectAdded
from projections.what_if.hypothetical_rules import HypotheticalRules
from projections.what_if.record import record_of
from projections.what_if.replay import replay
from store import migrate, open_log, sqlite_url
from store.migrations import migrator
from store.packs.packaged_packs import packaged_packs
from tests import small_log
from tests.golden.store_files import unpacked
from tests.replayed import replayed

THREE_COUNTIES = ("652825-2024", "653129-2026", "652800-2024")
MARCH = 3
SMALL = f"{small_log.COUNTY}-{small_log.YEAR}"


def topics(path: Path) -> set[str]:
    """The stored names and versions of a log's events."""
    with closing(sqlite3.connect(path)) as database:
        return {topic for (topic,) in database.execute("SELECT topic FROM stored_events")}


@pytest.mark.parametrize("version", range(1, len(migrator.STEPS) + 1))
def test_a_golden_store_of_every_version(version: int, tmp_path: Path) -> None:
    url = unpacked(version, tmp_path / "log.db")
    migrate(url)

    told = replayed(tmp_path / "log.db", SMALL, HypotheticalRules())

    assert (told.changes, told.rests) == ((), 0)
    assert told.decided > 0


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every kind of event came to another version since; the topics that were read as it."""
    read: set[str] = set()
    for name, kind in Event.by_name.items():
        topic = f"{name}@{kind.version}"

        def upcaster(data: dict[str, Any], topic: str = topic) -> dict[str, Any]:
            read.add(topic)
            return data

        monkeypatch.setitem(UPCASTERS, (name, kind.version), upcaster)
        monkeypatch.setattr(kind, "version", kind.version + 1)
    return read


@pytest.mark.parametrize("example", THREE_COUNTIES)
def test_a_year_of_which_every_event_is_upcast(
    logs: Any, request: pytest.FixtureRequest, example: str
) -> None:
    path = logs(example)
    read = request.getfixturevalue("newer")

    told = replayed(path, example, HypotheticalRules())

    assert read == topics(path)
    assert (told.changes, told.moved, told.figures, told.unknown) == ((), (), (), ())
    assert told.rests == 0
    assert told.decided > 100


def test_events_whose_field_had_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: what is `requested` was `asked` in version 1, and the log was written then
    path = tmp_path / "log.db"
    small_log.write(sqlite_url(path))
    renamed = "replace(state, '\"requested\":', '\"asked\":')"
    with closing(sqlite3.connect(path)) as database:
        changed = database.execute(
            f"UPDATE stored_events SET state = CAST({renamed} AS BLOB) WHERE topic = ?",  # noqa: S608 - no value
            (f"{ProjectAdded.name}@1",),
        )
        assert changed.rowcount == len((small_log.P1, small_log.P2, small_log.P3, small_log.CLOSED))
        database.commit()
    monkeypatch.setattr(ProjectAdded, "version", 2)

    def named_anew(data: dict[str, Any]) -> dict[str, Any]:
        return {"requested" if name == "asked" else name: data[name] for name in data}

    def named_wrongly(data: dict[str, Any]) -> dict[str, Any]:
        return {**named_anew(data), "requested": "1"}

    # when
    told = []
    for upcaster in (named_anew, named_wrongly):
        monkeypatch.setitem(UPCASTERS, (ProjectAdded.name, 1), upcaster)
        with closing(open_log(sqlite_url(path))) as log:
            record = record_of(log, small_log.COUNTY)
            told.append(
                replay(
                    log,
                    record,
                    small_log.COUNTY,
                    small_log.YEAR,
                    HypotheticalRules(),
                    packaged_packs(),
                )
            )

    # then: an upcaster that changes what was decided is found
    assert told[0].changes == ()
    assert {one.command for one in told[1].changes} == {"project.add"}


@pytest.mark.parametrize(
    ("older", "given"),
    [
        ("nothing is too late", ["remind", "due", "overdue"]),
        ("any act cancels", ["overdue"]),
    ],
)
def test_reminders_as_older_programs_gave_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, older: str, given: list[str]
) -> None:
    # given a log whose reminders were given, or cancelled, by a rule that holds no more
    path = tmp_path / "log.db"
    small_log.write(sqlite_url(path))
    by_the_rule = {
        "nothing is too late": lambda *_: False,
        "any act cancels": lambda _self, _deadline, kind, *_: kind in {"remind", "due"},
    }
    with closing(open_log(sqlite_url(path))) as log, monkeypatch.context() as before:
        before.setattr(Lived, "drops", by_the_rule[older])
        deciding = CommandHandler(log)
        lead = {"parameter": "reminder.lead_days", "value": "3", "since": "2023-01-01"}
        day = {"deadline": "target.filing", "due": "2023-02-10", "document": "合成通知1号"}
        for act in (
            small_log.act(small_log.THE_YEAR, "parameter.set", **lead),
            small_log.act(small_log.P1, "deadline.set", **day),
        ):
            deciding.submit(act, small_log.at("2023-01-14"))
        while (step := deciding.view(small_log.P1).next_step) and step.planned.month < MARCH:
            deciding.take_step(small_log.P1, step, small_log.at("2023-02-15"))
        events = [one.event for one in log.read(small_log.P1)]
        assert [one.step for one in events if isinstance(one, Passed)] == given

    # when
    told = replayed(path, SMALL, HypotheticalRules())

    # then
    assert (told.changes, told.moved, told.figures, told.unknown) == ((), (), (), ())
    assert told.rests == 0
