"""Write portfolio.csv and scenario.jsonl of the year of a bureau that forgets; --check compares.

    python examples/653129-2027/generate.py [--check]

The pieces of the small years next door are used: who acts, indicators, reports.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "small_years"))

from acts import Act, act, budget, bureau, congress, filer, targets  # noqa: E402 - path
from preparation import indicators, reached  # noqa: E402 - path
from units import overall_indicators  # noqa: E402 - path
from writing import in_order, write_or_check  # noqa: E402 - path

from domain.subjects.jurisdiction_year.portfolio import COLUMNS  # noqa: E402 - path
from store.packs.packaged_packs import packaged_packs  # noqa: E402 - path

CODE, WORK_YEAR = "653129", 2027
AMOUNT, OVERALL = "1000000", "10000000"
UNITS = ("U01", "U02", "U03", "U04")
PROJECTS = {"P01": "U01", "P02": "U02", "P03": "U03"}
BEFORE = {"H01": "U01", "H02": "U02", "H03": "U03", "H04": "U04"}
TITLES = {
    "P01": "按时报送监控结果，无人审核",
    "P02": "3月底前未批复绩效目标",
    "P03": "无人申报绩效目标",
    "H01": "按时报送自评表，无人审核",
    "H02": "自评表迟报一天，无人审核",
    "H03": "未报自评表",
    "H04": "按时报送自评表，无人审核",
}
LAST_DUTIES = (
    *("score-sheet.issuing", "authenticity.drawing", "key-evaluation-plan.setting"),
    *("key-evaluation.selecting", "results-checklist.issuing", "congress.reporting"),
    *("training.holding", "appraisal-rules.publishing", "bureau-work.annual-appraisal"),
    *("bureau-work.exante-norms", "bureau-work.publicity"),
)
"""The duties that one exception drops at the end."""

_FIRST, _LAST = "2027-01-03", "2027-12-31"
_PARAMETERS = (
    ("reminder.lead_days", "3"),
    ("escalation.after_days", "3"),
    ("escalation.to", "government"),
)


def portfolio() -> str:
    """The portfolio file: some projects of each budget year, and the units of both."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, fieldnames=COLUMNS, lineterminator="\n")
    writer.writeheader()
    for year, codes in ((WORK_YEAR, PROJECTS), (WORK_YEAR - 1, BEFORE)):
        writer.writerows(_project(year, code, unit) for code, unit in codes.items())
    for year in (WORK_YEAR, WORK_YEAR - 1):
        writer.writerows(_unit(year, unit) for unit in UNITS)
    return written.getvalue()


def _project(year: int, code: str, unit: str) -> dict[str, str]:
    own = {"code": code, "name": f"合成项目{code}（{TITLES[code]}）", "initial": AMOUNT}
    return _row(year, unit) | own | ({"executed": AMOUNT} if year < WORK_YEAR else {})


def _unit(year: int, unit: str) -> dict[str, str]:
    own = {"code": unit, "name": _name(unit), "subject_kind": "unit", "initial": OVERALL}
    return _row(year, unit) | own | ({"executed": OVERALL} if year < WORK_YEAR else {})


def _row(year: int, unit: str) -> dict[str, str]:
    flags = dict.fromkeys(("is_new", "is_major", "one_off", "key_project", "confidential"), "false")
    told = {
        "unit_code": unit,
        "unit_name": _name(unit),
        "budget_type": "general_public",
        "origin": "initial",
        "opened_on": f"{year}-01-05",
        "subject_kind": "project",
    }
    return dict.fromkeys(COLUMNS, "") | flags | told


def _name(unit: str) -> str:
    return f"示例单位{unit[1:]}"


def _acts() -> Iterator[Act]:
    yield from _opening()
    yield from _prepared()
    yield from _units_go_on()
    yield from _closing()


def _opening() -> Iterator[Act]:
    for pack in reversed(packaged_packs().chain(CODE)):
        yield act(_FIRST, budget(), "pack.adopt", f"{CODE}/packs", pack=pack)
    yield act(_FIRST, budget(), "year.open")
    for parameter, value in _PARAMETERS:
        fields = {"parameter": parameter, "value": value, "since": _FIRST}
        yield act(_FIRST, budget(), "parameter.set", **fields)


