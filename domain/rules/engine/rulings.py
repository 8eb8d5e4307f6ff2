"""Rulings that the bureau records on ambiguities: what they replace, and whether they fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from domain.rules.engine.errors import BadInput
from domain.rules.engine.open_places import fitted, open_places
from domain.rules.engine.pack import Interpretation, Value
from domain.rules.engine.pack_set import PackSet
from domain.rules.engine.registry import RULES


@dataclass(frozen=True, slots=True)
class RecordedRuling:
    """The bureau's reading of an ambiguity from now on.

    `value` takes the place that the pack names for this ambiguity in each value that rests on it
    (a side, a measure, an amount); None leaves the value as the pack gives it and replaces the
    text only, so it does not open a blocking rule.
    """

    ambiguity: str
    text: str
    value: Any
    author: str
    ruled_on: date


@dataclass(frozen=True, slots=True)
class Resting:
    """A value that rests on an ambiguity, where it stands and how."""

    jurisdiction: str
    rule: str
    value: Value
    touched: Interpretation


def resting_on(packs: PackSet, jurisdiction: str, ambiguity: str) -> Iterator[Resting]:
    """Find the values of a jurisdiction, own and inherited, that rest on an ambiguity."""
    for code in packs.chain(jurisdiction):
        for rule in packs.pack(code).rules:
            for value in rule.values:
                for touched in value.interpretations:
                    if touched.of == ambiguity:
                        yield Resting(code, rule.id, value, touched)


def check_ruling(packs: PackSet, jurisdiction: str, ambiguity: str, value: Any) -> None:
    """Check the value of a ruling before it is recorded; raises `BadInput` naming what is wrong.

    A value must fit each place that it takes. Null is a ruling in words only: it is refused where
    the ambiguity blocks a rule that only a value opens.
    """
    reading = packs.reading(jurisdiction, ambiguity)
    if reading is None:
        raise BadInput("ambiguity", f"nothing reads {ambiguity}")
    places = [one for one in resting_on(packs, jurisdiction, ambiguity) if one.touched.at]
    if value is not None and not places:
        raise BadInput("value", f"a ruling on {ambiguity} takes no value here, only words")
    blocked = any("blocking" in {reading.status, one.touched.status} for one in places)
    if value is None and blocked:
        said = f": {reading.value.en}" if reading.value else ""
        raise BadInput("value", f"{ambiguity} needs a value{said}")
    if value is not None:
        for place in places:
            _fits(place, value)
        _decided("value", value)


def unfit_rulings(
    packs: PackSet, jurisdiction: str, rulings: Iterable[RecordedRuling]
) -> Iterator[tuple[RecordedRuling, BadInput]]:
    """Find the recorded rulings whose value no longer fits a place that these packs give it.

    A ruling whose place is gone is left alone: it replaces nothing any more.
    """
    for ruling in rulings:
        if ruling.value is None:
            continue
        for place in resting_on(packs, jurisdiction, ruling.ambiguity):
            if place.touched.at is None:
                continue
            try:
                _fits(place, ruling.value)
            except BadInput as error:
                yield ruling, error


def _fits(place: Resting, value: Any) -> None:
    at = str(place.touched.at)
    whole = deepcopy(place.value.value)
    put_at(whole, at, value)
    try:
        fitted(RULES[place.rule].shape(place.value.part), whole, open_places(place.value))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        inner = [str(part) for part in first["loc"]][len(at.split(".")) :]
        raise BadInput(".".join(["value", *inner]), f"{place.rule}: {first['msg']}") from None


def _decided(name: str, value: Any) -> None:
    """Refuse what is itself left open."""
    if value is None:
        raise BadInput(name, "must not be open")
    inner = value.items() if isinstance(value, dict) else ()
    for key, part in inner:
        _decided(f"{name}.{key}", part)


def put_at(value: dict[str, Any], dotted: str, new: Any) -> None:
    """Put something at a dotted path of a value."""
    *outer, last = dotted.split(".")
    for key in outer:
        value = value[key]
    value[last] = new
