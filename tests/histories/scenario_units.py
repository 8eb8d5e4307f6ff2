"""People and units that change: a role given and ended, a unit merged between the two rounds.

The unit's project, its past project and its year of the budget year before are handed over; the
successor, who had no year, files the August result.
"""

from __future__ import annotations

from datetime import date

from tests.engine import tiny
from tests.engine import tiny_evaluation as half

UNTIL = date(2023, 9, 20)
OLD, NEW = "U1", "U9"
PORTFOLIO = tiny.PORTFOLIO.partition("T2,")[0] + half.past_unit(OLD) + half.past("Y01", OLD)


def lines() -> list[tiny.Line]:
    """All acts, by day."""
    head, document = tiny.finance(), "合成文件3号"
    clerk = {"person": "clerk-T1", "organisation": OLD, "role": "unit", "document": document}
    merged = {"unit": OLD, "successor": NEW, "successor_name": "合成单位九", "document": document}
    august = tiny.result("2023-09-11", "T1", tiny.AUGUST, "70000")
    return [
        *tiny.bureau(),
        tiny.act("2023-01-05", head, "role.assign", **clerk, since="2023-01-05"),
        *tiny.approved("T1", "100000", "2023-01-10", "2023-01-12", tiny.congress("2023-02-20")),
        tiny.result("2023-06-10", "T1", tiny.MAY, "50000"),
        tiny.review("2023-06-13", "T1", tiny.MAY, "90"),
        tiny.act("2023-06-19", head, "role.end", **clerk, last_day="2023-06-19"),
        tiny.act("2023-06-20", head, "unit.merge", **merged, since="2023-06-20"),
        {**august, "actor": {"id": "clerk-new", "organisation": NEW, "role": "unit"}},
        tiny.review("2023-09-18", "T1", tiny.AUGUST, "92"),
    ]
