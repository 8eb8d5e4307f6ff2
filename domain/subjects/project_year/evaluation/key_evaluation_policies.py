"""The policies of a key evaluation under way, of whichever subject."""

from __future__ import annotations

from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role
from domain.shared.filings.filing import may_file
from domain.subjects.project_year.evaluation.report_scores import check_report
from domain.subjects.project_year.policy_sharing import Evaluated, Sharing

REPORT_ZH, REPORT_EN = "重点评价报告", "key evaluation report"


def subject_is_to_be_evaluated(
    shared: Sharing, state: Evaluated, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """There is a key evaluation of the subject."""
    return shared.unselected(state)


def third_party_has_something_to_evaluate(
    shared: Sharing, state: Evaluated, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """If a third party acts, the subject has a key evaluation."""
    return shared.unselected(state) if act.actor.role is Role.THIRD_PARTY else None


def institution_is_commissioned(
    _shared: Sharing, state: Evaluated, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """If a third party acts, an institution is commissioned."""
    if act.actor.role is not Role.THIRD_PARTY or state.evaluation.key.institution is not None:
        return None
    return refusals.wrong_phase(
        "尚未委托第三方机构，请先办理委托（key-evaluation.commission）。",
        "no institution is commissioned: the bureau commissions one first "
        "(key-evaluation.commission).",
    )


def actor_is_commissioned(
    _shared: Sharing, state: Evaluated, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """If a third party acts, it belongs to the commissioned institution."""
    theirs, institution = act.actor.organisation, state.evaluation.key.institution
    if act.actor.role is not Role.THIRD_PARTY or institution in {None, theirs}:
        return None
    return refusals.wrong_organisation(theirs, institution or "")


def no_report_stands(
    _shared: Sharing, state: Evaluated, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """No report waits or is final."""
    return may_file(state.evaluation.key.filing, REPORT_ZH, REPORT_EN)


def maxima_sum_to_100(
    _shared: Sharing, _state: Evaluated, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The maxima of the indicators sum to 100, and no indicator exceeds its maximum."""
    return check_report(act.command.indicators)


def report_waits(
    _shared: Sharing, state: Evaluated, _act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A report waits to be finalised."""
    filing = state.evaluation.key.filing
    if filing is not None and filing.open:
        return None
    return refusals.wrong_phase(
        "没有待定稿的重点评价报告，请先由第三方机构提交报告。",
        "no report waits to be finalised: the institution files it first.",
    )
