"""A common indicator that nobody could look up is a problem; one of the library is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from console.cli.render.problem_words import why
from domain.kernel.subject_ids import indicators
from domain.subjects.project_year.targets.target import TargetFiled
from projections.boards.problems import Kind, Problem, problems_of
from store import migrate, open_log, sqlite_url
from testkit.builders.bureau import COUNTY, FINANCE, P001, TARGET, UNIT, Bureau
from testkit.builders.indicators import adopt, imports

FILED = date(2023, 1, 20)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """A bureau with a project that waits for its target."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year()
        bureau.registered(P001)
        yield bureau


def warned(bureau: Bureau) -> list[Problem]:
    found = problems_of(bureau.log, P001)
    return [one for one in found if one.kind is Kind.WARNING and one.name == TargetFiled.name]


def file_target(bureau: Bureau, **changes: Any) -> None:
    first, *others = TARGET["indicators"]
    filed = {**TARGET, "indicators": [{**first, **changes}, *others]}
    bureau.act(P001, "target.file", FILED, UNIT, **filed)


def adopt_library(bureau: Bureau) -> None:
    for act in (imports(), adopt()):
        fields = act.model_dump(mode="json")
        bureau.act(indicators(COUNTY), act.name, date(2023, 1, 10), FINANCE, **fields)


def test_what_could_not_be_looked_up_is_named(bureau: Bureau) -> None:
    file_target(bureau, kind="common")
    (problem,) = warned(bureau)
    first = TARGET["indicators"][0]["id"]
    assert [first in line for line in why(problem)] == [True, True]


def test_after_the_adoption_it_was_looked_up(bureau: Bureau) -> None:
    adopt_library(bureau)
    file_target(bureau, kind="common", library_code="G001")
    assert warned(bureau) == []
    (filed,) = (one.event for one in bureau.log.read(P001) if isinstance(one.event, TargetFiled))
    assert filed.indicators[0].in_library


def test_a_specific_indicator_is_no_problem(bureau: Bureau) -> None:
    file_target(bureau)
    assert warned(bureau) == []
