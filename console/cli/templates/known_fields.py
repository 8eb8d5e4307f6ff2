"""The fields of an act that the log knows: what was asked for, approved, executed or promised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.subjects.policies.state import Policy
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.unit_year.state import UnitYear

Known = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Open:
    """A part of a known value that a person still has to fill in, by the name of its field."""

    field: str
    hint: str
    sample: Any = "1"


def known_fields(state: Any, command: str, today: date) -> Known:
    """The known fields of an act on a registered subject; `Open` parts stand in them."""
    found = _BY_STATE.get(type(state))
    known = found(state).get(command) if found else None
    dated = _EVERYWHERE.get(command)
    fields = {**(dated(today) if dated else {}), **(known() if known else {})}
    return {name: value for name, value in fields.items() if value is not None}


_EVERYWHERE: Mapping[str, Callable[[date], Known]] = {
    "execution.record": lambda today: {"as_of": today.isoformat()},
    "work-calendar.publish": lambda today: {"year": str(today.year)},
    "third-party.rate": lambda today: {"year": str(today.year)},
}

_Acts = Mapping[str, Callable[[], Known]]


def _of_project(state: ProjectYear) -> _Acts:
    project, target = state.project, state.target
    if project is None:
        return {}
    proposal = state.evaluation.results.proposal
    return {
        "exante.file-report": lambda: {"amount": _yuan(project.requested)},
        "target.file": lambda: {
            "amount": _yuan(target.amount or project.requested),
            "execution_points": _left(target.indicators),
            "indicators": _again(target.indicators, secret=project.confidential),
        },
        "target.adjust": lambda: {
            "amount": _yuan(state.budget),
            "execution_points": _left(target.approved),
            "indicators": _again(target.approved, secret=project.confidential),
        },
        "joint-review.record": lambda: {"findings": [*_findings(state)] or None},
        "budget.approve": lambda: {"amount": _yuan(target.amount or project.requested)},
        "monitoring.file-result": lambda: {"executed": _yuan(state.executed)},
        "self-evaluation.file": lambda: {
            "budget": _yuan(state.budget),
            "budget_basis": "adjusted" if target.adjustment else "initial",
            "executed": _yuan(state.executed),
            "indicators": [*map(_result, target.approved)] or None,
        },
        "results.apply": lambda: {"amount": _yuan(proposal.planned) if proposal else None},
    }


def _of_policy(state: Policy) -> _Acts:
    policy = state.policy
    if policy is None:
        return {}
    return {
        "exante.file-report": lambda: {"amount": _yuan(policy.estimated)},
        "target.file": lambda: {
            "amount": _yuan(state.target.amount or policy.estimated),
            "execution_points": _left(state.target.indicators),
            "indicators": _again(state.target.indicators, secret=policy.confidential),
        },
    }


def _of_unit(state: UnitYear) -> _Acts:
    unit, target = state.unit, state.target
    if unit is None:
        return {}
    budget = unit.requested if unit.adjusted is None else unit.adjusted
    return {
        "overall-target.file": lambda: {
            "amount": _yuan(target.amount or unit.requested),
            "indicators": _again(target.indicators, secret=unit.confidential),
        },
        "overall-monitoring.file": lambda: {"executed": _yuan(unit.executed)},
        "overall-self-evaluation.file": lambda: {
            "budget": _yuan(budget),
            "budget_basis": "initial" if unit.adjusted is None else "adjusted",
            "executed": _yuan(unit.executed),
            "execution_points": _left(target.indicators),
            "indicators": [*_measured(state)] or None,
        },
    }


_BY_STATE: Mapping[type[Any], Callable[[Any], _Acts]] = {
    ProjectYear: _of_project,
    Policy: _of_policy,
    UnitYear: _of_unit,
}


def _again(indicators: tuple[Any, ...], *, secret: bool) -> list[dict[str, Any]] | None:
    """The indicators as they were filed, to file them again; none of them is another placeholder.

    The titles of a confidential subject's are left to be filled in.
    """
    title = {"title": Open("title", "文本")} if secret else {}
    return [{**_json(one), **title} for one in indicators] or None


def _left(indicators: tuple[Any, ...]) -> str | None:
    """The points that the indicators leave to the execution of the budget, of 100."""
    return _yuan(100 - sum(one.points for one in indicators)) if indicators else None


def _findings(state: ProjectYear) -> Iterator[dict[str, Any]]:
    for one in state.target.indicators:
        yield {"id": one.id, "reasonable": Open("reasonable", "true 或 false", sample=True)}


def _result(one: Any) -> dict[str, Any]:
    """An indicator as it was approved, with what was reached to be filled in."""
    promised = {
        "id": one.id,
        "indicator_class": one.indicator_class.value,
        "relation": one.relation,
        "target": _yuan(one.target),
        "points": _yuan(one.points),
        **_reached(one),
    }
    return {name: value for name, value in promised.items() if value is not None}


def _measured(state: UnitYear) -> Iterator[dict[str, Any]]:
    secret = {"title": Open("title", "文本")} if state.known.confidential else {}
    for one in state.target.indicators if state.target.approved else ():
        yield {**_json(one), **secret, **_reached(one)}


def _reached(one: Any) -> dict[str, Any]:
    if one.relation == "qualitative":
        return {"level": Open("level", "百分数，100 为全部", sample="100")}
    return {"actual": Open("actual", "数")}


def _json(one: Any) -> dict[str, Any]:
    found: dict[str, Any] = one.model_dump(mode="json", exclude_none=True)
    return found


def _yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
