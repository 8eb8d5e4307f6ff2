"""Projects of the year before whose monitoring left something behind.

Where the rules gave rounds in that year, the bureau imports what was done in them, and what was
left undone is done in the work year. Where they gave none, their history is imported as facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from acts import Act, act, bureau, evaluation, filer
from county import County
from portfolio import project_name, unit_name
from situations import BEFORE, Before

PROMISED = (
    ("A1", "output", 30),
    ("A2", "output", 20),
    ("B1", "social", 30),
    ("C1", "satisfaction", 10),
)
"""The indicators of a project of the year before: id, class and points."""

GRADED = "08-20"
"""The day of a grade that had to wait for a finding."""

_TITLES = {
    "A1": "完成任务数量",
    "A2": "验收合格率",
    "B1": "受益群众人数",
    "C1": "服务对象满意度",
}
_DOCUMENT = "examples/small_years/records.pdf"
_IMPORTED = "01-04"
_SCORE = "50"
_UNIT, _BUREAU = "合成单位经办人（示例）", "合成财政经办人（示例）"
_MEASURES = {"measures": "已调整实施计划（示例）。"}
_OBJECTION = {"reason": "认为目标设置不当（示例）。"}
_UNMET = {"reason": "期限已过，未提交整改报告（示例）。"}
_REFUSAL = {"reason": "期限已过，多次催办仍拒不整改（示例）。"}


def earlier(county: County) -> Iterator[Act]:
    """The acts by which these projects come into the log, and their rectification."""
    for project in BEFORE:
        if not project.history:
            continue
        if nodes(county):
            yield from _Earlier(county, project).acts()
        else:
            yield _as_facts(county, project)


def waits(county: County, project: Before) -> bool:
    """Whether the final grade of a project has to wait for a finding of the bureau."""
    return project.silent and bool(nodes(county))


def found_at_last(county: County, project: Before) -> Iterator[Act]:
    """What the bureau does once the grade was refused for want of a finding."""
    yield from _Earlier(county, project).found_at_last()


def nodes(county: County) -> list[str]:
    """The nodes of the year before, as the rules gave them."""
    on = county.day("05-31", -1)
    asked = {"work_year": county.work_year - 1, "subject": "project"}
    return list(county.ask("monitoring.nodes", on, **asked).outcome or ())


def _as_facts(county: County, project: Before) -> Act:
    fields = {
        **_registered(project),
        "initial": str(project.amount),
        "executed": str(project.executed),
        "failed_reviews": [county.day(day, -1) for day in ("05-31", "08-31")],
        **project.history,
    }
    subject = county.project(project.code, -1)
    return act(county.day(_IMPORTED), bureau(), "history.import", subject, **fields)


def _registered(project: Before) -> dict[str, str]:
    return {
        "project_name": project_name(project),
        "unit": project.unit,
        "unit_name": unit_name(project.unit),
        "budget_type": "general_public",
        "origin": "initial",
    }


class _Earlier:
    """One project whose rounds both failed, by its acts."""

    def __init__(self, county: County, project: Before) -> None:
        self.county, self.project = county, project
        self.subject = county.project(project.code, -1)

    def act(self, on: str, actor: Act, command: str, **fields: Any) -> Act:
        return act(self.county.day(on), actor, command, self.subject, **fields)

    def acts(self) -> Iterator[Act]:
        yield from self.prepared()
        for node in nodes(self.county):
            yield from self.monitored(node)
        yield from self.since()

    def imported(self, on: str, by: str, command: str, **content: Any) -> Act:
        """An act that was done in the year before, on a day of it."""
        told = {"content": content} if content else {}
        fields = {"act": command, "done_on": on, "done_by": by, "document_file": _DOCUMENT}
        return self.act(_IMPORTED, bureau(), "history.import-act", **fields, **told)

    def prepared(self) -> Iterator[Act]:
        """Registration, then library, target, budget and what was executed."""
        project, day = self.project, self.county.day
        requested = {"opened_on": day("01-05", -1), "requested": str(project.amount)}
        yield self.act(_IMPORTED, bureau(), "project.add", **_registered(project), **requested)
        admitted = day("01-15", -1)
        yield self.imported(admitted, _BUREAU, "library.admit", **self.findings(admitted))
        yield self.imported(day("01-17", -1), _UNIT, "target.file", **_target(project))
        yield self.imported(day("01-19", -1), _BUREAU, "target.approve")
        told = {"amount": str(project.amount), "document": "合成预算批复（示例）"}
        yield self.imported(day("01-22", -1), "合成人大（示例）", "budget.approve", **told)
        end = day("12-31", -1)
        told = {"executed": str(project.executed), "as_of": end, "source": "一体化系统（示例）"}
        yield self.imported(end, _BUREAU, "execution.record", **told)

    def findings(self, on: str) -> dict[str, bool]:
        found = {"factual_basis": True, "prepared": True, "target_clear": True}
        return found if self.county.ask("library.gate", on, **found).stated else {}

    def monitored(self, node: str) -> Iterator[Act]:
        """A round that failed; what came of the first notice is imported with it."""
        reached = [{"id": one, "actual": "45"} for one, _, _ in PROMISED]
        result = {"executed": f"{self.project.amount * 3 // 10}", "indicators": reached}
        yield self.of_round(node, 6, _UNIT, "monitoring.file-result", **result)
        yield self.of_round(node, 14, _BUREAU, "monitoring.review", **self.review(node))
        if self.is_ordered(node) and node != self.last:
            yield from self.answered(node)

    def of_round(self, node: str, of_month: int, by: str, command: str, **content: Any) -> Act:
        return self.imported(_after(node, of_month), by, command, node=node, **content)

    @property
    def last(self) -> str:
        return nodes(self.county)[-1]

    def review(self, node: str) -> dict[str, Any]:
        told: dict[str, Any] = {"score": _SCORE}
        asked = {"review_score": _SCORE, "verdict": None}
        if not self.county.ask("monitoring.failed", _after(node, 14), **asked).stated:
            told["verdict"] = "不合格"
        if self.is_ordered(node):
            told["rectify_by"] = _after(node, 28)
        return told

    def is_ordered(self, node: str) -> bool:
        """Whether the rules order the rectification with the review."""
        rates = {"execution_rate": "30", "completion_rate": "45", "review_score": _SCORE}
        trigger = self.county.ask("monitoring.trigger", _after(node, 14), **rates)
        return trigger.stated and bool(trigger.outcome["rectify"])

    def answered(self, node: str) -> Iterator[Act]:
        if self.project.history["rectified"]:
            yield self.of_round(node, 24, _UNIT, "rectification.report", **_MEASURES)
            yield self.of_round(node, 26, _BUREAU, "rectification.accept")
        elif self.project.history["refused"]:
            yield self.of_round(node, 22, _UNIT, "rectification.refuse", **_OBJECTION)
        else:
            yield self.of_round(node, 29, _BUREAU, "rectification.find-unmet", **_UNMET)

    def since(self) -> Iterator[Act]:
        """In the work year: the notice that was never sent, the unit's part, the finding."""
        if self.project.silent:
            return
        for node in nodes(self.county):
            if not self.is_ordered(node):
                yield self.notice("02-10", node, "03-10")
        for node in nodes(self.county):
            if self.project.history["refused"]:
                yield from self.refusal(node)
            elif node == self.last or not self.is_ordered(node):
                unit = filer(self.project.unit)
                yield self.act("03-05", unit, "rectification.report", node=node, **_MEASURES)
                yield self.act("03-08", evaluation(), "rectification.accept", node=node)

    def notice(self, on: str, node: str, by: str) -> Act:
        """Where no rule ordered it, the bureau sends its notice after the year."""
        fields = {"reason": "监控不合格，补发整改通知（示例）。", "rectify_by": self.county.day(by)}
        return self.act(on, evaluation(), "rectification.notify", node=node, **fields)

    def refusal(self, node: str) -> Iterator[Act]:
        """The unit refuses on record in the first round; in the last one the bureau finds it."""
        if node != self.last and not self.is_ordered(node):
            unit = filer(self.project.unit)
            yield self.act("03-05", unit, "rectification.refuse", node=node, **_OBJECTION)
        command = "rectification.find-refused"
        yield self.act("03-12", evaluation(), command, node=node, **_REFUSAL)

    def found_at_last(self) -> Iterator[Act]:
        """The grade waited: what is left undone is found, after a notice where none was sent.

        That none was sent in the last round is recorded as the bureau's lapse.
        """
        first, last = nodes(self.county)[0], self.last
        if self.is_ordered(last):
            yield self.unmet(last)
            return
        yield self.notice("08-11", first, "08-18")
        yield self.lapse(last)
        yield self.unmet(first)

    def unmet(self, node: str) -> Act:
        return self.act("08-19", evaluation(), "rectification.find-unmet", node=node, **_UNMET)

    def lapse(self, node: str) -> Act:
        fields = {
            "rule": "grade.final",
            "duty": f"rectification.notice:{node}",
            "reference": "合成例外〔示例〕2号",
            "approver": "合成审批人（示例）",
            "reason": "上年漏发整改通知，预算年度已结束（示例）。",
        }
        return self.act("08-12", bureau(), "exception.grant", **fields)


def _after(node: str, of_month: int) -> str:
    """A day of the month after a node."""
    return f"{node[:5]}{int(node[5:7]) + 1:02}-{of_month:02}"


def _target(project: Before) -> dict[str, Any]:
    indicators = [
        {
            "id": identity,
            "indicator_class": kind,
            "title": _TITLES[identity],
            "relation": ">=",
            "target": "100",
            "points": str(points),
        }
        for identity, kind, points in PROMISED
    ]
    return {"amount": str(project.amount), "execution_points": "10", "indicators": indicators}
