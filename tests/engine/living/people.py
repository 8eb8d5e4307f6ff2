"""Acts of people of 伽师县, as lines that `jixiao submit` reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from testkit.builders.reached import reached_of
from tests.engine.tiny import indicators

COUNTY = "653129"
CHAIN = ("000000", "650000", "653100", COUNTY)
HERE = Path(__file__).parent
MAY = "2026-05-31"

Line = dict[str, Any]


def projects(text: str) -> list[str]:
    """The codes that a text names: `P01-P03 P07` are four."""
    found = []
    for word in text.split():
        first, _, last = word.partition("-")
        letter = first[0]
        if re.fullmatch(r"[PQ]\d\d", first) and last:
            found += [f"{letter}{n:02}" for n in range(int(first[1:]), int(last[1:]) + 1)]
        else:
            found.append(word)
    return found


def subject(code: str) -> str:
    """The stream of a project by its code, or of anything else by its name in the county."""
    years = {"P": "2025/", "Q": "2026/"}
    return f"{COUNTY}/{years.get(code[0], '') if len(code) == 3 else ''}{code}"


def yuan(code: str) -> str:
    """What a project asks for and is given: 10,000 yuan by its number; 100,000 in 2026."""
    return str(10_000 * int(code[1:])) if code[0] == "P" else "100000"


def unit(code: str) -> str:
    """The unit of a project."""
    number = int(code[1:])
    return f"U{(number - 1) % 5 + 1:02}"


def finance(name: str) -> Line:
    return {"id": name, "organisation": COUNTY, "role": "finance"}


CONGRESS = {"id": "congress-01", "organisation": COUNTY, "role": "congress"}


def bureau(who: str, command: str, name: str = "fin-01", **fields: Any) -> Iterator[Line]:
    for code in projects(who):
        yield {"actor": finance(name), "command": command, "subject": subject(code), **fields}


def units(who: str, command: str, fields: Callable[[str], Line] = lambda _code: {}) -> list[Line]:
    return [
        {
            "actor": {"id": f"clerk-{unit(code)}", "organisation": unit(code), "role": "unit"},
            "command": command,
            "subject": subject(code),
            **fields(code),
        }
        for code in projects(who)
    ]


def budgets(who: str, actor: Line) -> Iterator[Line]:
    for code in projects(who):
        fields = {"amount": yuan(code), "document": "合成预算批复"}
        yield {"actor": actor, "command": "budget.approve", "subject": subject(code), **fields}


def parameters(year: str, since: str, lead: str = "3", after: str = "3") -> Iterator[Line]:
    for name, value in (
        ("reminder.lead_days", lead),
        ("escalation.after_days", after),
        ("escalation.to", "department"),
    ):
        yield from bureau(year, "parameter.set", parameter=name, value=value, since=since)


def opening(year: str, portfolio: str = "") -> Iterator[Line]:
    file = HERE / f"portfolio-{portfolio or year}.csv"
    yield from bureau(year, "year.open", portfolio_file=str(file))


def rules_and_holidays() -> Iterator[Line]:
    for pack in CHAIN:
        yield from bureau("packs", "pack.adopt", pack=pack)
    for year in (2025, 2026):
        yield from bureau("work-calendar", "work-calendar.publish", year=year)


def notice(who: str, deadline: str, due: str) -> Iterator[Line]:
    yield from bureau(who, "deadline.set", deadline=deadline, due=due, document="合成通知9号")


def admitted(who: str) -> Iterator[Line]:
    gates = {"factual_basis": True, "prepared": True, "target_clear": True}
    yield from bureau(who, "library.admit", **gates)


def target(code: str) -> Line:
    return {"amount": yuan(code), "execution_points": "10", "indicators": indicators()}


def exante(code: str) -> Line:
    dimensions = (
        "necessity",
        "economy",
        "target_reasonableness",
        "feasibility",
        "funding_compliance",
    )
    argued = dict.fromkeys(dimensions, "已论证")
    return {"amount": yuan(code), "dimensions": argued, "document": "合成事前绩效评估报告"}


def self_evaluation(code: str) -> Line:
    reached = [
        {**{k: v for k, v in one.items() if k != "title"}, "actual": "100"} for one in indicators()
    ]
    basis = "adjusted" if int(code[1:]) >= 37 else "initial"
    amounts = {"budget": yuan(code), "budget_basis": basis, "executed": yuan(code)}
    return {**amounts, "indicators": reached, "document": "合成绩效自评表"}


def result(_code: str) -> Line:
    return {"node": MAY, "executed": "50000", "indicators": reached_of(indicators(), "50")}


def review(who: str, score: str, **more: str) -> Iterator[Line]:
    yield from bureau(who, "monitoring.review", "fin-02", node=MAY, score=score, **more)
