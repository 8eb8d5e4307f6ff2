"""The synthetic projects: 36 of the initial budget and 96 additions, summing to what is published.

Codes, names, units and single amounts are made up; only the counts and the sums are 且末县's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ASSESSED = 5_634_000
"""The one project that is new and major, in yuan (QM-014: 563.4 万)."""

INITIAL = (36, 86_880_000)
"""Projects of the initial budget and their sum in yuan (QM-025, QM-026: 8,688 万)."""

ADDITIONS = (96, 282_840_000)
"""Additions within the year and their sum in yuan (derived: 36,972 万 less 8,688 万)."""

UNITS = 57
INITIAL_OPEN = "2023-01-05"
WAVES = (
    ("2023-02-06", 10),
    ("2023-02-20", 12),
    ("2023-03-06", 14),
    ("2023-03-20", 13),
    ("2023-04-10", 12),
    ("2023-04-17", 14),
    ("2023-05-08", 11),
    ("2023-05-15", 10),
)
"""The days on which additions open, with how many."""

_OTHER_BUDGETS = {
    9: "state_capital_operations",
    50: "social_insurance_funds",
    27: "government_managed_funds",
    61: "government_managed_funds",
    83: "government_managed_funds",
    106: "government_managed_funds",
    128: "government_managed_funds",
}


@dataclass(frozen=True)
class Project:
    """A synthetic project; `amount` in yuan."""

    number: int
    unit: str
    origin: str
    opened_on: str
    amount: int

    @property
    def code(self) -> str:
        """The project's code, P001 to P132."""
        return f"P{self.number:03}"

    @property
    def assessed(self) -> bool:
        """Whether it is new and major, and so assessed ex ante (QM-010)."""
        return self.number == 1

    def row(self) -> dict[str, str]:
        """The project's line of the portfolio."""
        initial = self.origin == "initial"
        return {
            "code": self.code,
            "name": f"合成项目{self.number:03}（示例）",
            "unit_code": self.unit,
            "unit_name": f"示例单位{self.unit[1:]}",
            "budget_type": _OTHER_BUDGETS.get(self.number, "general_public"),
            "origin": self.origin,
            "opened_on": self.opened_on,
            "is_new": flag(self.assessed or (not initial and draw("new", self.number, 4) > 0)),
            "is_major": flag(self.assessed or (initial and draw("major", self.number, 6) == 0)),
            "one_off": flag(draw("one-off", self.number, 5) == 0),
            "key_project": flag(draw("key", self.number, 12) == 0),
            "subject_kind": "project",
            "confidential": "false",
            "initial": str(self.amount if initial else 0),
            "adjusted": "" if initial else str(self.amount),
            "executed": "",
        }


def draw(purpose: str, number: int, below: int) -> int:
    """A number from 0 to below `below`, the same every time: no randomness."""
    digest = hashlib.sha256(f"652825-2023/{purpose}/{number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % below


def projects() -> tuple[Project, ...]:
    """Give all projects by number."""
    count, total = INITIAL
    initial = range(1, count + 1)
    additions = range(count + 1, count + 1 + ADDITIONS[0])
    amounts = [ASSESSED, *shares(initial[1:], total - ASSESSED), *shares(additions, ADDITIONS[1])]
    days = [INITIAL_OPEN] * count + [day for day, number in WAVES for _ in range(number)]
    return tuple(
        Project(number, _unit(number), "initial" if number <= count else "mid_year", day, amount)
        for number, day, amount in zip((*initial, *additions), days, amounts, strict=True)
    )


def shares(numbers: Sequence[int], total: int) -> Iterator[int]:
    """Varied amounts in whole yuan; the last one takes what is left."""
    weights = [30 + draw("amount", number, 100) ** 2 // 25 for number in numbers]
    left = total
    for weight in weights[:-1]:
        share = total * weight // sum(weights)
        left -= share
        yield share
    yield left


def _unit(number: int) -> str:
    """Spread the first 57 projects over all units, the others as they are drawn."""
    place = number * 23 % UNITS if number <= UNITS else draw("unit", number, UNITS)
    return f"U{place + 1:02}"


def flag(value: bool) -> str:
    """Write a flag as a portfolio has it."""
    return "true" if value else "false"
