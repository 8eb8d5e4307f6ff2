"""A rule as the engine knows it: its question, the shape of its values, its evaluator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from domain.rules.engine.inputs import Inputs
from domain.rules.engine.pack import Kind
from domain.rules.engine.values import RuleValue

Evaluate = Callable[..., Any]
"""Takes the value and the parsed input by name; gives the outcome, or why there is none."""


class Withheld(Enum):
    """The reason why there is no outcome."""

    NOT_STATED = "not_stated"
    NEEDS_RULING = "needs_ruling"


@dataclass(frozen=True, slots=True)
class PartlyOpen:
    """An outcome with null where an ambiguity is open that only some inputs meet."""

    outcome: Any
    ambiguity: str


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a rule whose parts answer together, with the clause that it rests on first."""

    part: str
    value: RuleValue
    clause: str


@dataclass(frozen=True, slots=True)
class Fallback:
    """Another rule whose value answers where this one has none of its own or inherited."""

    rule: str
    evaluate: Evaluate


@dataclass(frozen=True, slots=True)
class Rule:
    """One question with a typed answer.

    `parts` are the units of inheritance within the rule (none: the rule itself), and `part_of`
    picks the part for a parsed input. A rule with parts and no `part_of` is answered by
    all of them together: `evaluate` takes its steps in the order of `parts`. `value` is the shape
    of the value, or of each part's value.
    """

    id: str
    kind: Kind
    inputs: Inputs
    value: type[RuleValue] | Mapping[str, type[RuleValue]]
    evaluate: Evaluate
    parts: tuple[str, ...] = ()
    part_of: Callable[[Mapping[str, Any]], str] | None = None
    fallback: Fallback | None = None

    @property
    def chained(self) -> bool:
        """Whether all parts answer together."""
        return bool(self.parts) and self.part_of is None

    @property
    def derived(self) -> bool:
        """Whether the rule reads the values of its fallback alone, and has none of its own."""
        return self.fallback is not None and self.fallback.evaluate is self.evaluate

    def shape(self, part: str | None) -> type[RuleValue]:
        """Give the shape of the value of a part."""
        return self.value if isinstance(self.value, type) else self.value[str(part)]
