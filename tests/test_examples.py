"""The example of 且末县: folded through the deciders, without engine or store."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from console.cli.input.act_lines import ActLine
from console.cli.render.published import name_of
from console.drill.files import DrillFiles, read_drill_files
from domain.kernel.subject_ids import SubjectKind, jurisdiction_year, parse_subject
from domain.kernel.vocabulary import Role
from domain.subjects.jurisdiction_year.authenticity_draw import Drawn, repeated
from domain.subjects.jurisdiction_year.closing import StatementIssued, YearClosed
from domain.subjects.jurisdiction_year.portfolio import Row
from domain.subjects.jurisdiction_year.state import Closed
from domain.subjects.project_year.deadlines.deadline_acts import Passed
from domain.subjects.project_year.evaluation.authenticity import FindingRecorded, MarkedDrawn
from domain.subjects.project_year.evaluation.department_evaluation import (
    MarkedSelected as DepartmentMarked,
)
from domain.subjects.project_year.evaluation.key_evaluation import Commissioned
from domain.subjects.project_year.evaluation.key_evaluation import MarkedSelected as KeyMarked
from domain.subjects.project_year.monitoring.review import Reviewed
from domain.subjects.project_year.monitoring.rounds import ResultFiled
from domain.subjects.project_year.population import ProjectWithdrawn
from domain.subjects.project_year.results.grades import GradeFinalised
from domain.subjects.project_year.targets.budget import BudgetApproved
from domain.subjects.registry import DECIDERS
from domain.subjects.unit_year.selection import ProjectsSelected
from projections.figures.figures import figures_of
from tests.offline_scenario import played
from tests.offline_year import Offline

HERE = Path(__file__).resolve().parents[1] / "examples" / "652825-2023"
YEAR = jurisdiction_year("652825", 2023)
MAY, AUGUST = date(2023, 5, 31), date(2023, 8, 31)
NODES = pytest.mark.parametrize("node", [MAY, AUGUST])


@cache
def files() -> DrillFiles:
    return read_drill_files(HERE / "portfolio.csv", HERE / "scenario.jsonl", "652825", 2023)


def rows() -> tuple[Row, ...]:
    return files().rows


def scenario() -> tuple[ActLine, ...]:
    return files().acts


@cache
def year() -> Offline:
    return played(files(), "652825", 2023)


def published() -> dict[str, str]:
    told = json.loads((HERE / "published.json").read_text("utf-8"))["figures"]
    return {
        f"{figure['id']}.{name_of(value)}": value["value"]
        for figure in told
        for value in (*figure["values"], *figure.get("derived", ()))
    }


def figures(offline: Offline) -> dict[str, str]:
    """Recompute the published figures from the events."""
    found = figures_of(offline.events, "652825", 2023)
    wanted = published()
    return {f"{one.id}.{one.name}": one.value for one in found if f"{one.id}.{one.name}" in wanted}


def reviewed(offline: Offline, node: date) -> dict[str, Reviewed]:
    found = [recorded for recorded in offline.of(Reviewed) if recorded.event.node == node]
    return {recorded.stream: recorded.event for recorded in found}


def filed(offline: Offline, node: date) -> dict[str, ResultFiled]:
    """The result that counts of each project: the last one filed."""
    found = [recorded for recorded in offline.of(ResultFiled) if recorded.event.node == node]
    return {recorded.stream: recorded.event for recorded in found}


def test_the_files_are_what_the_generator_writes() -> None:
    generator = [sys.executable, "-B", str(HERE / "generate.py"), "--check"]
    checked = subprocess.run(generator, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_no_act_is_refused() -> None:
    assert year().refused == []


def test_the_figures_are_exactly_those_published() -> None:
    assert figures(year()) == published()


def test_what_is_quoted_stands_in_the_document() -> None:
    told = json.loads((HERE / "published.json").read_text("utf-8"))
    source = HERE.parents[1] / "domain" / "rules" / "sources" / told["document"]
    text = "".join(source.read_text("utf-8").split())
    quotes = {value["quote"] for figure in told["figures"] for value in figure["values"]}
    assert [quote for quote in quotes if "".join(quote.split()) not in text] == []


def test_the_population_is_57_units_and_132_projects_that_all_stay() -> None:
    projects = [row for row in rows() if not row.is_unit]
    assert Counter(row.budget_year for row in projects) == {2022: 143, 2023: 132}
    units = [row for row in rows() if row.is_unit]
    assert Counter(row.budget_year for row in units) == {2022: 57, 2023: 57}
    assert {row.unit_code for row in projects} <= {row.code for row in units}
    assert year().of(ProjectWithdrawn) == []


def test_budgets_are_approved_in_january_or_as_additions_before_31_may() -> None:
    approved = year().of(BudgetApproved)
    initial = [recorded for recorded in approved if recorded.actor.role is Role.CONGRESS]
    additions = [recorded for recorded in approved if recorded.actor.role is Role.FINANCE]
    assert {recorded.effective_on for recorded in initial} == {date(2023, 1, 19)}
    assert (len(initial), len(additions)) == (36, 96)
    assert max(recorded.effective_on for recorded in additions) < MAY


@NODES
def test_each_round_triggers_by_deviation_by_score_and_by_both(node: date) -> None:
    reasons = Counter(tuple(sorted(event.reasons)) for event in reviewed(year(), node).values())
    assert reasons["deviation",] >= 5
    assert reasons["score",] >= 5
    assert reasons["deviation", "score"] >= 1


@NODES
def test_at_exactly_20_points_or_score_60_nothing_triggers(node: date) -> None:
    reviews, results = reviewed(year(), node), filed(year(), node)
    at_20 = [
        reviews[stream]
        for stream, result in results.items()
        if abs(result.execution_rate - result.completion_rate) == Decimal(20)
    ]
    at_60 = [event for event in reviews.values() if event.score == Decimal(60)]
    assert [event.rectify for event in (*at_20, *at_60)] == [False, False]
    assert at_20 != at_60


@NODES
def test_some_file_late_and_are_reminded_found_overdue_and_escalated(node: date) -> None:
    assert sum(result.late for result in filed(year(), node).values()) >= 3
    deadline = f"monitoring.result:{node}"
    passed = [recorded.event for recorded in year().of(Passed)]
    steps = Counter(event.step for event in passed if event.deadline == deadline)
    assert all(steps[step] >= 3 for step in ("remind", "due", "overdue"))
    assert steps["escalate"] >= 1


def test_a_result_never_falls_behind_the_round_before() -> None:
    may, august = filed(year(), MAY), filed(year(), AUGUST)
    for stream, result in may.items():
        assert august[stream].executed >= result.executed, stream
        assert august[stream].completion_rate >= result.completion_rate, stream


def test_the_acts_stand_on_a_moderate_number_of_days() -> None:
    days = [line.on for line in scenario()]
    assert days == sorted(days, key=str)
    assert 40 <= len(set(days)) <= 80


def test_each_department_meets_a_fifth_of_its_own_base() -> None:
    selections = [recorded.event for recorded in year().of(ProjectsSelected)]
    assert len(selections) == 33
    assert min(event.ratio for event in selections) >= Decimal(20)
    assert sum(event.base for event in selections) >= Decimal(460_830_000)


def test_the_draw_can_be_repeated_from_its_event_and_found_all_true() -> None:
    (draw,) = year().of(Drawn)
    assert not draw.event.cited
    assert repeated(draw.event) == draw.event.drawn
    findings = year().of(FindingRecorded)
    codes = {parse_subject(recorded.stream).code for recorded in findings}
    assert codes == set(draw.event.drawn)
    assert not any(recorded.event.untrue for recorded in findings)


def test_what_is_marked_is_caused_by_its_selection_and_not_before_it() -> None:
    causes = {recorded.id: recorded for recorded in year().events}
    marks = [*year().of(MarkedDrawn), *year().of(KeyMarked), *year().of(DepartmentMarked)]
    assert len(marks) == 22 + 10 + 33
    for mark in marks:
        assert mark.caused_by is not None
        assert causes[mark.caused_by].effective_on <= mark.effective_on


def test_key_evaluations_are_by_procured_third_parties() -> None:
    commissioned = [recorded.event for recorded in year().of(Commissioned)]
    assert len({event.institution for event in commissioned}) == 3
    assert all(event.procurement_reference for event in commissioned)
    grades = Counter(recorded.event.source for recorded in year().of(GradeFinalised))
    assert grades == {"finance": 10, "department": 29, "self": 104}


def test_every_project_of_2022_is_graded_used_and_disclosed() -> None:
    for number in range(1, 144):
        stream = f"652825/2022/Q{number:03}"
        view = DECIDERS[SubjectKind.PROJECT_YEAR].view(year().state(stream), year().in_force())
        assert (view.phase, view.closed) == ("disclosed", True), stream


def test_the_year_is_stated_with_its_figures_and_closed() -> None:
    (statement,) = year().of(StatementIssued)
    told = {(one.id, one.name): one for one in statement.event.figures}
    before = {"F01", "F03"}
    assert {key[0] for key in told} == before | {f"F{number:02}" for number in range(6, 15)}
    assert len(told["F10", "projects"].events) == 143
    assert len(year().of(YearClosed)) == 1
    assert isinstance(year().state(YEAR).life, Closed)
