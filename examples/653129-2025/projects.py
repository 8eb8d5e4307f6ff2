"""The twelve projects of budget year 2025 and their five units; all made up but the rules."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from domain.subjects.jurisdiction_year.portfolio import COLUMNS

CODE, WORK_YEAR = "653129", 2025
UNITS = ("U01", "U02", "U03", "U04", "U05")
OVERALL = 10_000_000
"""The overall budget of each unit, in yuan."""


@dataclass(frozen=True)
class Project:
    """A project by its code, its unit and its amount in yuan; `title` is what happens to it."""

    code: str
    unit: str
    amount: int
    title: str
    is_new: bool = False
    opened: str = "2025-01-05"
    budget_type: str = "general_public"

    @property
    def subject(self) -> str:
        """The stream of the project's year."""
        return f"{CODE}/{WORK_YEAR}/{self.code}"

    @property
    def mid_year(self) -> bool:
        """Whether it is an addition within the year."""
        return self.opened > "2025-01-31"


PROJECTS = {
    one.code: one
    for one in (
        Project("P01", "U01", 3_000_000, "6月7日报送；偏离正好20%；审核前后更正；专家组缺人大代表"),
        Project("P02", "U01", 1_000_000, "6月8日报送；偏离19.99%；重复报送；自评不实"),
        Project("P03", "U02", 500_000, "59.99分；他单位代报；未报自评"),
        Project("P04", "U02", 2_000_000, "60分；自填自审；不按顺序办理；延期"),
        Project("P05", "U03", 1_200_000, "两次不合格，不理会整改通知"),
        Project("P06", "U03", 1_400_000, "两次不合格，均已整改；评定后审计发现问题"),
        Project(
            "P07", "U04", 2_100_000, "两次不合格，拒不整改", budget_type="government_managed_funds"
        ),
        Project("P08", "U04", 100_000, "7月追加；得分不到80分", opened="2025-07-10"),
        Project("P09", "U05", 800_000, "绩效目标退回后始终未调整"),
        Project("P10", "U05", 600_000, "年中撤销"),
        Project("P11", "U01", 900_000, "新增项目，无事前评估报告", is_new=True),
        Project("P12", "U05", 700_000, "委托期满后代报", budget_type="state_capital_operations"),
    )
}
"""The projects by their codes."""


def portfolio() -> str:
    """The portfolio file: the projects, and the units with their overall expenditure."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, fieldnames=COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*map(_project, PROJECTS.values()), *map(_unit, UNITS)])
    return written.getvalue()


def unit_name(code: str) -> str:
    """The name of a unit."""
    return f"示例单位{code[1:]}"


def _project(project: Project) -> dict[str, str]:
    amount = str(project.amount)
    return _row(project.unit) | {
        "code": project.code,
        "name": f"合成项目{project.code}（{project.title}）",
        "budget_type": project.budget_type,
        "origin": "mid_year" if project.mid_year else "initial",
        "opened_on": project.opened,
        "is_new": "true" if project.is_new else "false",
        "initial": "0" if project.mid_year else amount,
        "adjusted": amount if project.mid_year else "",
    }


def _unit(code: str) -> dict[str, str]:
    told = {"code": code, "name": unit_name(code), "subject_kind": "unit", "initial": str(OVERALL)}
    return _row(code) | told


def _row(unit: str) -> dict[str, str]:
    flags = dict.fromkeys(("is_new", "is_major", "one_off", "key_project", "confidential"), "false")
    return (
        dict.fromkeys(COLUMNS, "")
        | flags
        | {
            "unit_code": unit,
            "unit_name": unit_name(unit),
            "budget_type": "general_public",
            "origin": "initial",
            "opened_on": "2025-01-05",
            "subject_kind": "project",
        }
    )
