"""The work year of `bench.large`: many projects, all registered on the day of the opening."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from bench.budget_half import AMOUNT, BUREAU
from bench.year import ADOPTED, JURISDICTION, codes
from domain.kernel.request import Request
from domain.kernel.subject_ids import jurisdiction_year, packs, project_year
from domain.kernel.vocabulary import SHANGHAI
from domain.subjects.jurisdiction_year.portfolio import COLUMNS
from store.packs.packaged_packs import packaged_texts
from store.port import EventLog

UNITS = 300
_IDS = UUID("5b3b6a0e-0d0c-5a55-8c0f-6f6f0f9f7c21")
_STEPS_FROM = timedelta(hours=8)
"""The steps of a day are planned for this hour: before it, the day before is opened."""


@dataclass(frozen=True, slots=True)
class LargeYear:
    """A year on the real clock with so many projects, registered `on` the day of the opening."""

    projects: int
    on: date

    @staticmethod
    def of_today(projects: int) -> LargeYear:
        """The year whose opening is due at once."""
        return LargeYear(projects, (datetime.now(SHANGHAI) - _STEPS_FROM).date())

    @property
    def stream(self) -> str:
        """The stream of the work year."""
        return jurisdiction_year(JURISDICTION, self.on.year)

    def subjects(self) -> list[str]:
        """The streams of its projects."""
        return [project_year(JURISDICTION, self.on.year, code) for code in self._codes()]

    def adoptions(self, log: EventLog) -> Iterator[Request]:
        """The acts that adopt the packs; their texts are kept in `log`."""
        texts = {name.removesuffix(".yaml"): text for name, text in packaged_texts()}
        for pack in ADOPTED:
            fields = {"pack": pack, "sha256": log.put_content(texts[pack]), "pack_version": "1"}
            yield _act(packs(JURISDICTION), "pack.adopt", fields)

    def opening(self, log: EventLog) -> Request:
        """The act that opens the year; its portfolio is kept in `log`."""
        openings = [{"on": self.on.isoformat(), "projects": self.projects}]
        portfolio = log.put_content(self.portfolio().encode())
        fields = {"clock": "real", "openings": openings, "portfolio": portfolio}
        return _act(self.stream, "year.open", fields)

    def notice(self) -> Request:
        """An act of the year by which every open subject plans its timers again."""
        fields = {"parameter": "reminder.lead_days", "value": "3", "since": self.on.isoformat()}
        return _act(self.stream, "parameter.set", fields)

    def admission(self, number: int) -> Request:
        """An act on one of its projects, none of which was admitted yet."""
        return _act(self.subjects()[number], "library.admit", {})

    def portfolio(self) -> str:
        """The portfolio file."""
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        for number, code in enumerate(self._codes()):
            writer.writerow(self._row(code, f"U{number % UNITS + 1:03}"))
        return out.getvalue()

    def _codes(self) -> list[str]:
        return codes("L", self.projects)

    def _row(self, code: str, unit: str) -> dict[str, str]:
        said = {
            "code": code,
            "name": f"合成项目{code}（示例）",
            "unit_code": unit,
            "unit_name": f"示例单位{unit}",
            "budget_type": "general_public",
            "origin": "initial",
            "opened_on": self.on.isoformat(),
            "subject_kind": "project",
            "initial": AMOUNT,
        }
        return {column: said.get(column, _usual(column)) for column in COLUMNS}


def _usual(column: str) -> str:
    return "" if column in {"adjusted", "executed"} else "false"


def _act(subject: str, command: str, fields: dict[str, Any]) -> Request:
    command_id = uuid5(_IDS, f"{subject} {command} {sorted(fields.items())}")
    return Request(command_id, subject, command, BUREAU, fields)
