"""The duties of a work year that were over before the year came into the log, and dropping one.

A duty is a deadline of the year by its key, or an act of the bureau by its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, Decided, Decision, InForce
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.shared.deadlines.pending import Wait
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.subjects.jurisdiction_year import due_dates, plan, records, sheets
from domain.subjects.jurisdiction_year.bureau_duties import BY_ACT, is_dropped
from domain.subjects.jurisdiction_year.filing_index import is_done
from domain.subjects.jurisdiction_year.pending import expected
from domain.subjects.jurisdiction_year.state import JurisdictionYear

ACTS: Mapping[str, str | None] = {
    plan.SetPlan.name: "key_evaluation.due",
    sheets.IssueScoreSheet.name: "finance_review.due",
    sheets.IssueChecklist.name: None,
    **{one.name: None for one in records.RECORDED},
}
"""The acts that the bureau does in each year, with the rule that gives their last day."""


def day_of(state: JurisdictionYear, in_force: InForce, act: str) -> Answer | None:
    """The answer of the rule that gives an act its last day; none without such a rule."""
    rule, year = ACTS[act], due_dates.year_of(state)
    answer = in_force.ask(rule, date(year, 1, 1), work_year=year) if rule else None
    return answer if answer is not None and answer.stated else None


def due_of_act(state: JurisdictionYear, in_force: InForce, act: str) -> date | None:
    """The last day of an act (inclusive), if a rule gives one."""
    answer = day_of(state, in_force, act)
    return date.fromisoformat(answer.outcome["due"]) if answer else None


def deadlines_over(state: JurisdictionYear, in_force: InForce) -> Iterator[tuple[Wait, date]]:
    """The deadlines whose day was over before the year or the county came into the log."""
    entered = state.entered_on
    if entered is None:
        return
    for wait, since in _expected(state, in_force, entered):
        due = due_dates.due_of(state, in_force, wait.deadline).due
        if due is not None and due < since:
            yield wait, due


def _expected(
    state: JurisdictionYear, in_force: InForce, entered: date
) -> Iterator[tuple[Wait, date]]:
    for county in state.counties.values():
        if not county.withdrawn:
            for wait in expected(state, county, in_force):
                yield wait, max(entered, county.added_on)
    for wait in expected(state, None, in_force):
        yield wait, entered


def acts_over(state: JurisdictionYear, in_force: InForce) -> Iterator[tuple[str, date | None]]:
    """The acts whose last day was over at the opening, and those without one.

    Those count where at least a month of the year was over. An act that is a deadline of the year
    with a day is among `deadlines_over`.
    """
    entered = state.entered_on
    if entered is None or entered.year < due_dates.year_of(state):
        return
    for act in ACTS:
        if due_dates.due_of(state, in_force, BY_ACT.get(act, act)).due is not None:
            continue
        due = due_of_act(state, in_force, act)
        was_over = due < entered if due else (entered.year, entered.month) > _first_month(state)
        if was_over:
            yield act, due


def _first_month(state: JurisdictionYear) -> tuple[int, int]:
    return due_dates.year_of(state), 1


def rule_of(duty: str) -> str:
    """The rule of an exception that drops a duty: the one that gives its day, or the act itself."""
    if duty in ACTS:
        return ACTS[duty] or duty
    return due_dates.RULES.get(due_dates.parts(duty)[0], duty)


def droppable(state: JurisdictionYear, in_force: InForce) -> Iterator[str]:
    """The duties that may be dropped."""
    for wait, _ in deadlines_over(state, in_force):
        if not is_dropped(state, wait.deadline) and not is_done(state, wait.deadline):
            yield wait.deadline
    imported = {one.key.partition(":")[0] for one in state.imports.values()}
    for act, _ in acts_over(state, in_force):
        if act not in state.dropped and act not in imported:
            yield act


def duty_was_over(
    state: JurisdictionYear, act: CommandContext[GrantException], in_force: InForce
) -> Refusal | None:
    """The duty was over when the year came into the log, and it is not done."""
    duty = act.command.duty or ""
    if duty in state.dropped:
        return refusals.done_already(f"免办 {duty}", duty, GrantException.name)
    there = tuple(droppable(state, in_force))
    if duty in there:
        return None
    return refusals.invalid(
        "duty",
        f"{duty} 不可按例外免办：启用时期限已过、尚未办理的任务方可免办，现有："
        f"{'、'.join(there) or '–'}。",
        f"{duty} cannot be dropped: a duty can that was over when the year came into this log and "
        f"is not done. There are: {', '.join(there) or 'none'}.",
        keys=(duty, *there),
    )


def rule_is_of_the_duty(
    _state: JurisdictionYear, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """The exception is one from the rule that gives the duty its day."""
    rule = rule_of(act.command.duty or "")
    if act.command.rule == rule:
        return None
    return refusals.invalid(
        "rule",
        f"免办该任务是 {rule} 的例外，请填写该项。",
        f"this duty is dropped by an exception from {rule}.",
    )


@guarded_by(duty_was_over, rule_is_of_the_duty)
def drop(
    _state: JurisdictionYear, act: CommandContext[GrantException], _in_force: InForce
) -> Decided:
    """Drop the duty: nobody is asked for it any more."""
    return (Decision(ExceptionGranted(**vars(act.command))),)


def dropped(state: JurisdictionYear, event: ExceptionGranted) -> JurisdictionYear:
    """Evolve by an exception that drops a duty."""
    return replace(state, dropped={**state.dropped, event.duty or "": event.reference})
