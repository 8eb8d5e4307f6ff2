"""The newest event of each kind of each subject, from which a work year's figures are computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.decider import Recorded
from domain.kernel.message import Event
from domain.kernel.subject_ids import jurisdiction_year
from domain.shared.filings.import_messages import ActImported, ImportAct
from domain.shared.filings.undoable import ActWithdrawn

_KEPT_SUBJECTS = 20_000
"""As many as stay folded in memory: the subjects of some prefectures' years, 100 bytes each."""


@dataclass(slots=True)
class YearEvents:
    """The events of the two budget years of a work year: the same year and the year before.

    Events outside `kinds` are left out; an event of a kind in `ends` removes its subject. The event
    of an act that was withdrawn is left out too: `undone` gives its kind by the name of the act. So
    is the event of a kind that an event of another kind cancels (`cancelled`).
    `imports` are the ids of the commands that imported acts.
    """

    jurisdiction: str
    work_year: int
    kinds: frozenset[type[Any]]
    ends: frozenset[type[Any]]
    undone: Mapping[str, type[Event]] = field(default_factory=dict)
    cancelled: Mapping[type[Any], type[Event]] = field(default_factory=dict)
    imports: set[UUID] = field(default_factory=set)
    _newest: dict[tuple[int, type[Any]], dict[tuple[str, Any], Recorded[Any]]] = field(
        default_factory=dict
    )
    _ended: set[str] = field(default_factory=set)
    _counting: frozenset[type[Any]] = frozenset()
    _years: BoundedCache[str, int | None] = field(
        default_factory=lambda: BoundedCache(_KEPT_SUBJECTS)
    )

    def __post_init__(self) -> None:
        """Note the kinds of events that change what counts."""
        self._counting = self.kinds | self.ends | self.cancelled.keys()

    def note(self, recorded: Recorded[Any]) -> None:
        """Add an event; it replaces the older event of its kind (and monitoring node)."""
        kind = type(recorded.event)
        if kind is ActImported:
            self.imports.add(recorded.command_id)
        if isinstance(recorded.event, ActWithdrawn):
            self._leave_out(recorded)
            return
        year = self._budget_year(recorded.stream) if kind in self._counting else None
        if year is None:
            return
        if kind in self.cancelled:
            self._newest.get((year, self.cancelled[kind]), {}).pop((recorded.stream, None), None)
            return
        if kind in self.ends:
            self._ended.add(recorded.stream)
        node = recorded.event.node if _has_node(recorded.event.name) else None
        self._newest.setdefault((year, kind), {})[recorded.stream, node] = recorded

    def _leave_out(self, recorded: Recorded[ActWithdrawn]) -> None:
        act = recorded.event.act.removeprefix(f"{ImportAct.name}:")
        name, _, node = act.partition(":")
        kind, year = self.undone.get(name), self._budget_year(recorded.stream)
        if kind in self.ends:
            self._ended.discard(recorded.stream)
        elif kind is not None and year is not None:
            at = date.fromisoformat(node) if _has_node(kind.name) else None
            self._newest.get((year, kind), {}).pop((recorded.stream, at), None)

    def of(self, kind: type[Any], year: int) -> list[Recorded[Any]]:
        """The newest events of a kind in a budget year, of subjects that were not removed."""
        found = self._newest.get((year, kind), {})
        return [one for one in found.values() if one.stream not in self._ended]

    def _budget_year(self, stream: str) -> int | None:
        """The budget year of a subject that counts, cached by subject."""
        return self._years.get_or_make(stream, lambda: self._year_of(stream))

    def _year_of(self, stream: str) -> int | None:
        years = (self.work_year - 1, self.work_year)
        prefixes = {f"{jurisdiction_year(self.jurisdiction, year)}/": year for year in years}
        found = (year for prefix, year in prefixes.items() if stream.startswith(prefix))
        return next(found, None)


@cache
def _has_node(name: str) -> bool:
    """Whether events of a name have a monitoring node; asking the event itself is slow."""
    return "node" in Event.by_name[name].model_fields
