"""The values that indicators reached, where a scenario has the rates of completion alone.

A scenario of an earlier program says how far a target came, in percent; a result now says what each
indicator reached (1390). A drill works the values out from the rates, so that such a scenario can
be played; `submit` takes no rate.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from console.cli.input.act_lines import ActLine
from console.drill.driver import Complete
from domain.kernel.request import Request
from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.subjects.project_year.monitoring.rounds import FileResult
from domain.subjects.project_year.targets.indicators import Indicator
from domain.subjects.registry import DECIDERS
from store.port import EventLog

_WHOLE = Decimal(100)
_KEPT_BELOW = frozenset({"<", "<="})

PLAYED = (
    "提示：场景中 {count} 条监控填报只有完成率。演练按完成率推算各指标的实际完成值，"
    "正式填报须逐项填写 / {count} results give rates alone: the drill works out the values"
)


def results_by_rates(acts: Iterable[ActLine]) -> int:
    """How many acts of a scenario give the rates of a result alone."""
    return sum(_rates_of(act.request) is not None for act in acts)


def valuing(log: EventLog) -> Complete:
    """Add the values that the approved indicators reached to a result that has rates alone."""

    async def complete(request: Request) -> Request:
        rates = _rates_of(request)
        if rates is None:
            return request
        approved = await asyncio.to_thread(_approved, log, request.subject)
        return _with_values(request, rates, approved) if approved else request

    return complete


def _rates_of(request: Request) -> Mapping[str, Any] | None:
    """The fields of a result that has rates alone; none for any other act."""
    fields = request.fields
    if request.command != FileResult.name:
        given = fields.get("replacement")
        fields = given if isinstance(given, Mapping) and "completion_rate" in given else {}
    measured = any("completion" not in one for one in fields.get("indicators", ()))
    return None if measured or "completion_rate" not in fields else fields


def _approved(log: EventLog, subject: str) -> tuple[Indicator, ...]:
    found = parse_subject(subject)
    if found.kind is not SubjectKind.PROJECT_YEAR:
        return ()
    decider = DECIDERS[found.kind]
    state = decider.initial(found.stream)
    for recorded in log.read(found.stream):
        state = decider.evolve(state, recorded)
    return tuple(state.target.approved)


def _with_values(
    request: Request, rates: Mapping[str, Any], approved: Iterable[Indicator]
) -> Request:
    typed = {one["id"]: one["completion"] for one in rates.get("indicators", ())}
    try:
        values = [
            {"id": one.id} | valued(one, Decimal(str(typed.get(one.id, rates["completion_rate"]))))
            for one in approved
        ]
    except InvalidOperation:  # the act is refused, which names the field
        return request
    others = {name: value for name, value in rates.items() if name != "completion_rate"}
    fields = others | {"indicators": values}
    if rates is request.fields:
        return replace(request, fields=fields)
    return replace(request, fields={**request.fields, "replacement": fields})


def valued(indicator: Indicator, rate: Decimal) -> dict[str, str]:
    """The value whose completion is `rate` percent."""
    target = indicator.target
    if target is None:
        return {"level": f"{min(rate, _WHOLE):f}"}
    if isinstance(target, date):
        late = timedelta(days=0 if rate >= _WHOLE else 1)
        return {"actual": (target + late).isoformat()}
    if indicator.relation in _KEPT_BELOW:
        return {"actual": f"{target * (2 - min(rate, _WHOLE) / _WHOLE):f}"}
    return {"actual": f"{target * rate / _WHOLE:f}"}
