"""The figures of a small year are the counts and sums of its newest events."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from console.cli.render.figure_words import TITLES, titled
from projections.figures.figures import figures_of
from projections.figures.statement_input import statement_fields
from tests.small_years import YEARS, year

QM = "652825"
THIS, BEFORE = YEARS[QM], YEARS[QM] - 1

SUMS = {
    "F06": ("exante.reviewed", THIS, "projects", "amount"),
    "F07": ("overall-target.approved", THIS, "units", "amount"),
    "F08": ("target.approved", THIS, "projects", "amount"),
    "F10": ("self-evaluation.reviewed", BEFORE, "projects", "executed"),
    "F11": ("department-evaluation.reviewed", BEFORE, "projects", "executed"),
    "F12": ("overall-self-evaluation.reviewed", BEFORE, "units", "executed"),
    "F13": ("key-evaluation.finalised", BEFORE, "projects", "evaluated"),
}
"""Each figure with its event, its budget year, what it counts, and the amount that it sums."""


WITHDRAWN = {"project.withdrawn", "unit.withdrawn"}


@cache
def figures() -> dict[tuple[str, str], str]:
    found = figures_of(year(QM).events, QM, THIS)
    return {(one.id, one.name): one.value for one in found}


def newest(name: str, budget_year: int) -> list[Any]:
    """The newest event of a name of each subject of a budget year that was not withdrawn."""
    events = [one for one in year(QM).events if one.stream.startswith(f"{QM}/{budget_year}/")]
    gone = {one.stream for one in events if one.event.name in WITHDRAWN}
    found = {one.stream: one.event for one in events if one.event.name == name}
    return [event for stream, event in found.items() if stream not in gone]


def counted(figure: str, of: list[Any], prefix: str = "") -> None:
    """Check the count and the sum of a figure."""
    _, _, what, amount = SUMS[figure]
    total = sum((getattr(one, amount) for one in of), Decimal(0))
    assert figures().get((figure, f"{prefix}{what}")) == str(len(of))
    assert figures().get((figure, f"{prefix}amount")) == str(total)


@pytest.mark.parametrize("figure", SUMS)
def test_a_figure_is_the_sum_of_its_events(figure: str) -> None:
    name, budget_year, _, _ = SUMS[figure]
    events = newest(name, budget_year)
    assert events
    counted(figure, events)


@pytest.mark.parametrize("figure", ["F10", "F12", "F13"])
@pytest.mark.parametrize("grade", ["excellent", "good", "fair", "poor"])
def test_a_figure_is_told_by_grade(figure: str, grade: str) -> None:
    name, budget_year, _, _ = SUMS[figure]
    counted(figure, [one for one in newest(name, budget_year) if one.grade == grade], f"{grade}_")


def test_targets_are_told_by_their_origin() -> None:
    events = newest("target.approved", THIS)
    for origin in ("initial", "mid_year"):
        counted("F08", [one for one in events if one.origin.value == origin], f"{origin}_")


def test_an_assessment_is_told_with_its_score_and_its_result() -> None:
    (assessed,) = newest("exante.reviewed", THIS)
    assert figures().get(("F06", "score")) == str(assessed.score)
    assert figures().get(("F06", "result")) == assessed.result == "支持"


def test_units_are_told_that_were_monitored() -> None:
    reviewed = newest("overall-monitoring.reviewed", THIS)
    assert reviewed
    assert figures().get(("F07", "monitored_units")) == str(len(reviewed))


FOUND = ("audit_findings", "major_problem", "untrue_self_evaluation")
COUNTED = dict(zip(FOUND, ("3", "1", "1"), strict=True))
FLAGGED: dict[str, dict[str, str]] = {
    "653129": {},
    "653000": {},
    "652822": {**COUNTED, "lapsed": "1"},
    "652800": COUNTED,
    QM: {**COUNTED, "priority_without_reason": "5"},
}
"""What was found and changed no grade: H06, H10 and H13, H11, H12; 伽师 and 克州 have a step.

In 轮台 no notice was sent to H07 in August. In 且末 priority is given to H06, H11, H12, H13 and H14
without a reason, to H10 with one.
"""


@pytest.mark.parametrize("jurisdiction", YEARS)
def test_the_statement_shows_what_was_found_and_changed_no_grade(jurisdiction: str) -> None:
    issued = figures_of(year(jurisdiction).events, jurisdiction, YEARS[jurisdiction])
    stated = statement_fields(issued, 1)["figures"]
    told = {one["name"]: one["value"] for one in stated if one["id"] == "FLAG"}
    assert told == FLAGGED[jurisdiction]
    assert all(one["events"] for one in stated if one["id"] == "FLAG")


def test_the_statement_on_paper_names_the_flags() -> None:
    found = [one for one in figures_of(year(QM).events, QM, THIS) if one.id == "FLAG"]
    lines = [f"{TITLES[one.id]}: {titled(one.name, one.basis)} {one.value}" for one in found]
    assert any("审计或监督检查发现问题的项目" in line for line in lines)
    assert any("优先保障未说明理由的项目" in line for line in lines)
