"""The state of a jurisdiction's library of indicators: what its events add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from domain.kernel.indicator_library import (
    NO_LIBRARY,
    IndicatorLibrary,
    LibraryClass,
    LibraryIndicator,
)
from domain.kernel.jurisdiction_codes import levels_above
from domain.kernel.subject_ids import parse_subject

VersionKey = tuple[str, str]
"""The jurisdiction whose library it is, and the version."""


@dataclass(frozen=True, slots=True)
class LibraryVersion:
    """A version of a library as it was imported, in one part or several.

    `was_adopted` since it was in force for the first time: from then on it stays as it is.
    """

    standard: str
    classes: Mapping[str, LibraryClass] = field(default_factory=dict)
    indicators: Mapping[str, LibraryIndicator] = field(default_factory=dict)
    was_adopted: bool = False


@dataclass(frozen=True, slots=True)
class Indicators:
    """The imported versions, the adopted one of each jurisdiction of the chain, the ended codes.

    `ended` gives the last day (inclusive) of an indicator by its code; `library` is what follows.
    """

    stream: str
    version: int = 0
    versions: Mapping[VersionKey, LibraryVersion] = field(default_factory=dict)
    adopted: Mapping[str, str] = field(default_factory=dict)
    ended: Mapping[str, date] = field(default_factory=dict)
    library: IndicatorLibrary = NO_LIBRARY

    @property
    def chain(self) -> tuple[str, ...]:
        """The jurisdictions whose libraries may be adopted: its own first, the country last."""
        return chain_of(self.stream)

    def put_together(self) -> Indicators:
        """The state with its `library` made again from the adopted versions and ended codes."""
        return replace(self, library=_together(self))


def chain_of(stream: str) -> tuple[str, ...]:
    """The jurisdiction of a stream and those above it, from below."""
    own = parse_subject(stream).jurisdiction
    return (own, *levels_above(own))


def _together(state: Indicators) -> IndicatorLibrary:
    classes: dict[str, LibraryClass] = {}
    indicators: dict[str, LibraryIndicator] = {}
    for library in reversed(state.chain):
        if library in state.adopted:
            adopted = state.versions[library, state.adopted[library]]
            classes.update(adopted.classes)
            indicators.update(adopted.indicators)
    for code in state.ended.keys() & indicators.keys():
        indicators[code] = replace(indicators[code], last_day=state.ended[code])
    return IndicatorLibrary(state.adopted, classes, indicators)
