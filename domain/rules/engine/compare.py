"""Comparison of the rules of two jurisdictions, or of one jurisdiction on two days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from domain.kernel.answer import Citation
from domain.rules.engine.basis import Basis
from domain.rules.engine.book import RuleBook
from domain.rules.engine.errors import Fault, PackError
from domain.rules.engine.inputs import as_json
from domain.rules.engine.open_places import Open
from domain.rules.engine.pack import Bilingual, ClauseId, Code, Strict, Words
from domain.rules.engine.registry import RULES
from domain.rules.engine.strict_yaml import line_of, read
from domain.rules.engine.values import RuleValue


@dataclass(frozen=True, slots=True)
class Stated:
    """The statement of one side: the value as JSON, its pack, its clauses."""

    value: Any
    pack: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule, or a part of it, that two sides state differently; None where a side states none."""

    rule: str
    part: str | None
    a: Stated | None
    b: Stated | None


def differences(a: RuleBook, on_a: date, b: RuleBook, on_b: date) -> Iterator[Difference]:
    """Compare every rule with values of its own, part by part, in the order of the rules."""
    for rule in (one.id for one in RULES.values() if not one.derived):
        ours, theirs = a.parts(rule), b.parts(rule)
        for part, timeline in ours.items():
            left, right = stated(timeline.on(on_a)), stated(theirs[part].on(on_b))
            if _value(left) != _value(right):
                yield Difference(rule, part, left, right)


def stated(basis: Basis | None) -> Stated | None:
    """Give what a value says as JSON."""
    if basis is None or not isinstance(basis.value, RuleValue):
        return None
    value = basis.value
    said = value.stated if isinstance(value, Open) else value.model_dump(exclude_unset=True)
    return Stated(as_json(said), basis.sources[0].id, basis.citations)


def _value(side: Stated | None) -> Any:
    return None if side is None else side.value


class Pair(Strict):
    """Two jurisdictions on one day, or on two."""

    a: Code
    b: Code
    on: date
    on_b: date | None = None


class Point(Strict):
    """A point on which the documents differ.

    As `rule` it is found by comparing values of `rule` (`part`, at the dotted place `at`) over
    each of the pairs; any other kind has no value and names the clauses that differ.
    """

    id: Annotated[str, Field(pattern=r"^V[0-9]{2}$")]
    point: Bilingual
    kind: Literal["rule", "name", "instrument", "source", "count"]
    rule: Words | None = None
    part: Words | None = None
    at: Words | None = None
    between: Annotated[tuple[Pair, ...], Field(strict=False)] = ()
    clauses: Annotated[tuple[ClauseId, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _a_rule_or_clauses(self) -> Point:
        if (self.kind == "rule") != (self.rule is not None and bool(self.between)):
            raise ValueError("a rule has a rule and pairs, any other kind neither")
        if (self.kind == "rule") == bool(self.clauses):
            raise ValueError("what is no rule names its clauses, a rule does not")
        return self

    def found_in(self, difference: Difference) -> bool:
        """Whether a difference is one on this point."""
        if (self.rule, self.part) not in {
            (difference.rule, difference.part),
            (difference.rule, None),
        }:
            return False
        left, right = (_at(side, self.at) for side in (difference.a, difference.b))
        return bool(left != right)


def _at(side: Stated | None, dotted: str | None) -> Any:
    place = _value(side)
    for key in dotted.split(".") if dotted else ():
        place = place.get(key) if isinstance(place, dict) else None
    return place


_POINTS = TypeAdapter(tuple[Point, ...])


def read_points(text: bytes, name: str) -> tuple[Point, ...]:
    """Read the points on which the documents differ; raises `PackError` with every fault."""
    data, lines = read(text, name)
    try:
        return _POINTS.validate_python(data, strict=False)
    except ValidationError as error:
        raise PackError(
            Fault(name, line_of(lines, one["loc"]), ".".join(map(str, one["loc"])), one["msg"])
            for one in error.errors(include_url=False)
        ) from error


def points_of(difference: Difference, points: Iterable[Point]) -> list[str]:
    """Name the points that a difference is one on."""
    return [point.id for point in points if point.found_in(difference)]
