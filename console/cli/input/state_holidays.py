"""The holidays and worked weekends (调休) of a year from the State Council's notices.

The library `chinesecalendar` has the days and follows the notices each year; this module has the
numbers of the notices. The days reach the log only by an act, `work-calendar.publish`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import chinese_calendar

from domain.kernel.request import BadRequest

NOTICES = {
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
"""The notice of the State Council's General Office for each known year."""


def state_holidays(year: Any) -> dict[str, Any]:
    """The fields of `work-calendar.publish` for a year; raises `BadRequest` for an unknown year."""
    kept = next((one for one in NOTICES if str(one) == str(year)), None)
    if kept is None:
        raise BadRequest(
            "year",
            f"the notices of {min(NOTICES)} to {max(NOTICES)} are kept: "
            "give the holidays and working_days of another year with the act",
        )
    return {
        "document": f"国务院办公厅关于{kept}年部分节假日安排的通知（{NOTICES[kept]}）",
        "holidays": _of_year(chinese_calendar.constants.holidays, kept),
        "working_days": _of_year(chinese_calendar.constants.workdays, kept),
    }


def _of_year(days: Iterable[date], year: int) -> list[str]:
    return [day.isoformat() for day in sorted(days) if day.year == year]
