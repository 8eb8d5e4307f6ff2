"""A new and major policy: assessed where the rules ask for it, with a target of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from acts import Act, act, bureau, filer, targets
from county import County
from preparation import DIMENSIONS, indicators

_UNIT, _AMOUNT = "U10", "5000000"


def policies(county: County) -> Iterator[Act]:
    """One policy, the same in all years: registered, assessed where required, with its target."""
    subject = f"{county.code}/policy/Z01"
    fields = {
        "policy_name": "合成惠民政策（示例）",
        "unit": _UNIT,
        "unit_name": "示例单位10",
        "is_new": True,
        "is_major": True,
        "estimated": _AMOUNT,
        "estimated_basis": "合成全周期测算（示例）",
    }
    yield act(county.day("02-01"), bureau(), "policy.add", subject, **fields)
    unit = filer(_UNIT)
    target = _target()
    if _required(county):
        if _gated(county):
            yield act(county.day("02-02"), unit, "target.file", subject, **target)
        yield from _assessment(county, subject)
    yield act(county.day("02-12"), unit, "target.file", subject, **target)
    yield act(county.day("02-15"), targets(), "target.approve", subject)


def _required(county: County) -> bool:
    asked = {"subject": "policy", "is_new": True, "is_major": True, "funding": None}
    return bool(county.ask("exante.required", county.day("02-01"), **asked).outcome == "required")


def _gated(county: County) -> bool:
    asked = {"report_filed": False, "review_result": None}
    return bool(county.ask("exante.gate", county.day("02-02"), **asked).outcome == "refuse")


def _assessment(county: County, subject: str) -> Iterator[Act]:
    on = county.day("02-05")
    dimensions = county.ask("exante.dimensions", on).outcome or DIMENSIONS
    fields = {
        "amount": _AMOUNT,
        "dimensions": dict.fromkeys(dimensions, "已论证（示例）"),
        "document": "合成政策事前绩效评估报告（示例）",
    }
    yield act(on, filer(_UNIT), "exante.file-report", subject, **fields)
    review = {"result": "支持", "score": "92"}
    yield act(county.day("02-08"), targets(), "exante.review", subject, **review)


def _target() -> dict[str, Any]:
    return {"amount": _AMOUNT, "execution_points": "10", "indicators": indicators(50)}
