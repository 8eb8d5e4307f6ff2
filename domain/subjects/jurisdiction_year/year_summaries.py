"""The prefecture's own summaries: of the special budgets, and of all counties (KZ-036, KZ-051)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import ADDED, WITHHOLDABLE, Command, Event, Message
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import BudgetType, Code, Day, Role, Text
from domain.shared.filings.filing import is_late
from domain.subjects.jurisdiction_year import due_dates as days
from domain.subjects.jurisdiction_year.county_figures import CompiledFigures, compiled
from domain.subjects.jurisdiction_year.filing_index import filed_at, filing_at, reviewed_at
from domain.subjects.jurisdiction_year.state import JurisdictionYear

BudgetTypes = Annotated[tuple[BudgetType, ...], Field(min_length=1, max_length=len(days.BUDGETS))]


class FileSpecialBudgets(Command, name="special-budgets-summary.file", who={Role.FINANCE}):
    """File the summary of the social-insurance budget, of the state-capital budget, or of both.

    The sections that lead on them write it (KZ-036); filed again, the newest counts.
    """

    budget_types: BudgetTypes
    document: Text


class IssueSummary(Command, name="prefecture-summary.issue", who={Role.FINANCE}):
    """Issue the prefecture's annual report, compiled from the counties' summaries (KZ-051).

    `reason` is needed where a county's summary is missing; issued again, the newest counts.
    """

    document: Text
    reason: Text | None = None


class SpecialBudgetsFiled(Event, name="special-budgets-summary.filed", version=1):
    """The summary of special budgets was filed; `due` (inclusive) is null without a day."""

    budget_types: BudgetTypes
    document: Text
    due: Day | None = None
    late: bool


class CountySummary(Message):
    """A county's summary by its event; null where it filed none."""

    county: Code
    filed: UUID | None = None
    late: bool | None = None


Summaries = Annotated[tuple[CountySummary, ...], Field(min_length=1, max_length=1000)]


class SummaryIssued(Event, name="prefecture-summary.issued", version=2):
    """The prefecture's report was issued; the summaries in it stay as they are.

    `figures` are the sums of what the counties gave, null where none gave any. `due` (inclusive) is
    null where nothing gives a day.
    """

    document: Text
    counties: Summaries
    figures: Annotated[CompiledFigures | None, ADDED] = None
    reason: Annotated[Text | None, WITHHOLDABLE] = None
    due: Day | None = None
    late: bool


def file_special(
    state: JurisdictionYear, act: CommandContext[FileSpecialBudgets], in_force: InForce
) -> Decided:
    """Take the summary; it is late when it is late for one of its budgets."""
    command = act.command
    strange = [one for one in command.budget_types if one not in days.BUDGETS]
    if strange or len(set(command.budget_types)) < len(command.budget_types):
        return refusals.invalid(
            "budget_types",
            f"总结限于 {'、'.join(days.BUDGETS)}，每类一次，请更正。",
            f"the summary is of {', '.join(days.BUDGETS)}, each once: correct the budget types.",
        )
    deadlines = [days.key(days.SPECIAL, one) for one in command.budget_types]
    given = [days.due_of(state, in_force, deadline) for deadline in deadlines]
    late = any(
        is_late(act, day.due, filing_at(state, deadline))
        for deadline, day in zip(deadlines, given, strict=True)
    )
    due = min((day.due for day in given if day.due), default=None)
    event = SpecialBudgetsFiled(**dict(command), due=due, late=late)
    return (Decision(event, given[0].basis),)


def issue(state: JurisdictionYear, act: CommandContext[IssueSummary], in_force: InForce) -> Decided:
    """Issue the report with every county's summary, or with the reason for those missing."""
    counties = _summaries(state)
    if not counties:
        return refusals.wrong_phase(
            "尚未登记县（市），没有可以汇总的材料，请先登记（county.add）。",
            "no county is registered, there is nothing to compile: register the counties first "
            "(county.add).",
        )
    missing = [one.county for one in counties if one.filed is None]
    if missing and act.command.reason is None:
        return _unexplained(missing)
    day = days.due_of(state, in_force, days.PREFECTURE)
    late = is_late(act, day.due, state.prefecture_summary)
    found = {"counties": counties, "figures": compiled(state) or None}
    event = SummaryIssued(**dict(act.command), **found, due=day.due, late=late)
    return (Decision(event, day.basis),)


def _summaries(state: JurisdictionYear) -> tuple[CountySummary, ...]:
    return tuple(
        CountySummary(
            county=code,
            filed=county.summary.event_id if county.summary else None,
            late=county.summary.late if county.summary else None,
        )
        for code, county in sorted(state.counties.items())
        if not county.withdrawn
    )


def _unexplained(missing: list[str]) -> Refusal:
    return refusals.missing(
        "reason",
        f"{'、'.join(missing)} 尚未报送年度总结，请催报，或说明理由。",
        f"{', '.join(missing)} filed no summary yet: urge them, or give the reason.",
    )


def special_filed(
    state: JurisdictionYear, recorded: Recorded[SpecialBudgetsFiled]
) -> JurisdictionYear:
    """Evolve by `special-budgets-summary.filed`."""
    for budget in recorded.event.budget_types:
        state = filed_at(state, recorded, days.key(days.SPECIAL, budget))
    return state


def issued(state: JurisdictionYear, recorded: Recorded[SummaryIssued]) -> JurisdictionYear:
    """Evolve by `prefecture-summary.issued`: the counties' summaries are reviewed."""
    for one in recorded.event.counties:
        state = reviewed_at(state, days.key(days.SUMMARY, one.county))
    return filed_at(state, recorded, days.PREFECTURE)


DECIDE: Deciders = {FileSpecialBudgets: file_special, IssueSummary: issue}
EVOLVE: Evolvers = {SpecialBudgetsFiled: special_filed, SummaryIssued: issued}
