"""The synthetic projects of 2022, as imported history: 143, summing to what is published.

Every amount is made up; only the counts and the sums are 且末县's (QM-041 to QM-049).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from projects import draw, flag, shares

DEPARTMENTS = 33
"""Departments that hold projects of 2022: each evaluates one of its own (QM-046)."""

_GOOD_OPEN = "2022-01-10"
_GROUPS = (
    ("selected", range(1, 30), 224_990_000),
    ("selected-key", range(30, 34), 38_000_000),
    ("key", range(34, 40), 31_272_500),
    ("good", range(40, 46), 2_020_000),
    ("other", range(46, 144), 164_547_500),
)
"""By what happens to them: numbers and the sum of what was executed, in yuan.

Department-evaluated 22,499 + 3,800 = 26,299 万 (QM-047); key 3,800 + 3,127.25 = 6,927.25 万
(QM-049); good 202 万 (QM-044); all together 46,083 万 (QM-042).
"""
_KINDS = {
    30: "government_procurement",
    31: "government_debt",
    34: "government_procurement",
    36: "government_debt",
    38: "department_overall",
}


@dataclass(frozen=True)
class Imported:
    """A project of 2022; `executed` and `budget` in yuan, the budget never below the other."""

    number: int
    group: str
    executed: int

    @property
    def code(self) -> str:
        """The project's code, Q001 to Q143."""
        return f"Q{self.number:03}"

    @property
    def unit(self) -> str:
        """The department: the first 33 projects stand in one each."""
        place = self.number - 1 if self.number <= DEPARTMENTS else self._drawn
        return f"U{place + 1:02}"

    @property
    def _drawn(self) -> int:
        if self.group == "key":
            return (self.number * 5) % DEPARTMENTS
        return draw("unit-2022", self.number, DEPARTMENTS)

    @property
    def budget(self) -> int:
        """The budget: 90 to 100 percent of it was executed."""
        rate = 900 + draw("rate-2022", self.number, 101)
        return -(-self.executed * 1000 // rate)

    @property
    def selected(self) -> bool:
        """Whether its department selects it for department evaluation."""
        return self.group in {"selected", "selected-key"}

    @property
    def key(self) -> bool:
        """Whether the bureau selects it for key evaluation."""
        return self.group in {"selected-key", "key"}

    @property
    def good(self) -> bool:
        """Whether its self-evaluation comes to 良好."""
        return self.group == "good"

    def row(self) -> dict[str, str]:
        """The project's line of the portfolio."""
        initial = draw("origin-2022", self.number, 3) == 0
        return {
            "code": self.code,
            "name": f"合成2022年项目{self.number:03}（示例）",
            "unit_code": self.unit,
            "unit_name": f"示例单位{self.unit[1:]}",
            "budget_type": "general_public",
            "origin": "initial" if initial else "mid_year",
            "opened_on": _GOOD_OPEN,
            "is_new": "false",
            "is_major": "false",
            "one_off": flag(draw("one-off-2022", self.number, 5) == 0),
            "key_project": flag(self.key),
            "subject_kind": _KINDS.get(self.number, "project"),
            "confidential": "false",
            "initial": str(self.budget if initial else 0),
            "adjusted": "" if initial else str(self.budget),
            "executed": str(self.executed),
        }


def imported() -> tuple[Imported, ...]:
    """Give all projects of 2022 by number."""
    return tuple(_all())


def _all() -> Iterator[Imported]:
    for group, numbers, total in _GROUPS:
        executed = _even(numbers, total) if group != "other" else shares(numbers, total)
        for number, amount in zip(numbers, executed, strict=True):
            yield Imported(number, group, amount)


def _even(numbers: Sequence[int], total: int) -> Iterator[int]:
    """Amounts within a fifth of each other, so that every department meets its share."""
    weights = [100 + draw("amount-2022", number, 20) for number in numbers]
    left = total
    for weight in weights[:-1]:
        share = total * weight // sum(weights)
        left -= share
        yield share
    yield left
