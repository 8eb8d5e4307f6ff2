"""Before the budget: ex-ante assessment, library, target, joint review, approval."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from acts import LIBRARY, Act, act, bureau, congress, filer, institution, targets
from county import County
from disclosing import comes_first, disclosure
from situations import Now

DIMENSIONS = ("necessity", "economy", "target_reasonableness", "feasibility", "funding_compliance")
"""What a report speaks to where the rules list no dimensions."""

_DAYS = ("01-08", "01-10", "01-12", "01-15", "01-17", "01-19", "01-22", "01-25")
_DAYS_OF_ADDITION = ("06-12", "06-13", "06-14", "06-17", "06-18", "06-19", "06-24", "06-26")


def preparation(county: County, project: Now) -> Iterator[Act]:
    """From the assessment to the approved budget and the disclosed target."""
    days = _DAYS_OF_ADDITION if project.mid_year else _DAYS
    yield from _Preparing(county, project, tuple(county.day(day) for day in days)).acts()


def has_target(county: County, project: Now) -> bool:
    """Whether a target was approved: where no rule refuses, the budget goes on without one."""
    days = _DAYS_OF_ADDITION if project.mid_year else _DAYS
    preparing = _Preparing(county, project, tuple(county.day(day) for day in days))
    return preparing.is_made_good()


class _Preparing:
    """The preparation of one project on its days."""

    def __init__(self, county: County, project: Now, days: tuple[str, ...]) -> None:
        self.county, self.project, self.days = county, project, days
        self.subject = county.project(project.code)

    def act(self, on: str, actor: Act, command: str, **fields: Any) -> Act:
        return act(on, actor, command, self.subject, **fields)

    def acts(self) -> Iterator[Act]:
        yield from self.split()
        yield from self.assessment()
        yield from self.entrance()
        if self.gate_is_closed():
            yield self.act(self.days[3], targets(), "library.admit", **self.findings())
            reason = "事前绩效评估审核结果为不支持（示例）。"
            yield self.act(self.days[4], targets(), "project.withdraw", reason=reason)
            return
        yield from self.library()
        approved = yield from self.target()
        if approved:
            yield from self.disclosed()

    def disclosed(self) -> Iterator[Act]:
        """The target is published; one is tried before the congress's approval is recorded."""
        what, target = (self.county, self.project, self.subject), "project_target"
        if self.project.code == "P01" and comes_first(self.county, target, self.days[6]):
            yield from disclosure(*what, target, self.days[6])
        yield from disclosure(*what, target, self.days[7])

    def split(self) -> Iterator[Act]:
        """Funding by source, recorded after the registration; its parts have to sum up."""
        if not self.project.split:
            return
        short = {name: str(int(part) // 2) for name, part in self.project.split.items()}
        for funding in (short, self.project.split):
            fields = {"funding": funding, "document": "合成资金安排文件（示例）"}
            yield self.act(self.days[0], targets(), "funding.record", **fields)

    def required(self) -> bool:
        """Whether the rules ask for an assessment on the day of registration."""
        project = self.project
        answer = self.county.ask(
            "exante.required",
            self.county.day(project.opened),
            subject="project",
            is_new=project.is_new,
            is_major=project.is_major,
            funding=None,
        )
        return bool(answer.outcome == "required")

    def gate_is_closed(self) -> bool:
        if not self.required():
            return False
        answer = self.county.ask(
            "exante.gate", self.days[3], report_filed=True, review_result=self.project.exante
        )
        return bool(answer.outcome == "refuse")

    def assessment(self) -> Iterator[Act]:
        if not self.required():
            return
        if self.project.unassessed_first:
            yield self.act(self.days[0], targets(), "library.admit", **self.findings())
        dimensions = self.county.ask("exante.dimensions", self.days[0]).outcome or DIMENSIONS
        declared = self.project.declared
        yield self.act(
            self.days[0],
            filer(self.project.unit),
            "exante.file-report",
            amount=str(self.project.amount),
            dimensions=dict.fromkeys(dimensions, "已论证（示例）"),
            document="合成事前绩效评估报告（示例）",
            **({"county_level_investment": declared} if declared else {}),
        )
        against = yield from self.reassessment()
        review = {"result": self.project.exante, "score": "90" if self.supported else "55"}
        if against:
            yield self.act(self.days[2], targets(), "exante.review", **review)
        yield self.act(self.days[2], targets(), "exante.review", **review, reason="示例")

    @property
    def supported(self) -> bool:
        return self.project.exante == "支持"

    def reassessment(self) -> Generator[Act, None, bool]:
        """Try the amounts one after the other; where no amount is enough, being specialised is.

        Gives whether the third party came to another result than the review will.
        """
        for investment, specialised in self.commissions():
            commission = {"commissioned": "TP-01", "county_level_investment": investment}
            if specialised:
                commission["specialised"] = True
            if self.project.declared:
                yield self.act(
                    self.days[1], targets(), "exante.commission-reassessment", **commission
                )
                commission["reason"] = "按可行性研究批复核定（示例）。"
            yield self.act(self.days[1], targets(), "exante.commission-reassessment", **commission)
            answer = self.county.ask(
                "exante.reassessment",
                self.days[1],
                county_level_investment=investment,
                specialised=specialised,
            )
            if answer.outcome == "may_commission":
                yield from self.reassessed()
                return self.project.reassessed != self.project.exante
        return False

    def commissions(self) -> Iterator[tuple[str, bool]]:
        amounts = self.project.investments
        probe = {"county_level_investment": "0", "specialised": True}
        stated = self.county.ask("exante.reassessment", self.days[1], **probe).stated
        if amounts and stated:
            yield from ((amount, False) for amount in amounts)
            yield amounts[-1], True

    def reassessed(self) -> Iterator[Act]:
        result = self.project.reassessed
        score = "91" if result == "支持" else "58"
        fields = {"score": score, "result": result, "document": "合成再评估报告（示例）"}
        yield self.act(self.days[1], institution("TP-01"), "exante.file-reassessment", **fields)

    def findings(self, *, prepared: bool = True) -> dict[str, bool]:
        """The findings that `library.gate` asks for, where it is stated."""
        found = {"factual_basis": True, "prepared": prepared, "target_clear": True}
        return found if self.county.ask("library.gate", self.days[3], **found).stated else {}

    def entrance(self) -> Iterator[Act]:
        """The joint review at the entrance of the library, tried without one first."""
        if not reviews_jointly(self.county, self.days[3], "library"):
            return
        if self.project.code == "P01":
            yield self.act(self.days[3], targets(), "library.admit", **self.findings())
        asked = ("factual_basis", "prepared", "target_clear")
        found = [{"id": one, "reasonable": True} for one in asked]
        fields = {"findings": found, "document": "合成入库会审记录（示例）"}
        yield from _by_parties(self.days[3], self.project.unit, self.subject, fields)

    def library(self) -> Iterator[Act]:
        if self.project.asks and self.findings():
            yield self.act(self.days[3], targets(), "library.admit")
        if self.project.unprepared and self.findings():
            yield self.act(
                self.days[3], targets(), "library.admit", **self.findings(prepared=False)
            )
        yield self.act(self.days[3], targets(), "library.admit", **self.findings())

    def target(self) -> Generator[Act, None, bool]:
        """The target and the budget; gives whether a target is approved."""
        if self.project.target == "none":
            yield self.budget()
            if not self.is_made_good():
                return False
        if self.project.target == "unreasonable":
            yield from self.filed(self.days[4])
            reason = "产出指标与资金规模不匹配（示例）。"
            yield self.act(self.days[5], targets(), "target.return", reason=reason)
            yield self.budget()
            if not self.is_made_good():
                return False
        yield from self.accepted()
        yield self.budget()
        return True

    def is_made_good(self) -> bool:
        """Whether a target is approved, if need be after the budget was refused without it."""
        found = {"none": (False, True), "unreasonable": (True, False)}.get(self.project.target)
        if found is None:
            return True
        filed, reasonable = found
        return self.refused(target_filed=filed, reasonable=reasonable)

    def refused(self, **asked: bool) -> bool:
        answer = self.county.ask("target.gate", self.days[6], **asked, adjusted=False)
        return bool(answer.outcome == "refuse")

    def accepted(self) -> Iterator[Act]:
        if self.project.target == "outside_library":
            yield from self.filed(self.days[4], kind="common", library_code=f"{LIBRARY}-999")
            outside = {"kind": "common", "in_library": False}
            if (
                self.county.ask("target.indicator_source", self.days[4], **outside).outcome
                == "reject"
            ):
                there = f"{LIBRARY}-001"
                yield from self.filed(self.days[4], kind="common", library_code=there)
        else:
            again = self.project.target in {"none", "unreasonable"}
            yield from self.filed(self.days[6] if again else self.days[4])
        day = self.days[6]
        if self.project.code in self.county.data["joint_review"]:
            yield self.act(self.days[5], targets(), "target.approve")
            yield from self.jointly_reviewed()
        elif reviews_jointly(self.county, day, "project"):
            yield from _by_parties(day, self.project.unit, self.subject, _findings(good=True))
        yield self.act(day, targets(), "target.approve")

    def filed(self, on: str, **indicator: Any) -> Iterator[Act]:
        yield self.act(
            on, filer(self.project.unit), "target.file", **target(self.project, **indicator)
        )

    def jointly_reviewed(self) -> Iterator[Act]:
        """All three parties, indicator by indicator: one finds fault, the target is filed anew."""
        parties = (filer(self.project.unit), targets(), institution("TP-01"))
        first, again = self.days[5], self.days[6]
        for party, good in zip(parties, (True, True, False), strict=True):
            yield self.act(first, party, "joint-review.record", **_findings(good=good))
        yield self.act(first, targets(), "target.return", reason="会审认为产出指标偏低（示例）。")
        yield from self.filed(again)
        for party in parties:
            yield self.act(again, party, "joint-review.record", **_findings(good=True))

    def budget(self) -> Act:
        fields = {"amount": str(self.project.amount), "document": "合成预算批复（示例）"}
        approver = bureau("fin-03") if self.project.mid_year else congress()
        return self.act(self.days[6], approver, "budget.approve", **fields)


def _findings(*, good: bool) -> dict[str, Any]:
    found = [{"id": one["id"], "reasonable": True} for one in indicators(1)]
    found[0]["reasonable"] = good
    return {
        "findings": found,
        "document": "合成会审记录（示例）",
        "basis": "implementation_plan",
    }


def reviews_jointly(county: County, on: str, subject: str) -> bool:
    """Whether the rules ask for a joint review of a kind of subject on a day."""
    return bool(county.ask("target.joint_review", on, subject=subject).outcome == "required")


def _by_parties(on: str, unit: str, subject: str, fields: dict[str, Any]) -> Iterator[Act]:
    """The review of all three parties."""
    for party in (filer(unit), targets(), institution("TP-01")):
        yield act(on, party, "joint-review.record", subject, **fields)


def target(project: Now, **indicator: Any) -> dict[str, Any]:
    """The fields of a target: 90 points by indicators, 10 for execution."""
    promised = indicators(10 + int(project.code[1:]))
    promised[0] |= indicator
    return {"amount": str(project.amount), "execution_points": "10", "indicators": promised}


def indicators(quantity: int) -> list[dict[str, Any]]:
    """Four indicators with 90 points."""
    promised = (
        ("A1", "output", "完成任务数量", quantity, 30),
        ("A2", "output", "验收合格率", 95, 20),
        ("B1", "social", "受益群众人数", 400, 30),
        ("C1", "satisfaction", "服务对象满意度", 90, 10),
    )
    return [
        {
            "id": identity,
            "indicator_class": kind,
            "title": title,
            "relation": ">=",
            "target": str(value),
            "points": str(points),
        }
        for identity, kind, title, value, points in promised
    ]


def reached(promised: list[dict[str, Any]], completion: str) -> list[dict[str, str]]:
    """The value of each indicator by which all of them have this completion, in percent."""
    return [
        {"id": one["id"], "actual": f"{Decimal(one['target']) * Decimal(completion) / 100:f}"}
        for one in promised
    ]


def adjusted(project: Now) -> dict[str, Any]:
    """The fields of the adjusted target."""
    return target(replace(project, code="P99"))


def adjustment(county: County, project: Now) -> Iterator[Act]:
    """The target of one project is adjusted in July, its amount unchanged."""
    if not project.adjusted:
        return
    subject = county.project(project.code)
    fields = adjusted(project) | {"reason": "任务增加（示例）。"}
    filed, approved = county.day("07-15"), county.day("07-20")
    yield act(filed, filer(project.unit), "target.adjust", subject, **fields)
    yield act(approved, targets(), "target.approve-adjustment", subject)
    yield from disclosure(county, project, subject, "adjusted_target", county.day("07-24"))
