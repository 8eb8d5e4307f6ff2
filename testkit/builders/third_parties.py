"""Builders of a third-party institution: its acts and its stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.kernel.answer import Rules
from domain.kernel.message import Command
from domain.shared.filings.disclosure import ApproveException, Publish
from domain.subjects.third_parties import decider
from domain.subjects.third_parties.entrustment import Entrust, RecordReport
from domain.subjects.third_parties.inspection import (
    DrawInspection,
    InspectDirected,
    RecordInspection,
)
from domain.subjects.third_parties.rating import Rate, Weights
from domain.subjects.third_parties.register import Register
from testkit.builders.annotations import annotation
from testkit.builders.project_year import ATTACHED
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER, DeciderSpec, packaged_rules

STREAM = "653129/third-party/T01"
CONTRACT = "HT-1"
EQUAL = Weights(
    quantity=Decimal("0.25"),
    quality=Decimal("0.25"),
    effect=Decimal("0.25"),
    satisfaction=Decimal("0.25"),
)


def register(**changes: Any) -> Register:
    """Register an institution."""
    fields: dict[str, Any] = {
        "institution_name": "示例会计师事务所",
        "kind": "会计师事务所",
        "credit_code": "91653129MA00000001",
        "conflict_of_interest": "与本地区各预算单位无利害关系",
    }
    return Register(**fields | changes)


def entrust(contract: str = CONTRACT, **changes: Any) -> Entrust:
    """Entrust the evaluation of a project of 2024, procured."""
    fields: dict[str, Any] = {
        "contract": contract,
        "evaluated": "653129/2024/P001",
        "procured": True,
        "procurement_reference": "伽财采〔2025〕1号",
        "fee": Decimal(80_000),
    }
    return Entrust(**fields | changes)


def rate(year: int = 2025, weights: Weights | None = EQUAL, **changes: Any) -> Rate:
    """Rate a year with 90, 80, 70 and 100 points, by equal weights unless said otherwise."""
    fields: dict[str, Any] = {
        "quantity": Decimal(90),
        "quality": Decimal(80),
        "effect": Decimal(70),
        "satisfaction": Decimal(100),
    }
    return Rate(year=year, weights=weights, **fields | changes)


def draw(inspection: str = "JC-2", **changes: Any) -> DrawInspection:
    """Draw one of its contracts and one of three inspectors."""
    fields: dict[str, Any] = {
        "inspection": inspection,
        "seed": "2025-07-01",
        "objects": (CONTRACT,),
        "inspectors": ("f-1", "f-2", "f-3"),
    }
    return DrawInspection(**fields | changes)


REPORTED = RecordReport(contract=CONTRACT, received_on=date(2025, 6, 1), document="评价报告")
DIRECTED = InspectDirected(inspection="JC-1", leads="举报件")
FOUND = RecordInspection(inspection="JC-1", violation=False, finding="未发现问题")
PUBLISHED = Publish(
    artefact="third_party_rating",
    channel="财政部门门户网站",
    medium="finance_portal",
    published_on=date(2025, 6, 1),
)


def unregistered(rules: Rules | None = None, on: str = "2025-06-01") -> DeciderSpec:
    """Begin with an institution that nobody knows, by default under the rules of 伽师."""
    return DeciderSpec.of(decider, STREAM, rules or packaged_rules("653129"), on)


def registered(rules: Rules | None = None) -> DeciderSpec:
    """Register the institution."""
    return unregistered(rules).given(register())


def entrusted(rules: Rules | None = None) -> DeciderSpec:
    """Entrust the institution with one evaluation."""
    return registered(rules).given(entrust())


STAGES: Mapping[str, Callable[[], DeciderSpec]] = {
    "unregistered": unregistered,
    "registered": registered,
    "entrusted": entrusted,
    "reported": lambda: entrusted().given(REPORTED),
    "rated": lambda: entrusted().given(REPORTED, rate()),
    "disclosed": lambda: entrusted().given(REPORTED, rate(), PUBLISHED, by=REVIEWER),
    "directed": lambda: entrusted().given(REPORTED, DIRECTED),
    "inspected": lambda: entrusted().given(REPORTED, DIRECTED, FOUND),
}
"""The stages of an institution's life."""

ACTS: Mapping[str, Command] = {
    command.name: command
    for command in (
        register(),
        entrust(),
        REPORTED,
        rate(),
        DIRECTED,
        draw(),
        FOUND,
        PUBLISHED,
        ApproveException(artefact="third_party_rating", approver="局长", reason="涉密"),
        ATTACHED,
        annotation(),
        undo("third-party.rate:2025"),
        mend(f"third-party.entrust:{CONTRACT}"),
    )
}
"""One act of each kind on an institution, by name."""
