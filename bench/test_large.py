"""A tiny year under `jixiao up` goes through every stage that is measured."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bench.large import measure
from bench.large_page import LargeFindings, Stage
from bench.large_year import LargeYear
from domain.subjects.jurisdiction_year.portfolio import openings, parse_portfolio


@pytest.mark.parametrize("projects", [2, 301])
def test_all_projects_of_the_year_are_registered_on_the_day_of_its_opening(projects: int) -> None:
    year = LargeYear(projects, date(2026, 11, 28))

    rows = parse_portfolio(year.portfolio().encode())

    assert [(one.on, one.projects) for one in openings(rows, 2026)] == [(year.on, projects)]
    assert len(set(year.subjects())) == projects


def test_a_stage_is_told_by_the_project_and_as_a_part_of_all_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("psutil.cpu_count", lambda: 2)
    stage = Stage("opening", 10.0, {"engine": 6.0, "worker": 3.0, "up": 1.0})

    told = ("opening", "10.0", "6.00", "3.00", "1.00", "20.00", "50%")
    assert stage.cells(500) == told
    page = LargeFindings(500, [stage], {"opened": {"engine": (1.0, 2.0)}}).page({"cores": "2"})
    assert f"| {' | '.join(told)} |" in page
    assert "| opened | 1 / 2 |" in page


@pytest.mark.engine
async def test_a_tiny_year_goes_through_every_stage(tmp_path: Path) -> None:
    said: list[str] = []
    # when
    found = await measure(tmp_path, 3, 0.0, said.append)
    # then
    assert "registered 3, running 3" in said
    assert {"opening", "first act", "recover", "act after recover"} <= {
        stage.name for stage in found.stages
    }
    assert [*found.memory] == ["all registered", "examined", "recovered"]
    assert all(stage.total > 0 for stage in found.stages if stage.name == "opening")
