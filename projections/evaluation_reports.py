"""The list of reports of key evaluation 财政重点评价报告目录, with what became of each.

It has every selected object of the year, in the order of the subjects; an object without a result
has no report yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.prefill import text
from projections.figures.evaluated_objects import EvaluatedObject
from projections.figures.figures import objects_in
from store.port import EventLog


class Disclosure(StrEnum):
    """What became of a report."""

    UNREPORTED = "unreported"
    UNDISCLOSED = "undisclosed"
    DISCLOSED = "disclosed"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Report:
    """An object and its report; `name` is null of a confidential object (涉密).

    `evaluated` in yuan, `score`, `grade` and `finalised_on` are null before the result is final.
    `published_on` and `channel` are those of the first publication. `lacking` are the dimensions
    of the framework that the report has no indicator on.
    """

    stream: str
    name: str | None
    unit: str
    unit_name: str
    counted_as: str
    further: tuple[str, ...]
    evaluated: str | None
    score: str | None
    grade: str | None
    finalised_on: date | None
    disclosure: Disclosure
    published_on: date | None
    channel: str | None
    lacking: tuple[str, ...] = ()


def reports_of(log: EventLog, jurisdiction: str, work_year: int) -> tuple[Report, ...]:
    """The objects that were selected in a work year, each with its report."""
    return tuple(listed(objects_in(log, jurisdiction, work_year), log.read))


def listed(
    objects: Iterable[EvaluatedObject], read: Callable[[str], Iterable[Recorded[Any]]]
) -> Iterator[Report]:
    """The reports of objects; `read` gives the events of a subject."""
    from projections.boards.state_cache import start  # noqa: PLC0415 - deciders load slowly

    for one in objects:
        if one.selected is None:
            continue
        fold = start(one.selected.stream)
        for recorded in read(one.selected.stream):
            fold.take(recorded)
        yield _report(one, one.selected.event, fold.state)


def _report(one: EvaluatedObject, selection: Any, state: Any) -> Report:
    from projections.boards.summary import confidential_of  # noqa: PLC0415 - deciders load slowly

    known, final, published = state.known, one.final, one.published
    return Report(
        stream=state.stream,
        name=None if confidential_of(state) else known.name,
        unit=known.unit,
        unit_name=known.unit_name,
        counted_as=one.counted_as,
        further=selection.further,
        evaluated=text(final.event.evaluated) if final else None,
        score=text(final.event.score) if final else None,
        grade=final.event.grade if final else None,
        finalised_on=final.effective_on if final else None,
        disclosure=_disclosure(one),
        published_on=published.event.published_on if published else None,
        channel=published.event.channel if published else None,
        lacking=one.filed.event.lacking if one.filed else (),
    )


def _disclosure(one: EvaluatedObject) -> Disclosure:
    if one.final is None:
        return Disclosure.UNREPORTED
    if one.published is not None:
        return Disclosure.DISCLOSED
    return Disclosure.WITHHELD if one.excepted is not None else Disclosure.UNDISCLOSED
