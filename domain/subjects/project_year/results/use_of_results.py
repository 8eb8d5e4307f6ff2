"""Use of results 结果应用: the consequences of the final grade for the next budget."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import (
    UNIT_DEDUCTIONS,
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.frozen import replace
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts, from_version, guarded_by, until_version
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role, Text, Yuan
from domain.rules.families.results import DEPARTMENT_PROJECTS, Action
from domain.shared.filings import amounts, joint_review
from domain.shared.people.exception_grants import (
    ExceptionGranted,
    GrantException,
    no_duties,
    rule_is_among,
)
from domain.subjects.project_year.amounts import amounts_of
from domain.subjects.project_year.evaluation.state import FinalGrade, Proposal
from domain.subjects.project_year.monitoring import lapses, score_basis
from domain.subjects.project_year.monitoring.dropping import drop, dropped
from domain.subjects.project_year.results import use_bounds
from domain.subjects.project_year.results.department_use import (
    deduction_is_recorded_at_the_unit,
)
from domain.subjects.project_year.results.flags import Flag, flags_of, named
from domain.subjects.project_year.results.later_findings import grade_is_that_of_all_findings
from domain.subjects.project_year.results.open_grade import open_grade
from domain.subjects.project_year.results.use_policies import (
    RULE,
    act_follows_the_proposal,
    chosen,
    grade_is_open,
    proposal_of,
    result_is_not_applied,
    use_is_proposed,
)
from domain.subjects.project_year.state import ProjectYear


class ProposeResults(Command, name="results.propose", who={Role.FINANCE}, version=3):
    """Propose the use of the result; `planned` is next year's amount, in yuan.

    `department_projects` is what all projects of the department are planned to get, where a
    deduction is ruled to be a part of that. `amount_confirmed` is the reason for an amount that is
    far from the project's budget.
    """

    planned: Yuan
    targets_met: bool
    overlapping: bool = False
    department_projects: Yuan | None = None
    amount_confirmed: Text | None = None


_FLAGGED_FROM = 2
"""The version of `results.apply` that flags priority without a reason."""

NEXT_YEAR: score_basis.Use = "next_year_budget"

Factor = Literal["policy", "key_work", "fiscal_capacity"]
"""Why less is arranged than priority asks for: 政策制度, 重点工作安排, 财力情况."""


class ApplyResults(Command, name="results.apply", who={Role.FINANCE}, version=3):
    """Apply the proposal; `amount` is next year's arranged amount, in yuan, as the action has it.

    `action` is the chosen action if there are alternatives. Anything else names the `exception` by
    the reference of its grant. `factor` and `reason` explain less than planned where priority is
    due, `adjustment` says what was merged, moved or reduced. `department_deduction` is the document
    by which a deduction of the department's projects was recorded at the unit's year.
    `amount_confirmed` is the reason for an amount that is far from what was planned, or from the
    project's budget.
    """

    amount: Yuan
    action: Action | None = None
    exception: Text | None = None
    factor: Factor | None = None
    reason: Text | None = None
    adjustment: Text | None = None
    department_deduction: Text | None = None
    amount_confirmed: Text | None = None

    @classmethod
    def frame_for(cls, fields: Mapping[str, Any]) -> str | None:
        """What its unit has on record, where the act names a deduction there."""
        return cls.widest_frame() if fields.get("department_deduction") else None

    @classmethod
    def widest_frame(cls) -> str:
        """What its unit has on record."""
        return UNIT_DEDUCTIONS


class ResultsProposed(Event, name="results.proposed", version=3):
    """The use of the result by the rules; amounts in yuan.

    `deduction` is null if there is none or if it waits for a ruling (AMB-08). `deduction_base` is
    what it is a part of; null for the project's own planned amount. `monitoring_scores` are those
    of the year where the rules make them a reference, null elsewhere.
    """

    planned: Yuan
    planned_basis: Literal["planned"] = "planned"
    targets_met: bool
    overlapping: bool
    actions: tuple[Action, ...] = ()
    alternatives: bool = False
    in_principle: bool = False
    deduction: Yuan | None = None
    department_projects: Yuan | None = None
    deduction_base: Literal["department_projects"] | None = None
    monitoring_scores: score_basis.RoundScores | None = None


class ResultsApplied(Event, name="results.applied", version=2):
    """The result was used; `amount` in yuan is arranged for the next year.

    `flags` are findings that changed no grade, where priority was given without a `reason`; null
    where there are none.
    """

    actions: tuple[Action, ...]
    amount: Yuan
    amount_basis: Literal["planned"] = "planned"
    exception: Text | None = None
    factor: Factor | None = None
    reason: Annotated[Text | None, WITHHOLDABLE] = None
    adjustment: Annotated[Text | None, WITHHOLDABLE] = None
    department_deduction: Text | None = None
    flags: tuple[Flag, ...] | None = None


def planned_fits_the_others(
    state: ProjectYear, act: CommandContext[ProposeResults], _in_force: InForce
) -> Refusal | None:
    """The planned amount is not far from the project's other amounts, or it is confirmed."""
    return amounts.held(act, amounts_of(state), "planned")


