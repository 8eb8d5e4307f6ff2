"""Reports to the people's congress 报送人大: tied to the results that they report.

A report names the final grades that it reports by their events. Where a text asks for targets and
results to be published too, it reports only what is published.
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, NonNegativeInt

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import (
    EVALUATED_PROJECTS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    InForce,
    Member,
)
from domain.kernel.message import Command, Event, Message
from domain.kernel.policies import from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.shared.counted import Counted, counted
from domain.subjects.jurisdiction_year.due_dates import is_given, ruled_due, year_of
from domain.subjects.jurisdiction_year.frame import position_of
from domain.subjects.jurisdiction_year.held import still_to_come
from domain.subjects.jurisdiction_year.state import JurisdictionYear

DUTY = "congress.reporting"
"""The deadline of the report."""

CONTENT = "congress_report.content"
"""The rule that says what a report has beside the results."""

_NAMED = 10

Artefacts = Annotated[tuple[Text, ...], Field(min_length=1, max_length=50)]
Projects = Annotated[tuple[Code, ...], Field(max_length=1_000)]


class ReportToCongress(
    Command, name="congress.report", who={Role.FINANCE}, frame=EVALUATED_PROJECTS, version=2
):
    """Record that artefacts were sent to the people's congress, with the results they report.

    `results_of` are those of the budget year before whose final grades are reported; without them,
    all graded projects are.
    """

    held_on: Day
    artefacts: Artefacts
    document: Text
    results_of: Projects = ()


class ReportedResults(Counted):
    """The projects whose final grades are reported."""


class ReportedResult(Message):
    """A final grade by its project and its event."""

    project: Code
    event: UUID


class ReportedToCongress(Event, name="congress.reported", version=2):
    """Artefacts were sent to the people's congress; `results` and `events` are those of the log.

    `events` are the final grades as the log had them at `position`, null where there are more than
    an event keeps by name. A report of before, or an imported one, has neither.
    """

    held_on: Day
    artefacts: Artefacts
    document: Text
    position: NonNegativeInt | None = None
    results: ReportedResults | None = None
    events: Annotated[tuple[ReportedResult, ...] | None, Field(max_length=1_000)] = None


Act = CommandContext[ReportToCongress]


def took_place(_state: JurisdictionYear, act: Act, _in_force: InForce) -> Refusal | None:
    """The report was sent today or before."""
    return still_to_come(act.command.held_on, act)


def _graded(act: Act) -> dict[str, Member]:
    """The graded projects of the frame, by code."""
    members = act.frame.members if act.frame else ()
    return {one.code: one for one in members if one.facts.get("graded_by") is not None}


def _reported(act: Act) -> dict[str, Member]:
    graded = _graded(act)
    return {code: graded[code] for code in act.command.results_of} or graded


def reported_projects_are_graded(
    _state: JurisdictionYear, act: Act, _in_force: InForce
) -> Refusal | None:
    """Each project that the report names stands once and has a final grade."""
    named, graded = act.command.results_of, _graded(act)
    if len(set(named)) < len(named):
        return refusals.invalid("results_of", "项目重复，请更正。", "a project stands twice.")
    strange = [code for code in named if code not in graded]
    if not strange or act.imported:
        return None
    return refusals.invalid(
        "results_of",
        f"{_listed(strange)}没有最终等次，不能作为评价结果报送，请更正。",
        f"{_listed(strange)}: no final grade to report, correct the codes.",
    )


def there_are_results(state: JurisdictionYear, act: Act, in_force: InForce) -> Refusal | None:
    """Where a clause asks for the report, there are final grades to report."""
    if act.imported or _graded(act):
        return None
    day = ruled_due(in_force, DUTY, year_of(state))
    if not is_given(day):
        return None
    return refusals.gate_not_met(
        "上一预算年度尚无最终等次，没有可向人大报告的评价结果，请先评定（grade.finalise）。",
        "no project of the budget year before has a final grade: there is nothing to report yet "
        "(grade.finalise).",
        *day.basis,
    )


def what_is_reported_is_published(
    _state: JurisdictionYear, act: Act, in_force: InForce
) -> Refusal | None:
    """Where a text asks for it, the targets and the results that are reported are published."""
    content = _content(act, in_force)
    if act.imported or not content.stated or not content.outcome["published"]:
        return None
    left = [code for code, one in _reported(act).items() if not _is_published(one)]
    if not left:
        return None
    return refusals.gate_not_met(
        f"报送人大的绩效目标、评价结果须同步向社会公开，尚有{len(left)}个项目未公开："
        f"{_listed(left)}。请先公开（disclosure.publish），或在“所报结果的项目”中只列已公开的。",
        f"what is reported is published too, and {len(left)} projects are not: {_listed(left)}. "
        "Publish first (disclosure.publish), or name the published ones in `results_of`.",
        content,
    )


def _is_published(member: Member) -> bool:
    return bool(member.facts.get("target_disclosed") and member.facts.get("result_disclosed"))


def _content(act: Act, in_force: InForce) -> Answer:
    return in_force.ask(CONTENT, act.effective_on)


def _listed(codes: list[str]) -> str:
    more = f"等{len(codes)}个" if len(codes) > _NAMED else ""
    return f"{'、'.join(codes[:_NAMED])}{more}"


@guarded_by(
    took_place,
    from_version(2, reported_projects_are_graded),
    from_version(2, there_are_results),
    from_version(2, what_is_reported_is_published),
)
def report(_state: JurisdictionYear, act: Act, in_force: InForce) -> Decided:
    """Record the report with the final grades that it reports."""
    command = act.command
    told = {"held_on": command.held_on, "artefacts": command.artefacts}
    event = ReportedToCongress(**told, document=command.document, **_results(act))
    return (Decision(event, (_content(act, in_force),) if act.version > 1 else ()),)


def _results(act: Act) -> dict[str, Any]:
    """The results of the report; none in the first version, or where it is imported."""
    if act.version == 1 or act.imported:
        return {}
    there = _reported(act)
    results = ReportedResults(**counted(there))
    events = (
        ReportedResult(project=code, event=UUID(there[code].facts["graded_by"]))
        for code in results.ids or ()
    )
    kept = None if results.ids is None else tuple(events)
    return {"position": position_of(act), "results": results, "events": kept}


DECIDE: Deciders = {ReportToCongress: report}
