"""What becomes of the twelve projects, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Iterator

from acts import (
    Act,
    auditor,
    budget,
    bureau,
    department,
    evaluation,
    filer,
    government,
    institution,
    key,
    panel,
    targets,
)
from acts import monitoring as reviewer
from evaluated import report
from life import AUGUST, MAY, Life

_FULL_PANEL = ("finance", "third_party", "npc_deputy", "evaluation_expert", "industry_expert")
_WITHOUT_DEPUTY = tuple(one for one in _FULL_PANEL if one != "npc_deputy")


def stories() -> Iterator[Act]:
    """All acts on the projects."""
    for tell in (_p01, _p02, _p03, _p04, _p05, _p06, _p07, _p08, _p09, _p10, _p11, _p12):
        yield from tell(Life(tell.__name__[1:].upper()))


def _p01(life: Life) -> Iterator[Act]:
    """On time on the 7th; exactly 20 points apart; corrected before its review and after it."""
    yield life.budget_approved("2025-01-08")
    yield from life.prepared()
    yield life.published("2025-01-25", "project_target")
    yield life.filed("2025-06-07", MAY, 40, "60.00")
    yield life.reviewed("2025-06-12", MAY, "75", rectify_by="2025-06-28")
    yield from life.rectified("2025-06-24", "2025-06-26", MAY)
    wrong = life.filed("2025-09-03", AUGUST, 7, "72")
    yield wrong
    fields = {"filing": f"monitoring.result:{AUGUST}", "action": "replace"}
    told = {"reason": "执行数填报有误（示例）。", "replacement": life.result(70, "72")}
    yield life.act("2025-09-05", life.unit, "correct", **fields, **told)
    yield life.reviewed("2025-09-10", AUGUST, "88")
    yield life.act("2025-09-12", life.unit, "correct", **fields, **told)
    yield life.self_evaluated("2026-03-16", 96)
    yield life.self_reviewed()
    fields = report(91)
    yield life.act("2026-04-24", department("U01"), "department-evaluation.file-report", **fields)
    yield life.act("2026-05-14", evaluation(), "department-evaluation.review")
    yield from _key_evaluation(life)
    yield life.graded("2026-07-15")
    yield life.proposed("2026-07-16")
    yield life.applied(life.amount)
    yield life.published("2026-07-22", "self_evaluation_form")


def _key_evaluation(life: Life) -> Iterator[Act]:
    """Evaluated by a third party; the first panel lacks its deputy of the people's congress."""
    bought = {"institution": "TP-01", "procured": True}
    yield life.act("2026-05-20", key(), "key-evaluation.commission", **bought)
    bought["procurement_reference"] = "合成采购〔示例〕号"
    yield life.act("2026-05-20", key(), "key-evaluation.commission", **bought)
    evaluator = institution("TP-01")
    yield life.act("2026-06-18", evaluator, "key-evaluation.file-report", **report(92))
    views = "对评价结论无异议（示例）。"
    yield life.act("2026-06-24", life.unit, "key-evaluation.exchange-views", views=views)
    for on, members in (("2026-07-03", _WITHOUT_DEPUTY), ("2026-07-08", _FULL_PANEL)):
        sat = {"members": list(members), "passed": True, "opinion": "评审意见（示例）。"}
        yield life.act(on, panel(), "key-evaluation.panel-review", **sat)
    yield life.act("2026-07-14", key(), "key-evaluation.finalise")


