"""The basis of a rule in one jurisdiction: its values by segment of dates, with their clauses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from domain.kernel.answer import Citation, PackRef, RulingRef
from domain.rules.engine.errors import BadInput
from domain.rules.engine.open_places import Open, fitted, open_places, withheld
from domain.rules.engine.pack import Interpretation, Value
from domain.rules.engine.pack_set import PackSet
from domain.rules.engine.registry import rule_of
from domain.rules.engine.rule import Evaluate, Rule, Step
from domain.rules.engine.rulings import RecordedRuling, put_at
from domain.rules.engine.values import RuleValue


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """A value in force: how it answers, and everything that it rests on."""

    value: RuleValue | tuple[Step, ...]
    evaluate: Evaluate
    citations: tuple[Citation, ...]
    rulings: tuple[RulingRef, ...]
    sources: tuple[PackRef, ...]


class Timeline:
    """The values of one rule (or one part of it) in one jurisdiction, by date."""

    __slots__ = ("_bases", "_starts")

    def __init__(self, segments: Iterable[tuple[date, Basis | None]]) -> None:
        ordered = list(segments)
        self._starts = [start for start, _ in ordered]
        self._bases = [basis for _, basis in ordered]

    @property
    def starts(self) -> tuple[date, ...]:
        """The first day of each segment, in order."""
        return tuple(self._starts)

    @property
    def segments(self) -> tuple[tuple[date, Basis | None], ...]:
        """The first day from which each value or citation is in force, and what is."""
        found: list[tuple[date, Basis | None]] = []
        for start, basis in zip(self._starts, self._bases, strict=True):
            if not found or not _same(found[-1][1], basis):
                found.append((start, basis))
        return tuple(found)

    def on(self, day: date) -> Basis | None:
        """Give what is in force on a day; None where nothing is stated."""
        at = bisect_right(self._starts, day)
        return self._bases[at - 1] if at else None


def _same(one: Basis | None, other: Basis | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.value, one.citations, one.sources) == (other.value, other.citations, other.sources)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Finds what a jurisdiction states or inherits, and reads it as the bureau ruled.

    `of_a_level_below`: what a level below inherits from it.
    """

    packs: PackSet
    jurisdiction: str
    rulings: Mapping[str, RecordedRuling]
    of_a_level_below: bool = False

    def timeline(self, rule: Rule, part: str | None) -> Timeline:
        """Resolve a rule, or a part of it, for every segment of dates.

        Raises `BadInput` where a recorded ruling does not fit the value that it replaces.
        """
        if rule.chained and part is None:
            return self._together(rule)
        asked = [rule.id] if rule.fallback is None else [rule.id, rule.fallback.rule]
        starts = {
            day for name in asked for _, value in self._stated(name, part) for day in value.turns
        }
        return Timeline((start, self._basis(rule, part, start)) for start in sorted(starts))

    def _together(self, rule: Rule) -> Timeline:
        parts = {part: self.timeline(rule, part) for part in rule.parts}
        starts = sorted({start for timeline in parts.values() for start in timeline.starts})
        return Timeline(
            (start, _joined(rule, {part: one.on(start) for part, one in parts.items()}))
            for start in starts
        )

    def _basis(self, rule: Rule, part: str | None, on: date) -> Basis | None:
        found = self._in_force(rule.id, part, on)
        if found is not None:
            return self._read(rule, rule.shape(part), rule.evaluate, *found, on)
        if rule.fallback is None:
            return None
        other = self._in_force(rule.fallback.rule, part, on)
        if other is None:
            return None
        shape = rule_of(rule.fallback.rule).shape(part)
        return self._read(rule, shape, rule.fallback.evaluate, *other, on)

    def _in_force(self, rule: str, part: str | None, on: date) -> tuple[str, Value] | None:
        """Find the nearest level with a value in force; a superior never supersedes it."""
        begun = ((code, v) for code, v in self._stated(rule, part) if v.effective <= on)
        latest = dict(begun)
        found = ((code, value) for code, value in latest.items() if value.in_force(on))
        return next(found, None)

    def _stated(self, rule: str, part: str | None) -> Iterator[tuple[str, Value]]:
        for code in self.packs.chain(self.jurisdiction):
            stated = self.packs.loaded(code).rules.get(rule)
            if stated is not None:
                binding = (value for value in stated.values if self._binds(code, value))
                yield from ((code, value) for value in binding if value.part == part)

    def _binds(self, code: str, value: Value) -> bool:
        """Whether a value of the level `code` binds the jurisdiction (decision 1435)."""
        is_own = code == self.jurisdiction and not self.of_a_level_below
        if is_own or value.scope == "chain":
            return True
        return value.unless_ruled in self.rulings

    def _read(
        self,
        rule: Rule,
        shape: type[RuleValue],
        evaluate: Evaluate,
        code: str,
        stated: Value,
        on: date,
    ) -> Basis:
        touched = [i for i in stated.interpretations if i.rule in {None, rule.id}]
        value = self._as_ruled(shape, stated, touched)
        return Basis(
            value=value,
            evaluate=withheld if isinstance(value, Open) else evaluate,
            citations=tuple(
                Citation(cite.clause, cite.document, cite.quote)
                for cite in stated.cite
                if cite.effective is None or cite.effective <= on
            ),
            rulings=tuple(self._ruling(one) for one in touched),
            sources=(self.packs.loaded(code).ref,),
        )

    def _as_ruled(
        self, shape: type[RuleValue], stated: Value, touched: Iterable[Interpretation]
    ) -> RuleValue:
        value: dict[str, Any] = deepcopy(stated.value)
        replaced = []
        for one in touched:
            ruling = self.rulings.get(one.of)
            if ruling is not None and ruling.value is not None and one.at is not None:
                put_at(value, one.at, ruling.value)
                replaced.append(one.of)
        try:
            return fitted(shape, value, open_places(stated))
        except ValidationError as error:
            ruled = ", ".join(replaced)
            raise BadInput(f"ruling {ruled}", error.errors()[0]["msg"]) from error

    def _ruling(self, touched: Interpretation) -> RulingRef:
        ruling = self.rulings.get(touched.of)
        general = self.packs.reading(self.jurisdiction, touched.of)
        phrase = general.phrase if general else ""
        blocking = touched.status == "blocking" or general is None or general.ruling is None
        settles = ruling is not None and not (
            blocking and touched.at is not None and ruling.value is None
        )
        if ruling is not None and settles:
            ruled = (ruling.text, ruling.author, ruling.ruled_on)
            return RulingRef(touched.of, "ruled", *ruled, phrase)
        if blocking or general is None or general.ruling is None:
            return RulingRef(touched.of, "open", None, phrase=phrase)
        return RulingRef(touched.of, "provisional", general.ruling.zh, phrase=phrase)


def _joined(rule: Rule, parts: Mapping[str, Basis | None]) -> Basis | None:
    """Put the parts in force together; each clause, ambiguity and pack is named once."""
    found = [(part, basis) for part, basis in parts.items() if basis is not None]
    if not found:
        return None
    bases = [basis for _, basis in found]
    rulings: dict[str, RulingRef] = {}
    for ruling in (ruling for basis in bases for ruling in basis.rulings):
        if ruling.ambiguity not in rulings or ruling.status == "open":
            rulings[ruling.ambiguity] = ruling
    return Basis(
        value=tuple(
            Step(part, basis.value, basis.citations[0].clause)
            for part, basis in found
            if isinstance(basis.value, RuleValue)
        ),
        evaluate=_open_or(rule.evaluate, bases),
        citations=tuple(dict.fromkeys(c for basis in bases for c in basis.citations)),
        rulings=tuple(rulings.values()),
        sources=tuple(dict.fromkeys(source for basis in bases for source in basis.sources)),
    )


def _open_or(evaluate: Evaluate, bases: Iterable[Basis]) -> Evaluate:
    """Withhold the answer of parts together while one of them is open."""
    return withheld if any(isinstance(basis.value, Open) for basis in bases) else evaluate
