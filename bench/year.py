"""The project year that is measured: the same acts, on the same days, for every project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from bench.budget_half import AUGUST, BUREAU, MAY, budget_half
from bench.evaluation_half import evaluation_half
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.subject_ids import jurisdiction_year, packs, project_year

JURISDICTION, WORK_YEAR = "652825", 2023
FIRST_DAY, EVALUATED_FROM = date(2023, 1, 3), date(2024, 1, 2)
ADOPTED = ("000000", "650000", "652800", "652825")

_IDS = UUID("0d9f7a52-7f0e-5c62-9a55-6f8f8f3d2b11")
_NOTICES = {
    FIRST_DAY: {
        f"monitoring.result:{MAY}": "2023-06-12",
        f"monitoring.result:{AUGUST}": "2023-09-12",
    },
    EVALUATED_FROM: {
        "self-evaluation.filing": "2024-03-29",
        "department-evaluation.report": "2024-04-30",
    },
}
"""The days that the bureau sets in each work year, on the day that it opens it."""

_PARAMETERS = (
    ("reminder.lead_days", "3"),
    ("escalation.after_days", "3"),
    ("escalation.to", "department"),
)


@dataclass(frozen=True, slots=True)
class DatedAct:
    """An act and the business day on which it is taken."""

    on: date
    request: Request


def opening(contents: dict[str, str]) -> Iterator[DatedAct]:
    """Open the budget year and the one that evaluates it.

    `contents` gives the sha256 of each adopted pack's text and of the portfolio.
    """
    for pack in ADOPTED:
        fields = {"pack": pack, "sha256": contents[pack], "pack_version": "1"}
        yield _act(FIRST_DAY, packs(JURISDICTION), BUREAU, "pack.adopt", fields)
    opened = {"clock": "simulated", "openings": [], "portfolio": contents["portfolio"]}
    for first_day, notices in _NOTICES.items():
        year = jurisdiction_year(JURISDICTION, first_day.year)
        yield _act(first_day, year, BUREAU, "year.open", opened)
        for name, value in _PARAMETERS:
            fields = {"parameter": name, "value": value, "since": first_day.isoformat()}
            yield _act(first_day, year, BUREAU, "parameter.set", fields)
        for deadline, due in notices.items():
            fields = {"deadline": deadline, "due": due, "document": "合成通知1号"}
            yield _act(first_day, year, BUREAU, "deadline.set", fields)


def codes(first: str, count: int) -> list[str]:
    """The codes of `count` projects; `first` tells those of one round from another's."""
    return [f"{first}{number:05}" for number in range(1, count + 1)]


def subject_of(code: str) -> str:
    """The subject of a project's year."""
    return project_year(JURISDICTION, WORK_YEAR, code)


def acts_of(code: str) -> tuple[DatedAct, ...]:
    """The acts of one project's year, in their order."""
    return tuple(
        _act(date.fromisoformat(on), subject_of(code), actor, command, fields)
        for on, actor, command, fields in (*budget_half(code), *evaluation_half())
    )


def days() -> tuple[date, ...]:
    """The days on which a project's acts are taken."""
    return tuple(sorted({act.on for act in acts_of("P")}))


def _act(on: date, subject: str, actor: Actor, command: str, fields: dict[str, Any]) -> DatedAct:
    command_id = uuid5(_IDS, f"{subject} {on} {command} {sorted(fields.items())}")
    return DatedAct(on, Request(command_id, subject, command, actor, fields))