def _prepared() -> Iterator[Act]:
    """What the bureau still does until the end of March: one target and one budget of two."""
    target = {"amount": AMOUNT, "execution_points": "10", "indicators": indicators(10)}
    for code, unit in [*PROJECTS.items()][:2]:
        yield _on(code, "2027-01-10", targets(), "library.admit")
        yield _on(code, "2027-01-12", filer(unit), "target.file", **target)
    yield _on("P01", "2027-01-15", targets(), "target.approve")
    approved = {"amount": AMOUNT, "document": "合成预算批复（示例）"}
    yield _on("P01", "2027-01-20", congress(), "budget.approve", **approved)
    overall = {"amount": OVERALL, "execution_points": "10", "indicators": overall_indicators()}
    for unit in UNITS:
        subject = f"{CODE}/{WORK_YEAR}/unit/{unit}"
        yield act("2027-02-26", filer(unit), "overall-target.file", subject, **overall)
    last = f"{CODE}/{WORK_YEAR}/unit/U01"
    yield act("2027-03-30", targets(), "overall-target.approve", last)


def _units_go_on() -> Iterator[Act]:
    """What the units file in the year; nobody at the bureau takes it up."""
    for code, on in (("H01", "2027-03-20"), ("H02", "2027-04-01"), ("H04", "2027-03-31")):
        form = {"budget": AMOUNT, "executed": AMOUNT, "budget_basis": "initial"}
        document = {"document": "合成项目支出绩效自评表（示例）"}
        yield _on(
            code, on, filer(BEFORE[code]), "self-evaluation.file", **form, **_measured(), **document
        )
    yield from _results()
    form = {
        "budget": OVERALL,
        "budget_basis": "initial",
        "executed": OVERALL,
        "execution_points": "10",
        "indicators": overall_indicators(actual="88"),
        "document": "合成整体支出自评报告（示例）",
    }
    subject = f"{CODE}/{WORK_YEAR - 1}/unit/U01"
    yield act("2027-04-20", filer("U01"), "overall-self-evaluation.file", subject, **form)


def _measured() -> dict[str, Any]:
    names = ("id", "indicator_class", "relation", "target", "points")
    found = [{name: one[name] for name in names} for one in indicators(10)]
    return {"indicators": [one | {"actual": one["target"]} for one in found]}


def _results() -> Iterator[Act]:
    for on, node in (("2027-06-05", "2027-05-31"), ("2027-09-06", "2027-08-31")):
        told = {"node": node, "executed": "600000", "indicators": reached(indicators(10), "60")}
        yield _on("P01", on, filer("U01"), "monitoring.file-result", **told)


def _closing() -> Iterator[Act]:
    """At the year's end somebody else takes over: the close is refused, then one exception."""
    yield act(_LAST, bureau(), "year.close")
    dropped = {
        "rule": "bureau_duty.due",
        "reference": "合成例外〔示例〕1号",
        "approver": "合成审批人（示例）",
        "reason": "经办人调离后未交接，下年度另行部署（示例）。",
        "duties": list(LAST_DUTIES),
    }
    yield act(_LAST, bureau(), "exception.grant", **dropped)
    yield act(_LAST, bureau(), "year.close")


def _on(code: str, on: str, actor: Act, command: str, **fields: Any) -> Act:
    year = WORK_YEAR if code in PROJECTS else WORK_YEAR - 1
    return act(on, actor, command, f"{CODE}/{year}/{code}", **fields)


def scenario() -> str:
    """The scenario file: all acts by day; those of one day stand as they are told."""
    return in_order(_acts())


def main() -> int:
    """Write or check; the exit code is 1 where a file differs."""
    return write_or_check(
        HERE,
        [
            (HERE / "portfolio.csv", portfolio().encode()),
            (HERE / "scenario.jsonl", scenario().encode()),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