def _p02(life: Life) -> Iterator[Act]:
    """Late on the 8th; 19.99 points apart; filed twice; its self-evaluation is found untrue."""
    yield from life.prepared()
    yield life.published("2025-01-25", "project_target")
    yield life.filed("2025-06-08", MAY, 40, "59.99")
    yield life.filed("2025-06-08", MAY, 41, "59.99")
    yield life.reviewed("2025-06-12", MAY, "80")
    yield life.filed("2025-09-04", AUGUST, 75, "80")
    yield life.reviewed("2025-09-10", AUGUST, "86")
    yield life.self_evaluated("2026-03-18", 99)
    yield life.self_reviewed()
    found = {"untrue": True, "findings": "核心指标完成数与现场不符（示例）。"}
    yield life.act("2026-06-24", evaluation(), "authenticity.record-finding", **found)
    yield life.graded()
    yield life.proposed()
    recovered = {"amount": "300000", "reason": "一票否决，收回资金（示例）。"}
    yield life.act("2026-07-14", budget(), "funds.recover", **recovered)
    proposed = {"against": "department", "reason": "自评不真实（示例）。"}
    yield life.act("2026-07-15", bureau(), "accountability.propose", **proposed)
    measure = {"measure": "hold_to_account", "whom": "项目负责人（示例）"}
    yield life.act(
        "2026-07-24",
        government(),
        "accountability.record",
        **measure,
        document="合成政府文件（示例）",
    )
    yield life.applied(life.amount // 2)


def _p03(life: Life) -> Iterator[Act]:
    """Below 60 by a hundredth; another unit files for it; its self-evaluation never comes."""
    yield from life.prepared()
    yield life.filed("2025-06-05", MAY, 50, "55", by=filer("U01"))
    yield life.filed("2025-06-05", MAY, 50, "55")
    yield life.reviewed("2025-06-12", MAY, "59.99", rectify_by="2025-06-28")
    yield from life.rectified("2025-06-30", "2025-07-02", MAY)
    yield life.filed("2025-09-05", AUGUST, 74, "79")
    yield life.reviewed("2025-09-10", AUGUST, "84")


def _p04(life: Life) -> Iterator[Act]:
    """Exactly 60; who filed also reviews; acts out of their order; an extension."""
    yield from life.prepared()
    yield life.published("2025-01-25", "project_target")
    yield life.reviewed("2025-06-03", MAY, "60")
    yield life.filed("2025-06-05", MAY, 50, "55")
    yield life.reviewed("2025-06-12", MAY, "60", own=True)
    yield life.reviewed("2025-06-12", MAY, "60")
    yield life.self_evaluated("2025-06-20")
    extension = {"deadline": f"monitoring.result:{AUGUST}", "until": "2025-09-15"}
    granted = {"approver": "合成审批人（示例）", "reason": "数据暂时无法取得（示例）。"}
    yield life.act("2025-09-04", reviewer(), "extend", **extension, **granted)
    yield life.filed("2025-09-15", AUGUST, 76, "81")
    yield life.reviewed("2025-09-18", AUGUST, "87")
    yield life.self_evaluated("2026-03-31")
    yield life.graded("2026-04-08")
    yield life.self_reviewed()
    fields = report(90)
    yield life.act("2026-05-01", department("U02"), "department-evaluation.file-report", **fields)
    yield life.act("2026-05-14", evaluation(), "department-evaluation.review")
    yield life.graded()
    yield life.proposed()
    yield life.applied(life.amount)


def _p05(life: Life) -> Iterator[Act]:
    """Fails twice and ignores both notices: the cap."""
    yield from life.prepared()
    yield life.filed("2025-06-06", MAY, 30, "45")
    yield life.reviewed("2025-06-12", MAY, "50", rectify_by="2025-06-28")
    yield life.found_unmet("2025-06-28", MAY)
    yield life.found_unmet("2025-07-03", MAY)
    yield life.filed("2025-09-06", AUGUST, 55, "62")
    yield life.reviewed("2025-09-10", AUGUST, "52", rectify_by="2025-09-28")
    yield life.found_unmet("2025-10-10", AUGUST)
    yield from life.evaluated()
    yield life.proposed()
    yield life.applied(life.amount)


def _p06(life: Life) -> Iterator[Act]:
    """Fails twice and rectifies: no cap, until audit finds something. No department report."""
    yield from life.prepared()
    yield life.filed("2025-06-06", MAY, 30, "45")
    yield life.reviewed("2025-06-12", MAY, "50", rectify_by="2025-06-28")
    yield from life.rectified("2025-06-20", "2025-06-23", MAY)
    yield life.filed("2025-09-06", AUGUST, 55, "62")
    yield life.reviewed("2025-09-10", AUGUST, "52", rectify_by="2025-09-28")
    measures = {"node": AUGUST, "measures": "加快进度（示例）。"}
    yield life.act("2025-09-18", life.unit, "rectification.report", **measures)
    rejected = {"node": AUGUST, "reason": "措施不具体（示例）。"}
    yield life.act("2025-09-19", reviewer(), "rectification.reject", **rejected)
    yield from life.rectified("2025-09-24", "2025-09-26", AUGUST)
    yield from life.evaluated()
    yield from _fed_back(life)
    reason = {"reason": "评定后有新的审计发现（示例）。"}
    yield life.act("2026-07-08", evaluation(), "grade.reopen", **reason)
    found = {"document": "合成审计报告（示例）", "finding": "资金滞留（示例）。"}
    yield life.act("2026-07-14", auditor(), "audit.record-finding", **found)
    yield life.act("2026-07-16", evaluation(), "grade.reopen", **reason)
    yield life.graded("2026-07-17")


def _fed_back(life: Life) -> Iterator[Act]:
    """Two problems of the self-evaluation: one is closed, the other found unmet, carried over."""
    about = {"clause": "合成资金管理办法第五条（示例）", "rectify_by": "2026-06-15"}
    problems = [
        {"id": "W1", "text": "项目台账不全（示例）。", "measure": "补记台账（示例）。", **about},
        {"id": "W2", "text": "验收资料未归档（示例）。", **about},
    ]
    source = {"source": "self_evaluation"}
    yield life.act("2026-05-20", evaluation(), "feedback.give", **source, problems=problems)
    first, second = source | {"problems": ["W1"]}, source | {"problems": ["W2"]}
    done = {"measures": "台账已补记（示例）。"}
    yield life.act("2026-06-10", life.unit, "rectification.report", **first, **done)
    yield life.act("2026-06-12", evaluation(), "rectification.accept", **first)
    unmet = {"reason": "期限已过，未提交整改报告（示例）。"}
    yield life.act("2026-06-17", evaluation(), "rectification.find-unmet", **second, **unmet)
    later = {"reason": "验收推迟到下半年（示例）。", "rectify_by": "2026-12-31"}
    yield life.act("2026-06-18", evaluation(), "rectification.carry-over", **second, **later)


def _p07(life: Life) -> Iterator[Act]:
    """Fails twice and refuses to rectify, both times: the cap.

    The bureau finds the second refusal only when the grade was refused for want of it.
    """
    yield from life.prepared()
    yield life.filed("2025-06-06", MAY, 30, "45")
    yield life.reviewed("2025-06-12", MAY, "50", rectify_by="2025-06-28")
    yield life.refuses("2025-06-20", MAY)
    yield life.found_refused("2025-07-03", MAY)
    yield life.filed("2025-09-06", AUGUST, 55, "62")
    yield life.reviewed("2025-09-10", AUGUST, "52", rectify_by="2025-09-28")
    yield life.refuses("2025-09-22", AUGUST)
    yield from life.evaluated("2026-04-01")
    yield life.found_refused("2026-07-07", AUGUST)
    yield life.graded("2026-07-08")


def _p08(life: Life) -> Iterator[Act]:
    """Added in July, so monitored in August only; below 80: what is deducted waits for a ruling."""
    yield life.admitted("2025-07-14")
    yield life.target_filed("2025-07-15")
    yield life.target_approved("2025-07-18")
    yield life.budget_approved("2025-07-21")
    yield life.filed("2025-07-25", MAY, 10, "10")
    yield life.filed("2025-09-05", AUGUST, 60, "65")
    yield life.reviewed("2025-09-10", AUGUST, "78")
    yield from life.evaluated(reached=70)
    yield life.proposed()
    yield life.applied(life.amount)


def _p09(life: Life) -> Iterator[Act]:
    """Its target is sent back and never adjusted: no budget."""
    yield life.admitted()
    yield life.target_filed()
    reason = "产出指标与资金规模不匹配（示例）。"
    yield life.act("2025-01-15", targets(), "target.return", reason=reason)
    yield life.budget_approved()


def _p10(life: Life) -> Iterator[Act]:
    """Withdrawn in June; nothing more is taken."""
    yield from life.prepared()
    yield life.filed("2025-06-06", MAY, 10, "12")
    review = f"monitoring.review:{MAY}"
    withdrawn = {
        "reason": "建设条件不具备（示例）。",
        "executed": "60000",
        "duties": [{"of": review, "decision": "不再审核，已支出资金由财政收回（示例）。"}],
    }
    yield life.act("2025-06-20", bureau(), "project.withdraw", **withdrawn)
    yield life.reviewed("2025-06-23", MAY, "70")


def _p11(life: Life) -> Iterator[Act]:
    """New, and nobody files the report of its ex-ante assessment: neither library nor budget."""
    yield life.admitted()
    yield life.target_filed()
    yield life.budget_approved()


def _p12(life: Life) -> Iterator[Act]:
    """Another unit files under a delegation that covers May; in August it has ended."""
    yield from life.prepared()
    other = filer("U02")
    given = {"organisation": "U02", "since": "2025-06-01", "until": "2025-06-30"}
    yield life.act("2025-05-28", life.unit, "delegate", **given, document="合成委托书（示例）")
    yield life.filed("2025-06-06", MAY, 52, "57", by=other)
    yield life.reviewed("2025-06-12", MAY, "82")
    yield life.filed("2025-09-05", AUGUST, 76, "81", by=other)
    yield life.filed("2025-09-08", AUGUST, 76, "81")
    yield life.reviewed("2025-09-10", AUGUST, "85")
    yield from life.evaluated()
