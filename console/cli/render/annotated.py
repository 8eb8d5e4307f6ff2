"""Annotated events in a history or an explanation: both dates, and decisions on the old date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from console.cli.render.event_titles import title_of
from domain.kernel.decider import Recorded
from projections.annotations import Annotation


def annotated_as(
    annotations: Sequence[Annotation], resting: Sequence[Recorded[Any]]
) -> dict[str, Any]:
    """The annotations of an event as JSON values; empty without any.

    `true_on` is the date that counts, `annotations` are all of them, the newest last, `resting` are
    the decisions taken on the logged date.
    """
    if not annotations:
        return {}
    return {
        "true_on": annotations[-1].true_on.isoformat(),
        "annotations": [_annotation(one) for one in annotations],
        "resting": [_resting(one) for one in resting],
    }


def _annotation(one: Annotation) -> dict[str, Any]:
    return {
        "event_id": str(one.by.id),
        "version": one.by.version,
        "on_record": one.dated.on_record.isoformat(),
        "true_on": one.true_on.isoformat(),
        "deadline": one.dated.deadline,
        "due": one.dated.due.isoformat() if one.dated.due else None,
        "late": one.dated.late,
        "document": one.by.event.document,
        "reason": one.by.event.reason,
        "actor": one.by.actor.id,
        "recorded_at": one.by.recorded_at.isoformat(),
    }


def _resting(one: Recorded[Any]) -> dict[str, Any]:
    name, data = one.event.name, one.event.data()
    return {
        "event_id": str(one.id),
        "version": one.version,
        "name": name,
        "title": title_of(name, data),
    }


def judged(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a history's entry, `late` as the newest annotation judges it."""
    data = dict(entry["data"])
    for one in entry.get("annotations", ()):
        if one["late"] is not None:
            data["late"] = one["late"]
    return data


def annotated_lines(entry: Mapping[str, Any]) -> Iterator[str]:
    """Both dates of an annotated event, a line per annotation, and decisions on the old date."""
    for one in entry.get("annotations", ()):
        judgement = {None: "", True: "，迟报 late", False: "，按期 in time"}[one["late"]]
        yield (
            f"记录日 {one['on_record']}，更正为 {one['true_on']}（依据 {one['document']}"
            f"）annotated by {one['actor']}{judgement if one['due'] else ''}"
        )
    for one in entry.get("resting", ()):
        yield f"按原记录日作出、不因更正而改变 rests on the day on record: {_told(one)}"


def _told(one: Mapping[str, Any]) -> str:
    return f"@{one['version']} {one['title']} {one['name']}"
