"""The fields of acts on a project's year that the log knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.kernel.prefill import Open, Prefills, filed_again, points_left, reached, text
from domain.shared.filings.funding import PARTS
from domain.shared.filings.joint_review import RecordJointReview, prefilled
from domain.subjects.project_year.evaluation.self_evaluation import FileSelfEvaluation
from domain.subjects.project_year.exante.assessment import FileReport
from domain.subjects.project_year.exante.split import RecordFunding
from domain.subjects.project_year.monitoring.rounds import FileResult
from domain.subjects.project_year.results.use_of_results import ApplyResults
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.adjustment import AdjustTarget
from domain.subjects.project_year.targets.budget import ApproveBudget, RecordExecution
from domain.subjects.project_year.targets.indicators import Indicator
from domain.subjects.project_year.targets.joint_review import REVIEW
from domain.subjects.project_year.targets.target import FileTarget

Known = Mapping[str, Any]


def _report(state: ProjectYear, _today: date) -> Known:
    return {"amount": text(state.known.requested)}


def _funding(state: ProjectYear, _today: date) -> Known:
    """The newest split, or a part of each source to be filled in."""
    known = state.known.funding
    if known is not None:
        return {"funding": known.model_dump(mode="json")}
    whole = state.known.requested if state.budget is None else state.budget
    samples = {**dict.fromkeys(PARTS.values(), "0"), PARTS["county"]: text(whole)}
    hint = "元，没有的写 0"
    return {"funding": {part: Open(part, hint, one) for part, one in samples.items()}}


def _target(state: ProjectYear, _today: date) -> Known:
    content = state.target.content
    indicators = content.indicators if content else ()
    return {
        "amount": text(content.amount if content else state.known.requested),
        "execution_points": points_left(indicators),
        "indicators": filed_again(indicators, secret=state.known.confidential),
    }


def _adjustment(state: ProjectYear, _today: date) -> Known:
    indicators = state.target.approved
    return {
        "amount": text(state.budget),
        "execution_points": points_left(indicators),
        "indicators": filed_again(indicators, secret=state.known.confidential),
    }


def _joint_review(state: ProjectYear, _today: date) -> Known:
    return prefilled(REVIEW.waiting(state))


def _budget(state: ProjectYear, _today: date) -> Known:
    filed = state.target.content
    return {"amount": text(filed.amount if filed else state.known.requested)}


def _execution(_state: ProjectYear, today: date) -> Known:
    return {"as_of": today.isoformat()}


def _result(state: ProjectYear, _today: date) -> Known:
    known = {"executed": text(state.executed)}
    approved = state.target.approved
    if not approved:
        return known | {"completion_rate": Open("completion_rate", "百分数", sample="100")}
    return known | {"indicators": [{"id": one.id, **reached(one)} for one in approved]}


def _self_evaluation(state: ProjectYear, _today: date) -> Known:
    return {
        "budget": text(state.budget),
        "budget_basis": "adjusted" if state.target.adjustment else "initial",
        "executed": text(state.executed),
        "indicators": [*map(_measured, state.target.approved)] or None,
    }


def _measured(one: Indicator) -> dict[str, Any]:
    promised = {
        "id": one.id,
        "indicator_class": one.indicator_class.value,
        "relation": one.relation,
        "target": text(one.target),
        "points": text(one.points),
        **reached(one),
    }
    return {name: value for name, value in promised.items() if value is not None}


def _use(state: ProjectYear, _today: date) -> Known:
    proposal = state.evaluation.results.proposal
    return {"amount": text(proposal.planned) if proposal else None}


PREFILLS: Prefills = {
    RecordFunding: _funding,
    FileReport: _report,
    FileTarget: _target,
    AdjustTarget: _adjustment,
    RecordJointReview: _joint_review,
    ApproveBudget: _budget,
    RecordExecution: _execution,
    FileResult: _result,
    FileSelfEvaluation: _self_evaluation,
    ApplyResults: _use,
}
