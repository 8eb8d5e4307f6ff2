"""Appraisal of a county's performance management 考核评价: in two windows, with its reports."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code as RefusalCode
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Points, Role, Text
from domain.shared.filings.filing import Filing, is_late
from domain.subjects.jurisdiction_year import due_dates
from domain.subjects.jurisdiction_year.counties import county_is_of_the_year, unfit_node
from domain.subjects.jurisdiction_year.filing_index import filed_at, filing_at, reviewed_at
from domain.subjects.jurisdiction_year.state import County, JurisdictionYear


class ScoreCounty(Command, name="county-appraisal.score", who={Role.FINANCE}):
    """Score a county in a window (KZ-043); no text gives the method, `document` is the bureau's.

    `node` is the last day of the window; scored again before the year's close, the newest counts.
    """

    county: Code
    node: Day
    score: Points
    findings: Text
    document: Text


class ReportTaken(Message):
    """A report that was due by the window's end; null where the county filed none."""

    node: Day
    filed: UUID | None = None
    late: bool | None = None


Reports = Annotated[tuple[ReportTaken, ...], Field(max_length=100)]


class CountyScored(Event, name="county-appraisal.scored", version=1):
    """A county was scored with the reports that it had filed; these reports stay as they are.

    `due` (inclusive) is the window's last day, null where nothing gives one.
    """

    county: Code
    node: Day
    score: Points
    findings: Annotated[Text, WITHHOLDABLE]
    document: Text
    reports: Reports = ()
    due: Day | None = None
    late: bool


def node_is_of_the_year(
    state: JurisdictionYear, act: CommandContext[ScoreCounty], in_force: InForce
) -> Refusal | None:
    """The node is the end of one of the year's windows."""
    return unfit_node(state, act, in_force, due_dates.APPRAISAL)


def window_is_open(
    state: JurisdictionYear, act: CommandContext[ScoreCounty], in_force: InForce
) -> Refusal | None:
    """The first day of the window has come."""
    answer, windows = due_dates.windows(in_force, due_dates.year_of(state))
    window = next((one for one in windows if one.last == act.command.node), None)
    if window is None or act.effective_on >= window.first:
        return None
    return Refusal(
        RefusalCode.WRONG_PHASE,
        f"考核评价自 {window.first} 起进行，请届时办理。",
        f"the window of the appraisal opens on {window.first}: score from that day on.",
        "node",
        (answer,),
    )


@guarded_by(county_is_of_the_year, node_is_of_the_year, window_is_open)
def score(state: JurisdictionYear, act: CommandContext[ScoreCounty], in_force: InForce) -> Decided:
    """Score a county when its window has opened; after the window it is late."""
    command = act.command
    county = state.counties[command.county]
    deadline = due_dates.key(due_dates.APPRAISAL, command.county, command.node)
    day = due_dates.due_of(state, in_force, deadline)
    event = CountyScored(
        **dict(command),
        reports=_reports(state, act, county, in_force),
        due=day.due,
        late=is_late(act, day.due, filing_at(state, deadline)),
    )
    newest = max(_filed(county, act), key=lambda filing: filing.on, default=None)
    return (Decision(event, day.basis, caused_by=newest.event_id if newest else None),)


def _reports(
    state: JurisdictionYear, act: CommandContext[ScoreCounty], county: County, in_force: InForce
) -> tuple[ReportTaken, ...]:
    """The reports due by the window's end since the county is in the year, filed or not."""
    nodes = {
        node
        for node in due_dates.nodes(state, in_force, due_dates.REPORT)
        if node >= county.added_on
    } | set(county.reports)
    return tuple(
        ReportTaken(
            node=node,
            filed=filing.event_id if (filing := county.reports.get(node)) else None,
            late=filing.late if filing else None,
        )
        for node in sorted(nodes)
        if node <= act.command.node
    )


def _filed(county: County, act: CommandContext[ScoreCounty]) -> tuple[Filing, ...]:
    return tuple(one for node, one in county.reports.items() if node <= act.command.node)


def scored(state: JurisdictionYear, recorded: Recorded[CountyScored]) -> JurisdictionYear:
    """Evolve by `county-appraisal.scored`: the reports that were filed are reviewed."""
    event = recorded.event
    for report in event.reports:
        state = reviewed_at(state, due_dates.key(due_dates.REPORT, event.county, report.node))
    return filed_at(state, recorded, due_dates.key(due_dates.APPRAISAL, event.county, event.node))


DECIDE: Deciders = {ScoreCounty: score}
EVOLVE: Evolvers = {CountyScored: scored}
