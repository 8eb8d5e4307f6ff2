"""The boards of the whole example, stopped at six days, against a fold of the log."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid5

import pytest

from console.cli.input.act_lines import ActLine
from console.cli.render.boards import as_json
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.vocabulary import Role
from projections.boards import queries
from projections.boards.projection import Projection
from store import migrate, open_log, sqlite_url
from store.port import EventLog
from tests import board_answers
from tests.board_fold import Fold, Json, fold
from tests.decided_year import DecidedYear
from tests.test_examples import YEAR, files, scenario

COUNTY = "652825"
STOPS = (
    date(2023, 1, 20),
    date(2023, 4, 14),
    date(2023, 6, 15),
    date(2023, 6, 30),
    date(2023, 9, 14),
    date(2023, 12, 31),
)
"""Targets; evaluation; overdue and escalated; rectification; the August round; the year's end."""

MADE_UP = {
    "overall-target.filing": "2023-02-22",
    "overall-target.review": "2023-02-23",
    "overall-monitoring.filing:2023-06-30": "2023-07-05",
    "overall-self-evaluation.filing": "2023-04-10",
    "department-evaluation.selection": "2023-04-03",
    "self-evaluation.filing": "2023-03-14",
}
"""Days of a made-up notice, most of them for units, who have none in the example."""


def notices() -> list[ActLine]:
    """The notice as acts, on the day on which the year opens."""
    actor = Actor("fin-03", "652825-finance", Role.FINANCE)
    found = []
    for deadline, due in MADE_UP.items():
        fields = {"deadline": deadline, "due": due, "document": "合成通知〔2023〕示例9号"}
        command_id = uuid5(UUID(int=9), deadline)
        request = Request(command_id, YEAR, "deadline.set", actor, fields)
        found.append(ActLine(0, date(2023, 1, 3), request))
    return found


def with_notices() -> tuple[ActLine, ...]:
    """The example's acts, with days for units from the opening of the year on."""
    acts = list(scenario())
    opened = next(number for number, line in enumerate(acts) if line.request.command == "year.open")
    return (*acts[: opened + 1], *notices(), *acts[opened + 1 :])


@dataclass(frozen=True)
class Stand:
    """A year at one of its stops: what the boards answer, and the log folded."""

    folded: Fold
    position: int
    status: dict[int, Json]
    calendar: dict[int, Json]
    overdue: dict[int, Json]


YEARS = (2022, 2023)
EVER = (date(2021, 1, 1), date(2026, 12, 31))


def stand(boards: Projection, log: EventLog) -> Stand:
    def asked(query: Callable[..., Any], **given: Any) -> dict[int, Json]:
        put = partial(query, jurisdiction=COUNTY, **given)
        return {year: answered(boards.ask(partial(put, year=year))) for year in YEARS}

    return Stand(
        fold(log),
        log.last_position(),
        asked(queries.status, each=True),
        asked(queries.calendar, first=EVER[0], last=EVER[1]),
        asked(queries.overdue, today=date(2026, 11, 21)),
    )


def answered(found: Any) -> Json:
    """An answer as it is printed with --json and read again."""
    read: Json = json.loads(json.dumps(as_json(found), ensure_ascii=False))
    return read


@pytest.fixture(scope="module", params=["as it is", "with more days"])
def stands(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[date, Stand]:
    """The year at each stop; the boards are kept up to date from stop to stop."""
    folder = tmp_path_factory.mktemp("stops")
    url = sqlite_url(folder / "log.db")
    migrate(url)
    acts = scenario() if request.param == "as it is" else with_notices()
    found = {}
    with closing(open_log(url)) as log, closing(Projection(log, folder / "boards.db")) as boards:
        decided = DecidedYear(log, COUNTY, 2023, replace(files(), acts=acts))
        for stop in STOPS:
            decided.run(stop)
            boards.catch_up()
            found[stop] = stand(boards, log)
        assert decided.refused == []
    return found


AT = pytest.mark.parametrize("stop", STOPS, ids=str)
OF = pytest.mark.parametrize("year", YEARS)


@AT
@OF
def test_which_phase_is_each_subject_in(stands: dict[date, Stand], stop: date, year: int) -> None:
    at = stands[stop]
    assert at.status[year]["position"] == at.position
    board_answers.same_phases(at.status[year], at.folded, year)


@AT
@OF
def test_what_waits_for_whom(stands: dict[date, Stand], stop: date, year: int) -> None:
    board_answers.same_lists("waiting", stands[stop].status[year], stands[stop].folded, year)


@AT
@OF
def test_what_is_due_next_for_whom(stands: dict[date, Stand], stop: date, year: int) -> None:
    board_answers.same_lists("next_due", stands[stop].status[year], stands[stop].folded, year)


@AT
@OF
def test_what_is_late(stands: dict[date, Stand], stop: date, year: int) -> None:
    board_answers.same_late(stands[stop].status[year], stands[stop].folded, year)


@AT
@OF
def test_the_calendar(stands: dict[date, Stand], stop: date, year: int) -> None:
    board_answers.same_calendar(stands[stop].calendar[year], stands[stop].folded, year)


@AT
@OF
def test_what_is_overdue_by_unit_and_by_role(
    stands: dict[date, Stand], stop: date, year: int
) -> None:
    board_answers.same_overdue(stands[stop].overdue[year], stands[stop].folded, year)


def test_the_stops_show_what_they_are_there_for(stands: dict[date, Stand]) -> None:
    """Every state, several phases of each kind: nothing above holds of an empty year."""
    states, phases = Counter[str](), set()
    for found in stands.values():
        for year in YEARS:
            phases |= {(one["kind"], one["phase"]) for one in found.status[year]["phases"]}
            for line in found.calendar[year]["lines"]:
                states.update(line["states"])
    assert set(states) >= {"open", "met", "met_late", "overdue", "escalated"}
    assert len({phase for kind, phase in phases if kind == "project-year"}) >= 8
    assert len({phase for kind, phase in phases if kind == "unit-year"}) >= 4
    assert ("third-party", "registered") in phases


@pytest.mark.parametrize("stands", ["with more days"], indirect=True)
def test_units_are_late_with_more_days(stands: dict[date, Stand]) -> None:
    april = stands[date(2023, 4, 14)].status[2022]
    found = ((one["kind"], one["row"]) for one in april["late"])
    late = Counter((kind, row["deadline"], row["state"]) for kind, row in found)
    assert late["unit-year", "overall-self-evaluation.filing", "escalated"] == 57
    assert late["unit-year", "department-evaluation.selection", "met_late"] == 33
    assert late["project-year", "self-evaluation.filing", "met_late"] == 103
