"""Review of direct funds 直达资金: all of them, and every problem pushed at once (KZ-039)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from domain.kernel import refusals
from domain.kernel.decider import (
    COUNTY_PROJECTS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.policies import from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.shared.counted import Counted, counted
from domain.shared.deadlines.due_dates import within_life
from domain.subjects.jurisdiction_year import due_dates
from domain.subjects.jurisdiction_year.counties import county_is_of_the_year
from domain.subjects.jurisdiction_year.state import JurisdictionYear
from domain.subjects.jurisdiction_year.state import Problem as Pushed

SCOPE = "scope.subjects"
DIRECT_FUNDS = "direct_funds"


class Problem(Message):
    """A problem found; `rectify_by` (inclusive) is the day that the bureau gives, if any."""

    problem: Text
    project: Text | None = None
    rectify_by: Day | None = None


Problems = Annotated[tuple[Problem, ...], Field(max_length=1000)]


class ReviewDirectFunds(
    Command, name="direct-funds.review", who={Role.FINANCE}, frame=COUNTY_PROJECTS, version=2
):
    """Review a county's direct funds: `reviewed` of its `projects`, with the problems found.

    Where the log has the projects of the county, those that are registered as direct funds count;
    `projects` is needed where it has none of them.
    """

    county: Code
    projects: NonNegativeInt | None = None
    reviewed: NonNegativeInt
    problems: Problems = ()
    document: Text


class AcceptRectification(Command, name="direct-funds.accept-rectification", who={Role.FINANCE}):
    """Accept that a county rectified a problem, by its number."""

    county: Code
    number: PositiveInt
    findings: Text


class MarkedProjects(Counted):
    """The projects of a county that are registered as direct funds."""


class Reviewed(Event, name="direct-funds.reviewed", version=2):
    """A county's direct funds were reviewed; `problems` is how many were found.

    `source` tells whether `projects` were counted in the log, with the projects `marked` there, or
    stated; it is null in the first version.
    """

    county: Code
    projects: NonNegativeInt
    reviewed: NonNegativeInt
    problems: NonNegativeInt
    document: Text
    source: Literal["log", "stated"] | None = None
    marked: MarkedProjects | None = None


class ProblemPushed(Event, name="direct-funds.problem-pushed", version=1):
    """A problem was pushed to the county for rectification; numbers go on through the year."""

    county: Code
    number: PositiveInt
    problem: Annotated[Text, WITHHOLDABLE]
    project: Text | None = None
    rectify_by: Day | None = None


class RectificationAccepted(Event, name="direct-funds.rectification-accepted", version=1):
    """A county rectified a problem."""

    county: Code
    number: PositiveInt
    findings: Annotated[Text, WITHHOLDABLE]


def marked(act: CommandContext[ReviewDirectFunds]) -> tuple[str, ...] | None:
    """The county's projects of direct funds by code; null where the log has none of its projects.

    The first version took the typed number alone, and so does an import.
    """
    members = act.frame.members if act.frame else ()
    if act.version == 1 or act.imported or not members:
        return None
    return tuple(one.code for one in members if one.facts.get("subject_kind") == DIRECT_FUNDS)


def _projects(act: CommandContext[ReviewDirectFunds]) -> int:
    """How many projects there are: as counted, else as stated."""
    there = marked(act)
    return len(there) if there is not None else act.command.projects or 0


def number_is_known(
    _state: JurisdictionYear, act: CommandContext[ReviewDirectFunds], _in_force: InForce
) -> Refusal | None:
    """The log counts the projects; where it has none of the county's, the act gives the number."""
    there, typed = marked(act), act.command.projects
    if there is None and typed is None:
        return refusals.missing(
            "projects",
            "系统中没有该县（市）的项目，请填写直达资金项目数。",
            "the log has no project of this county: give the number of projects.",
        )
    if there is None or typed is None or typed == len(there):
        return None
    return refusals.invalid(
        "projects",
        f"该县（市）登记为直达资金的项目有 {len(there)} 个，与所填 {typed} 个不一致。"
        "请更正，或由该县（市）先更正项目登记；该项也可以不填。",
        f"{len(there)} projects of the county are registered as direct funds, {typed} were typed: "
        "correct the number, have the county correct its register, or leave the field out.",
    )


def no_more_is_reviewed_than_there_is(
    _state: JurisdictionYear, act: CommandContext[ReviewDirectFunds], _in_force: InForce
) -> Refusal | None:
    """No more projects were reviewed than there are."""
    if act.command.reviewed <= _projects(act):
        return None
    return refusals.invalid(
        "reviewed", "审核数超过项目数，请更正。", "more were reviewed than there are."
    )


