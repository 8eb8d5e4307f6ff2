"""The figures of a statement, which are known only when the act is taken."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from console.drill.driver import Complete
from domain.kernel.request import Request
from projections.figures.statement_input import stated_of
from store.port import EventLog


def stating(log: EventLog, jurisdiction: str, work_year: int) -> Complete:
    """Add the log's current figures to a statement without figures."""

    async def complete(request: Request) -> Request:
        if request.command != "statement.issue" or request.fields.get("figures"):
            return request
        told = await asyncio.to_thread(stated_of, log, jurisdiction, work_year)
        return replace(request, fields={**request.fields, **told})

    return complete
