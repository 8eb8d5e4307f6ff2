"""The portfolio of a small year: its projects of both budget years, and its units."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from county import County
from situations import BEFORE, NOW, SPECIAL, UNITS, Before, Now

from domain.shared.filings.funding import PARTS
from domain.subjects.jurisdiction_year.portfolio import COLUMNS

OVERALL = 20_000_000
"""The overall budget of each unit in both years, in yuan."""

_OPENED = "01-05"


def portfolio(county: County) -> str:
    """The portfolio file; projects with a history of their own are registered by an act instead."""
    rows = [
        *(_of_now(county, project) for project in NOW),
        *(_of_before(county, project) for project in BEFORE if not project.history),
        *_units(county),
    ]
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, fieldnames=[*COLUMNS, *PARTS.values()], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def special_subjects(county: County) -> dict[str, str]:
    """Which project takes which special subject: those that `scope.subjects` names."""
    answer = county.ask("scope.subjects", county.day(_OPENED))
    return dict(zip(SPECIAL, answer.outcome or (), strict=False))


def unit_name(code: str) -> str:
    """The name of a unit."""
    return f"示例单位{code[1:]}"


def project_name(project: Now | Before) -> str:
    """The name of a project: what it shows."""
    return f"合成项目{project.code}（{project.title}）"


def _of_now(county: County, project: Now) -> dict[str, str]:
    initial = not project.mid_year
    return _row(
        code=project.code,
        name=project_name(project),
        unit=project.unit,
        opened_on=county.day(project.opened),
        budget_type=project.budget_type,
        origin="initial" if initial else "mid_year",
        is_new=_flag(project.is_new),
        is_major=_flag(project.is_major),
        confidential=_flag(project.confidential),
        subject_kind=special_subjects(county).get(project.code, "project"),
        initial=str(project.amount if initial else 0),
        adjusted="" if initial else str(project.amount),
        **project.funding,
    )


def _of_before(county: County, project: Before) -> dict[str, str]:
    return _row(
        code=project.code,
        name=project_name(project),
        unit=project.unit,
        opened_on=county.day(_OPENED, -1),
        key_project=_flag(project.key_project),
        confidential=_flag(project.confidential),
        initial=str(project.amount),
        executed=str(project.executed),
    )


def _units(county: County) -> Iterator[dict[str, str]]:
    for years in (-1, 0):
        for code in UNITS:
            yield _row(
                code=code,
                name=unit_name(code),
                unit=code,
                opened_on=county.day(_OPENED, years),
                subject_kind="unit",
                initial=str(OVERALL),
                executed=str(OVERALL) if years else "",
            )


def _row(*, unit: str, **cells: str) -> dict[str, str]:
    blank = ("code", "name", "opened_on", "adjusted", "executed")
    flags = ("is_new", "is_major", "one_off", "key_project", "confidential")
    usual = {
        **dict.fromkeys((*blank, *PARTS.values()), ""),
        **dict.fromkeys(flags, "false"),
        "unit_code": unit,
        "unit_name": unit_name(unit),
        "budget_type": "general_public",
        "origin": "initial",
        "subject_kind": "project",
        "initial": "0",
    }
    return usual | cells


def _flag(value: bool) -> str:
    return "true" if value else "false"