def direct_funds_are_reviewed_in_full(
    _state: JurisdictionYear, act: CommandContext[ReviewDirectFunds], in_force: InForce
) -> Refusal | None:
    """If direct funds are in scope, every project is reviewed."""
    scope = in_force.ask(SCOPE, act.effective_on)
    full = scope.stated and DIRECT_FUNDS in scope.outcome
    left = _projects(act) - act.command.reviewed
    if not full or not left:
        return None
    return refusals.gate_not_met(
        f"直达资金须全覆盖审核，尚有 {left} 个项目未审核。",
        f"direct funds are reviewed in full: {left} projects are still to be reviewed.",
        scope,
    )


def days_can_be_met(
    state: JurisdictionYear, act: CommandContext[ReviewDirectFunds], _in_force: InForce
) -> Refusal | None:
    """No day for rectification is past, or beyond the life of the year."""
    given = [one.rectify_by for one in act.command.problems if one.rectify_by is not None]
    if any(day < act.day for day in given):
        return refusals.invalid(
            "problems", "整改期限不得早于今天。", "a day for rectification is in the past."
        )
    if all(within_life(day, due_dates.year_of(state)) for day in given):
        return None
    return refusals.out_of_life("problems")


def problem_is_known(
    state: JurisdictionYear, act: CommandContext[AcceptRectification], _in_force: InForce
) -> Refusal | None:
    """The county has a problem of the number."""
    county, number = act.command.county, act.command.number
    if number in state.counties[county].problems:
        return None
    return refusals.invalid(
        "number",
        f"{county} 没有编号为 {number} 的问题。",
        f"{county} has no problem number {number}.",
    )


def problem_is_open(
    state: JurisdictionYear, act: CommandContext[AcceptRectification], _in_force: InForce
) -> Refusal | None:
    """The problem is not rectified yet, and its review was not withdrawn."""
    found = state.counties[act.command.county].problems[act.command.number]
    if found.open:
        return None
    if found.cancelled:
        return refusals.wrong_phase(
            "该问题所依据的审核已撤回，问题已作废，无须整改。",
            "the review that found the problem was withdrawn: nothing is left to rectify.",
        )
    return refusals.already_reviewed("整改", "the rectification")


@guarded_by(
    county_is_of_the_year,
    from_version(2, number_is_known),
    no_more_is_reviewed_than_there_is,
    direct_funds_are_reviewed_in_full,
    days_can_be_met,
)
def review(
    state: JurisdictionYear, act: CommandContext[ReviewDirectFunds], in_force: InForce
) -> Decided:
    """Take a review of all projects where direct funds are in scope; push the problems found."""
    command = act.command
    county = state.counties[command.county]
    scope = in_force.ask(SCOPE, act.effective_on)
    event = Reviewed(
        **{**dict(command), "problems": len(command.problems), "projects": _projects(act)},
        **_source(act),
    )
    first = len(county.problems) + 1
    pushed = (
        Decision(ProblemPushed(county=county.code, number=number, **dict(problem)), cause=0)
        for number, problem in enumerate(command.problems, start=first)
    )
    return (Decision(event, (scope,)), *pushed)


def _source(act: CommandContext[ReviewDirectFunds]) -> dict[str, Any]:
    if act.version == 1:
        return {}
    there = marked(act)
    if there is None:
        return {"source": "stated"}
    return {"source": "log", "marked": MarkedProjects(**counted(there))}


@guarded_by(county_is_of_the_year, problem_is_known, problem_is_open)
def accept(
    state: JurisdictionYear, act: CommandContext[AcceptRectification], _in_force: InForce
) -> Decided:
    """Accept the rectification of an open problem."""
    command = act.command
    found = state.counties[command.county].problems[command.number]
    event = RectificationAccepted(**vars(command))
    return (Decision(event, caused_by=found.event_id),)


def reviewed(state: JurisdictionYear, recorded: Recorded[Reviewed]) -> JurisdictionYear:
    """Evolve by `direct-funds.reviewed`."""
    county = state.counties[recorded.event.county]
    return state.with_county(replace(county, reviewed=recorded.id))


def pushed(state: JurisdictionYear, recorded: Recorded[ProblemPushed]) -> JurisdictionYear:
    """Evolve by `direct-funds.problem-pushed`."""
    event = recorded.event
    problem = Pushed(
        recorded.id,
        event.rectify_by,
        pushed_at=recorded.recorded_at,
        review=recorded.caused_by,
    )
    return _with(state, event.county, event.number, problem)


def accepted(
    state: JurisdictionYear, recorded: Recorded[RectificationAccepted]
) -> JurisdictionYear:
    """Evolve by `direct-funds.rectification-accepted`."""
    event = recorded.event
    found = state.counties[event.county].problems[event.number]
    return _with(state, event.county, event.number, replace(found, rectified=True))


def _with(state: JurisdictionYear, code: str, number: int, problem: Pushed) -> JurisdictionYear:
    county = state.counties[code]
    return state.with_county(replace(county, problems={**county.problems, number: problem}))


DECIDE: Deciders = {ReviewDirectFunds: review, AcceptRectification: accept}
EVOLVE: Evolvers = {Reviewed: reviewed, ProblemPushed: pushed, RectificationAccepted: accepted}
