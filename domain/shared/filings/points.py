"""The refusal of points that do not meet `target.weights`, for projects and units alike."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.refusal import Refusal


def points_unmet(classes: Mapping[str, str], answer: Answer) -> Refusal:
    """Say what the points of the classes come to, and what the clause has instead."""
    execution = Decimal(classes["execution"])
    others = sum((Decimal(one) for name, one in classes.items() if name != "execution"), Decimal(0))
    wrong = answer.outcome["invalid"]
    zh = [f"预算执行率 {execution:f} 分不符合规定"] if "execution" in wrong else []
    if "sum" in wrong:
        sums = (
            f"指标分值 {others:f} 分加预算执行率 {execution:f} 分，合计 {execution + others:f} 分"
        )
        zh.append(f"{sums}，不等于规定的总分")
    clause = next((f"（{one.clause}：“{one.quote}”）" for one in answer.citations), "")
    return refusals.invalid(
        "indicators",
        f"{'；'.join(zh)}{clause}。请调整分值后重新填报。",
        f"the points do not meet the rule ({', '.join(wrong)}): the indicators have {others:f}, "
        f"the execution of the budget {execution:f}. Change them.",
        answer,
    )
