"""The state of a jurisdiction's work year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.kernel.decider import Notice
from domain.kernel.vocabulary import business_date
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.fan_out.broadcast import Announcement
from domain.shared.fan_out.retry import Sendings
from domain.shared.filings.attachment import Attached
from domain.shared.filings.filing import Filing
from domain.shared.filings.import_messages import Imported
from domain.shared.people.accountability import Accountability
from domain.shared.signatures.messages import NO_PROPOSALS, Proposals


@dataclass(frozen=True, slots=True)
class Opened:
    """The opening of the year: the portfolio by sha256, the clock, and the business instant."""

    portfolio: str
    clock: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Running:
    """The year takes acts."""

    opened: Opened


@dataclass(frozen=True, slots=True)
class Closed:
    """The year is closed: it takes annotations alone."""

    opened: Opened


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of key evaluations that counts; `funds` in yuan.

    It rests on an `exception` where it is below the minimum. `before` is the plan that it replaced.
    `projects` is how many of the objects are projects, which a selection has to reach; null for a
    plan of the first version. `beside` are the funds of the other objects, `funds_last_year` those
    of the year before, in yuan.
    """

    event_id: UUID
    count: int
    funds: Decimal
    exception: str | None = None
    before: Plan | None = None
    projects: int | None = None
    beside: Decimal = Decimal(0)
    funds_last_year: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Projects of the budget year before that a selection or a draw took, by the version of it.

    `amount` is that of a selection, in yuan.
    """

    version: int
    projects: tuple[str, ...]
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of direct funds; `rectify_by` (inclusive) is null where no day was given.

    `pushed_at` is the business instant at which it was pushed, `review` the event of the review
    that found it. A problem whose review was withdrawn is `cancelled`; its number stays taken.
    """

    event_id: UUID
    rectify_by: date | None = None
    rectified: bool = False
    pushed_at: datetime | None = None
    review: UUID | None = None
    cancelled: bool = False

    @property
    def open(self) -> bool:
        """Whether it is still to be rectified."""
        return not (self.rectified or self.cancelled)


@dataclass(frozen=True, slots=True)
class County:
    """A county of the prefecture, from `added_on` on; it was registered at the instant `added_at`.

    `figures` are those of its summary. `reports` and `appraisals` by their nodes, `problems` of its
    direct funds by their numbers; `reviewed` is the newest review of these.
    """

    code: str
    added_on: date
    added_at: datetime | None = None
    withdrawn: bool = False
    reports: Mapping[date, Filing] = field(default_factory=dict)
    appraisals: Mapping[date, Filing] = field(default_factory=dict)
    summary: Filing | None = None
    figures: tuple[Any, ...] = ()
    results_use: Filing | None = None
    problems: Mapping[int, Problem] = field(default_factory=dict)
    reviewed: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApprovedBudget:
    """An approval of the people's congress: of the initial budget, or of an adjustment of it."""

    stage: str
    held_on: date


@dataclass(frozen=True, slots=True)
class JurisdictionYear:
    """The calendar of a work year; `life` is null before the year is opened.

    `openings` are the days on which projects and units are registered, with how many; `opened` are
    those days on which they were registered. `parameters_at` are the business instants since which
    the parameters are known, by name and first day. `budget_calls` are the days of the calls for
    the budget, by document; `government_budget` are the approvals of the
    people's congress, by document. The open subjects know the notices up to the
    version `told`. `selections` for key evaluation are by the keys of their acts, `drawn` is the
    draw for the authenticity check; `exceptions` are pairs of rule and reference.
    `reaching` are the versions of selections and draws that have not reached their projects yet,
    `unreached` those that some refused for good, or too often (`domain.shared.fan_out.dispatch`).
    `special` are the summaries of the special budgets by type. `done` are the system's steps taken
    (deadline, kind, planned instant); `last_at` is the business instant of the newest event.
    `found` are the instants from which escalations count, where not from the end of the date.
    `dropped` are the duties that were over at the opening and are not done, with the references of
    their exceptions. So are duties of the bureau that one exception drops later on. `records` are
    what the bureau put on record or issued and did not withdraw: by the act, its days or documents.
    `year_end_meetings` are the days of the meetings at the year's end among them. `imports` are the
    acts that were done before, by the ids of the commands that imported them; `correcting` is the
    key of an import that is taken again in the same outcome. `analyses` of monitoring rounds are by
    their nodes; `proposals` are the acts that wait for signatures.
    """

    stream: str
    version: int = 0
    life: Running | Closed | None = None
    openings: Mapping[date, int] = field(default_factory=dict)
    opened: Mapping[date, int] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    parameters: Mapping[str, tuple[tuple[date, str], ...]] = field(default_factory=dict)
    parameters_at: Mapping[tuple[str, date], datetime] = field(default_factory=dict)
    announced: Announcement | None = None
    told: int = 0
    government_budget: Mapping[str, ApprovedBudget] = field(default_factory=dict)
    budget_calls: Mapping[str, date] = field(default_factory=dict)
    plan: Plan | None = None
    selections: Mapping[str, Chosen] = field(default_factory=dict)
    drawn: Chosen | None = None
    reaching: Sendings = field(default_factory=dict)
    unreached: Sendings = field(default_factory=dict)
    exceptions: frozenset[tuple[str, str]] = frozenset()
    statement: UUID | None = None
    counties: Mapping[str, County] = field(default_factory=dict)
    special: Mapping[str, Filing] = field(default_factory=dict)
    prefecture_summary: Filing | None = None
    accountability: Accountability = field(default_factory=Accountability)
    own_days: Mapping[str, OwnDay] = field(default_factory=dict)
    done: frozenset[tuple[str, str, datetime]] = frozenset()
    found: Mapping[str, datetime] = field(default_factory=dict)
    last_at: datetime | None = None
    documents: Attached = frozenset()
    dropped: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, frozenset[str]] = field(default_factory=dict)
    year_end_meetings: frozenset[str] = frozenset()
    imports: Mapping[UUID, Imported] = field(default_factory=dict)
    correcting: str | None = None
    proposals: Proposals = NO_PROPOSALS
    analyses: Mapping[date, Filing] = field(default_factory=dict)

    @property
    def entered_on(self) -> date | None:
        """The business day on which the year came into the log, once it was opened."""
        return business_date(self.life.opened.at) if self.life else None

    @property
    def clock(self) -> str | None:
        """The clock of the year, once it was opened."""
        return self.life.opened.clock if self.life else None

    @property
    def key_selected(self) -> frozenset[str]:
        """The codes of the projects that are selected for key evaluation."""
        return frozenset(code for one in self.selections.values() for code in one.projects)

    def not_reaching(self, version: int) -> JurisdictionYear:
        """The state without the fan-out that the event at a version began."""
        reaching = {of: one for of, one in self.reaching.items() if of != version}
        unreached = {of: one for of, one in self.unreached.items() if of != version}
        return replace(self, reaching=reaching, unreached=unreached)

    def with_record(self, act: str, of: str) -> JurisdictionYear:
        """The state with something that an act put on record, by its day or document."""
        there = self.records.get(act, frozenset())
        return replace(self, records={**self.records, act: there | {of}})

    def without_record(self, act: str, of: str) -> JurisdictionYear:
        """The state without what an act put on record."""
        left = self.records.get(act, frozenset()) - {of}
        others = {other: there for other, there in self.records.items() if other != act}
        return replace(self, records={**others, act: left} if left else others)

    def with_county(self, county: County) -> JurisdictionYear:
        """The state with a county added or changed."""
        return replace(self, counties={**self.counties, county.code: county})
