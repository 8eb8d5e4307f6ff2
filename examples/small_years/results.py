"""Final grades of the budget year before, use of results, accountability, disclosure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import earlier
from acts import Act, act, auditor, budget, bureau, evaluation, government
from county import County
from disclosing import disclosure, excepted_by, keeping_back
from evaluated import Scored, selected_by_departments
from situations import Before

RULE = "results.budget_action"
FINALISED = "08-10"

_REOPENED = ("08-22", "08-24")
_PROPOSED, _BEFORE_RECOVERY, _APPLIED = "09-01", "09-08", "09-15"
_AFTER_RULINGS = ("10-20", "10-25")
_DISCLOSED = "09-24"
_DEPARTMENT = 8_000_000
"""What all projects of a department are planned to get in the next year, in yuan."""


def results(county: County, project: Before, scored: Scored) -> Iterator[Act]:
    """From the findings to what the result leads to in the next budget."""
    yield from _Used(county, project, scored).acts()


@dataclass(frozen=True)
class _Final:
    """The final grade that stands on a day, and what it leads to."""

    grade: str
    score: str
    veto: bool


class _Used:
    """The use of one project's result."""

    def __init__(self, county: County, project: Before, scored: Scored) -> None:
        self.county, self.project, self.scored = county, project, scored
        self.subject = county.project(project.code, -1)

    def act(self, on: str, actor: Act, command: str, **fields: Any) -> Act:
        return act(self.county.day(on), actor, command, self.subject, **fields)

    def acts(self) -> Iterator[Act]:
        yield from self.findings()
        yield self.act(FINALISED, evaluation(), "grade.finalise")
        if earlier.waits(self.county, self.project):
            yield from earlier.found_at_last(self.county, self.project)
            yield self.act(earlier.GRADED, evaluation(), "grade.finalise")
        yield from self.audited_later()
        yield from self.use()
        yield from self.accountability()
        yield from self.disclosed()

    def findings(self) -> Iterator[Act]:
        if self.project.audited:
            fields = {"document": "合成审计报告（示例）", "finding": "资金滞留（示例）。"}
            yield self.act(self.project.audited, auditor(), "audit.record-finding", **fields)
        if self.project.checked:
            fields = {"source": "supervision", "document": "合成检查结论（示例）"}
            fields["finding"] = "账实不符（示例）。"
            command = "finding.record"
            yield self.act(self.project.checked, auditor(), command, **fields)
            yield self.act(self.project.checked, bureau(), command, **fields)
        if self.project.major_problem:
            told = {"problem": "挪用专项资金（示例）。"}
            command = "funds.record-major-problem"
            yield self.act("07-24", bureau(), command, **told)
            told |= {"document": "合成认定文件（示例）", "decider": "合成认定人（示例）"}
            yield self.act("07-25", bureau(), command, **told)

    def audited_later(self) -> Iterator[Act]:
        """A finding after the final grade reopens it; without one it is not reopened."""
        reopened, again = _REOPENED
        fields = {"reason": "评定后有新的审计发现（示例）。"}
        if self.project.excepted_in_vain:
            yield self.act(reopened, evaluation(), "grade.reopen", **fields)
        if self.project.audited and self.project.audited > FINALISED:
            yield self.act(reopened, evaluation(), "grade.reopen", **fields)
            yield self.act(again, evaluation(), "grade.finalise")
        if self.project.found_untrue:
            yield from self.found_untrue(self.project.found_untrue)

    def found_untrue(self, on: str) -> Iterator[Act]:
        """Daily management finds the form untrue; where that vetoes, the old grade is not used."""
        fields = {"source": "daily_management", "document": "合成日常管理记录（示例）"}
        fields["finding"] = "自评填报的完成值与台账不符（示例）。"
        yield self.act(on, bureau(), "finding.record", untrue=True, **fields)
        if not self.final().veto:
            return
        yield self.proposal(on)
        reopened, again = _REOPENED
        reason = "评定后发现自评不真实（示例）。"
        yield self.act(reopened, evaluation(), "grade.reopen", reason=reason)
        yield self.act(again, evaluation(), "grade.finalise")

    def is_untrue(self, on: str) -> bool:
        """Whether the self-evaluation was found untrue by a day, in the draw or outside of it."""
        found = self.project.found_untrue
        return self.project.untrue or (found is not None and self.county.day(found) < on)

    def final(self, on: str = _PROPOSED) -> _Final:
        """The grade by the rules, as the decider asks them."""
        on = self.county.day(on)
        scores = self.scored.scores
        source = self.county.ask("grade.score_source", on, available=sorted(scores)).outcome
        history = self.project.history
        nodes = [self.county.day(day, -1) for day in ("05-31", "08-31")] if history else []
        answer = self.county.ask(
            "grade.final",
            on,
            score=scores[source],
            failed_reviews=nodes,
            rectified=history.get("rectified", not history),
            refused=history.get("refused", False),
            audit_findings=bool(self.project.audited) + bool(self.project.checked),
            major_problem=self.project.major_problem,
            untrue_self_evaluation=self.is_untrue(on),
        )
        steps = [one["step"] for one in answer.outcome["chain"]]
        return _Final(answer.outcome["grade"], answer.outcome["score"], "veto" in steps)

    def asked(self, on: str, department: int | None = None) -> dict[str, Any]:
        final, project = self.final(), self.project
        answer = self.county.ask(
            RULE,
            self.county.day(on),
            grade=final.grade,
            score=final.score,
            planned=str(project.amount),
            targets_met=not project.targets_missed,
            overlapping=project.overlapping,
            veto=final.veto,
            department_projects=None if department is None else str(department),
        )
        return answer.outcome or {"actions": [], "alternatives": False, "deduction": None}

    def proposal(self, on: str, **fields: Any) -> Act:
        project = self.project
        fields |= {
            "planned": str(project.amount),
            "targets_met": not project.targets_missed,
            "overlapping": project.overlapping,
        }
        return self.act(on, budget(), "results.propose", **fields)

    def application(self, on: str, amount: Any = None, **fields: Any) -> Act:
        arranged = str(self.project.amount if amount is None else amount)
        return self.act(on, budget(), "results.apply", amount=arranged, **fields)

    def use(self) -> Iterator[Act]:
        outcome = self.asked(_PROPOSED)
        yield self.proposal(_PROPOSED)
        actions = outcome["actions"]
        if "recover" in actions and self.final().veto:
            yield from self.recovery()
        if "deduct" in actions:
            yield from self.deducted()
        elif "adjust" in actions:
            yield from self.adjusted()
        elif "not_arranged" in actions:
            yield from self.excepted()
        elif outcome["alternatives"]:
            yield from self.chosen()
        elif {"reduce_or_cancel", "reduce"} & set(actions):
            yield from self.reduced()
        else:
            yield from self.arranged(actions)

    def recovery(self) -> Iterator[Act]:
        """Nothing is arranged before the money is taken back."""
        yield self.application(_BEFORE_RECOVERY, self.project.amount // 2)
        fields = {"amount": str(self.project.amount // 3), "reason": "一票否决，收回资金（示例）。"}
        yield self.act(_APPLIED, budget(), "funds.recover", **fields)

    def deducted(self) -> Iterator[Act]:
        """Without a ruling on the ratio nothing is deducted; with one it is proposed anew."""
        yield self.application(_APPLIED)
        again, applied = _AFTER_RULINGS
        deduction = self.asked(again)["deduction"]
        if deduction is None:
            yield from self.deducted_of_department()
            return
        yield self.proposal(again)
        yield self.application(applied)
        yield self.application(applied, self.project.amount - int(deduction))

    def deducted_of_department(self) -> Iterator[Act]:
        """Where a part of what the department's projects get is ruled, it lands on its unit."""
        again, applied = _AFTER_RULINGS
        deduction = self.asked(again, _DEPARTMENT)["deduction"]
        if deduction is None:
            return
        yield self.proposal(again)
        yield self.proposal(again, department_projects=str(_DEPARTMENT))
        yield self.application(applied)
        document = f"合成扣减通知〔示例〕{self.project.code}"
        fields = {
            "of_project": self.project.code,
            "department_projects": str(_DEPARTMENT),
            "deduction": deduction,
            "arranged": str(_DEPARTMENT - int(deduction)),
            "document": document,
        }
        unit = self.county.unit(self.project.unit)
        command = "department-deduction.record"
        yield act(self.county.day(applied), budget(), command, unit, **fields)
        yield self.application(applied, department_deduction=document)

    def adjusted(self) -> Iterator[Act]:
        """What is adjusted is written down; the amount is free."""
        most = self.project.amount * 4 // 5
        yield self.application(_APPLIED, most)
        told = {"adjustment": "交叉部分并入同类项目（示例）。"}
        yield self.application(_APPLIED, most, **told)

    def reduced(self) -> Iterator[Act]:
        """As much as was planned is no cut."""
        yield self.application(_APPLIED)
        yield self.application(_APPLIED, self.project.amount // 2)

    def arranged(self, actions: list[str]) -> Iterator[Act]:
        """Less than planned needs a factor and a reason where priority is due."""
        if not self.project.arranged_less:
            yield self.application(_APPLIED, **self.reason(actions))
            return
        less = self.project.amount * 9 // 10
        yield self.application(_APPLIED, less)
        if "priority" in actions:
            why = {"factor": "fiscal_capacity", "reason": "本级财力不足（示例）。"}
            yield self.application(_APPLIED, less, **why)

    def reason(self, actions: list[str]) -> dict[str, str]:
        """One project is given priority in spite of what was found, and the bureau says why."""
        if self.project.reasoned and "priority" in actions:
            return {"reason": "审计问题已整改销号（示例）。"}
        return {}

    def excepted(self) -> Iterator[Act]:
        """In principle nothing is arranged: money needs an exception on record."""
        half = self.project.amount // 2
        yield self.application(_APPLIED, half)
        granted = {"rule": RULE, "reference": "合成例外〔示例〕1号"}
        yield self.application(_APPLIED, half, exception=granted["reference"])
        fields = {"approver": "合成审批人（示例）", "reason": "涉及基本民生（示例）。"}
        yield self.act("09-18", bureau(), "exception.grant", **granted, **fields)
        yield self.application("09-19", half, exception=granted["reference"])

    def chosen(self) -> Iterator[Act]:
        """One of the alternatives is chosen; to clear or to recover is an act that comes first."""
        yield self.application(_APPLIED)
        choice, half = self.project.choice, self.project.amount // 2
        yield self.application(_APPLIED, half, action=choice)
        done = {"clear_carry_over": "carry-over.clear", "recover": "funds.recover"}
        fields = {"amount": str(self.project.amount // 4), "reason": "低效资金（示例）。"}
        yield self.act("09-18", budget(), done[str(choice)], **fields)
        yield self.application("09-19", half, action=choice)

    def accountability(self) -> Iterator[Act]:
        """The bureau criticises, the government holds to account after a proposal."""
        if self.project.untrue and self.triggered("10-11", untrue=True):
            yield from self.held_for_untruth()
        if not self.project.held_to_account:
            return
        told = {"whom": "项目负责人（示例）", "document": "合成政府文件（示例）"}
        record = "accountability.record"
        yield self.act("10-10", government(), record, measure="hold_to_account", **told)
        facts = {"against": "department", "reason": "绩效结果较差（示例）。"}
        if self.county.ask("accountability.trigger", self.county.day("10-11"), **_facts()).stated:
            yield self.act("10-11", bureau(), "accountability.propose", **facts)
            untrue = {"untrue": True, **facts}
            yield self.act("10-12", bureau(), "accountability.propose", **untrue)
            yield self.act("10-12", bureau(), "accountability.propose", poor_results=True, **facts)
            yield self.act("10-18", government(), record, measure="hold_to_account", **told)
        yield self.act("10-18", government(), record, measure="circulated_criticism", **told)
        told = {"whom": "项目单位负责人（示例）", "document": "合成约谈通知（示例）"}
        yield self.act("10-19", bureau(), record, measure="hold_to_account", **told)
        yield self.act("10-19", bureau(), record, measure="regulatory_talk", **told)
        told = {"whom": "项目单位（示例）", "document": "合成督办函（示例）"}
        yield self.act("10-20", bureau(), record, measure="other", **told)
        yield self.act("10-20", bureau(), record, measure="other", words="发函督办（示例）", **told)

    def triggered(self, on: str, **facts: bool) -> bool:
        """Whether the rules hold somebody of the department to account for these facts."""
        answer = self.county.ask("accountability.trigger", self.county.day(on), **_facts(**facts))
        return answer.stated and bool(answer.outcome["hold_to_account"])

    def held_for_untruth(self) -> Iterator[Act]:
        """An untrue self-evaluation: the fact stands in the log, nobody writes it."""
        facts = {"against": "department", "reason": "自评不真实（示例）。"}
        yield self.act("10-11", bureau(), "accountability.propose", **facts)
        told = {"whom": "项目单位和项目负责人（示例）", "document": "合成追责决定（示例）"}
        measure = {"measure": "hold_to_account", **told}
        yield self.act("10-18", government(), "accountability.record", **measure)

    def disclosed(self) -> Iterator[Act]:
        made = ["self_evaluation_form"]
        if self.project.code in selected_by_departments(self.county):
            made.append("department_evaluation_report")
        if "finance" in self.scored.scores:
            made.append("key_evaluation_report")
        for artefact in made:
            yield from self.made_public(artefact, self.county.day(_DISCLOSED))
        if self.project.excepted_in_vain:
            fields = {"artefact": made[-1], "approver": "示例", "reason": "不便公开（示例）。"}
            yield self.act(_DISCLOSED, bureau(), "disclosure.approve-exception", **fields)

    def made_public(self, artefact: str, on: str) -> Iterator[Act]:
        """One artefact; what is sensitive is kept back where the text excepts it."""
        what = (self.county, self.project, self.subject, artefact, on)
        extent = self.project.sensitive
        if not extent:
            yield from disclosure(*what)
            return
        yield keeping_back(self.subject, artefact, on, extent)
        excepted = "sensitive_information" in excepted_by(self.county, artefact, on)
        if not excepted or extent == "part":
            yield from disclosure(*what, redacted=excepted)


def _facts(**facts: bool) -> dict[str, Any]:
    names = ("duty_not_performed", "major_omission", "deducted_or_criticised", "ineffective")
    none = dict.fromkeys((*names, "poor_results", "untrue"), False)
    return {**none, "who": "department", **facts}
