"""The amounts of a project against which those of an act are held."""

from __future__ import annotations

from decimal import Decimal

from domain.shared.filings.filing import stands
from domain.subjects.project_year.policy_sharing import Prepared
from domain.subjects.project_year.state import ProjectYear


def amounts_of(state: ProjectYear) -> dict[str, Decimal]:
    """The amounts of a project, in yuan, by what they are: its budget, or all that came before."""
    if state.budget is not None:
        return {"批复的预算": state.budget}
    return {"申请金额": state.known.requested, **prepared_amounts(state)}


def prepared_amounts(state: Prepared) -> dict[str, Decimal]:
    """The amounts of the assessment and of the target that stand, in yuan, by what they are."""
    filed = {"事前评估金额": state.exante.report, "绩效目标金额": state.target.content}
    return {name: one.amount for name, one in filed.items() if one and stands(one.filing)}
