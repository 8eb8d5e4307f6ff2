"""A version comes into force: `indicator-library.adopt`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.indicator_library import NAMED_BY_TARGETS, LibraryIndicator
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.subjects.indicators.imports import library_is_of_the_chain, version_is_imported
from domain.subjects.indicators.messages import AdoptLibrary, LibraryAdopted
from domain.subjects.indicators.state import Indicators


def version_is_not_in_force(
    state: Indicators, act: CommandContext[AdoptLibrary], _in_force: InForce
) -> Refusal | None:
    """The version is not the one in force."""
    command = act.command
    if state.adopted.get(command.library) != command.edition:
        return None
    return refusals.duplicate(
        f"{command.library} 指标库 {command.edition} 版的采用",
        f"the adoption of version {command.edition} of the library of {command.library}",
    )


@guarded_by(library_is_of_the_chain, version_is_imported, version_is_not_in_force)
def adopt(state: Indicators, act: CommandContext[AdoptLibrary], _in_force: InForce) -> Decided:
    """Put an imported version in force, with the counts of what is in force then."""
    command = act.command
    whole = state.versions[command.library, command.edition]
    after = _adopting(state, command.library, command.edition).library
    event = LibraryAdopted(
        library=command.library,
        edition=command.edition,
        document=command.document,
        classes=len(whole.classes),
        indicators=count_of(whole.indicators.values()),
        all_classes=len(after.classes),
        all_indicators=count_of(after.indicators.values()),
    )
    return (Decision(event),)


def count_of(indicators: Iterable[LibraryIndicator]) -> int:
    """How many indicators a target may name: those of level 3, ended ones left out."""
    return sum(1 for one in indicators if one.level == NAMED_BY_TARGETS and one.last_day is None)


def _adopting(state: Indicators, library: str, version: str) -> Indicators:
    """The state with a version in force; indicators of that library are not ended any more."""
    newest = state.versions[library, version]
    versions = {**state.versions, (library, version): replace(newest, was_adopted=True)}
    ended = {code: day for code, day in state.ended.items() if code not in newest.indicators}
    adopted = {**state.adopted, library: version}
    return replace(state, versions=versions, adopted=adopted, ended=ended).put_together()


def adopted(state: Indicators, recorded: Recorded[LibraryAdopted]) -> Indicators:
    """Evolve by `indicator-library.adopted`."""
    return _adopting(state, recorded.event.library, recorded.event.edition)


DECIDE: Deciders = {AdoptLibrary: adopt}
EVOLVE: Evolvers = {LibraryAdopted: adopted}