@guarded_by(
    grade_is_open,
    result_is_not_applied,
    from_version(2, grade_is_that_of_all_findings),
    for_new_acts(planned_fits_the_others),
)
def propose(state: ProjectYear, act: CommandContext[ProposeResults], in_force: InForce) -> Decided:
    """Ask `results.budget_action` of the final grade; the newest proposal counts."""
    final, command = open_grade(state), act.command
    answer = _ask(final, act, in_force, command.department_projects)
    of_department = _is_of_department(final, act, in_force, answer)
    if of_department and command.department_projects is None:
        return use_bounds.needs_a_department_total()
    outcome = answer.outcome if answer.stated else {}
    base = DEPARTMENT_PROJECTS if of_department else None
    scores, asked_for = _scores(state, act, in_force)
    event = ResultsProposed(
        **amounts.told(command), **outcome, deduction_base=base, monitoring_scores=scores
    )
    confirmed = amounts.confirmed(act, amounts_of(state), "planned")
    asked = _flags(state) if "priority" in event.actions else ()
    remarks = _remarks(asked, "如优先保障，请在应用结果时说明理由", "give a reason for priority")
    remarks += score_basis.told(scores, NEXT_YEAR)
    basis = (answer, *asked_for)
    return (Decision(event, basis, caused_by=final.event_id, remarks=remarks), *confirmed)


def _scores(
    state: ProjectYear, act: CommandContext[ProposeResults], in_force: InForce
) -> tuple[score_basis.RoundScores | None, tuple[Answer, ...]]:
    """The year's monitoring scores, from version 3 on."""
    if act.version < ProposeResults.version:
        return None, ()
    return score_basis.basis_for(NEXT_YEAR, state, act, in_force)


_ANY_TOTAL = Decimal(100_000_000)


def _is_of_department(
    final: FinalGrade, act: CommandContext[ProposeResults], in_force: InForce, answer: Answer
) -> bool:
    """Whether the deduction is a part of what the department's projects get.

    The rule says so by what it answers with a total and without one.
    """
    if not answer.stated or "deduct" not in answer.outcome["actions"]:
        return False
    without = _ask(final, act, in_force, None).outcome["deduction"]
    total = act.command.department_projects or _ANY_TOTAL
    return without is None and _ask(final, act, in_force, total).outcome["deduction"] is not None


def _ask(
    final: FinalGrade,
    act: CommandContext[ProposeResults],
    in_force: InForce,
    department: Decimal | None,
) -> Answer:
    command = act.command
    return in_force.ask(
        RULE,
        act.effective_on,
        grade=final.grade,
        score=f"{final.score:f}",
        planned=f"{command.planned:f}",
        targets_met=command.targets_met,
        overlapping=command.overlapping,
        veto="veto" in final.steps,
        department_projects=None if department is None else f"{department:f}",
    )


def _arranged(state: ProjectYear) -> dict[str, Decimal]:
    return {"计划安排数": proposal_of(state).planned, **amounts_of(state)}


def amount_fits_the_others(
    state: ProjectYear, act: CommandContext[ApplyResults], _in_force: InForce
) -> Refusal | None:
    """The amount is not far from what was planned and from the budget, or it is confirmed."""
    return amounts.held(act, _arranged(state), "amount")


