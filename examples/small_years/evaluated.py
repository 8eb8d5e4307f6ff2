"""Self-evaluation, department evaluation and the check of authenticity of the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

from acts import Act, act, department, evaluation, filer, filer_as_reviewer
from county import County
from earlier import PROMISED
from situations import BEFORE, REPORTS_LATE, SELECTS_NOTHING, UNITS, Before

from domain.subjects.jurisdiction_year.authenticity_draw import sample

SELECTED, REPORTED, REPORTED_LATE = "04-10", "04-24", "05-06"
REVIEWED, REVIEWED_LATE = "05-14", "06-02"
_SEED_PUBLISHED, _DRAWN, _FOUND, _FOUND_LATE = "06-08", "06-16", "06-26", "07-03"
_SAMPLE = "authenticity.sample"


@dataclass(frozen=True)
class Scored:
    """The scores of a project by their source, as they stand when its grade is finalised."""

    scores: dict[str, str]


def self_evaluation(county: County, project: Before) -> Iterator[Act]:
    """Filed in March, or in April; returned once; reviewed by somebody else than the filer."""
    subject, unit = county.project(project.code, -1), filer(project.unit)
    filed, again = county.day(project.filed), county.day("03-22")
    form = _form(project)
    yield act(filed, unit, "self-evaluation.file", subject, **form)
    if project.returned:
        reason = {"reason": "请补充佐证材料（示例）。"}
        yield act(county.day("03-18"), evaluation(), "self-evaluation.return", subject, **reason)
        yield act(again, unit, "self-evaluation.file", subject, **form)
    reviewed = county.day(REVIEWED_LATE if project.returned else REVIEWED)
    if project.reviewed_by_filer:
        own = filer_as_reviewer(project.unit)
        yield act(reviewed, own, "self-evaluation.review", subject)
    yield act(reviewed, evaluation(), "self-evaluation.review", subject)


def self_score(county: County, project: Before) -> str:
    """The score that `self_evaluation.score` gives the form."""
    form = _form(project)
    answer = county.ask(
        "self_evaluation.score",
        county.day(project.filed),
        budget=form["budget"],
        executed=form["executed"],
        indicators=[
            {"id": one["id"], "class": one["indicator_class"], "level": None}
            | {name: one[name] for name in ("relation", "target", "actual", "points")}
            for one in form["indicators"]
        ],
    )
    return str(answer.outcome["score"])


def _form(project: Before) -> dict[str, Any]:
    return {
        "budget": str(project.amount),
        "budget_basis": "initial",
        "executed": str(project.executed),
        "indicators": [
            {
                "id": identity,
                "indicator_class": kind,
                "relation": ">=",
                "target": "100",
                "actual": str(project.reached),
                "points": str(points),
            }
            for identity, kind, points in PROMISED
        ],
        "document": "合成项目支出绩效自评表（示例）",
    }


def report(score: int) -> dict[str, Any]:
    """A report of four indicators whose points sum to a score."""
    found, left = [], 100 - score
    for identity, maximum in (("K1", 20), ("K2", 20), ("K3", 30), ("K4", 30)):
        lost = min(left, maximum)
        left -= lost
        told = {"id": identity, "title": "指标（示例）", "maximum": str(maximum)}
        found.append(told | {"points": str(maximum - lost)})
    return {"indicators": found, "document": "合成绩效评价报告（示例）"}


def selections(county: County) -> Iterator[Act]:
    """Each department selects as the rules order and measure it; one tries the smallest first."""
    for unit in UNITS:
        own = _own(unit)
        if not own or unit == SELECTS_NOTHING:
            continue
        if len(own) == max(len(_own(one)) for one in UNITS):
            yield from _too_small(county, unit, own)
        yield _selection(county, unit, [one.code for one in _selected(county, unit)])


def _own(unit: str) -> list[Before]:
    return [project for project in BEFORE if project.unit == unit]


def _selection(county: County, unit: str, codes: Sequence[str], **fields: Any) -> Act:
    subject = county.unit(unit, -1)
    command = "department-evaluation.select"
    return act(
        county.day(SELECTED), department(unit), command, subject, selected=list(codes), **fields
    )


def _too_small(county: County, unit: str, own: Sequence[Before]) -> Iterator[Act]:
    smallest = min(own, key=lambda project: project.amount).code
    yield _selection(county, unit, [smallest])
    if _order(county, own) is not None:
        yield _selection(county, unit, [smallest], reason="便于组织（示例）。")


def _order(county: County, own: Sequence[Before]) -> list[str] | None:
    candidates = [
        {"id": project.code, "key_project": project.key_project, "one_off": False}
        | {"evaluated_before": False, "amount": str(project.amount)}
        for project in own
    ]
    rule = "department_evaluation.priority"
    found: list[str] | None = county.ask(rule, county.day(SELECTED), candidates=candidates).outcome
    return found


def _selected(county: County, unit: str) -> list[Before]:
    """As few as reach the share, in the order of the rules, else the largest first."""
    own = _own(unit)
    largest = [one.code for one in sorted(own, key=lambda project: -project.amount)]
    order = _order(county, own) or largest
    ranked = sorted(own, key=lambda project: order.index(project.code))
    base = str(sum(project.amount for project in own))
    for taken in range(1, len(ranked) + 1):
        amounts = [str(project.amount) for project in ranked[:taken]]
        answer = county.ask(
            "department_evaluation.coverage", county.day(SELECTED), selected=amounts, base=base
        )
        if not answer.stated or answer.outcome["met"]:
            return ranked[:taken]
    return ranked


def selected_by_departments(county: County) -> frozenset[str]:
    """The projects that departments select."""
    return frozenset(
        project.code
        for unit in UNITS
        if _own(unit) and unit != SELECTS_NOTHING
        for project in _selected(county, unit)
    )


def department_evaluation(county: County, project: Before) -> Iterator[Act]:
    """The report of a selected project; one comes after April."""
    if project.code not in selected_by_departments(county):
        return
    subject = county.project(project.code, -1)
    filed = REPORTED_LATE if project.unit == REPORTS_LATE else REPORTED
    fields = report(project.department_score)
    command = "department-evaluation.file-report"
    yield act(county.day(filed), department(project.unit), command, subject, **fields)
    yield act(county.day(REVIEWED), evaluation(), "department-evaluation.review", subject)


def drawing(county: County) -> Iterator[Act]:
    """Draw by the ruled ratio, or by one of the bureau's own; without either it is refused."""
    fields = {
        "seed": seed(county),
        "seed_published_on": county.day(_SEED_PUBLISHED),
        "seed_document": "合成公告（示例）",
    }
    on = county.day(_DRAWN)
    yield act(on, evaluation(), "authenticity.draw", **fields)
    if not _asked(county, None, fields["seed"]).stated:
        yield act(on, evaluation(), "authenticity.draw", ratio=_ratio(county), **fields)


