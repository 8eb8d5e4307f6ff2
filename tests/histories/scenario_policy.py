"""A policy from its ex-ante assessment to its disclosure, one taken back, and a work calendar.

No year is opened: they are in none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.engine.tiny import COUNTY, Line, act, finance, indicators

UNTIL = date(2023, 9, 29)
ASSESSED, WITHDRAWN = "assessed", "withdrawn"
PATHS = (ASSESSED, WITHDRAWN)
"""The paths, each the code of its policy."""

CLERK = {"id": "clerk-policy", "organisation": "U-policy", "role": "unit"}
EVALUATOR = {"id": "evaluator-01", "organisation": "A1", "role": "third_party"}
EXPERTS = {"id": "expert-01", "organisation": "652825-experts", "role": "expert_panel"}
DIMENSIONS = (
    "necessity",
    "economy",
    "feasibility",
    "target_reasonableness",
    "funding_compliance",
)
PANEL = ["finance", "third_party", "cppcc_member", "evaluation_expert", "industry_expert"]


def on(day: str, who: Line, command: str, policy: str, **fields: Any) -> Line:
    return {**act(day, who, command, **fields), "subject": f"{COUNTY}/policy/{policy}"}


def added(day: str, policy: str) -> Line:
    register = {
        "policy_name": f"合成政策{policy}",
        "unit": "U-policy",
        "unit_name": "合成单位",
        "is_new": True,
        "is_major": True,
        "estimated": "5000000",
        "estimated_basis": "合成估算",
    }
    return on(day, finance(), "policy.add", policy, **register)


def prepared(policy: str) -> Iterator[Line]:
    report = {
        "amount": "5000000",
        "dimensions": dict.fromkeys(DIMENSIONS, "合成"),
        "document": "合成评估报告",
    }
    target = {"amount": "5000000", "execution_points": "10", "indicators": indicators()}
    day = {"deadline": "target.filing", "due": "2023-03-10", "document": "合成通知1号"}
    yield on("2023-01-20", CLERK, "exante.file-report", policy, **report)
    yield on("2023-01-30", finance(), "exante.review", policy, result="支持", score="92")
    yield on("2023-02-06", finance(), "deadline.set", policy, **day)
    yield on("2023-03-13", CLERK, "target.file", policy, **target)
    yield on("2023-03-15", finance(), "target.approve", policy)


def evaluated(policy: str) -> Iterator[Line]:
    commission = {"institution": "A1", "procured": True, "procurement_reference": "合成采购1号"}
    parts = (("1", "40", "40"), ("2", "60", "52"))
    report = {
        "indicators": [
            {"id": name, "title": "合成指标", "maximum": most, "points": points}
            for name, most, points in parts
        ],
        "document": "合成评价报告",
    }
    publication = {
        "artefact": "key_evaluation_report",
        "channel": "合成网站",
        "medium": "government_portal",
        "address": "合成网址",
        "published_on": "2023-08-21",
    }
    yield on("2023-04-10", finance(), "key-evaluation.commission", policy, **commission)
    yield on("2023-06-12", EVALUATOR, "key-evaluation.file-report", policy, **report)
    yield on("2023-06-20", CLERK, "key-evaluation.exchange-views", policy, views="合成意见")
    yield on(
        "2023-06-28", EXPERTS, "key-evaluation.panel-review", policy, members=PANEL, passed=True
    )
    yield on("2023-07-03", finance("fin-02"), "key-evaluation.finalise", policy)
    yield on("2023-08-21", finance(), "disclosure.publish", policy, **publication)


def lines() -> list[Line]:
    """All acts, by day."""
    head = finance("fin-03")
    acts = [
        act("2023-01-03", head, "pack.adopt", pack=pack)
        for pack in ("000000", "650000", "652800", "652825")
    ]
    acts += [added("2023-01-10", path) for path in PATHS]
    acts += [*prepared(ASSESSED), *evaluated(ASSESSED)]
    acts.append(act("2023-02-08", head, "work-calendar.publish", year="2023"))
    acts.append(on("2023-02-10", CLERK, "policy.withdraw", WITHDRAWN, reason="合成理由"))
    return sorted(acts, key=lambda line: str(line["on"]))
