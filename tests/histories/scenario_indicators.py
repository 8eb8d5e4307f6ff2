"""A library of indicators: two levels imported and adopted, one indicator ended and restored.

No year is opened: the library is in none.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.engine.tiny import COUNTY, Line, act, finance

UNTIL = date(2023, 3, 1)
HEAD = finance("fin-03")


def on(day: str, command: str, **fields: Any) -> Line:
    return {**act(day, HEAD, command, **fields), "subject": f"{COUNTY}/indicators"}


def imported(day: str, library: str, codes: tuple[str, ...]) -> Line:
    classes = [{"code": "GX", "title": "合成类别"}]
    indicators = [{"code": code, "title": f"合成指标{code}", "in_class": "GX"} for code in codes]
    content = {"library": library, "edition": "2023", "standard": "合成指标体系"}
    return on(day, "indicator-library.import", **content, classes=classes, indicators=indicators)


def adopted(day: str, library: str) -> Line:
    content = {"library": library, "edition": "2023", "document": "合成采用通知"}
    return on(day, "indicator-library.adopt", **content)


def lines() -> list[Line]:
    """All acts, by day."""
    packs = [
        act("2023-01-03", HEAD, "pack.adopt", pack=pack)
        for pack in ("000000", "650000", "652800", COUNTY)
    ]
    return [
        *packs,
        imported("2023-01-04", "650000", ("GX-001", "GX-002")),
        adopted("2023-01-05", "650000"),
        imported("2023-01-06", COUNTY, ("BD-001",)),
        adopted("2023-01-09", COUNTY),
        on("2023-02-01", "indicator.end", code="GX-002", last_day="2023-02-01", reason="合成理由"),
        on("2023-02-03", "indicator.restore", code="GX-002", reason="合成理由"),
    ]
