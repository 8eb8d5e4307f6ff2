"""Words of monitoring rounds in explanations: the scores and the analysis of a round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.subjects.project_year.monitoring.score_basis import line_of

_NAMED = 20
"""How many projects a line names."""

FIGURES = {
    "projects": "纳入监控 in the round",
    "filed": "已填报 filed",
    "late": "迟报 filed late",
    "reviewed": "已审核 reviewed",
    "failed": "审核不合格 failed",
    "notified": "下发整改通知 notified",
    "accepted": "整改完成 accepted",
    "unmet": "认定未整改 found unmet",
    "refused": "拒不整改 refused",
    "warned": "预警后待分析原因 cause to be analysed",
}
"""What is counted of a round."""

REASONS = {
    "score": "监控得分不合格 score",
    "deviation": "执行与完成偏离 deviation",
    "judgement": "财政部门认定 judgement",
}
"""The reasons of notices."""

_RATES = {
    "filing_rate": "填报率 filed",
    "failure_rate": "不合格率 failed",
    "rectification_rate": "整改完成率 rectified",
    "execution_rate": "预算执行率 executed",
    "completion_rate": "平均总体完成率 mean completion",
}


def score_lines(scores: list[dict[str, Any]]) -> Iterator[str]:
    """The year's monitoring scores that a decision on money refers to."""
    yield from (f"{zh} · {en}" for zh, en in map(line_of, scores))
    if not scores:
        yield "本年没有监控评分 no monitoring score this year"


def analysis_lines(data: Mapping[str, Any]) -> Iterator[str]:
    """The counts, rates and reasons of an analysed round, by the fields of its event."""
    yield from (f"{FIGURES[one['figure']]}: {_counted(one)}" for one in data["figures"])
    yield from (f"整改原因 {REASONS[one['reason']]}: {_counted(one)}" for one in data["reasons"])
    rates = (f"{said} {data[name]}%" for name, said in _RATES.items() if name in data)
    yield " · ".join(rates)


def _counted(one: Mapping[str, Any]) -> str:
    """The number, and the projects where there are few; of a long list its digest."""
    ids, count = one.get("ids"), one["count"]
    if ids is None:
        return f"{count}（sha256 {one['sha256'][:12]}）"
    named = "、".join(ids[:_NAMED]) + ("…" if len(ids) > _NAMED else "")
    return f"{count}（{named}）" if ids else f"{count}"
