"""The two halves of a project's life that the tests disturb, and when.

The first is the budget year, from targets to the August round; the second the year after it, in
which imported history is evaluated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from console.cli.input.act_lines import ActLine
from console.drill.files import DrillFiles
from domain.kernel.subject_ids import project_year
from tests.engine import tiny, tiny_evaluation


@dataclass(frozen=True)
class Half:
    """A half of a life.

    On `quiet` nothing happens. `act` is the act at whose commit tests kill, the `number`th of its
    name, taken by `project` on `on`; it adds `adds` events, and a workflow that never heard of it
    would do wrong soon. `other` are fields that make it another act. `waits` names a project and
    the day on which a timer of it fires, after that act. `often` is an act that may be taken again
    and again on the day before the act, and its event.
    """

    name: str
    budget_year: int
    portfolio: str
    lines: Callable[[], list[tiny.Line]]
    until: date
    moments: range
    quiet: date
    project: str
    act: str
    on: date
    before: date
    number: int
    adds: int
    other: dict[str, Any]
    waits: tuple[str, date]
    deadline: str
    often: tuple[str, str, dict[str, Any]]

    @property
    def stream(self) -> str:
        """The subject of the act."""
        return self.subject(self.project)

    @property
    def commit(self) -> dict[str, Any]:
        """The commit of the act, as a worker is told to die at it."""
        return {"command": self.act, "number": self.number}

    def subject(self, project: str) -> str:
        return project_year(tiny.COUNTY, self.budget_year, project)

    def files(self, folder: Path) -> DrillFiles:
        return tiny.files(folder, self.lines(), self.portfolio)

    def the_act(self, files: DrillFiles) -> ActLine:
        return next(
            line
            for line in files.acts
            if (line.request.command, line.request.subject) == (self.act, self.stream)
            and line.on == self.on
        )


BUDGET_YEAR = Half(
    name="budget-year",
    budget_year=tiny.YEAR,
    portfolio=tiny.PORTFOLIO,
    lines=tiny.lines,
    until=tiny.UNTIL,
    moments=range(14, 56),
    quiet=date(2023, 3, 1),
    project="T2",
    # the review gives a day, 2023-07-05, before anything T2 waits for until then
    act="monitoring.review",
    on=date(2023, 6, 20),
    before=date(2023, 6, 19),
    number=3,
    adds=2,  # reviewed, and notified of the rectification
    other={"score": "99"},
    waits=("T2", date(2023, 7, 2)),
    deadline="monitoring.review:2023-05-31",
    often=("monitoring.warn", "monitoring.warned", {"node": "2023-05-31"}),
)

EVALUATION = Half(
    name="evaluation",
    budget_year=tiny_evaluation.PAST,
    portfolio=tiny_evaluation.PORTFOLIO,
    lines=tiny_evaluation.lines,
    until=tiny_evaluation.UNTIL,
    moments=range(14, 60),
    quiet=date(2023, 3, 24),
    project="E2",
    # filed on the day before it is due: a workflow that never heard of it says that it is overdue
    act="self-evaluation.file",
    on=date(2023, 3, 30),
    before=date(2023, 3, 29),
    number=2,
    adds=1,
    other={"document": "另一合成自评表"},
    waits=("E3", date(2023, 4, 1)),
    deadline="finance-review",
    often=("funds.recover", "funds.recovered", {"amount": "1", "document": "合成文件"}),
)

IN_BOTH = pytest.mark.parametrize(
    "half", [BUDGET_YEAR, EVALUATION], indirect=True, ids=lambda half: half.name
)
"""Disturbs both halves."""
