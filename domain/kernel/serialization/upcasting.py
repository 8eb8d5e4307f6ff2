"""Upcasters: they turn an event of an older version into the newest version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.kernel.message import Event

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


def _all_accepted(data: dict[str, Any]) -> dict[str, Any]:
    """Older events did not record refusals: every subject counts as reached."""
    return {**data, "accepted": data["subjects"]}


UPCASTERS: dict[tuple[str, int], Upcaster] = {
    ("deadline.day-set", 1): dict,
    ("deadline.extended", 1): dict,
    ("deadline.passed", 1): dict,
    ("deadline.passed", 2): dict,
    ("county-summary.filed", 1): dict,
    ("prefecture-summary.issued", 1): dict,
    ("subjects.opened", 1): _all_accepted,
    ("subjects.reached", 1): _all_accepted,
    ("subjects.refreshed", 1): dict,
    ("year.opened", 1): dict,
    ("target.filed", 1): dict,
    ("target.filed", 2): dict,
    ("target.filed", 3): dict,
    ("exante.report-filed", 1): dict,
    ("overall-self-evaluation.filed", 1): dict,
    ("overall-monitoring.filed", 1): dict,
    ("overall-target.filed", 1): dict,
    ("self-evaluation.filed", 2): dict,
    ("department-evaluation.report-filed", 1): dict,
    ("rectification.reported", 1): dict,
    ("monitoring.result-filed", 2): dict,
    ("record.annotated", 1): dict,
    ("target.adjustment-filed", 1): dict,
    ("target.adjustment-filed", 2): dict,
    ("history.imported", 1): dict,
    ("key-evaluation.selected", 1): dict,
    ("key-evaluation.selected", 2): dict,
    ("key-evaluation.marked-selected", 1): dict,
    ("key-evaluation.report-filed", 1): dict,
    ("history.imported", 2): dict,
    ("monitoring.result-filed", 1): dict,
    ("monitoring.result-filed", 3): dict,
    ("monitoring.result-filed", 4): dict,
    ("monitoring.warned", 1): dict,
    ("execution.recorded", 1): dict,
    ("self-evaluation.filed", 1): dict,
    ("self-evaluation.reviewed", 1): dict,
    ("self-evaluation.reviewed", 2): dict,
    ("monitoring.reviewed", 1): dict,
    ("unit.withdrawn", 1): dict,
    ("policy.withdrawn", 1): dict,
    ("project.withdrawn", 1): dict,
    ("exception.granted", 1): dict,
    ("exception.granted", 2): dict,
    ("score-sheet.issued", 1): dict,
    ("rectification.unmet-found", 1): dict,
    ("rectification.notified", 1): dict,
    ("rectification.reported", 2): dict,
    ("rectification.refused", 1): dict,
    ("rectification.accepted", 1): dict,
    ("rectification.rejected", 1): dict,
    ("rectification.unmet-found", 2): dict,
    ("rectification.refusal-found", 1): dict,
    ("grade.finalised", 1): dict,
    ("accountability.proposed", 1): dict,
    ("exante.report-filed", 2): dict,
    ("exante.reassessment-commissioned", 1): dict,
    ("exante.reviewed", 1): dict,
    ("results.proposed", 1): dict,
    ("results.proposed", 2): dict,
    ("target.adjustment-approved", 1): dict,
    ("results.applied", 1): dict,
    ("accountability.recorded", 1): dict,
    ("disclosure.published", 1): dict,
    ("feedback.asked", 1): dict,
    ("joint-review.recorded", 1): dict,
    ("key-evaluation-plan.set", 1): dict,
    ("congress.reported", 1): dict,
    ("direct-funds.reviewed", 1): dict,
    ("disclosure.published", 2): dict,
    ("disclosure.published", 3): dict,
    ("disclosure.exception-approved", 1): dict,
}
"""(stored name, version) -> function that returns the data of the next version."""


def upcast(topic: str, data: dict[str, Any]) -> Event:
    """The event of a stored topic and its data, in the newest version.

    Raises `LookupError` when the name is unknown, the version is newer than this program, or an
    upcaster is missing.
    """
    name, _, stored = topic.rpartition("@")
    event = Event.named(name)
    if event is None:
        raise LookupError(f"no event is called {name!r}")
    if not stored.isdecimal():
        raise LookupError(f"{topic} names no version")
    version = int(stored)
    if version > event.version:
        raise LookupError(f"{topic} is newer than this program, which knows {event.version}")
    for older in range(version, event.version):
        upcaster = UPCASTERS.get((name, older))
        if upcaster is None:
            raise LookupError(f"nothing reads {name}@{older} as {name}@{older + 1}")
        data = upcaster(data)
    return event.model_validate(data)
