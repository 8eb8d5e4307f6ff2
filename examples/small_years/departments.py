"""A department above a unit: it returns an adjusted target, and endorses the one filed again."""

from __future__ import annotations

from collections.abc import Iterator

from acts import Act, act, budget, department, filer, targets
from county import County
from preparation import adjusted
from situations import NOW

_FIRST_DAY = "01-03"
_FILING = "target.adjustment"


def departments(county: County) -> Iterator[Act]:
    """The department is set; it comes between the filing of 15 July and the approval of the 20th.

    The bureau tries to approve before it.
    """
    told = county.data.get("above")
    if not told:
        return
    first = county.day(_FIRST_DAY)
    above = {name: told[name] for name in ("department", "department_name", "units")}
    dated = {"since": first, "document": "合成三定方案（示例）"}
    yield act(first, budget(), "department.set", f"{county.code}/organisations", **above, **dated)
    yield from _reviewed(county, told["department"], told["project"])


def _reviewed(county: County, code: str, of: str) -> Iterator[Act]:
    (project,) = (one for one in NOW if one.code == of)
    subject, above = county.project(of), department(code)
    back, again = county.day("07-16"), county.day("07-17")
    reason = "调整理由不充分（示例）。"
    yield act(back, targets(), "target.approve-adjustment", subject)
    yield act(back, above, "filing.return-to-unit", subject, filing=_FILING, reason=reason)
    fields = adjusted(project) | {"reason": "任务增加，附任务清单（示例）。"}
    yield act(again, filer(project.unit), "target.adjust", subject, **fields)
    yield act(county.day("07-18"), above, "filing.endorse", subject, filing=_FILING)
