"""Builders of a jurisdiction's library of indicators, and of the acts on it."""

from __future__ import annotations

from typing import Any

from domain.subjects.indicators import decider
from domain.subjects.indicators.messages import (
    AdoptLibrary,
    DiscardVersion,
    EndIndicator,
    ImportLibrary,
    RestoreIndicator,
)
from testkit.builders.annotations import annotation
from testkit.decider_spec import DeciderSpec, FakeRules

STREAM = "652822/indicators"
STANDARD = "《自治区预算绩效共性项目指标体系》"
REGION, PREFECTURE, OWN, NEIGHBOUR = "650000", "652800", "652822", "652825"


def nothing() -> DeciderSpec:
    """A jurisdiction without a library."""
    return DeciderSpec.of(decider, STREAM, FakeRules(), on="2024-01-10")


def row(code: str, in_class: str = "01", **changes: Any) -> dict[str, Any]:
    """An indicator of level 3."""
    return {"code": code, "title": f"指标{code}", "in_class": in_class} | changes


def kind(code: str, title: str | None = None) -> dict[str, str]:
    """A class of indicators."""
    return {"code": code, "title": title or f"大类{code}"}


def imports(*rows: dict[str, Any], **changes: Any) -> ImportLibrary:
    """Import version 2024 of the region's library, with fields changed."""
    indicators = rows or (row("G001"), row("G002", "02"))
    fields = {
        "library": REGION,
        "edition": "2024",
        "standard": STANDARD,
        "classes": [kind(one) for one in sorted({one["in_class"] for one in indicators})],
        "indicators": list(indicators),
    }
    return ImportLibrary.model_validate(fields | changes)


def adopt(**changes: Any) -> AdoptLibrary:
    """Adopt that version, with fields changed."""
    fields = {"library": REGION, "edition": "2024", "document": "采用通知〔2024〕1号"}
    return AdoptLibrary.model_validate(fields | changes)


def discard(**changes: Any) -> DiscardVersion:
    """Discard that version, with fields changed."""
    fields = {"library": REGION, "edition": "2024", "reason": "选错文件"}
    return DiscardVersion.model_validate(fields | changes)


def end(code: str = "G001", last_day: str = "2024-03-31") -> EndIndicator:
    """End an indicator."""
    return EndIndicator.model_validate({"code": code, "last_day": last_day, "reason": "上级已停用"})


def restore(code: str = "G001") -> RestoreIndicator:
    """Take back the end of an indicator."""
    return RestoreIndicator(code=code, reason="误停用")


def in_force() -> DeciderSpec:
    """The region's library is in force, with two indicators of two classes."""
    return nothing().given(imports(), adopt())


ACTS = {act.name: act for act in (imports(), adopt(), discard(), end(), restore(), annotation())}
"""One act of each kind, by name."""
