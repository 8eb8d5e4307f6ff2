"""The keys that acts on a library of indicators may name."""

from __future__ import annotations

from collections.abc import Iterable

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, of_all, past_events
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.subjects.indicators.messages import (
    AdoptLibrary,
    DiscardVersion,
    EndIndicator,
    ImportLibrary,
    RestoreIndicator,
)
from domain.subjects.indicators.state import Indicators, LibraryVersion


def _chain(state: Indicators, _naming: Naming, _in_force: InForce) -> Iterable[str]:
    return state.chain


def _versions(state: Indicators, naming: Naming) -> Iterable[tuple[str, LibraryVersion]]:
    """The imported versions of the library that the act names, or of all."""
    library = naming.fields.get("library")
    return ((key[1], one) for key, one in state.versions.items() if library in {None, key[0]})


def _adoptable(state: Indicators, naming: Naming, _in_force: InForce) -> Iterable[str]:
    return (version for version, _ in _versions(state, naming))


def _discardable(state: Indicators, naming: Naming, _in_force: InForce) -> Iterable[str]:
    return (version for version, one in _versions(state, naming) if not one.was_adopted)


def _in_use(state: Indicators, _naming: Naming, _in_force: InForce) -> Iterable[str]:
    return (code for code in state.library.indicators if code not in state.ended)


def _ended(state: Indicators, _naming: Naming, _in_force: InForce) -> Iterable[str]:
    return (code for code in state.ended if code in state.library.indicators)


KEYS: Keys = {
    **of_all((AdoptLibrary, DiscardVersion, ImportLibrary), "library", KeyField(_chain)),
    (AdoptLibrary, "edition"): KeyField(_adoptable),
    (DiscardVersion, "edition"): KeyField(_discardable),
    (EndIndicator, "code"): KeyField(_in_use),
    (RestoreIndicator, "code"): KeyField(_ended),
    (AnnotateRecord, "events"): KeyField(past_events),
}
"""The keys that its acts may name."""
