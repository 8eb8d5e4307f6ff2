"""Words of `jixiao problems`: a line for each problem, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from console.cli.render import board_words as words
from console.cli.render.event_titles import content_of, title_of
from console.cli.render.history_highlights import was_given_late
from console.cli.render.labelled_fields import labelled
from console.cli.render.rules_words import word
from domain.kernel.vocabulary import Role, business_date
from domain.rules.engine.sources import clause_list
from domain.shared.deadlines.deadline_acts import Passed
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.project_year.results.flags import flags_in, named
from projections.boards.problems import Kind, Problem
from projections.boards.rows import DeadlineState
from store.packs.packaged_packs import packaged_clauses

KINDS: dict[Kind, str] = {
    Kind.REFUSAL: "不予受理 refusal",
    Kind.REMINDER: "提醒 reminder",
    Kind.OVERDUE: "逾期 overdue",
    Kind.ESCALATION: "逾期上报 escalation",
    Kind.LATE: "迟报 late",
    Kind.RETURN: "退回 return",
    Kind.CORRECTION: "更正 correction",
    Kind.EXTENSION: "延期 extension",
    Kind.WITHDRAWAL: "撤销 withdrawal",
    Kind.WARNING: "预警 warning",
    Kind.RECTIFICATION: "整改 rectification",
    Kind.FINDING: "发现问题 finding",
    Kind.LAPSE: "漏发整改通知 lapse",
    Kind.FLAG: "标记 flag",
    Kind.CAP: "等次受限 cap",
    Kind.VETO: "一票否决 veto",
    Kind.REOPENING: "重启评定 reopening",
    Kind.RECOVERY: "收回资金 recovery",
    Kind.ACCOUNTABILITY: "问责 accountability",
    Kind.UNREACHED: "未送达 not reached",
}
"""The name of each kind."""

_MET = {DeadlineState.MET, DeadlineState.MET_LATE}
_NEXT = {
    "remind": "请按期办理 do it by then",
    "due": "当日到期 due that day",
    "overdue": "期限已过，尽快补办 the day is past: do it now",
}
_WHY = {
    "monitoring_cap": (
        "两次监控审核不合格且未整改，不得评为优秀、良好。",
        "both monitoring reviews failed and nothing was rectified: neither excellent nor good.",
    ),
    "audit_cap": (
        "审计、监督检查发现问题，不得评为优秀、良好。",
        "audit or inspection found a problem: neither excellent nor good.",
    ),
    "major_problem": (
        "资金使用存在重大问题，直接列入较差。",
        "a major problem in the use of funds: poor at once.",
    ),
    "veto": (
        "自评结果真实性存在问题，一票否决。",
        "the self-evaluation is untrue: vetoed.",
    ),
}


def head(problem: Problem) -> str:
    """The event's title and name, or the refused act."""
    if problem.kind is Kind.REFUSAL:
        return problem.name
    if problem.kind is Kind.UNREACHED:
        return f"{problem.data['subject']} {problem.name}"
    return f"{title_of(problem.name, dict(problem.data))} {problem.name}"


def why(problem: Problem) -> Iterator[str]:
    """The reason, in lines."""
    if problem.outcome is not None:
        yield f"{problem.outcome['code']}: {problem.outcome['zh']}"
        yield problem.outcome["en"]
    elif problem.step is not None:
        before, after = (word(problem.step[one]) for one in ("before", "after"))
        zh, en = _WHY[problem.step["step"]]
        yield f"{before} → {after}: {zh}"
        yield en
    elif problem.kind is Kind.WARNING and "last_day" in problem.data:
        yield _vacancy(problem.data)
    elif problem.kind is Kind.WARNING and "unchecked" in problem.data:
        named = "、".join(problem.data["unchecked"])
        yield f"共性指标尚未核对：{named}。当时没有采用指标库，请财政部门采用后核对"
        yield f"common indicators that were not looked up, as no library was adopted: {named}"
    elif problem.kind is Kind.FLAG:
        yield from flag_lines(problem.data)
    elif problem.data.get("lapsed"):
        rounds = "、".join(problem.data["lapsed"])
        yield f"未下发整改通知，不计入等次限制的轮次：{rounds}"
        yield f"rounds without a notice of rectification, which do not count for the cap: {rounds}"
    elif problem.name == Passed.name:
        yield _deadline(problem)
    else:
        labels = CATALOGUES.event(problem.name, problem.data).labels
        yield labelled(problem.data, labels) if labels else content_of(dict(problem.data))
    if problem.extended is not None:
        yield _extended(problem.extended)


def flag_lines(data: Mapping[str, Any]) -> tuple[str, str]:
    """What was found about a project and changed no grade, in Chinese and English.

    `data` are the fields of a grade, or of a use of a result that gives no reason for priority.
    """
    flags = flags_in(data)
    zh, en = f"{named(flags)}，依现行规定未影响评价等次", ", ".join(flags)
    if "chain" in data:
        return zh, f"found and without effect on the grade by the rules in force: {en}"
    return f"{zh}；优先保障未说明理由", f"priority without a reason, beside what was found: {en}"


def _vacancy(data: Mapping[str, Any]) -> str:
    """A role that nobody holds, or will hold soon, and who fills it."""
    whose = f"{data['organisation']} {words.role(data['role'])}"
    said = f"{data['person']} 任 {whose} 至 until {data['last_day']}"
    if not data["vacant"]:
        return f"{said} · 届满后无人接任，请先登记继任 nobody follows: assign a successor before"
    by = "本级或上级人民政府 the government" if data["role"] == Role.FINANCE else "财政部门 finance"
    return f"{said} · 现无人在任，由 nobody holds it now, to be filled by {by} (role.assign)"


def _extended(later: Mapping[str, str]) -> str:
    """The extension that came after a late filing; the filing stays late."""
    until, on, approver = later["until"], later["on"], later["approver"]
    zh = f"{on} 由 {approver} 准予延期至 {until}（仍记迟报）"
    return f"{zh} extended later to {until} by {approver} on {on}, late all the same"


def _deadline(problem: Problem) -> str:
    data = problem.data
    what = f"{words.deadline(data['deadline'])} · 期限 due {data['due']}"
    who = f"责任 by {words.role(data['responsible'])}"
    told = ""
    if data["step"] == "escalate":
        whom = data.get("above") or data.get("escalated_to") or "–"
        told = f" · 上报 escalated to {words.role(whom)}"
    return f"{what} · {who}{told}{_asks(problem)}{_late(problem)}"


def _asks(problem: Problem) -> str:
    """The work to do, with a note if it was done or has another day now."""
    data, now = problem.data, problem.now
    if now is None:
        return " · 现已无需办理 nothing to do any more"
    if now.state in _MET:
        return f" · 已于 {now.filed_on} 办理 done on {now.filed_on}"
    if now.due.isoformat() != data["due"]:
        return f" · 期限已改为 {now.due} due on {now.due} now"
    return f" · {_NEXT[data['step']]}" if data["step"] in _NEXT else ""


def _late(problem: Problem) -> str:
    """The mark of a step that was taken later than planned: a late notice, or a late lapse."""
    if was_given_late(problem.data, problem.recorded_at):
        return " · 补发 given late"
    found = business_date(problem.recorded_at)
    return f" · 发现于 found on {found}" if found > problem.on else ""


@cache
def _quotes() -> dict[str, str]:
    return {one.id: one.quote for one in clause_list(packaged_clauses()).values()}


def quote(clause: str) -> str:
    """The text of a clause; empty if no document has it."""
    return _quotes().get(clause, "")
