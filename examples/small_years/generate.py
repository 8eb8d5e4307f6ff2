"""Write portfolio.csv and scenario.jsonl of every small year anew; with --check, only compare.

    python examples/small_years/generate.py [--check]

What a year has of its own comes from asking its rules, and from its file under `counties/`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import key_evaluation
from acts import Act
from bureau import year
from county import County, counties
from departments import departments
from earlier import earlier
from evaluated import (
    Scored,
    department_evaluation,
    drawing,
    findings,
    selected_by_departments,
    selections,
    self_evaluation,
    self_score,
)
from feedback import feedback
from lower import lower
from monitoring import budgeted, monitoring
from policies import policies
from portfolio import portfolio
from preparation import adjustment, preparation
from results import results
from sections import sections
from signatures import signed
from situations import BEFORE, NOW, Before
from third_parties import third_parties
from units import units
from writing import in_order, write_or_check

EXAMPLES = Path(__file__).resolve().parents[1]


def scenario(county: County) -> str:
    """The scenario file: all acts by day; those of one day stand as they are written here."""
    taken = sorted(_acts(county), key=_day)
    return in_order(signed(county, taken))


def _day(one: Act) -> str:
    return str(one["on"])


def _acts(county: County) -> Iterator[Act]:
    yield from year(county)
    yield from sections(county)
    yield from departments(county)
    yield from lower(county)
    yield from earlier(county)
    for project in NOW:
        yield from preparation(county, project)
        yield from monitoring(county, project)
        if budgeted(county, project):
            yield from adjustment(county, project)
    yield from units(county)
    yield from feedback(county)
    yield from policies(county)
    yield from selections(county)
    yield from key_evaluation.planning(county)
    yield from drawing(county)
    yield from findings(county)
    yield from third_parties(county)
    for before in BEFORE:
        yield from self_evaluation(county, before)
        yield from department_evaluation(county, before)
        yield from key_evaluation.evaluation(county, before)
        yield from results(county, before, _scored(county, before))


def _scored(county: County, project: Before) -> Scored:
    """The scores that stand when the grade is finalised."""
    scores = {"self": self_score(county, project)}
    if project.code in selected_by_departments(county):
        scores["department"] = str(project.department_score)
    if project.code in key_evaluation.selected(county):
        scores["finance"] = str(project.key_score)
    return Scored(scores)


def _written(county: County) -> Iterator[tuple[Path, bytes]]:
    folder = EXAMPLES / county.folder
    yield folder / "portfolio.csv", portfolio(county).encode()
    yield folder / "scenario.jsonl", scenario(county).encode()


def main() -> int:
    """Write or check; the exit code is 1 where a file differs."""
    return write_or_check(EXAMPLES, (file for county in counties() for file in _written(county)))


if __name__ == "__main__":
    sys.exit(main())
