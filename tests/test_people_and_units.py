"""A year in which people and units change: who acted as what, by which day, and whose it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from activities import decision_maker
from activities.frame_loader import frame_of
from console.cli.command_list import whole
from domain.kernel.decider import Frame
from domain.kernel.serialization.envelope import unseal
from domain.kernel.subject_ids import organisations, project_year
from projections.what_if.hypothetical_rules import HypotheticalRules
from store import migrate, open_log, sqlite_url
from store.port import EventLog
from tests.decided_year import DecidedYear
from tests.engine import tiny
from tests.replayed import replayed

FIRST, SECOND, THIRD = (project_year(tiny.COUNTY, tiny.YEAR, one) for one in ("T1", "T2", "T4"))
PEOPLE = organisations(tiny.COUNTY)
APPOINTED = "合成任职通知"
ORDER = "合成机构改革方案"
FOURTH = (
    "T4,合成项目四,U1,合成单位一,general_public,initial,2023-01-05,"
    "false,false,false,false,project,false,100000,,\n"
)


@dataclass(frozen=True)
class Lived:
    """A year that was lived, in its data directory, and its log's refusals by subject and day."""

    data: Path
    refused: dict[tuple[str, str], str]

    def told(self, *words: str) -> Any:
        """What a command answers with `--json`."""
        done = CliRunner().invoke(whole(), [*words, "--json", "--data", str(self.data)])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    def shown(self, *words: str) -> str:
        """What a command shows."""
        done = CliRunner().invoke(whole(), [*words, "--data", str(self.data)])
        assert done.exit_code == 0, done.output
        return done.stdout


def lived(folder: Path, lines: list[tiny.Line], portfolio: str) -> Lived:
    """Live a year offline, through the product's own deciding."""
    url = sqlite_url(folder / "log.db")
    migrate(url)
    ordered = sorted(lines, key=lambda line: str(line["on"]))
    files = tiny.files(folder, ordered, portfolio)
    with closing(open_log(url)) as log:
        year = DecidedYear(log, tiny.COUNTY, tiny.YEAR, files)
        year.run(date(2023, 10, 10))
        days = {act.request.command_id: str(act.on) for act in files.acts}
        refused = {
            (request.subject, days[request.command_id]): code for request, code in year.refused
        }
    return Lived(folder, refused)


def role(on: str, command: str, person: str, **fields: str) -> tiny.Line:
    """Give or end the role of the first project's unit."""
    whose = {"person": person, "organisation": "U1", "role": "unit", "document": APPOINTED}
    return tiny.act(on, tiny.finance(), command, **whose, **fields)


def in_august(line: tiny.Line) -> bool:
    """Whether the first project's clerk files the August result."""
    filed = ("monitoring.file-result", "2023-09-05", "T1")
    return (line["command"], line["on"], line.get("project")) == filed


NEWCOMER = {"id": "clerk-new", "organisation": "U1", "role": "unit"}


def people() -> Iterator[tiny.Line]:
    """The clerk of the first project's unit leaves on 4 September, another one has come in July."""
    yield role("2023-02-01", "role.assign", "clerk-T1", since="2023-03-01")
    yield role("2023-07-01", "role.assign", "clerk-new", since="2023-07-03")
    yield role("2023-08-30", "role.end", "clerk-T1", last_day="2023-09-04")
    for line in tiny.lines():
        yield line
        if in_august(line):
            yield {**line, "actor": NEWCOMER, "on": "2023-09-06"}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return lived(tmp_path_factory.mktemp("people"), list(people()), tiny.PORTFOLIO)


def test_who_left_is_refused_the_day_after_and_who_came_acts(changed: Lived) -> None:
    assert changed.refused == {(FIRST, "2023-09-05"): "role-not-held"}
    filed = [one for one in changed.told("history", FIRST) if one["name"].endswith("result-filed")]
    assert [one["actor"]["id"] for one in filed] == ["clerk-T1", "clerk-new"]


def test_the_history_tells_by_which_assignment_each_acted(changed: Lived) -> None:
    told = changed.told("history", FIRST)
    by = {one["name"]: one.get("assignment") for one in told if one["kind"] == "event"}
    assert by["target.filed"] is None, "before the role's first day whoever acts may"
    assert by["budget.approved"] is None
    filed = [one["assignment"] for one in told if one["name"] == "monitoring.result-filed"
             and one["kind"] == "event"]  # fmt: skip
    assert [one["since"] for one in filed] == ["2023-03-01", "2023-07-03"]
    assert filed[0]["until"] is None, "as it was known when the act was stored"
    assert f"任职 held 2023-07-03 – … · {APPOINTED}" in changed.shown("history", FIRST, "--full")
    explained = changed.shown("explain", FIRST)
    assert "任职 held the role" in explained
    assert APPOINTED in explained


