"""The merged catalogues of all subjects: the names of every act, event, deadline and phase."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.shared.catalogue.entries import (
    ActEntry,
    Catalogue,
    Data,
    DeadlineEntry,
    EventEntry,
    PhaseEntry,
    SendsBack,
    Settles,
    Stage,
)
from domain.shared.letters.types import Returned
from domain.shared.names import Name

E = TypeVar("E")


class Catalogues:
    """The catalogues of the kinds of subject, merged.

    The same entry may be in several catalogues. Only the stage of an act and the deadline that an
    event settles may differ between subjects.
    """

    def __init__(self, by_kind: Mapping[SubjectKind, Catalogue]) -> None:
        """Merge them; raises `ValueError` if two catalogues disagree."""
        found = by_kind.values()
        self.by_kind = by_kind
        self.acts: dict[str, ActEntry] = _merged(
            (_anywhere_act(act) for one in found for act in one.all_acts()), lambda act: act.name
        )
        self.events: dict[str, EventEntry] = _merged(
            (_anywhere(event) for one in found for event in one.all_events()),
            lambda event: event.name,
        )
        self.deadlines: dict[str, DeadlineEntry] = _merged(
            (entry for one in found for entry in one.deadlines), lambda entry: entry.key
        )
        self.phases: dict[str, PhaseEntry] = _merged(
            (entry for one in found for entry in one.phases), lambda entry: entry.phase
        )
        self._kinds = {str(kind): str(one.name) for kind, one in by_kind.items()}
        self._settles = {kind: _settling(one) for kind, one in by_kind.items()}
        self._sends_back = {
            name: entry.sends_back for name, entry in self.events.items() if entry.sends_back
        }

    def event(self, name: str, data: Data) -> EventEntry:
        """The entry of an event with these fields.

        An unknown event gets its stored name as title.
        """
        entry = self.events.get(name)
        return entry.of(data) if entry else EventEntry(name, name)

    def settles(self, kind: SubjectKind, event: str) -> Settles | None:
        """The deadline that an event of a kind of subject meets."""
        return self._settles[kind].get(event)

    def sends_back(self, event: str) -> SendsBack | None:
        """The filing that an event sends back."""
        return self._sends_back.get(event)

    def deadline(self, deadline: str) -> DeadlineEntry | None:
        """The entry of a deadline by its whole key; `None` if it is unknown."""
        return self.deadlines.get(self._parts(deadline)[0])

    def deadline_name(self, deadline: str) -> tuple[Name, str]:
        """The name of a deadline by its key, with its county, budget or node."""
        kind, of = self._parts(deadline)
        entry = self.deadlines.get(kind)
        return entry.name if entry else Name(kind, ""), of

    def named(self, key: str) -> str:
        """The Chinese name of an act or a deadline by its key, with its node or document."""
        kind, _, of = key.partition(":")
        act = self.acts.get(kind)
        name, rest = (Name(act.title, kind), of) if act else self.deadline_name(key)
        inner = rest.partition(":")[0]
        nested = act is not None and (inner in self.acts or inner in self.deadlines)
        return f"{name.zh} {self.named(rest) if nested else rest}".rstrip()

    def in_words(self, refusal: Refusal) -> Refusal:
        """The refusal with the names of its keys beside them in the Chinese text: 名称（key）."""
        keys = sorted({key for key in refusal.keys if self._knows(key)}, key=len, reverse=True)
        if not keys:
            return refusal
        each = "|".join(map(re.escape, keys))
        found = re.compile(rf"(?<![\w.:/（-])(?:{each})(?![\w:/-]|\.\w)", re.ASCII)
        zh = found.sub(lambda one: f"{self._title(one[0])}（{one[0]}）", refusal.zh)
        return replace(refusal, zh=zh)

    def _knows(self, key: str) -> bool:
        known = key.partition(":")[0] in self.acts or key in self.events
        return known or self.deadline(key) is not None

    def _title(self, key: str) -> str:
        return self.events[key].title if key in self.events else self.named(key)

    def returned_to(self, key: str) -> Role | None:
        """The role to which the act of a key sends a filing back, if it does."""
        act = self.acts.get(key.partition(":")[0])
        letters = (event.letter for event in act.events) if act else ()
        return next((one.role for one in letters if isinstance(one, Returned)), None)

    def county_of(self, key: str) -> str | None:
        """The county that the act of a key concerns, if it is an act on one."""
        kind, _, of = key.partition(":")
        act = self.acts.get(kind)
        return re.split(r"[.:]", of)[0] if act and act.of_county else None

    def phase_name(self, phase: str) -> str:
        """The name of a phase; a monthly phase includes its month."""
        entry = self.phases.get(phase)
        if entry is not None:
            return str(entry.name)
        kind, _, month = phase.rpartition("-")
        entry = self.phases.get(kind)
        if entry is not None and entry.monthly and month.isdecimal():
            return f"{int(month)}月{entry.name.zh} {phase}"
        return phase

    def kind_name(self, kind: str) -> str:
        """The name of a kind of subject."""
        return self._kinds.get(kind, kind)

    def stages(self, kind: SubjectKind) -> Mapping[Stage, tuple[ActEntry, ...]]:
        """The acts of a kind of subject, grouped by the stage of the year."""
        return self.by_kind[kind].acts

    def counted(self) -> tuple[tuple[str, str], ...]:
        """The counters of a drill in the order of the year: label, and event or `event/variant`."""
        return tuple(
            line
            for stage in Stage
            for entry in self._of_stage(stage).values()
            for line in _counted(entry)
        )

    def _of_stage(self, stage: Stage) -> dict[str, EventEntry]:
        acts = (act for one in self.by_kind.values() for act in one.acts.get(stage, ()))
        return {entry.name: entry for act in acts for entry in act.events}

    def _parts(self, deadline: str) -> tuple[str, str]:
        """The kind of a deadline and the rest of its key."""
        whole, _, node = deadline.partition(":")
        known, of = (whole, "") if whole in self.deadlines else self._of(whole)
        return known, " ".join(part for part in (of, node) if part)

    def _of(self, whole: str) -> tuple[str, str]:
        for known in self.deadlines:
            if whole.startswith((f"{known}.", f"{known}/")):
                return known, whole[len(known) + 1 :]
        return whole, ""


def _merged(entries: Iterable[E], name: Callable[[E], str]) -> dict[str, E]:
    found: dict[str, E] = {}
    for entry in entries:
        if found.setdefault(name(entry), entry) != entry:
            raise ValueError(f"two catalogues disagree about {name(entry)}")
    return found


def _anywhere(event: EventEntry) -> EventEntry:
    return replace(event, settles=None)


def _anywhere_act(act: ActEntry) -> ActEntry:
    return replace(act, events=tuple(map(_anywhere, act.events)))


def _settling(catalogue: Catalogue) -> dict[str, Settles]:
    return {event.name: event.settles for event in catalogue.all_events() if event.settles}


def _counted(entry: EventEntry) -> Iterable[tuple[str, str]]:
    if entry.counted:
        yield entry.counted, entry.name
    for value, variant in entry.variants.items():
        if variant.counted and variant.counted != entry.counted:
            yield variant.counted, f"{entry.name}/{value}"
