"""A deduction that the department carries: the project's use of its result is held to it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.subjects.project_year.results.use_policies import chosen, proposal_of
from domain.subjects.project_year.state import ProjectYear


def deduction_is_recorded_at_the_unit(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The document that the act names deducts the proposed amount for this project.

    An act of before the log keeps the document that it brought.
    """
    proposal, document = proposal_of(state), act.command.department_deduction
    carried = proposal.of_department and "deduct" in chosen(proposal, act.command)
    departs = act.command.exception is not None or act.imported
    if document is None or not carried or departs:
        return None
    recorded = _recorded(state, act, document)
    if recorded is None:
        return _not_recorded(state, document)
    if proposal.deduction is None or recorded == proposal.deduction:
        return None
    return _another_amount(document, recorded, proposal.deduction)


def _recorded(state: ProjectYear, act: CommandContext[Any], document: str) -> Decimal | None:
    """What the document deducts for this project at its unit, in yuan; null where it does not."""
    code = state.known.code
    for member in act.frame.members if act.frame else ():
        found = member.facts["deductions"].get(document)
        if found is not None and found["of_project"] == code:
            return Decimal(found["deduction"])
    return None


def _not_recorded(state: ProjectYear, document: str) -> Refusal:
    project = state.known
    return refusals.invalid(
        "department_deduction",
        f"单位 {project.unit} 没有以 {document} 为项目 {project.code} 登记的扣减，"
        "请先在该单位的年度登记（department-deduction.record），或更正文号。",
        f"{project.unit} has no deduction for {project.code} by the document {document}: record it "
        "at the unit's year (department-deduction.record), or correct the document.",
    )


def _another_amount(document: str, recorded: Decimal, proposed: Decimal) -> Refusal:
    return refusals.invalid(
        "department_deduction",
        f"{document} 在该单位登记扣减 {recorded:,f} 元，与应扣减的 {proposed:,f} 元不一致，"
        "请先更正该登记（act.correct）。",
        f"{document} deducts {recorded:,f} yuan at the unit, {proposed:,f} yuan were proposed: "
        "correct the record there first (act.correct).",
    )