@guarded_by(
    use_is_proposed,
    result_is_not_applied,
    until_version(2, act_follows_the_proposal),
    from_version(2, grade_is_that_of_all_findings),
    from_version(2, use_bounds.exception_was_granted),
    from_version(2, use_bounds.exception_is_of_this_decision),
    from_version(2, use_bounds.action_is_among_those_proposed),
    from_version(2, use_bounds.deduction_is_ruled),
    from_version(2, use_bounds.department_carries_the_deduction),
    from_version(3, deduction_is_recorded_at_the_unit),
    from_version(2, use_bounds.money_was_taken_back),
    from_version(2, use_bounds.amount_fits_the_action),
    from_version(2, use_bounds.adjustment_is_told),
    from_version(2, use_bounds.less_than_planned_is_explained),
    for_new_acts(amount_fits_the_others),
)
def apply(state: ProjectYear, act: CommandContext[ApplyResults], _in_force: InForce) -> Decided:
    """Apply the proposal, or depart from it by an exception where it stands in principle."""
    proposal, command = proposal_of(state), act.command
    told = {name: one for name, one in amounts.told(command).items() if name != "action"}
    actions = chosen(proposal, command)
    flags = _unexplained(state, act, actions)
    event = ResultsApplied(actions=actions, **told, flags=flags or None)
    confirmed = amounts.confirmed(act, _arranged(state), "amount")
    remarks = _remarks(flags, "优先保障未说明理由", "priority without a reason")
    decision = Decision(event, caused_by=proposal.event_id, remarks=remarks)
    return (decision, *confirmed)


def _unexplained(
    state: ProjectYear, act: CommandContext[ApplyResults], actions: tuple[str, ...]
) -> tuple[Flag, ...]:
    """The flags of a grade that is given priority without a reason."""
    asked = act.version >= _FLAGGED_FROM and act.command.reason is None
    return _flags(state) if asked and "priority" in actions else ()


def _flags(state: ProjectYear) -> tuple[Flag, ...]:
    """What was found by now and is no step of the grade that is open."""
    evaluation = state.evaluation
    found = {
        "audit_findings": evaluation.findings.audits,
        "major_problem": evaluation.findings.major_problem,
        "untrue_self_evaluation": evaluation.untrue,
    }
    return flags_of(found, open_grade(state).steps)


def _remarks(flags: tuple[Flag, ...], zh: str, en: str) -> amounts.Remarks:
    if not flags:
        return ()
    told = f"本项目{named(flags)}，未影响评价等次；{zh}"
    return ((told, f"found and without effect on the grade: {', '.join(flags)}; {en}"),)


def _grant(state: ProjectYear, act: CommandContext[GrantException], _in_force: InForce) -> Decided:
    command = act.command
    if (command.rule, command.reference) in state.evaluation.results.exceptions:
        return refusals.done_already("例外批准", "the exception", GrantException.name)
    return (Decision(ExceptionGranted(**vars(command))),)


@guarded_by(no_duties, rule_is_among((RULE, joint_review.RULE)))
def grant(state: ProjectYear, act: CommandContext[GrantException], in_force: InForce) -> Decided:
    """Grant an exception once per rule and reference, drop a duty by one, or record a lapse."""
    duty = act.command.duty
    if duty is None:
        return _grant(state, act, in_force)
    return (lapses.record if lapses.is_of_a_notice(duty) else drop)(state, act, in_force)


def grade_event(state: ProjectYear) -> UUID | None:
    """The event of the final grade that is open, if any."""
    final = state.evaluation.final
    return final.event_id if final else None


def proposed(state: ProjectYear, recorded: Recorded[ResultsProposed]) -> ProjectYear:
    """Evolve by `results.proposed`."""
    event = recorded.event
    proposal = Proposal(
        event_id=recorded.id,
        planned=event.planned,
        actions=event.actions,
        alternatives=event.alternatives,
        in_principle=event.in_principle,
        deduction=event.deduction,
        of_department=event.deduction_base == DEPARTMENT_PROJECTS,
    )
    return state.evaluated(results=replace(state.evaluation.results, proposal=proposal))


def applied(state: ProjectYear, recorded: Recorded[ResultsApplied]) -> ProjectYear:
    """Evolve by `results.applied`."""
    done = replace(proposal_of(state), applied=True, exception=recorded.event.exception)
    return state.evaluated(results=replace(state.evaluation.results, proposal=done))


def granted(state: ProjectYear, recorded: Recorded[ExceptionGranted]) -> ProjectYear:
    """Evolve by `exception.granted`."""
    event, results = recorded.event, state.evaluation.results
    if event.duty is not None:
        return (lapses.lapsed if lapses.is_of_a_notice(event.duty) else dropped)(state, event)
    exceptions = results.exceptions | {(event.rule, event.reference)}
    final = state.evaluation.final
    grades = {} if final is None else {event.reference: final.event_id}
    granted_for = {**results.granted_for, **grades}
    return state.evaluated(results=replace(results, exceptions=exceptions, granted_for=granted_for))


DECIDE: Deciders = {ProposeResults: propose, ApplyResults: apply, GrantException: grant}
EVOLVE: Evolvers = {ResultsProposed: proposed, ResultsApplied: applied, ExceptionGranted: granted}
