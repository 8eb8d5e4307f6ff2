"""The example of 且末县: folded through the deciders, without engine or store."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest

from console.act_lines import ActLine, Frame, read_act_lines
from console.portfolio_file import read_portfolio_file
from domain.decision import SYSTEM
from domain.jurisdiction_year.portfolio import Row, add_fields, openings
from domain.policy import RuleBook
from domain.project_year.budget import BudgetApproved
from domain.project_year.deadlines import Passed
from domain.project_year.exante import ReportReviewed
from domain.project_year.monitoring import ResultFiled
from domain.project_year.monitoring_review import Reviewed
from domain.project_year.population import AddProject, ProjectWithdrawn
from domain.project_year.targets import TargetApproved
from domain.subject import jurisdiction_year, packs
from domain.vocabulary import Role, start_of
from store.packaged_packs import packaged_packs
from tests.offline_year import Offline

HERE = Path(__file__).resolve().parents[1] / "examples" / "652825-2023"
YEAR = jurisdiction_year("652825", 2023)
MAY, AUGUST = date(2023, 5, 31), date(2023, 8, 31)
NODES = pytest.mark.parametrize("node", [MAY, AUGUST])
OFFICE = timedelta(hours=10)


def rows() -> tuple[Row, ...]:
    return read_portfolio_file(HERE / "portfolio.csv").rows


def fill(command: str, fields: dict[str, Any]) -> dict[str, Any]:
    if command == "pack.adopt":
        pack = packaged_packs().loaded(fields["pack"]).ref
        return {**fields, "sha256": pack.sha256, "pack_version": pack.version}
    if command == "year.open":
        sha256 = hashlib.sha256((HERE / "portfolio.csv").read_bytes()).hexdigest()
        days = [opening.model_dump(mode="json") for opening in openings(rows())]
        return {**fields, "portfolio": sha256, "clock": "simulated", "openings": days}
    return fields


def scenario() -> tuple[ActLine, ...]:
    path = HERE / "scenario.jsonl"
    frame = Frame("652825", 2023)
    return read_act_lines(path.read_bytes(), str(path), frame, dated=True, fill=fill)


@cache
def year() -> Offline:
    """The scenario taken act by act, each project with its system's steps in between."""
    offline = Offline(YEAR, RuleBook(packaged_packs(), "652825"))
    acts: dict[str, list[ActLine]] = defaultdict(list)
    for line in scenario():
        acts[line.request.subject].append(line)
    for stream in (packs("652825"), YEAR):
        for line in acts.pop(stream):
            take(offline, line)
    for row in rows():
        stream = f"{YEAR}/{row.code}"
        at = start_of(row.opened_on) + timedelta(hours=8)
        added = AddProject.model_validate(add_fields(row))
        offline.take(stream, added, SYSTEM, at, uuid5(UUID(int=2), stream))
        for line in acts.pop(stream):
            assert line.on is not None
            offline.advance(stream, start_of(line.on) + OFFICE)
            take(offline, line)
        offline.advance(stream, start_of(date(2023, 12, 31)))
    assert not acts
    return offline


def take(offline: Offline, line: ActLine) -> None:
    assert line.on is not None
    request = line.request
    at = start_of(line.on) + OFFICE
    offline.take(request.subject, request.parse(), request.actor, at, request.command_id)


def published() -> dict[str, str]:
    figures = json.loads((HERE / "published.json").read_text("utf-8"))["figures"]
    return {
        f"{figure['id']}.{value['name']}": value["value"]
        for figure in figures
        for value in (*figure["values"], *figure.get("derived", ()))
    }


def figures(offline: Offline) -> dict[str, str]:
    """Recompute the published figures from the events."""
    assessments = [recorded.event for recorded in offline.of(ReportReviewed)]
    assessed = assessments[0]
    targets = [recorded.event for recorded in offline.of(TargetApproved)]
    found: dict[str, Any] = {
        "F06.projects": len(assessments),
        "F06.amount": assessed.amount,
        "F06.score": assessed.score,
        "F06.result": assessed.result,
        "F08.projects": len(targets),
        "F08.amount": sum(target.amount for target in targets),
        "F09.may_projects": len(reviewed(offline, MAY)),
        "F09.august_projects": len(reviewed(offline, AUGUST)),
    }
    for origin in ("initial", "mid_year"):
        these = [target.amount for target in targets if target.origin == origin]
        found |= {f"F08.{origin}_projects": len(these), f"F08.{origin}_amount": sum(these)}
    return {name: str(value) for name, value in found.items()}


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
    source = HERE.parents[1] / "domain" / "sources" / told["document"]
    text = "".join(source.read_text("utf-8").split())
    quotes = {value["quote"] for figure in told["figures"] for value in figure["values"]}
    assert [quote for quote in quotes if "".join(quote.split()) not in text] == []


def test_the_population_is_57_units_and_132_projects_that_all_stay() -> None:
    assert len(rows()) == 132
    assert len({row.unit_code for row in rows()}) == 57
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
    assert 40 <= len(set(days)) <= 60
