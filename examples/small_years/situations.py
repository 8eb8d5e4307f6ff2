"""The situations: the same 16 projects of the work year and 14 of the year before, in all years.

What each leads to is the rules' business: the same input, and where rules differ, another outcome.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Progress = tuple[int, str, str]
"""Execution and completion in percent, and the score that the reviewer gives."""

_FILE = Path(__file__).resolve().parent / "situations.json"


@dataclass(frozen=True)
class Now:
    """A project of the work year's budget; `amount` in yuan.

    `declared` is the county-level investment that its unit declares, `reassessed` what the third
    party comes to. `funding` is the split that the portfolio has, `split` one that is recorded.
    `rounds` is what each round measures, None where nothing is filed; `judged` what a reviewer
    decides whom the rules give no number; `outcomes` what comes of a rectification.
    """

    code: str
    unit: str
    amount: int
    title: str
    rounds: tuple[Progress | None, ...]
    is_new: bool = False
    is_major: bool = False
    confidential: bool = False
    budget_type: str = "general_public"
    opened: str = "01-05"
    exante: str = "支持"
    investments: tuple[str, ...] = ()
    declared: str | None = None
    reassessed: str = "支持"
    funding: dict[str, str] = field(default_factory=dict)
    split: dict[str, str] = field(default_factory=dict)
    unassessed_first: bool = False
    unprepared: bool = False
    target: str = "good"
    asks: bool = False
    judged: tuple[bool, ...] = (False, False)
    outcomes: tuple[str, ...] = ("done", "done")
    filed: tuple[str, ...] = ("06-06", "09-06")
    reviewed_by_filer: bool = False
    adjusted: bool = False
    returned: bool = False
    warned: bool = False
    extended: bool = False
    corrected: bool = False

    @property
    def mid_year(self) -> bool:
        """Whether it is an addition within the year."""
        return self.opened > "01-31"


@dataclass(frozen=True)
class Before:
    """A project of the budget year before; `amount` in yuan, `reached` in percent of its targets.

    `history` is what its monitoring left behind: then both of its rounds failed. `silent`: the
    bureau finds nothing in the last of them until the grade waits for it. `found_untrue` is the day
    on which the self-evaluation is found untrue outside the draw; `reasoned`: priority is given
    with a reason where something was found.
    """

    code: str
    unit: str
    amount: int
    reached: int
    title: str
    department_score: int = 92
    key_score: int = 92
    key_project: bool = False
    overlapping: bool = False
    confidential: bool = False
    targets_missed: bool = False
    untrue: bool = False
    major_problem: bool = False
    returned: bool = False
    reviewed_by_filer: bool = False
    unprocured_first: bool = False
    panel_incomplete_first: bool = False
    panel_fails_first: bool = False
    excepted_in_vain: bool = False
    sensitive: str = ""
    held_to_account: bool = False
    arranged_less: bool = False
    filed: str = "03-14"
    reasoned: bool = False
    found_untrue: str | None = None
    audited: str | None = None
    checked: str | None = None
    choice: str | None = None
    silent: bool = False
    history: dict[str, bool] = field(default_factory=dict)

    @property
    def executed(self) -> int:
        """What was executed, in yuan: all of it."""
        return self.amount


def _read() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return read


def _now(told: dict[str, Any]) -> Now:
    rounds = tuple(one and tuple(one) for one in told["rounds"])
    return Now(**{name: _frozen(value) for name, value in told.items()} | {"rounds": rounds})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_READ = _read()

NOW: tuple[Now, ...] = tuple(_now(one) for one in _READ["now"])
"""The projects of the work year's budget."""

BEFORE: tuple[Before, ...] = tuple(Before(**one) for one in _READ["before"])
"""The projects of the budget year before."""

SPECIAL: tuple[str, ...] = tuple(_READ["special"])
"""The projects that take the special subjects which the rules name, in their order."""

KEY_ORDER: tuple[str, ...] = tuple(_READ["key_order"])
"""The projects in the order in which they are taken for key evaluation."""

UNITS: tuple[str, ...] = tuple(f"U{number:02}" for number in range(1, _READ["units"] + 1))
"""The codes of the units."""

SELECTS_NOTHING: str = _READ["selects_nothing"]
"""The unit that never selects a project for department evaluation."""

REPORTS_LATE: str = _READ["reports_late"]
"""The unit that files in May what is due by the end of April where a day is due."""

FINALISED_LATE: str = _READ["finalised_late"]
"""The project whose key evaluation is finalised in August."""
