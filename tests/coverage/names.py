"""The names that the state of a clause may use, as the program has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from console.cli.command_list import COMMANDS
from domain.kernel.decider import Decided
from domain.kernel.policies import policies_of
from domain.subjects.registry import SUBJECTS, Registered
from projections.figures.figures import figures_of
from tests.small_years import YEARS, year

FIGURED = "652825"
"""The jurisdiction whose document reports the figures."""

Decide = Callable[..., Decided]


def boards() -> frozenset[str]:
    """The commands, by which people ask for boards."""
    return frozenset(COMMANDS)


def deadlines() -> frozenset[str]:
    """The keys of all kinds of deadlines."""
    return frozenset(entry.key for one in SUBJECTS for entry in one.catalogue.deadlines)


@cache
def figures() -> frozenset[str]:
    """The figures of a work year, as `F06.amount`."""
    found = figures_of(year(FIGURED).events, FIGURED, YEARS[FIGURED])
    return frozenset(f"{one.id}.{one.name}" for one in found)


def decides(act: str) -> tuple[Decide, ...]:
    """The functions that decide an act, one per kind of subject that takes it."""
    found = (slices.get(act) for slices in map(_decides_of, SUBJECTS))
    return tuple(decide for decide in found if decide is not None)


def acts() -> frozenset[str]:
    """All acts."""
    return frozenset(act for one in SUBJECTS for act in _decides_of(one))


def policies() -> frozenset[str]:
    """The policies of all acts."""
    found = (decide for one in SUBJECTS for decide in _decides_of(one).values())
    return frozenset(policy for decide in found for policy in policies_of(decide))


@cache
def asked() -> frozenset[tuple[str, str]]:
    """Each act with a rule that one of the small years shows it to ask, in both outcomes."""
    return frozenset(pair for jurisdiction in YEARS for pair in _asked_in(jurisdiction))


def _asked_in(jurisdiction: str) -> Iterator[tuple[str, str]]:
    acts_of = _acts_by_event()
    played = year(jurisdiction)
    for one in played.events:
        for basis in one.basis:
            yield from ((act, basis["rule"]) for act in acts_of.get(one.event.name, ()))
    for refused in played.refused:
        yield from ((refused.command, answer.rule) for answer in refused.refusal.basis)


def _acts_by_event() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in SUBJECTS:
        for act in one.catalogue.all_acts():
            for event in act.events:
                found.setdefault(event.name, set()).add(act.name)
    return found


def _decides_of(one: Registered) -> dict[str, Decide]:
    """The decide function of each act; a composite decider has them in its slices."""
    decider: Any = one.decider
    slices = getattr(decider, "_SLICES", None)
    table = decider._DECIDE if slices is None else slices._decide
    return {command.name: decide for command, decide in table.items()}
