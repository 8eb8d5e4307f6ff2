"""Whether the packs' own tests notice a change: one at a time, in every value of a pack.

Each number is moved one unit up and down, each side and flag is flipped, each date moved a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from domain.rules.engine.book import RuleBook
from domain.rules.engine.cases import cases_of, wrong
from domain.rules.engine.errors import BadInput, Fault
from domain.rules.engine.open_places import fitted, open_places
from domain.rules.engine.pack import PackRule, Value
from domain.rules.engine.pack_set import LoadedPack, PackSet
from domain.rules.engine.registry import RULES
from domain.rules.engine.strict_yaml import Path

_FLIPPED = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
_DAY = timedelta(days=1)


def changes(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Give each single change: where, and what stands there instead."""
    if isinstance(value, bool):
        yield path, not value
    elif isinstance(value, int | Decimal):
        yield from ((path, value - 1), (path, value + 1))
    elif isinstance(value, date):
        yield from ((path, value - _DAY), (path, value + _DAY))
    elif isinstance(value, str) and value in _FLIPPED:
        yield path, _FLIPPED[value]
    elif isinstance(value, dict | list | tuple):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in inner:
            yield from changes(part, (*path, key))


def mutants(rule: PackRule) -> Iterator[tuple[Path, Any, PackRule]]:
    """Give a rule of a pack with one change each; the path begins at the rule."""
    for position, value in enumerate(rule.values):
        for path, new in changes(_changeable(value)):
            values = (
                *rule.values[:position],
                _changed(value, path, new),
                *rule.values[position + 1 :],
            )
            where: Path = ("values", position, *path)
            yield where, new, rule.model_copy(update={"values": values})


def _changeable(value: Value) -> dict[str, Any]:
    return {
        "effective": value.effective,
        "until": value.until,
        "value": value.value,
        "cite": [{"effective": cite.effective} for cite in value.cite],
    }


def _changed(value: Value, path: Path, new: Any) -> Value:
    field, *rest = path
    if field == "cite":
        at = int(rest[0])
        later = value.cite[at].model_copy(update={"effective": new})
        return value.model_copy(
            update={"cite": (*value.cite[:at], later, *value.cite[at + 1 :])},
        )
    if field != "value":
        return value.model_copy(update={str(field): new})
    copy = deepcopy(value.value)
    *outer, last = rest
    place: Any = copy
    for key in outer:
        place = place[key]
    place[last] = new
    return value.model_copy(update={"value": copy})


def unnoticed(packs: PackSet, code: str) -> Iterator[Fault]:
    """Find the changes of a pack's values that its own tests do not notice."""
    loaded = packs.loaded(code)
    for at, rule in enumerate(loaded.pack.rules):
        for path, new, mutant in mutants(rule):
            if not _noticed(packs, loaded, mutant):
                yield loaded.fault(("rules", at, *path), f"no test notices {new} in its place")


def _noticed(packs: PackSet, loaded: LoadedPack, mutant: PackRule) -> bool:
    if any(_unfit(mutant.id, value) for value in mutant.values):
        return True
    changed = replace(loaded, rules={**loaded.rules, mutant.id: mutant})
    book = RuleBook(packs.replaced(changed), loaded.pack.jurisdiction)
    try:
        return any(wrong(book, rule, case) for rule, case in cases_of(loaded.pack, mutant.id))
    except BadInput:
        return True


def _unfit(rule: str, value: Value) -> bool:
    try:
        fitted(RULES[rule].shape(value.part), value.value, open_places(value))
    except ValidationError:
        return True
    return False
