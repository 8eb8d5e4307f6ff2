"""Misdated events for `jixiao doctor`: the first and the newest, or all as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from projections.misdated import Misdated


def misdated_detail(events: Sequence[Misdated]) -> str:
    """Their number, and the first and the newest with both dates."""
    count = len(events)
    told = f"{count} 个事件 event{'s' if count > 1 else ''}: {_told(events[0])}"
    return told if count == 1 else f"{told} … {_told(events[-1])}"


def _told(one: Misdated) -> str:
    days = f"记录 recorded {one.recorded_on}，存储 stored {one.stored_on}"
    if one.true_on is not None:
        days = f"{days}，更正为 annotated {one.true_on}"
    return f"@{one.version} {one.name} {one.event_id} {days}"


def misdated_json(one: Misdated) -> dict[str, Any]:
    """An event with both instants and their dates, and the true date if annotated."""
    return {
        "event_id": str(one.event_id),
        "version": one.version,
        "name": one.name,
        "recorded_on": one.recorded_on.isoformat(),
        "stored_on": one.stored_on.isoformat(),
        "recorded_at": one.recorded_at.isoformat(),
        "stored_at": one.stored_at.isoformat(),
        "true_on": one.true_on.isoformat() if one.true_on else None,
    }
