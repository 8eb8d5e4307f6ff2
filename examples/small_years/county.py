"""A county or prefecture of the small years: its data file, its days, and its rules to be asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from domain.kernel.answer import Answer
from domain.rules import RecordedRuling, RuleBook
from store.packs.packaged_packs import packaged_packs

_COUNTIES = Path(__file__).resolve().parent / "counties"


@dataclass(frozen=True)
class County:
    """One of the five. `data` says what no rule says: names, documents, who fails to act."""

    data: Mapping[str, Any]
    _books: dict[frozenset[str], RuleBook] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of the jurisdiction."""
        return str(self.data["jurisdiction"])

    @property
    def name(self) -> str:
        """The name of the jurisdiction."""
        return str(self.data["name"])

    @property
    def work_year(self) -> int:
        """The work year that is run."""
        return int(self.data["work_year"])

    @property
    def folder(self) -> str:
        """The folder of the example under `examples/`."""
        return f"{self.code}-{self.work_year}"

    @cached_property
    def packs(self) -> tuple[str, ...]:
        """The packs to adopt, the highest level first."""
        return tuple(reversed(packaged_packs().chain(self.code)))

    def day(self, month_and_day: str, years: int = 0) -> str:
        """A day of the work year, as `06-07`; of another one so many years away."""
        return f"{self.work_year + years}-{month_and_day}"

    def rulings_by(self, on: str) -> tuple[Mapping[str, Any], ...]:
        """The rulings that the bureau records before a day."""
        return tuple(one for one in self.data["rulings"] if self.day(one["on"]) < on)

    def ask(self, rule: str, on: str, **inputs: Any) -> Answer:
        """What a rule answers on a day, with the rulings recorded before it."""
        ruled = self.rulings_by(on)
        known = frozenset(f"{one['on']} {one['ambiguity']}" for one in ruled)
        if known not in self._books:
            rulings = {one["ambiguity"]: self._ruling(one) for one in ruled}
            self._books[known] = RuleBook(packaged_packs(), self.code, rulings)
        return self._books[known].ask(rule, date.fromisoformat(on), **inputs)

    def _ruling(self, told: Mapping[str, Any]) -> RecordedRuling:
        on = date.fromisoformat(self.day(told["on"]))
        return RecordedRuling(told["ambiguity"], told["text"], told["value"], "fin-09", on)

    def project(self, code: str, years: int = 0) -> str:
        """The stream of a project of the work year's budget, or of another year's."""
        return f"{self.code}/{self.work_year + years}/{code}"

    def unit(self, code: str, years: int = 0) -> str:
        """The stream of a unit of the work year's budget, or of another year's."""
        return f"{self.code}/{self.work_year + years}/unit/{code}"


def counties() -> tuple[County, ...]:
    """All counties that have a data file, by code."""
    return tuple(
        County(json.loads(path.read_text("utf-8"))) for path in sorted(_COUNTIES.iterdir())
    )
