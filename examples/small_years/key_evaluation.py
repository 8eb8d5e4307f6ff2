"""Key evaluation: the plan as the rules want it, selection, procurement, panel, final result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from acts import Act, act, bureau, filer, institution, key, panel
from county import County
from evaluated import report
from situations import BEFORE, FINALISED_LATE, KEY_ORDER, Before

INSTITUTIONS = ("TP-01", "TP-02")
FUNDS_LAST_YEAR = 60_000_000
"""What was evaluated the year before, in yuan: more than these small years can plan."""

COMMISSIONED = "05-18"
_PLANNED, _GRANTED, _SELECTED = "05-08", "05-09", "05-12"
_REPORTED, _VIEWS, _PANEL = "06-20", "06-24", "07-06"
_AGAIN, _PANEL_AGAIN = "07-10", "07-14"
_FINALISED, _FINALISED_LATE = "07-20", "08-03"
_PANEL_RULE = "key_evaluation.panel"
_EVERY_KIND = ("finance", "third_party", "cppcc_member", "evaluation_expert", "industry_expert")


@dataclass(frozen=True)
class _Plan:
    """A plan as it is tried: of the first projects, over these budgets, with an exception."""

    objects: int
    budget_types: tuple[str, ...] = ("general_public",)
    exception: str | None = None

    @property
    def funds(self) -> int:
        executed = {project.code: project.executed for project in BEFORE}
        return sum(executed[code] for code in KEY_ORDER[: self.objects])

    def fields(self) -> dict[str, Any]:
        counted = {"object_type": "project", "objects": self.objects, "funds": str(self.funds)}
        excepted = {"exception": self.exception} if self.exception else {}
        return {
            "objects": [counted],
            "budget_types": list(self.budget_types),
            "funds_last_year": str(FUNDS_LAST_YEAR),
            "document": "合成重点评价计划（示例）",
            **excepted,
        }


def _tried(county: County) -> Iterator[_Plan]:
    """The plans one after the other, each mended where the rules found it short."""
    plan: _Plan | None = _Plan(int(county.data["key_evaluations"]))
    while plan is not None:
        yield plan
        plan = _mended(county, plan)


def _mended(county: County, plan: _Plan) -> _Plan | None:
    minimum = _minimum(county, plan)
    if "not_met" in minimum:
        return replace(plan, objects=plan.objects + 1)
    if "exception_required" in minimum and plan.exception is None:
        return replace(plan, exception="合成例外〔示例〕2号")
    covered = county.ask(
        "key_evaluation.budget_coverage",
        county.day(_PLANNED),
        budget_types=list(plan.budget_types),
    )
    missing = covered.outcome["missing"] if covered.stated else []
    return replace(plan, budget_types=(*plan.budget_types, *missing)) if missing else None


def _minimum(county: County, plan: _Plan) -> dict[str, Any]:
    answer = county.ask(
        "key_evaluation.minimum",
        county.day(_PLANNED),
        count=plan.objects,
        funds=str(plan.funds),
        funds_last_year=str(FUNDS_LAST_YEAR),
    )
    return answer.outcome if isinstance(answer.outcome, dict) else {}


def selected(county: County) -> tuple[str, ...]:
    """The projects that are key evaluated: as many as the plan that holds has objects."""
    *_, holding = _tried(county)
    return KEY_ORDER[: holding.objects]


def planning(county: County) -> Iterator[Act]:
    """The plan, tried until the rules are met; then the selection in the order of the rules."""
    tried = list(_tried(county))
    shown = [one for one in tried if one.objects in {tried[0].objects, tried[-1].objects}]
    for plan in shown:
        if plan.exception and plan.exception not in {one.exception for one in tried[:1]}:
            yield from _granted(county, plan)
        yield act(
            county.day(_GRANTED if plan.exception else _PLANNED),
            key(),
            "key-evaluation-plan.set",
            **plan.fields(),
        )
    yield from _selection(county)


def _granted(county: County, plan: _Plan) -> Iterator[Act]:
    fields = {
        "rule": "key_evaluation.minimum",
        "reference": plan.exception,
        "approver": "合成审批人（示例）",
        "reason": "本年项目规模下降（示例）。",
    }
    yield act(county.day(_GRANTED), bureau(), "exception.grant", **fields)


def _selection(county: County) -> Iterator[Act]:
    codes = selected(county)
    on = county.day(_SELECTED)
    names = ("party_government_decision", "broad_coverage", "public_attention", "influence")
    met = dict.fromkeys(names, True)
    criteria = [{"project": code, **met} for code in codes]
    if _ordered(county):
        smallest = [min(BEFORE, key=lambda project: project.amount).code]
        yield act(on, key(), "key-evaluation.select", selected=smallest, criteria=criteria)
    yield act(on, key(), "key-evaluation.select", selected=list(codes), criteria=criteria)


def _ordered(county: County) -> bool:
    rule = "key_evaluation.priority"
    return county.ask(rule, county.day(_SELECTED), candidates=[]).stated


def evaluation(county: County, project: Before) -> Iterator[Act]:
    """A selected project from its commission to its final result."""
    if project.code in selected(county):
        yield from _Evaluated(county, project).acts()


def institution_of(code: str) -> str:
    """The institution that evaluates a project."""
    return INSTITUTIONS[int(code[1:]) % len(INSTITUTIONS)]


class _Evaluated:
    """The key evaluation of one project."""

    def __init__(self, county: County, project: Before) -> None:
        self.county, self.project = county, project
        self.subject = county.project(project.code, -1)
        self.institution = institution(institution_of(project.code))

    def act(self, on: str, actor: Act, command: str, **fields: Any) -> Act:
        return act(self.county.day(on), actor, f"key-evaluation.{command}", self.subject, **fields)

    def acts(self) -> Iterator[Act]:
        yield from self.commissioned()
        yield from self.reported(_REPORTED, _VIEWS)
        yield from self.reviewed()
        late = self.project.code == FINALISED_LATE
        yield self.act(_FINALISED_LATE if late else _FINALISED, key(), "finalise")

    def commissioned(self) -> Iterator[Act]:
        by = {"institution": self.institution["organisation"]}
        if self.project.unprocured_first:
            yield self.act(COMMISSIONED, key(), "commission", procured=False, **by)
            answer = self.county.ask(
                "key_evaluation.procurement",
                self.county.day(COMMISSIONED),
                procured=False,
                procurement_reference=None,
            )
            if not answer.stated or answer.outcome == "valid":
                return
        bought = {"procured": True, "procurement_reference": "合成采购〔示例〕号"}
        yield self.act(COMMISSIONED, key(), "commission", **by, **bought)

    def reported(self, filed: str, exchanged: str) -> Iterator[Act]:
        yield self.act(filed, self.institution, "file-report", **report(self.project.key_score))
        if self.project.panel_fails_first and filed == _REPORTED:
            yield self.act(filed, key(), "finalise")
        views = {"views": "对评价结论无异议（示例）。"}
        yield self.act(exchanged, filer(self.project.unit), "exchange-views", **views)

    def reviewed(self) -> Iterator[Act]:
        """The panel that the rules seat; one panel lacks members, whatever the rules say."""
        if self.project.panel_incomplete_first:
            yield self.sat(_PANEL, _EVERY_KIND[:2])
        if self.county.ask(_PANEL_RULE, self.county.day(_PANEL), members=[]).stated:
            if self.project.panel_fails_first:
                yield self.sat(_PANEL, _EVERY_KIND, passed=False)
                yield from self.reported(_AGAIN, _AGAIN)
            yield self.sat(_PANEL_AGAIN, _EVERY_KIND)

    def sat(self, on: str, members: Sequence[str], *, passed: bool = True) -> Act:
        fields = {"members": list(members), "passed": passed, "opinion": "评审意见（示例）。"}
        return self.act(on, panel(), "panel-review", **fields)
