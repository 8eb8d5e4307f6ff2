"""The register entry of a project: its fields, whichever act registers it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import BudgetType, Code, Origin, Text
from domain.shared.filings.amounts import CONFIRMATION
from domain.shared.filings.funding import FUNDING, Funding
from domain.subjects.project_year.state import Project


class EntryTold(Command):
    """The fields of a project to be registered, in both acts of registration.

    `funding` is the amount by the level of government that gives it, where that is known;
    `amount_confirmed` is the reason for amounts that are far from each other.
    """

    project_name: Text
    unit: Code
    unit_name: Text
    budget_type: BudgetType
    origin: Origin
    is_new: bool = False
    is_major: bool = False
    one_off: bool = False
    key_project: bool = False
    subject_kind: Text | None = None
    confidential: bool = False
    funding: Funding | None = None
    amount_confirmed: Text | None = None

    def told(self) -> dict[str, Any]:
        """The fields that the event of the registration takes over."""
        left = {FUNDING, CONFIRMATION}
        return {name: value for name, value in vars(self).items() if name not in left}


class EntryMade(Event):
    """The register's fields of a project, in both events of registration."""

    project_name: Annotated[Text, WITHHOLDABLE]
    unit: Code
    unit_name: Annotated[Text, WITHHOLDABLE]
    budget_type: BudgetType
    origin: Origin
    is_new: bool
    is_major: bool
    one_off: bool
    key_project: bool
    subject_kind: Text | None = None
    confidential: bool


def project_of(stream: str, entry: EntryMade, on: date, requested: Decimal) -> Project:
    """The project registered in a stream on a day; `requested` in yuan."""
    subject = parse_subject(stream)
    return Project(
        code=subject.code or "",
        name=entry.project_name,
        unit=entry.unit,
        unit_name=entry.unit_name,
        budget_type=entry.budget_type,
        origin=entry.origin,
        budget_year=subject.year or 0,
        registered_on=on,
        is_new=entry.is_new,
        is_major=entry.is_major,
        one_off=entry.one_off,
        key_project=entry.key_project,
        requested=requested,
        confidential=entry.confidential,
        subject_kind=entry.subject_kind,
    )
