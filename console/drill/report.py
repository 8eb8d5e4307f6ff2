"""The report of a drill: decisions, refusals, overdue findings and the summary, as JSON."""

from __future__ import annotations

from collections import Counter
from typing import Any

from console.drill.driver import Taken
from domain.kernel.serialization.envelope import unseal
from store.port import EventLog

_BATCH = 2000


def report(log: EventLog, taken: list[Taken], jurisdiction: str, work_year: int) -> dict[str, Any]:
    """The results of every act and every timer."""
    counts, decisions, overdue = _from_log(log)
    acts = sorted(taken, key=lambda one: one.act.line)
    return {
        "jurisdiction": jurisdiction,
        "work_year": work_year,
        "decisions": decisions,
        "refusals": [_refusal(one) for one in acts if one.refused],
        "overdue": overdue,
        "summary": {
            "acts": len(acts),
            "accepted": sum(not one.refused for one in acts),
            "refused": sum(one.refused for one in acts),
            "events": dict(sorted(counts.items())),
        },
    }


def _from_log(log: EventLog) -> tuple[Counter[str], list[dict[str, Any]], list[dict[str, Any]]]:
    counts: Counter[str] = Counter()
    decisions: list[dict[str, Any]] = []
    overdue: list[dict[str, Any]] = []
    position = 0
    while found := log.notifications(position, _BATCH):
        for notification in found:
            position = notification.position
            recorded = unseal(notification.topic, notification.state)
            counts[recorded.event.name] += 1
            data = recorded.event.data()
            decisions.append(
                {
                    "position": position,
                    "subject": recorded.stream,
                    "event": recorded.event.name,
                    "event_id": str(recorded.id),
                    "on": recorded.effective_on.isoformat(),
                    "recorded_at": recorded.recorded_at.isoformat(),
                    "actor": recorded.actor.id,
                    "data": data,
                    "clauses": [c for basis in recorded.basis for c in basis["clauses"]],
                }
            )
            if recorded.event.name == "deadline.passed" and data["step"] == "overdue":
                overdue.append({"subject": recorded.stream, **data})
    return counts, decisions, overdue


def _refusal(one: Taken) -> dict[str, Any]:
    request = one.act.request
    return {
        "line": one.act.line,
        "on": one.act.on.isoformat() if one.act.on else None,
        "subject": request.subject,
        "command": request.command,
        "actor": request.actor.id,
        **one.outcome,
    }