def _ratio(county: County) -> str:
    return str(county.data["ratio"])


def _frame() -> list[str]:
    return sorted(project.code for project in BEFORE)


def _asked(county: County, ratio: str | None, chosen: str) -> Any:
    on = county.day(_DRAWN)
    return county.ask(_SAMPLE, on, frame=_frame(), ratio=ratio, seed=chosen)


def seed(county: County) -> str:
    """The first seed that draws the project whose self-evaluation is untrue."""
    untrue = {project.code for project in BEFORE if project.untrue}
    tried = (f"合成种子{county.work_year}-{number}" for number in count(1))
    return next(one for one in tried if untrue <= set(_drawn_by(county, one)))


def _drawn_by(county: County, chosen: str) -> tuple[str, ...]:
    ruled = _asked(county, None, chosen)
    if ruled.stated:
        return tuple(ruled.outcome)
    given = _asked(county, _ratio(county), chosen)
    if given.stated:
        return tuple(given.outcome)
    return sample(_frame(), Decimal(_ratio(county)), chosen)


def findings(county: County) -> Iterator[Act]:
    """What the checks on the spot found; the last one comes in July."""
    drawn = sorted(_drawn_by(county, seed(county)))
    untrue = {project.code for project in BEFORE if project.untrue}
    for code in drawn:
        on = county.day(_FOUND_LATE if code == drawn[0] else _FOUND)
        fields = {"untrue": code in untrue, "findings": "现场核查核心指标（示例）。"}
        subject = county.project(code, -1)
        yield act(on, evaluation(), "authenticity.record-finding", subject, **fields)
