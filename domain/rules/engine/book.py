"""The rules of one jurisdiction, asked one question at a time."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property, lru_cache
from types import MappingProxyType, NoneType
from typing import Any

from cachetools.keys import hashkey

from domain.kernel.answer import Answer, PackRef, Reason, RulingRef
from domain.kernel.bounded_cache import BoundedCache
from domain.rules.engine.basis import Basis, Resolver, Timeline
from domain.rules.engine.inputs import as_json, day
from domain.rules.engine.open_places import is_unanswered
from domain.rules.engine.pack_set import PackSet
from domain.rules.engine.registry import rule_of
from domain.rules.engine.rule import PartlyOpen, Rule, Withheld
from domain.rules.engine.rulings import RecordedRuling, check_ruling

_UNRULED: Mapping[str, RecordedRuling] = MappingProxyType({})
_KEPT_ANSWERS = 4096
"""A year of a county asks a few hundred different questions; each kept answer is about 1 KB."""

_PLAIN = frozenset({str, int, bool, NoneType, date})
"""Types whose values a question keeps unchanged: every value of them has a hash."""


class RuleBook:
    """The rules of a jurisdiction as its packs and the bureau's recorded rulings give them.

    `rulings` are those recorded when the decision is taken, by ambiguity; the day asked about
    selects the value, never the ruling. Each rule is resolved once and kept. `packs` are all that
    it was built with.
    """

    def __init__(
        self,
        packs: PackSet,
        jurisdiction: str,
        rulings: Mapping[str, RecordedRuling] = _UNRULED,
        *,
        of_a_level_below: bool = False,
    ) -> None:
        """Take the packs; raises `UnknownJurisdiction` where none is the jurisdiction's.

        `of_a_level_below`: the rules that a level below without a pack would inherit.
        """
        self.jurisdiction = jurisdiction
        self.pack: PackRef = packs.loaded(jurisdiction).ref
        self.packs = packs
        self._rulings = dict(rulings)
        self._resolver = Resolver(
            packs, jurisdiction, self._rulings, of_a_level_below=of_a_level_below
        )
        self._timelines: dict[tuple[str, str | None], Timeline] = {}
        self._asked = lru_cache(maxsize=_KEPT_ANSWERS, typed=True)(self._ask)
        self._asked_of_objects = BoundedCache[Hashable, Answer](_KEPT_ANSWERS)

    def inherited_below(self) -> RuleBook:
        """The rules that a level below inherits, without a duty of this level alone (1435)."""
        return RuleBook(self.packs, self.jurisdiction, of_a_level_below=True)

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Answer `rule` on the day `on`; raises `BadInput` for an input outside the contract.

        The same question gets the same answer object: nobody may change what stands in it.
        """
        if type(rule) is str and type(on) is date:
            for value in inputs.values():
                if type(value) not in _PLAIN:
                    return self._ask_of_objects(rule, on, inputs)
            return self._asked(rule, on, **inputs)
        return self.answer(rule, on, inputs)

    def _ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        return self.answer(rule, on, inputs)

    def _ask_of_objects(self, rule: str, on: date, inputs: Mapping[str, Any]) -> Answer:
        """Answer a question that is remembered by what stands in its objects."""
        key: list[Hashable] = [rule, on]
        if not _says(key, inputs):
            return self.answer(rule, on, inputs)
        return self._asked_of_objects.get_or_make(
            hashkey(*key), lambda: self.answer(rule, on, inputs)
        )

    def answer(self, rule: str, on: date, inputs: Mapping[str, Any]) -> Answer:
        """Answer as `ask` does, with the input as one mapping."""
        known, when = rule_of(rule), day("on", on)
        asked = known.inputs.parse(inputs)
        basis, outcome, reason = self.decide(known, when, asked)
        return Answer(
            rule=known.id,
            jurisdiction=self.jurisdiction,
            on=when,
            input=as_json(asked),
            outcome=outcome,
            reason=reason,
            citations=basis.citations if basis else (),
            rulings=basis.rulings if basis else (),
            pack=self.pack,
            sources=basis.sources if basis else (),
        )

    def decide(
        self, rule: Rule, on: date, asked: Mapping[str, Any]
    ) -> tuple[Basis | None, Any, Reason | None]:
        """Give the value in force and what it answers to an input that is already read."""
        part = rule.part_of(asked) if rule.part_of else None
        basis = self._timeline(rule, part).on(on)
        if basis is None:
            return None, None, "not_stated"
        outcome = basis.evaluate(basis.value, **asked)
        if outcome is Withheld.NOT_STATED:
            return None, None, "not_stated"
        if outcome is Withheld.NEEDS_RULING:
            return basis, None, "needs_ruling"
        if isinstance(outcome, PartlyOpen):
            return _open(basis, outcome.ambiguity), outcome.outcome, None
        return basis, outcome, None

    @cached_property
    def open_rules(self) -> frozenset[str]:
        """The rules, own and inherited, with a value that answers nothing before a ruling."""
        ruled = {one.ambiguity for one in self._rulings.values() if one.value is not None}
        return frozenset(
            rule.id
            for code in self.packs.chain(self.jurisdiction)
            for rule in self.packs.pack(code).rules
            for value in rule.values
            if is_unanswered(rule_of(rule.id).shape(value.part), value, ruled)
        )

    def check_ruling(self, ambiguity: str, value: Any) -> None:
        """Check a ruling before it is recorded; raises `BadInput` naming what is wrong."""
        check_ruling(self.packs, self.jurisdiction, ambiguity, value)

    def ambiguities(self) -> tuple[str, ...]:
        """The ids of the ambiguities that the jurisdiction's packs read."""
        return self.packs.ambiguities(self.jurisdiction)

    def parts(self, rule: str) -> dict[str | None, Timeline]:
        """Give what a rule says, part by part, over time; raises `UnknownRule`."""
        known = rule_of(rule)
        return {part: self._timeline(known, part) for part in known.parts or (None,)}

    def _timeline(self, rule: Rule, part: str | None) -> Timeline:
        timeline = self._timelines.get((rule.id, part))
        if timeline is None:
            timeline = self._resolver.timeline(rule, part)
            self._timelines[rule.id, part] = timeline
        return timeline


def _open(basis: Basis, ambiguity: str) -> Basis:
    """The basis with an ambiguity that leaves a part of this one outcome open."""
    return replace(basis, rulings=(*basis.rulings, RulingRef(ambiguity, "open", None)))


def _says(key: list[Hashable], value: Any) -> bool:
    """Add to a key what a JSON value says; false where something in it is none.

    Two values add the same where values, types and the order of fields are the same: a list or an
    object adds its kind and its length before its parts, and all but texts their type.
    """
    kind: Any = type(value)
    if kind is str:
        key.append(value)
    elif kind is dict:
        key += (dict, len(value), *value)
        return _all_say(key, value.values())
    elif kind is list or kind is tuple:
        key += (list, len(value))
        return _all_say(key, value)
    elif kind is Decimal:  # by its digits: a signalling NaN has no hash
        key += (kind, str(value))
    elif kind in _PLAIN or isinstance(value, Enum):
        key += (kind, value)
    else:
        return False
    return True


def _all_say(key: list[Hashable], values: Iterable[Any]) -> bool:
    for value in values:
        if type(value) is str:
            key.append(value)
        elif not _says(key, value):
            return False
    return True
