"""Hypothetical rules of a replay: another pack, changed values, rulings that are not recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.kernel.answer import Answer
from domain.rules import RuleBook
from domain.rules.engine.pack_set import PackSet
from domain.rules.engine.rulings import RecordedRuling, check_ruling
from projections.what_if.overrides import Override, with_settings


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling on an ambiguity that is not in the record."""

    ambiguity: str
    value: Any


@dataclass(frozen=True, slots=True)
class HypotheticalRules:
    """The changes to the rules in force for a replay.

    `jurisdiction` gives the rules (null: the replayed jurisdiction). `rules_on` is the date on
    which they are asked (null: the date of each question, but not before the first day of the other
    jurisdiction's own rules). `texts` are packs (file name, bytes) by the jurisdiction whose
    adopted pack they replace.
    """

    jurisdiction: str | None = None
    rules_on: date | None = None
    texts: tuple[tuple[str, tuple[str, bytes]], ...] = ()
    settings: tuple[Override, ...] = ()
    rulings: tuple[Ruling, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing is changed."""
        return self == HypotheticalRules()


class AskedOn(RuleBook):
    """Rules that are asked on another date: a `fixed` date, or not before a `first` date."""

    fixed: date | None = None
    first: date = date.min

    @property
    def shifts(self) -> bool:
        """Whether any question is asked on another date."""
        return self.fixed is not None or self.first != date.min

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Answer on the other date."""
        if self.shifts:
            on = self.fixed or max(on, self.first)
        return super().ask(rule, on, **inputs)


def other_book(
    adopted: Mapping[str, tuple[str, bytes]],
    available: PackSet,
    jurisdiction: str,
    rulings: Mapping[str, RecordedRuling],
    other: HypotheticalRules,
) -> RuleBook:
    """The hypothetical rules that replace the `adopted` packs (file name, text) by jurisdiction.

    `available` are packs from which other jurisdictions' rules are taken. Raises `BadInput` with
    the fault, `PackError` for a text that is not a sound pack.
    """
    wanted = other.jurisdiction or jurisdiction
    packs = PackSet.of({**adopted, **dict(other.texts)}.values())
    if other.jurisdiction is not None:
        packs = _joined(packs, available, wanted)
    packs = with_settings(packs, available, wanted, other.settings)
    recorded = dict(rulings)
    for ruling in other.rulings:
        check_ruling(packs, wanted, ruling.ambiguity, ruling.value)
        recorded[ruling.ambiguity] = _ruled(ruling)
    if other.rules_on is None and other.jurisdiction is None:
        return RuleBook(packs, wanted, recorded)
    book = AskedOn(packs, wanted, recorded)
    book.fixed = other.rules_on
    if other.jurisdiction is not None:
        book.first = _first_day(packs, wanted)
    return book


def _ruled(ruling: Ruling) -> RecordedRuling:
    return RecordedRuling(
        ambiguity=ruling.ambiguity,
        text="假设的裁定 a ruling supposed for this replay",
        value=ruling.value,
        author="replay",
        ruled_on=date.min,
    )


def _joined(packs: PackSet, available: PackSet, wanted: str) -> PackSet:
    """The adopted packs with those packs of another chain that are not adopted."""
    for code in reversed(available.chain(wanted)):
        if code not in packs.jurisdictions:
            packs = packs.replaced(available.loaded(code))
    return packs


def _first_day(packs: PackSet, code: str) -> date:
    own = packs.pack(code).rules
    return min((value.effective for rule in own for value in rule.values), default=date.min)
