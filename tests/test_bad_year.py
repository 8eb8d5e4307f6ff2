"""The bad year of 伽师: each misdeed leads to exactly one refusal or finding, with its clause."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from console.cli.ask_boards import remits_of
from console.cli.commands.demo_bad_year import EXAMPLE
from domain.subjects.jurisdiction_year.authenticity_draw import Drawn, repeated
from projections.boards.problems import Kind, Problem, problems_of
from projections.work_ledger.ledger import own_ledger
from tests.bad_year import EXPECTED, decide, recorded, summary_of
from tests.decided_year import DecidedYear
from tests.misdeeds import BOUNDARIES, FOUND, GRADES, REFUSED, Refused


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad-year")


@pytest.fixture(scope="module")
def year(directory: Path) -> Iterator[DecidedYear]:
    decided = decide(directory)
    with closing(decided.log):
        yield decided


@pytest.fixture(scope="module")
def problems(year: DecidedYear) -> tuple[Problem, ...]:
    return problems_of(year.log, "653129/")


def code_of(problem: Problem) -> str:
    return problem.subject.rpartition("/")[2]


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: f"{row.subject} {row.what}")
def test_a_misdeed_is_refused_with_its_reason(row: Refused, problems: tuple[Problem, ...]) -> None:
    (found,) = [
        one
        for one in problems
        if one.kind is Kind.REFUSAL
        and (code_of(one), one.on.isoformat(), one.name) == (row.subject, row.on, row.command)
    ]
    assert found.outcome is not None
    assert found.outcome["code"] == row.code
    assert set(row.clauses) <= set(found.clauses)
    assert bool(found.clauses) == bool(row.clauses)
    assert found.outcome["zh"]
    assert found.outcome["en"]


def test_nothing_else_is_refused(year: DecidedYear) -> None:
    told = {(request.subject.rpartition("/")[2], request.command) for request, _ in year.refused}
    assert told == {(row.subject, row.command) for row in REFUSED}
    assert len(year.refused) == len(REFUSED)


@pytest.mark.parametrize(("kind", "subject", "on", "name", "clauses"), FOUND)
def test_what_is_found_or_put_right_is_told_with_its_clause(
    kind: Kind,
    subject: str,
    on: str,
    name: str,
    clauses: tuple[str, ...],
    problems: tuple[Problem, ...],
) -> None:
    (found,) = [
        one
        for one in problems
        if (one.kind, code_of(one), one.on.isoformat()) == (kind, subject, on)
        and name in {one.name, (one.step or {}).get("step")}
    ]
    assert set(clauses) <= set(found.clauses)
    assert bool(found.clauses) == bool(clauses)


NO_MORE_OF = (Kind.CAP, Kind.VETO, Kind.RECOVERY, Kind.FINDING, Kind.LATE, Kind.REOPENING)


@pytest.mark.parametrize("kind", NO_MORE_OF)
def test_nobody_else_is_capped_vetoed_late_or_recovered_from(
    kind: Kind, problems: tuple[Problem, ...]
) -> None:
    told = {
        (one.subject.rpartition("/")[2], one.on.isoformat()) for one in problems if one.kind is kind
    }
    late_rectification = {("P03", "2025-06-30")} if kind is Kind.LATE else set()
    wanted = {(subject, on) for one, subject, on, *_ in FOUND if one is kind}
    assert told == wanted - late_rectification


@pytest.mark.parametrize(("subject", "name", "node", "field", "value"), BOUNDARIES)
def test_a_line_is_drawn_exactly_where_the_rule_draws_it(
    subject: str, name: str, node: str, field: str, value: Any, year: DecidedYear
) -> None:
    *_, found = [
        one.event.data()
        for one in year.log.read(f"653129/2025/{subject}")
        if one.event.name == name and one.event.data()["node"] == node
    ]
    assert found[field] == value


def test_the_grades_are_capped_vetoed_and_reopened(year: DecidedYear) -> None:
    told: dict[str, list[str]] = {}
    for one in recorded(year.log):
        if one.event.name == "grade.finalised":
            told.setdefault(one.stream.rpartition("/")[2], []).append(one.event.data()["grade"])
    assert told == GRADES


def test_who_acts_under_a_delegation_is_on_record(year: DecidedYear) -> None:
    filed = [
        (one.actor.organisation, one.effective_on.isoformat())
        for one in year.log.read("653129/2025/P12")
        if one.event.name == "monitoring.result-filed"
    ]
    assert filed == [("U02", "2025-06-06"), ("U05", "2025-09-08")]


def test_the_draw_finds_the_untrue_self_evaluation(year: DecidedYear) -> None:
    (draw,) = [one.event for one in recorded(year.log) if isinstance(one.event, Drawn)]
    assert repeated(draw) == draw.drawn
    assert "P02" in draw.drawn
    assert draw.frame == ("P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P12")


def test_the_files_are_what_the_generator_writes() -> None:
    generator = [sys.executable, "-B", str(EXAMPLE / "generate.py"), "--check"]
    checked = subprocess.run(generator, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_the_year_comes_to_what_is_expected(year: DecidedYear) -> None:
    assert summary_of(year) == json.loads(EXPECTED.read_text("utf-8"))


def test_decided_again_it_is_the_same_year(year: DecidedYear, tmp_path: Path) -> None:
    again = decide(tmp_path)
    with closing(again.log):
        first, second = recorded(year.log), recorded(again.log)
    assert [(one.id, one.event, one.basis) for one in first] == [
        (one.id, one.event, one.basis) for one in second
    ]


def test_the_year_is_told_in_its_folder() -> None:
    readme = (EXAMPLE / "README.md").read_text("utf-8")
    assert "make demo-bad-year" in readme
    assert [row.subject for row in REFUSED if row.subject not in readme] == []


@pytest.mark.parametrize(
    ("work_year", "standings"),
    [
        (2025, {"escalated": 4, "open": 6}),
        (2026, {"done": 2, "over": 2, "open": 6}),
    ],
)
def test_the_ledger_shows_the_bureaus_own_duties(
    year: DecidedYear, work_year: int, standings: dict[str, int]
) -> None:
    on = date(2026, 8, 1)
    ledger = own_ledger(year.log, "653129", work_year, remits_of(year.log, "653129", on))
    counted = Counter(str(one) for group in ledger.groups for one in group.counts)
    assert counted == standings
