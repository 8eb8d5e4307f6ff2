"""The fields of a question, read strictly: nothing missing, nothing extra, nothing ill-typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.rules.engine.errors import BadInput
from domain.rules.engine.exact import BEYOND_REACH, HUNDRED, canonical, literal, within_reach

Parser = Callable[[str, Any], Any]
"""Reads the value of the named field, or raises `BadInput` naming it."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Before:
    """The value of a field in a pack's test that was written before the field was there."""

    value: Any


@dataclass(frozen=True, slots=True)
class BeforeInItems:
    """The same of a field `name` that the objects of a list lack."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a rule's input; a field with `required` false may be left out.

    Every question has a required field. Only the tests of packs that were written `before` the
    field was there may lack it, in the question or in the objects of its list.
    """

    name: str
    parse: Parser
    required: bool = True
    before: Before | BeforeInItems | None = None


class Inputs:
    """The input of one rule: its fields, read in this order."""

    __slots__ = ("_names", "fields")

    def __init__(self, *fields: Field) -> None:
        self.fields = fields
        self._names = frozenset(field.name for field in fields)

    def parse(self, given: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
        """Read every field; raises `BadInput` naming the first wrong field."""
        read: dict[str, Any] = {}
        for field in self.fields:
            name = field.name
            if name in given:
                read[name] = field.parse(prefix + name, given[name])
            elif field.required:
                raise BadInput(prefix + name, "missing")
        if len(read) != len(given):
            extra = min(str(name) for name in given if name not in self._names)
            raise BadInput(prefix + extra, "not a field of this rule")
        return read

    def of_a_test(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """The input of a pack's test, with the fields that came after it was written."""
        later: dict[str, Any] = {}
        for field in self.fields:
            match field.before:
                case Before(value) if field.name not in given:
                    later[field.name] = value
                case BeforeInItems(name, value) if isinstance(given.get(field.name), list):
                    later[field.name] = [_with(one, name, value) for one in given[field.name]]
        return {**given, **later} if later else given


def _with(item: Any, name: str, value: Any) -> Any:
    return {name: value, **item} if isinstance(item, Mapping) else item


def record(*fields: Field) -> Parser:
    """Read an object with these fields; a wrong one is named `outer.inner`."""
    inputs = Inputs(*fields)

    def parse(name: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise BadInput(name, "must be an object")
        return inputs.parse(value, f"{name}.")

    return parse


def each(parser: Parser) -> Parser:
    """Read a list; the item that is wrong is named `outer.0`."""

    def parse(name: str, value: Any) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise BadInput(name, "must be a list")
        return [parser(f"{name}.{at}", item) for at, item in enumerate(value)]

    return parse


def distinct(parser: Parser, key: str | None = None) -> Parser:
    """Read a list in which no item, or no item's `key`, stands twice."""
    read_list = each(parser)

    def parse(name: str, value: Any) -> list[Any]:
        read: list[Any] = read_list(name, value)
        seen = {item if key is None else item[key] for item in read}
        if len(seen) != len(read):
            raise BadInput(name, f"{key or 'an item'} stands twice")
        return read

    return parse


def filled(parser: Parser) -> Parser:
    """Read a list that is not empty."""

    def parse(name: str, value: Any) -> Any:
        read = parser(name, value)
        if not read:
            raise BadInput(name, "must not be empty")
        return read

    return parse


def text(name: str, value: Any) -> str:
    """Read a string, which may be empty; a lone surrogate is no text."""
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            pass
        else:
            return str(value)
    raise BadInput(name, "must be a string")


def identifier(name: str, value: Any) -> str:
    """Read an id: a string that is not blank."""
    read = text(name, value)
    if not read.strip():
        raise BadInput(name, "must not be blank")
    return read


def boolean(name: str, value: Any) -> bool:
    """Read true or false."""
    if value is True or value is False:
        return bool(value)
    raise BadInput(name, "must be true or false")


def one_of(words: Collection[str]) -> Parser:
    """Read one of these words."""
    known = {word: word for word in words}
    message = f"must be one of {', '.join(known)}"

    def parse(name: str, value: Any) -> str:
        if isinstance(value, str) and value in known:
            return known[value]
        raise BadInput(name, message)

    return parse


def nullable(parser: Parser) -> Parser:
    """Read null as null, anything else with `parser`."""
    return lambda name, value: None if value is None else parser(name, value)


def signed(name: str, value: Any) -> Decimal:
    """Read a number, or a string with a number, as the decimal literal written."""
    if isinstance(value, str):
        read = literal(value)
    elif isinstance(value, Decimal):
        read = value if within_reach(value) else None
    elif isinstance(value, int) and not isinstance(value, bool):
        read = Decimal(value) if abs(value) < BEYOND_REACH else None
    elif isinstance(value, float):
        raise BadInput(name, "must be an exact decimal, not a binary float")
    else:
        read = None
    if read is None:
        raise BadInput(name, "must be a number")
    return read


def number(name: str, value: Any) -> Decimal:
    """Read a number, or a string with a number, as the decimal literal written; not below 0."""
    read = signed(name, value)
    if read < 0:
        raise BadInput(name, "must not be negative")
    return read


def base(name: str, value: Any) -> Decimal:
    """Read a number that is divided by: above 0."""
    read = number(name, value)
    if read == 0:
        raise BadInput(name, "must not be 0")
    return read


def proportion(name: str, value: Any) -> Decimal:
    """Read a proportion: above 0, at most 1."""
    read = base(name, value)
    if read > 1:
        raise BadInput(name, "must not be over 1")
    return read


def count(name: str, value: Any) -> int:
    """Read a count: an integer, not below 0."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < BEYOND_REACH:
        return int(value)
    raise BadInput(name, "must be a count, an integer not below 0")


def score(name: str, value: Any) -> Decimal:
    """Read a score in points, 0 to 100, both included."""
    read = number(name, value)
    if read > HUNDRED:
        raise BadInput(name, "must not be over 100")
    return read


def day(name: str, value: Any) -> date:
    """Read a calendar day written YYYY-MM-DD."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise BadInput(name, "must be a date that exists, written YYYY-MM-DD")


def year(name: str, value: Any) -> int:
    """Read a calendar year as an integer, 1 to 9999."""
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= date.max.year:
        return int(value)
    raise BadInput(name, "must be a year, an integer from 1 to 9999")


def as_json(value: Any) -> Any:
    """Write a parsed input as JSON: numbers and days as strings, years as integers."""
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: as_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(part) for part in value]
    return value