def test_the_refused_attempt_is_told_with_the_days_of_the_role(changed: Lived) -> None:
    (refused,) = [one for one in changed.told("history", FIRST) if one["kind"] == "refusal"]
    assert "2023-03-01 – 2023-09-04" in refused["outcome"]["en"]
    assert "clerk-new" in refused["outcome"]["zh"]


def test_a_year_with_changes_decided_again_comes_to_the_same(changed: Lived) -> None:
    told = replayed(changed.data / "log.db", f"{tiny.COUNTY}-{tiny.YEAR}", HypotheticalRules())
    assert told.changes == ()


def units() -> Iterator[tiny.Line]:
    """A unit is split on 1 July, as recorded in June; a successor of it is merged in August."""
    parts = [
        {"unit": "S1", "unit_name": "合成单位甲", "takes": [FIRST]},
        {"unit": "S2", "unit_name": "合成单位乙", "takes": [THIRD]},
    ]
    split: tiny.Line = {"unit": "U1", "successors": parts, "since": "2023-07-01", "document": ORDER}
    yield tiny.act("2023-06-20", tiny.finance(), "unit.split", **split)
    merge = {"unit": "S1", "successor": "U2", "successor_name": "合成单位二", "document": ORDER}
    yield tiny.act("2023-08-15", tiny.finance(), "unit.merge", since="2023-08-15", **merge)
    reviewed = ("monitoring.review", "2023-09-08", "T1")
    for line in tiny.lines():
        if (line["command"], line["on"], line.get("project")) != reviewed:
            yield line


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    folder = tmp_path_factory.mktemp("units")
    return lived(folder, list(units()), tiny.PORTFOLIO + FOURTH)


def test_the_unit_that_was_is_refused_and_told_of_the_last_successor(parted: Lived) -> None:
    assert parted.refused == {(FIRST, "2023-09-05"): "unit-ended"}
    (refused,) = [one for one in parted.told("history", FIRST) if one["kind"] == "refusal"]
    assert "U2 took over" in refused["outcome"]["en"]
    handed = [
        (one["data"]["unit"], one["data"]["successor"], one["effective_on"])
        for one in parted.told("history", FIRST)
        if one["name"] == "unit.handed-over"
    ]
    assert handed == [("U1", "S1", "2023-07-01"), ("S1", "U2", "2023-08-15")]


@pytest.mark.parametrize(
    ("day", "unit"), [("2023-06-30", "U1"), ("2023-07-01", "S1"), ("2023-08-15", "U2")]
)
def test_the_boards_show_whose_a_project_was_on_each_day(
    parted: Lived, day: str, unit: str
) -> None:
    where = ("--jurisdiction", tiny.COUNTY, "--year", str(tiny.YEAR))
    told = parted.told("status", *where, "--unit", unit, "--each", "--as-of", day)
    assert "T1" in {one["code"] for one in told["each"]}


def test_what_is_overdue_is_the_successor_s(parted: Lived) -> None:
    where = ("--jurisdiction", tiny.COUNTY, "--year", str(tiny.YEAR))
    told = parted.told("overdue", *where, "--on", "2023-09-30")
    assert {group["unit"] for group in told["groups"]} == {"U2"}


def test_a_year_with_other_units_decided_again_comes_to_the_same(parted: Lived) -> None:
    told = replayed(parted.data / "log.db", f"{tiny.COUNTY}-{tiny.YEAR}", HypotheticalRules())
    assert told.changes == ()


def test_a_project_registered_while_its_unit_is_merged_is_passed_on_and_decided_again_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: a merge that looked at the log before the fourth project stood in it
    def looked_before(log: EventLog, *asked: Any, **more: Any) -> Frame | None:
        frame = frame_of(log, *asked, **more)
        if frame is None or THIRD not in {one.subject for one in frame.members}:
            return frame
        first = log.read(THIRD)[0].id
        found = log.notifications(0, 1_000)
        at = next(one.position for one in found if unseal(one.topic, one.state).id == first)
        return Frame(at - 1, tuple(one for one in frame.members if one.subject != THIRD))

    monkeypatch.setattr(decision_maker, "frame_of", looked_before)
    merge = {"unit": "U1", "successor": "U2", "successor_name": "合成单位二", "document": ORDER}
    act = tiny.act("2023-01-06", tiny.finance(), "unit.merge", since="2023-01-06", **merge)
    # when
    year = lived(tmp_path, [*tiny.bureau(), act], tiny.PORTFOLIO + FOURTH)
    # then
    for subject in (FIRST, THIRD):
        names = [one["name"] for one in year.told("history", subject)]
        assert names.count("unit.handed-over") == 1
    told = replayed(tmp_path / "log.db", f"{tiny.COUNTY}-{tiny.YEAR}", HypotheticalRules())
    assert told.changes == ()
