"""Overrides of a replay: changed fields of a value, or a rule of another jurisdiction."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from domain.rules.engine.errors import BadInput
from domain.rules.engine.pack import PackRule, Value
from domain.rules.engine.pack_set import LoadedPack, PackSet
from domain.rules.engine.registry import RULES
from projections.what_if.changes import SUPPOSED

TAKEN_FROM = "@"
"""The prefix of a jurisdiction's code: take the values of that jurisdiction's packs."""


@dataclass(frozen=True, slots=True)
class Override:
    """A value to change: `rule`, its part if it has any, the field in it, the new value.

    Without a field, the whole rule or part is taken from the jurisdiction in `value`.
    """

    rule: str
    part: str | None
    place: tuple[str, ...]
    value: Any


def with_settings(
    packs: PackSet, available: PackSet, jurisdiction: str, settings: tuple[Override, ...]
) -> PackSet:
    """The packs with all overrides; values of other jurisdictions come from `available`.

    Raises `BadInput` with the wrong override.
    """
    for setting in settings:
        if not setting.place:
            packs = _taken_from(packs, available, jurisdiction, setting)
    for (rule, part), places in _grouped(settings).items():
        packs = _set(packs, jurisdiction, rule, part, places)
    return packs


def _grouped(settings: Iterable[Override]) -> dict[tuple[str, str | None], list[Override]]:
    """Overrides of the same value are applied together: only all of them need to fit."""
    grouped: dict[tuple[str, str | None], list[Override]] = {}
    for setting in settings:
        if setting.place:
            grouped.setdefault((setting.rule, setting.part), []).append(setting)
    return grouped


def _set(
    packs: PackSet, jurisdiction: str, rule: str, part: str | None, settings: list[Override]
) -> PackSet:
    """Set fields in the values of the nearest level that states the rule (or part)."""
    for code in packs.chain(jurisdiction):
        loaded = packs.loaded(code)
        stated = loaded.rules.get(rule)
        if stated is None or all(value.part != part for value in stated.values):
            continue
        values = tuple(
            _changed(value, settings) if value.part == part else value for value in stated.values
        )
        changed = stated.model_copy(update={"values": values})
        return packs.replaced(_with_rule(loaded, changed))
    where = f"{rule}.{part}" if part else rule
    raise BadInput(_name(settings[0]), f"{jurisdiction} states no {where} to be changed")


def _changed(value: Value, settings: list[Override]) -> Value:
    whole = deepcopy(value.value)
    for setting in settings:
        _put(whole, setting)
    try:
        RULES[settings[0].rule].shape(value.part).model_validate(whole)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadInput(_name(settings[-1]), first["msg"]) from None
    kept = tuple(
        one
        for one in value.interpretations
        if not any(_concerns(one.at, setting) for setting in settings)
    )
    return value.model_copy(update={"value": whole, "interpretations": kept})


def _concerns(at: str | None, setting: Override) -> bool:
    """Whether an ambiguity concerns the field that is set: a set field needs no reading."""
    if at is None:
        return False
    mine, other = setting.place, tuple(at.split("."))
    shorter = min(len(mine), len(other))
    return mine[:shorter] == other[:shorter]


def _put(value: Any, setting: Override) -> None:
    *outer, last = setting.place
    for key in outer:
        value = _inner(value, key, setting)
    _inner(value, last, setting)
    value[int(last) if isinstance(value, list) else last] = setting.value


def _inner(value: Any, key: str, setting: Override) -> Any:
    try:
        return value[int(key) if isinstance(value, list) else key]
    except (LookupError, TypeError, ValueError):
        raise BadInput(_name(setting), f"no {key} stands there, only {_places(value)}") from None


def _places(value: Any) -> str:
    """The possible fields of a value, for an error message."""
    if isinstance(value, dict):
        return ", ".join(value)
    return f"0 to {len(value) - 1}" if isinstance(value, list) else f"the value {value}"


def _taken_from(
    packs: PackSet, available: PackSet, jurisdiction: str, setting: Override
) -> PackSet:
    code = str(setting.value)
    for level in available.chain(code):
        stated = available.loaded(level).rules.get(setting.rule)
        values = tuple(
            value
            for value in (stated.values if stated else ())
            if setting.part is None or value.part == setting.part
        )
        if stated is not None and values:
            taken = tuple(_readable(packs, jurisdiction, one) for one in _without_first_day(values))
            return _with_values(packs, jurisdiction, stated, taken)
    raise BadInput(_name(setting), f"{code} states no {setting.rule}")


def _without_first_day(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The values; the first of each part also applies before its day, as a supposition."""
    first: dict[str | None, Value] = {}
    for value in values:
        known = first.get(value.part)
        if known is None or value.effective < known.effective:
            first[value.part] = value
    return tuple(
        value.model_copy(update={"effective": date.min, "published": None})
        if value is first[value.part]
        else value
        for value in values
    )


def _readable(packs: PackSet, jurisdiction: str, value: Value) -> Value:
    """A value without the ambiguities that the replayed jurisdiction cannot read."""
    read = tuple(one for one in value.interpretations if packs.reading(jurisdiction, one.of))
    return value.model_copy(update={"interpretations": read})


def _with_values(
    packs: PackSet, jurisdiction: str, stated: PackRule, values: tuple[Value, ...]
) -> PackSet:
    loaded = packs.loaded(jurisdiction)
    mine = loaded.rules.get(stated.id)
    parts = {value.part for value in values}
    kept = tuple(value for value in mine.values if value.part not in parts) if mine else ()
    rule = stated.model_copy(update={"values": (*kept, *values)})
    return packs.replaced(_with_rule(loaded, rule))


def _with_rule(loaded: LoadedPack, rule: PackRule) -> LoadedPack:
    """A pack with one rule replaced; its text is a text that was never adopted."""
    others = tuple(one for one in loaded.pack.rules if one.id != rule.id)
    pack = loaded.pack.model_copy(update={"rules": (*others, rule)})
    text = f"{loaded.ref.sha256} {rule.model_dump_json()}".encode()
    ref = replace(loaded.ref, version=SUPPOSED, sha256=sha256(text).hexdigest())
    return replace(loaded, pack=pack, ref=ref, rules={**loaded.rules, rule.id: rule})


def _name(setting: Override) -> str:
    return ".".join(part for part in (setting.rule, setting.part, *setting.place) if part)
