"""Timer equivalence: whether two simulations plan the same steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.decider import InForce
from domain.rules import RuleBook
from domain.rules.engine.registry import RULES
from projections.what_if.hypothetical_rules import AskedOn

_PLANNING = frozenset(
    {
        "monitoring.nodes",
        "monitoring.round_analysis",
        "disclosure.required",
        "disclosure.not_before",
        "county_appraisal.windows",
    }
)

_KEPT_PAIRS = 256
"""The values in force change a few times a year, in each of the years of a replay."""


def plans_steps(rule: str) -> bool:
    """Whether the system's steps depend on a rule: its dates, and whether something is due."""
    return rule.endswith(".due") or rule in _PLANNING


@dataclass(slots=True)
class TimerEquivalence:
    """Compares the values in force of two simulations, each pair once."""

    _compared: BoundedCache[tuple[int, int], tuple[InForce, InForce, bool]] = field(
        default_factory=lambda: BoundedCache(_KEPT_PAIRS)
    )

    def plan_alike(self, one: InForce, other: InForce) -> bool:
        """Whether subjects in the same state have the same future steps under both."""
        kept = self._compared.get((id(one), id(other)))
        if kept is None or kept[0] is not one or kept[1] is not other:
            compared = (one, other, _plan_alike(one, other))
            kept = self._compared.put((id(one), id(other)), compared)
        return kept[2]


def _plan_alike(one: InForce, other: InForce) -> bool:
    if any(getattr(one, name) != getattr(other, name) for name in _BESIDE):
        return False
    asked = {rule for rule in RULES if plans_steps(rule)} | one.open_rules
    return asked.isdisjoint(differing(one.rules, other.rules))


_BESIDE = tuple(one.name for one in fields(InForce) if one.compare and one.name != "rules")
"""The values in force besides the rules."""


def differing(one: Any, other: Any) -> frozenset[str]:
    """The rules that two books may answer differently; all, if one is asked on another date."""
    if one is other:
        return frozenset()
    books = isinstance(one, RuleBook) and isinstance(other, RuleBook)
    if not books or any(isinstance(book, AskedOn) and book.shifts for book in (one, other)):
        return frozenset(RULES)
    return frozenset(rule for rule in RULES if _said(one, rule) != _said(other, rule))


def _said(book: RuleBook, rule: str) -> list[Any]:
    return [
        (part, list(_segments(timeline.segments))) for part, timeline in book.parts(rule).items()
    ]


def _segments(segments: Any) -> Iterator[Any]:
    for start, basis in segments:
        yield start, basis.value if basis else None
