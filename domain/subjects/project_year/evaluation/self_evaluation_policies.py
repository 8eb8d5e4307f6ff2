"""The policies that decide whether a self-evaluation may be filed, whatever its form says."""

from __future__ import annotations

from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    InForce,
)
from domain.kernel.refusal import Refusal
from domain.shared.deadlines.evaluation_half import first_day, not_before
from domain.shared.filings.filing import may_file
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.scorable import cannot_be_scored

FORM_ZH, FORM_EN = "绩效自评表", "self-evaluation"


def budget_is_approved(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The budget was approved."""
    if state.issued is not None:
        return None
    return refusals.wrong_phase(
        "预算尚未批复，没有可以自评的内容。",
        "the budget was not approved: there is nothing to evaluate.",
    )


def budget_year_is_over(
    state: ProjectYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The budget year is over: the act is of the first day of the next year or later."""
    opens = first_day(state.known.budget_year)
    return not_before(
        opens,
        act.day,
        f"绩效自评自 {opens} 起填报。",
        f"its self-evaluation is filed from {opens} on.",
    )


def no_form_stands(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """No form was filed, or the newest form was returned or withdrawn."""
    return may_file(state.evaluation.itself.filing, FORM_ZH, FORM_EN)


def target_can_be_scored(
    state: ProjectYear, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The rules can score every indicator of the approved target."""
    wrong = cannot_be_scored(state.target.approved)
    if not wrong:
        return None
    return refusals.wrong_phase(
        f"批复的指标 {'、'.join(wrong)} 目标值为负数，无法计分；请先更正表述（target.adjust，"
        "如下降率 >= 5），由财政部门批准后再自评。",
        f"{', '.join(wrong)} has a negative target, which no rule can score: say it in another "
        "way (target.adjust), finance approves that, then file the form.",
    )
