"""Dual monitoring of the work year's projects: results, reviews, rectification."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from acts import Act, act, filer, filer_as_reviewer
from acts import monitoring as reviewer
from county import County
from preparation import adjusted, has_target, reached, target
from situations import Now, Progress

_FAILING = 60
"""Below this score a reviewer who has to give a verdict fails a result."""


@dataclass(frozen=True)
class _Round:
    """A round by its node, and the days of the month after it."""

    number: int
    node: str
    month: str

    def day(self, of_month: int) -> str:
        return f"{self.month}-{of_month:02}"


def monitoring(county: County, project: Now) -> Iterator[Act]:
    """The rounds that the rules give, each where there is a budget and something is filed."""
    if not budgeted(county, project):
        return
    for current, measured in zip(_rounds(county), project.rounds, strict=True):
        if measured is not None:
            yield from _Monitored(county, project, current, measured).acts()


def budgeted(county: County, project: Now) -> bool:
    """Whether a project gets past the gate of its assessment to a budget."""
    if project.exante == "支持":
        return True
    on = county.day("01-15")
    gate = county.ask("exante.gate", on, report_filed=True, review_result=project.exante)
    return bool(gate.outcome != "refuse")


def _rounds(county: County) -> Iterator[_Round]:
    on = county.day("05-31")
    answer = county.ask("monitoring.nodes", on, work_year=county.work_year, subject="project")
    for number, node in enumerate(answer.outcome):
        yield _Round(number, node, county.day(f"{int(node[5:7]) + 1:02}"))


class _Monitored:
    """One project in one round."""

    def __init__(self, county: County, project: Now, current: _Round, measured: Progress) -> None:
        self.county, self.project, self.round = county, project, current
        self.execution, self.completion, self.score = measured
        self.subject = county.project(project.code)

    def act(self, of_month: int, actor: Act, command: str, **fields: Any) -> Act:
        on, node = self.round.day(of_month), {"node": self.round.node}
        return act(on, actor, command, self.subject, **node, **fields)

    @property
    def first(self) -> bool:
        return self.round.number == 0

    def acts(self) -> Iterator[Act]:
        yield from self.filing()
        yield from self.watched()
        rectify = yield from self.review()
        if rectify:
            yield from self.rectification()
        yield from self.record()

    def filing(self) -> Iterator[Act]:
        project, day = self.project, int(self.project.filed[self.round.number][3:])
        unit = filer(project.unit)
        if project.extended and self.first:
            yield self.extension()
        if project.corrected and not self.first:
            wrong = self.result() | {"executed": f"{Decimal(self.project.amount) / 100:f}"}
            yield self.act(day - 1, unit, "monitoring.file-result", **wrong)
            yield self.correction(day)
            return
        yield self.act(day, unit, "monitoring.file-result", **self.result())
        if project.returned and self.first:
            reason = "请补充指标完成情况的佐证（示例）。"
            yield self.act(day + 1, reviewer(), "monitoring.return", reason=reason)
            yield self.act(day + 3, unit, "monitoring.file-result", **self.result())

    def result(self) -> dict[str, Any]:
        executed = Decimal(self.project.amount) * self.execution / 100
        if not has_target(self.county, self.project):
            return {"executed": f"{executed:f}", "completion_rate": self.completion}
        is_adjusted = self.project.adjusted and not self.first
        promised = (adjusted if is_adjusted else target)(self.project)["indicators"]
        return {"executed": f"{executed:f}", "indicators": reached(promised, self.completion)}

    def extension(self) -> Act:
        fields = {
            "deadline": f"monitoring.result:{self.round.node}",
            "until": self.round.day(16),
            "approver": "合成审批人（示例）",
            "reason": "数据暂时无法取得（示例）。",
        }
        return act(self.round.day(3), reviewer(), "extend", self.subject, **fields)

    def correction(self, of_month: int) -> Act:
        fields = {
            "filing": f"monitoring.result:{self.round.node}",
            "action": "replace",
            "reason": "执行数填报有误（示例）。",
            "replacement": self.result(),
        }
        on = self.round.day(of_month)
        return act(on, filer(self.project.unit), "correct", self.subject, **fields)

    def watched(self) -> Iterator[Act]:
        """A warning names the lines that were touched; the unit says why."""
        if not (self.project.warned and self.first):
            return
        yield self.act(12, reviewer(), "monitoring.warn", reason="执行进度偏慢（示例）。")
        stated = {"cause": "前期手续延误（示例）。", "measure": "倒排工期（示例）。"}
        yield self.act(13, filer(self.project.unit), "monitoring.analyse-cause", **stated)

    def record(self) -> Iterator[Act]:
        """A record that came after the review touches a line; the unit says why once more."""
        found = self.county.data.get("treasury", {})
        if self.first or found.get("project") != self.project.code:
            return
        executed = Decimal(self.project.amount) * found["executed"] / 100
        fields = {
            "executed": f"{executed:f}",
            "as_of": self.round.node,
            "source": "一体化系统（示例）",
        }
        on = self.round.day(20)
        yield act(on, reviewer(), "execution.record", self.subject, **fields)
        stated = {"cause": "支付凭证退回（示例）。", "measure": "补齐手续后支付（示例）。"}
        yield self.act(24, filer(self.project.unit), "monitoring.analyse-cause", **stated)

    def review(self) -> Generator[Act, None, bool]:
        """Review as the rules need it; gives whether a rectification follows."""
        told: dict[str, Any] = {"score": self.score}
        if self.project.reviewed_by_filer and self.first:
            unit = self.project.unit
            yield self.act(14, filer_as_reviewer(unit), "monitoring.review", **told)
        rectify = self.triggered()
        if rectify is None:
            yield from self.tried(told)
            rectify = self.project.judged[self.round.number]
            told |= {"rectify": rectify, "reason": "审核人按偏离情况判断（示例）。"}
        if self.asked("monitoring.failed", verdict=None).reason == "needs_ruling":
            yield from self.tried(told)
            told["verdict"] = "不合格" if Decimal(self.score) < _FAILING else "合格"
        if rectify:
            told["rectify_by"] = self.round.day(28)
        yield self.act(14, reviewer(), "monitoring.review", **told)
        return rectify

    def tried(self, told: dict[str, Any]) -> Iterator[Act]:
        """One project shows what comes of a review that leaves out what the rules need."""
        if self.project.asks and self.first:
            yield self.act(14, reviewer(), "monitoring.review", **told)

    def triggered(self) -> bool | None:
        rates = {"execution_rate": str(self.execution), "completion_rate": self.completion}
        trigger = self.asked("monitoring.trigger", **rates)
        outcome: bool | None = trigger.outcome["rectify"] if trigger.stated else False
        return outcome

    def asked(self, rule: str, **inputs: Any) -> Any:
        return self.county.ask(rule, self.round.day(14), review_score=self.score, **inputs)

    def rectification(self) -> Iterator[Act]:
        outcome, unit = self.project.outcomes[self.round.number], filer(self.project.unit)
        if outcome == "unmet":
            reason = "期限已过，未提交整改报告（示例）。"
            yield self.act(29, reviewer(), "rectification.find-unmet", reason=reason)
            return
        if outcome == "refused":
            yield self.act(22, unit, "rectification.refuse", reason="认为目标设置不当（示例）。")
            return
        if outcome == "rejected":
            yield self.act(20, unit, "rectification.report", measures="加快进度（示例）。")
            reason = "措施不具体（示例）。"
            yield self.act(21, reviewer(), "rectification.reject", reason=reason)
        report = 29 if outcome == "late" else 24
        yield self.act(report, unit, "rectification.report", measures="已调整实施计划（示例）。")
        yield self.act(30 if outcome == "late" else 26, reviewer(), "rectification.accept")
