"""The synthetic prefecture has as many projects and units as are asked for."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from bench.prefecture import PROJECTS, UNITS, Prefecture


@pytest.mark.parametrize(
    ("projects", "units"), [(131, 57), (132, 57), (133, 58), (300, 130), (PROJECTS, UNITS)]
)
def test_it_has_so_many_projects_and_units(projects: int, units: int) -> None:
    rows = list(csv.DictReader(StringIO(Prefecture(projects, units).portfolio())))

    codes = [(row["code"], row["adjusted"] != "" or row["executed"] != "") for row in rows]
    assert sum(row["code"].startswith("P") for row in rows) == projects
    assert len({code for code, _ in codes if code.startswith("U")}) == units
    assert {row["unit_code"] for row in rows} <= {code for code, _ in codes}


def test_a_selection_names_projects_that_are_there_and_each_act_its_own() -> None:
    made = Prefecture(300, 130)
    codes = {row["code"] for row in csv.DictReader(StringIO(made.portfolio()))}
    acts = [json.loads(line) for line in made.scenario()]

    selected = {
        command: [code for act in acts if act["command"] == command for code in act["selected"]]
        for command in ("department-evaluation.select", "key-evaluation.select")
    }

    assert {command: len(found) for command, found in selected.items()} == {
        "department-evaluation.select": 3 * 33,
        "key-evaluation.select": 3 * 10,
    }
    for found in selected.values():
        assert len(set(found)) == len(found)
        assert set(found) <= codes
    assert {act["project"] for act in acts if "project" in act} <= codes
