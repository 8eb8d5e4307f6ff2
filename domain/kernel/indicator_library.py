"""The library of indicators 绩效指标库 that a jurisdiction adopted, of all its levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

NAMED_BY_TARGETS = 3
"""The level of the indicators that a target names; levels 1 and 2 are headings above them."""


@dataclass(frozen=True, slots=True)
class LibraryIndicator:
    """An indicator of the library, of the version that the jurisdiction `library` published.

    `in_class` is the code of its class. `level` is 1 to 3. `reference` is the value that usually
    counts, `source` the text that the indicator is taken from. `last_day` (inclusive) is set where
    it was ended.
    """

    library: str
    code: str
    title: str
    in_class: str
    level: int = NAMED_BY_TARGETS
    unit_of_measure: str | None = None
    direction: str | None = None
    reference: str | None = None
    source: str | None = None
    last_day: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the indicator is in force on a day."""
        return self.last_day is None or on <= self.last_day


@dataclass(frozen=True, slots=True)
class LibraryClass:
    """A class 大类 of indicators, of the library of the jurisdiction `library`."""

    library: str
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class IndicatorLibrary:
    """The adopted version of each library by its jurisdiction, and what they hold together.

    Where two of them have the same code, that of the lower jurisdiction counts.
    """

    versions: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, LibraryClass] = field(default_factory=dict)
    indicators: Mapping[str, LibraryIndicator] = field(default_factory=dict)

    @property
    def is_adopted(self) -> bool:
        """Whether the jurisdiction adopted a library at all."""
        return bool(self.versions)

    def named(self, code: str, on: date) -> LibraryIndicator | None:
        """The indicator of a code that a target may name on a day, or `None`."""
        found = self.indicators.get(code)
        if found is None or found.level != NAMED_BY_TARGETS or not found.holds(on):
            return None
        return found


NO_LIBRARY = IndicatorLibrary()
"""No library at all: nothing can be looked up."""
