"""The library of indicators of a jurisdiction as a list: what is in force, counted by class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.kernel.indicator_library import NAMED_BY_TARGETS, LibraryIndicator
from domain.kernel.subject_ids import indicators
from domain.subjects.indicators.decider import evolve, initial
from domain.subjects.indicators.state import Indicators
from store.port import EventLog


@dataclass(frozen=True, slots=True)
class Edition:
    """An imported version of a library; `in_force` is the one that the jurisdiction adopted."""

    library: str
    edition: str
    standard: str
    classes: int
    indicators: int
    in_force: bool


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class in force with the number of its indicators that a target may name on the day."""

    library: str
    code: str
    title: str
    indicators: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The library on a day: all versions, the classes in force, and the wanted indicators.

    `all_classes` and `all_indicators` count those in force, whatever is wanted; the counts `own`
    are those of the jurisdiction's own library among them.
    """

    jurisdiction: str
    on: date
    editions: tuple[Edition, ...]
    all_classes: int
    all_indicators: int
    own_classes: int
    own_indicators: int
    classes: tuple[ClassCount, ...]
    indicators: tuple[LibraryIndicator, ...]


def library_of(log: EventLog, jurisdiction: str) -> Indicators:
    """The state of a jurisdiction's library, from the log."""
    stream = indicators(jurisdiction)
    state = initial(stream)
    for recorded in log.read(stream):
        state = evolve(state, recorded)
    return state


def listed(state: Indicators, on: date, wanted: str = "", in_class: str | None = None) -> Listed:
    """The library on a day; the indicators whose code, title or source has `wanted`, of a class."""
    library = state.library
    holding = [one for one in library.indicators.values() if one.holds(on)]
    named = [one for one in holding if one.level == NAMED_BY_TARGETS]
    by_class = Counter(one.in_class for one in named)
    own = state.chain[0]
    return Listed(
        jurisdiction=own,
        on=on,
        editions=tuple(_editions(state)),
        all_classes=len(library.classes),
        all_indicators=len(named),
        own_classes=sum(1 for one in library.classes.values() if one.library == own),
        own_indicators=sum(1 for one in named if one.library == own),
        classes=tuple(
            ClassCount(one.library, one.code, one.title, by_class[one.code])
            for one in library.classes.values()
        ),
        indicators=tuple(
            one
            for one in library.indicators.values()
            if in_class in {None, one.in_class} and _has(one, wanted)
        ),
    )


def _has(one: LibraryIndicator, wanted: str) -> bool:
    return any(wanted in text for text in (one.code, one.title, one.source or ""))


def _editions(state: Indicators) -> Iterator[Edition]:
    for (library, edition), one in state.versions.items():
        yield Edition(
            library,
            edition,
            one.standard,
            len(one.classes),
            sum(1 for found in one.indicators.values() if found.level == NAMED_BY_TARGETS),
            state.adopted.get(library) == edition,
        )
