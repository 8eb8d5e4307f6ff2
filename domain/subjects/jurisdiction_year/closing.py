"""The end of the year: exceptions, its statement 工作情况说明, and its close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, NonNegativeInt

from domain.kernel import refusals
from domain.kernel.decider import (
    EVALUATED_PROJECTS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import Command, Event, Message
from domain.kernel.policies import from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import Role, Text
from domain.shared.people.exception_grants import (
    ExceptionGranted,
    GrantException,
    rule_is_among,
)
from domain.shared.signatures.policies import nothing_waits_for_a_signature
from domain.subjects.jurisdiction_year import dropped_duties, past_duties
from domain.subjects.jurisdiction_year.pending import own_duties
from domain.subjects.jurisdiction_year.plan import MINIMUM
from domain.subjects.jurisdiction_year.project_duties import open_duties
from domain.subjects.jurisdiction_year.state import Closed, JurisdictionYear


class StatedFigure(Message):
    """One value of a figure of the statement with the ids of the events behind it.

    `value` is a count, an amount in yuan on its `basis`, a share in percent, or a text.
    """

    id: Text
    name: Text
    value: Text
    basis: Text | None = None
    budget_year: NonNegativeInt
    events: tuple[UUID, ...] = ()


Figures = Annotated[tuple[StatedFigure, ...], Field(max_length=1000)]


class IssueStatement(Command, name="statement.issue", who={Role.FINANCE}):
    """Issue the year's statement; `figures` are those recomputed from the log at `position`.

    Where a file of acts leaves them out, a drill recomputes them at that very moment.
    """

    title: Text
    document: Text
    position: NonNegativeInt = 0
    figures: Figures = ()


class StatementIssued(Event, name="statement.issued", version=1):
    """The statement was issued with these figures."""

    title: Text
    document: Text
    position: NonNegativeInt
    figures: Figures


class CloseYear(
    Command, name="year.close", who={Role.FINANCE}, frame=EVALUATED_PROJECTS, version=3
):
    """Close the work year on its last day or after, when the bureau's own duties are done.

    Among them are the key evaluations of the selected projects and the findings on the drawn ones.
    A duty that is not done is dropped by `exception.grant` with `duties`.
    """


class YearClosed(Event, name="year.closed", version=1):
    """The work year is closed."""


@guarded_by(rule_is_among((MINIMUM,)))
def grant(
    state: JurisdictionYear, act: CommandContext[GrantException], in_force: InForce
) -> Decided:
    """Grant an exception: for a later act, or from duties, one or several, that it drops."""
    if act.command.duties is not None:
        return dropped_duties.drop_several(state, act, in_force)
    given = grant_for_act if act.command.duty is None else past_duties.drop
    return given(state, act, in_force)


def grant_for_act(
    state: JurisdictionYear, act: CommandContext[GrantException], _in_force: InForce
) -> Decided:
    """Grant an exception once per rule and reference."""
    command = act.command
    if (command.rule, command.reference) in state.exceptions:
        return refusals.done_already("例外批准", "the exception", GrantException.name)
    return (Decision(ExceptionGranted(**vars(command))),)


def figures_are_given(
    _state: JurisdictionYear, act: CommandContext[IssueStatement], _in_force: InForce
) -> Refusal | None:
    """The statement has the figures recomputed from the log."""
    if act.command.figures:
        return None
    return refusals.missing(
        "figures",
        "工作情况说明须附由日志重算的数据，请填写 figures。",
        "a statement has the figures recomputed from the log: give them.",
    )


def each_figure_stands_once(
    _state: JurisdictionYear, act: CommandContext[IssueStatement], _in_force: InForce
) -> Refusal | None:
    """No figure stands twice."""
    named = [(one.id, one.name) for one in act.command.figures]
    if len(set(named)) == len(named):
        return None
    return refusals.invalid("figures", "数据重复，请更正。", "a figure stands twice.")


@guarded_by(figures_are_given, each_figure_stands_once)
def issue_statement(
    _state: JurisdictionYear, act: CommandContext[IssueStatement], _in_force: InForce
) -> Decided:
    """Issue the statement; of several the newest counts."""
    return (Decision(StatementIssued(**dict(act.command))),)


def last_day_has_come(
    state: JurisdictionYear, act: CommandContext[CloseYear], _in_force: InForce
) -> Refusal | None:
    """The last day of the year has come; on that day itself the year may be closed."""
    last = date(parse_subject(state.stream).year or 0, 12, 31)
    if act.day >= last:
        return None
    return refusals.wrong_phase(
        f"年度尚未结束，请于 {last} 起办理年度关闭。",
        f"the year is not over: close it from {last} on.",
    )


def all_are_registered(
    state: JurisdictionYear, _act: CommandContext[CloseYear], _in_force: InForce
) -> Refusal | None:
    """The projects and units of every opening are registered."""
    if all(on in state.opened for on in state.openings):
        return None
    return refusals.wrong_phase(
        "尚有项目或单位未完成登记，请稍后再办理年度关闭。",
        "projects or units are still to be registered: close the year after that.",
    )


def all_are_reached(
    state: JurisdictionYear, _act: CommandContext[CloseYear], _in_force: InForce
) -> Refusal | None:
    """Every selection and draw has reached its subjects."""
    if not state.reaching:
        return None
    return refusals.wrong_phase(
        "尚有选取或抽取未送达所选对象，请稍后再办理年度关闭。",
        "a selection or draw has not reached its subjects yet: close the year after that.",
    )


def own_duties_are_done(
    state: JurisdictionYear, act: CommandContext[CloseYear], in_force: InForce
) -> Refusal | None:
    """No duty is open that a clause in force gives the bureau.

    From the third version on, the selected and the drawn projects are among them.
    """
    there = {wait.deadline: day for wait, day in own_duties(state, in_force)}
    left = [*open_duties(state, act, in_force)] if act.version >= _ON_PROJECTS_FROM else []
    there |= {one.duty: one.day for one in left}
    if not there:
        return None
    of_projects = [(one.duty, _listed(one.projects)) for one in left]
    zh = "".join(f"{duty}尚未办结的项目：{codes}。" for duty, codes in of_projects)
    en = "".join(f" {duty} is open for {codes}." for duty, codes in of_projects)
    return replace(
        refusals.gate_not_met(
            f"尚有{len(there)}项财政部门自身的职责没有办结：{'、'.join(there)}。{zh}请逐项办结；"
            "确不能办的，批准例外一并免办（exception.grant，duties 列明各项）后，再办理年度关闭。",
            f"{len(there)} duties of the bureau's own are open: {', '.join(there)}.{en} Do them, "
            "or drop them by one exception (exception.grant with `duties`); then close the year.",
            *(answer for day in there.values() for answer in day.basis),
        ),
        keys=(*there, GrantException.name),
    )


_ON_PROJECTS_FROM = 3
"""The version of `year.close` that looks at the projects."""

_NAMED = 10
"""How many projects a refusal names."""


def _listed(projects: tuple[str, ...]) -> str:
    more = f"等{len(projects)}个" if len(projects) > _NAMED else ""
    return f"{'、'.join(projects[:_NAMED])}{more}"


@guarded_by(
    last_day_has_come,
    all_are_registered,
    all_are_reached,
    nothing_waits_for_a_signature,
    from_version(2, own_duties_are_done),
)
def close_year(
    _state: JurisdictionYear, _act: CommandContext[CloseYear], _in_force: InForce
) -> Decided:
    """Close the year once it is over, all that it began was reached and its duties are done."""
    return (Decision(YearClosed()),)


def granted(state: JurisdictionYear, recorded: Recorded[ExceptionGranted]) -> JurisdictionYear:
    """Evolve by `exception.granted`."""
    event = recorded.event
    if event.duties is not None:
        return dropped_duties.dropped(state, event)
    if event.duty is not None:
        return past_duties.dropped(state, event)
    return replace(state, exceptions=state.exceptions | {(event.rule, event.reference)})


def statement_issued(
    state: JurisdictionYear, recorded: Recorded[StatementIssued]
) -> JurisdictionYear:
    """Evolve by `statement.issued`."""
    return replace(state, statement=recorded.id)


def year_closed(state: JurisdictionYear, _recorded: Recorded[YearClosed]) -> JurisdictionYear:
    """Evolve by `year.closed`."""
    if state.life is None:
        raise ValueError(f"{state.stream} was not opened")
    return replace(state, life=Closed(state.life.opened))


DECIDE: Deciders = {
    GrantException: grant,
    IssueStatement: issue_statement,
    CloseYear: close_year,
}
EVOLVE: Evolvers = {
    ExceptionGranted: granted,
    StatementIssued: statement_issued,
    YearClosed: year_closed,
}
