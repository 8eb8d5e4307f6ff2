"""What the bureau does for the two work years, and what the units do for themselves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from itertools import count

from acts import Act, act, budget, bureau, department, evaluation, filer, key, monitoring, targets
from projects import CODE, OVERALL, PROJECTS, UNITS, WORK_YEAR, portfolio
from units import overall_indicators

from domain.subjects.jurisdiction_year.authenticity_draw import sample
from store.packs.packaged_packs import packaged_packs

AFTER = f"{CODE}/{WORK_YEAR + 1}"
"""The work year after the budget year, in which the projects are evaluated."""

RATIO = "0.25"
_FIRST, _FIRST_AFTER, _DRAWN = "2025-01-03", "2026-01-05", "2026-06-10"
_PARAMETERS = (
    ("reminder.lead_days", "3"),
    ("escalation.after_days", "3"),
    ("escalation.to", "department"),
)
_SELECTIONS = {"U01": ("P01",), "U02": ("P04",), "U03": ("P06",), "U05": ("P12",)}


def first_year() -> Iterator[Act]:
    """Packs, calendar and parameters, and the year's opening."""
    for pack in reversed(packaged_packs().chain(CODE)):
        yield act(_FIRST, budget(), "pack.adopt", f"{CODE}/packs", pack=pack)
    calendar = f"{CODE}/work-calendar"
    yield act(_FIRST, budget(), "work-calendar.publish", calendar, year=WORK_YEAR)
    yield act(_FIRST, budget(), "year.open")
    for parameter, value in _PARAMETERS:
        fields = {"parameter": parameter, "value": value, "since": _FIRST}
        yield act(_FIRST, budget(), "parameter.set", **fields)


def year_after() -> Iterator[Act]:
    """The second work year registers nothing anew: it evaluates what the first one opened."""
    calendar = f"{CODE}/work-calendar"
    yield act(_FIRST_AFTER, budget(), "work-calendar.publish", calendar, year=WORK_YEAR + 1)
    digest = sha256(portfolio().encode()).hexdigest()
    opened = {"portfolio": digest, "clock": "simulated", "openings": []}
    yield act(_FIRST_AFTER, budget(), "year.open", AFTER, **opened)
    yield from _key_evaluation()
    yield from _draw()


def _key_evaluation() -> Iterator[Act]:
    planned: dict[str, object] = {
        "objects": [{"object_type": "project", "objects": 2, "funds": "5100000"}],
        "document": "合成重点评价计划（示例）",
    }
    budgets = ["general_public", "government_managed_funds"]
    for budget_types in (budgets, [*budgets, "state_capital_operations"]):
        fields = {**planned, "budget_types": budget_types}
        yield act("2026-05-08", key(), "key-evaluation-plan.set", AFTER, **fields)
    yield act("2026-05-12", key(), "key-evaluation.select", AFTER, selected=["P01"])


def _draw() -> Iterator[Act]:
    fields = {
        "seed": seed(),
        "seed_published_on": "2026-06-05",
        "seed_document": "合成公告（示例）",
    }
    yield act(_DRAWN, evaluation(), "authenticity.draw", AFTER, **fields)
    yield act(_DRAWN, evaluation(), "authenticity.draw", AFTER, ratio=RATIO, **fields)
    for code in drawn():
        if code != "P02":
            told = {"untrue": False, "findings": "现场核查核心指标（示例）。"}
            subject = PROJECTS[code].subject
            yield act("2026-06-24", evaluation(), "authenticity.record-finding", subject, **told)


def drawn() -> tuple[str, ...]:
    """What the seed draws: P02, and others that filed a self-evaluation."""
    return sample(_frame(), Decimal(RATIO), seed())


def seed() -> str:
    """The first seed that draws P02, and not P03, which there is nothing to check of."""
    tried = (f"合成种子{WORK_YEAR}-{number}" for number in count(1))
    ratio = Decimal(RATIO)
    return next(
        one
        for one in tried
        if "P02" in (found := sample(_frame(), ratio, one)) and "P03" not in found
    )


def _frame() -> list[str]:
    """The projects that have a budget and were not withdrawn."""
    return sorted(set(PROJECTS) - {"P09", "P10", "P11"})


def unit_years() -> Iterator[Act]:
    """Overall targets by the end of February 2025, self-evaluations by that of April 2026."""
    for unit in UNITS:
        subject, person = f"{CODE}/{WORK_YEAR}/unit/{unit}", filer(unit)
        fields = {"amount": str(OVERALL), "execution_points": "10"}
        promised = {"indicators": overall_indicators()}
        filed = "2025-03-01" if unit == UNITS[-1] else "2025-02-28"
        yield act(filed, person, "overall-target.file", subject, **fields, **promised)
        yield act("2025-03-04", targets(), "overall-target.approve", subject)
        if unit == UNITS[-1]:
            continue
        form = {
            "budget": str(OVERALL),
            "budget_basis": "initial",
            "executed": str(OVERALL),
            "execution_points": "10",
            "indicators": overall_indicators(actual="88"),
            "document": "合成整体支出自评报告（示例）",
        }
        yield act("2026-04-20", person, "overall-self-evaluation.file", subject, **form)
        yield act("2026-05-20", monitoring(), "overall-self-evaluation.review", subject)


def selections() -> Iterator[Act]:
    """Each department selects a fifth of its budgets at least; one tries less and leaves it."""
    on, command = "2026-04-10", "department-evaluation.select"
    for unit, codes in _SELECTIONS.items():
        subject = f"{CODE}/{WORK_YEAR}/unit/{unit}"
        yield act(on, department(unit), command, subject, selected=list(codes))
    subject = f"{CODE}/{WORK_YEAR}/unit/U04"
    reason = "便于组织（示例）。"
    yield act(on, department("U04"), command, subject, selected=["P08"], reason=reason)


def closing() -> Iterator[Act]:
    """The second work year is to be closed before it is over."""
    yield act("2026-07-31", bureau(), "year.close", AFTER)
