"""Annotations of the log: the events that got another date, and the decisions on the old date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.kernel.decider import Recorded
from domain.kernel.vocabulary import business_date
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.deadlines.set_day import DaySet
from domain.shared.filings.annotation_messages import DatedEvent, RecordAnnotated

Annotations = Mapping[UUID, tuple["Annotation", ...]]
"""The annotations of a subject's events by event, the newest last."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of one event; `by` is the event of the annotation."""

    by: Recorded[RecordAnnotated]
    dated: DatedEvent

    @property
    def true_on(self) -> date:
        """The date on which the act was really done."""
        return self.by.event.true_on


def annotations_in(events: Iterable[Recorded[Any]]) -> Annotations:
    """The annotations among a subject's events, by the event that they correct."""
    found: dict[UUID, tuple[Annotation, ...]] = {}
    for recorded in events:
        if isinstance(recorded.event, RecordAnnotated):
            for dated in recorded.event.events:
                before = found.get(dated.event, ())
                found[dated.event] = (*before, Annotation(recorded, dated))
    return found


def data_of(recorded: Recorded[Any], found: Annotations) -> dict[str, Any]:
    """The fields of an event as JSON values; the newest annotation decides `late`."""
    data: dict[str, Any] = recorded.event.data()
    for annotation in found.get(recorded.id, ()):
        if annotation.dated.late is not None:
            data["late"] = annotation.dated.late
    return data


def day_of(recorded: Recorded[Any], found: Annotations) -> date:
    """The date of an event: the true date if it was annotated, otherwise the logged date."""
    annotations = found.get(recorded.id, ())
    return annotations[-1].true_on if annotations else recorded.effective_on


def resting_on(
    recorded: Recorded[Any], events: Sequence[Recorded[Any]], found: Annotations
) -> tuple[Recorded[Any], ...]:
    """The decisions that were taken on the logged date of an annotated event.

    `events` are all of its subject, in order. They stay as they were. Before it: reminders, overdue
    findings and the like of its deadline that were planned for later than the true day. Between it
    and its first annotation: those that it caused or that name it, those whose rules were asked for
    its day, and what was decided of its deadline; a notice of a due day rests on no filing.
    """
    annotations = found.get(recorded.id, ())
    if not annotations:
        return ()
    first, newest = annotations[0], annotations[-1]
    return tuple(
        one
        for one in events
        if (one.version < recorded.version and _not_needed(one, newest))
        or (recorded.version < one.version < first.by.version and _rests_on(one, recorded, first))
    )


def _not_needed(one: Recorded[Any], annotation: Annotation) -> bool:
    """Whether a step of a deadline would not have been taken if the true date had been known."""
    if not isinstance(one.event, Passed) or one.event.deadline != annotation.dated.deadline:
        return False
    return business_date(one.event.planned) > annotation.true_on


def _rests_on(one: Recorded[Any], recorded: Recorded[Any], annotation: Annotation) -> bool:
    if isinstance(one.event, (RecordAnnotated, DaySet)):
        return False
    if one.caused_by == recorded.id:
        return True
    dated = annotation.dated
    data, day = one.event.data(), dated.on_record.isoformat()
    if dated.deadline is not None and data.get("deadline") == dated.deadline:
        return True
    if type(one.event) is type(recorded.event) and dated.late is not None:
        return bool(data.get("node") == recorded.event.data().get("node"))
    asked = (value for answer in one.basis for value in answer["input"].values())
    return _holds(data, str(recorded.id)) or day in asked


def _holds(value: Any, text: str) -> bool:
    """Whether a JSON value contains a text at any depth."""
    if isinstance(value, Mapping):
        return any(_holds(one, text) for one in value.values())
    if isinstance(value, list):
        return any(_holds(one, text) for one in value)
    return bool(value == text)
