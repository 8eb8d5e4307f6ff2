"""An example of every stored event, made from its fields alone, the same in every run.

The example follows the event's JSON Schema. An event whose fields hang together by a validator
that no such example passes gets its values in `BY_HAND`.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import domain
from domain.kernel.message import Command, Event

M = TypeVar("M", Event, Command)

BY_HAND: dict[str, dict[str, Any]] = {
    "authenticity.drawn": {"ratio": "0.15"},
    "authenticity.draw": {"ratio": "0.15"},
    "third-party.register": {"credit_code": "916500000000000000"},
    "third-party.rate": {"weights": None},
}
"""Name of an event or a command -> JSON values that replace generated ones, by field."""

DATE, INSTANT = "2023-05-31", "2023-05-31T09:30:00+08:00"
_BY_FORMAT = {"date": DATE, "date-time": INSTANT, "uuid": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}
_CODES = ("652825", "P001", "0" * 64, "652825/2023/P001", "2023", "AMB-01", "JS-001")
_NUMBERS = ("12.5", "12", "1", "0", "-1")


def stored_events() -> dict[str, type[Event]]:
    """Every event of the domain by its stored name; those made up in tests are left out."""
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        if not module.name.rpartition(".")[2].startswith("test_"):
            importlib.import_module(module.name)
    return {
        name: event
        for name, event in sorted(Event.by_name.items())
        if event.__module__.startswith("domain.") and ".test_" not in event.__module__
    }


def example(event: type[M]) -> M:
    """The example of an event or a command; raises `ValueError` when `BY_HAND` has to say more."""
    schema = event.model_json_schema()
    by_hand, shared = BY_HAND.get(event.name, {}), schema.get("$defs", {})
    values = {
        key: _value(part, key, shared)
        for key, part in schema.get("properties", {}).items()
        if key not in by_hand
    }
    return event.model_validate(values | by_hand)


def _value(schema: Mapping[str, Any], name: str, shared: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(shared[schema["$ref"].rpartition("/")[2]], name, shared)
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], name, shared)
    if "enum" in schema:
        return schema["enum"][0]
    return schema["const"] if "const" in schema else _of_type(schema, name, shared)


def _of_type(schema: Mapping[str, Any], name: str, shared: Mapping[str, Any]) -> Any:
    made: dict[str, Callable[[], Any]] = {
        "object": lambda: _object(schema, name, shared),
        "array": lambda: _array(schema, name, shared),
        "string": lambda: _text(schema, name),
        "integer": lambda: _number(schema, name, whole=True),
        "number": lambda: _number(schema, name, whole=False),
        "boolean": lambda: True,
    }
    kind = schema.get("type")
    return made[kind]() if kind else f"any {name}"


def _object(schema: Mapping[str, Any], name: str, shared: Mapping[str, Any]) -> dict[str, Any]:
    if "properties" in schema:
        return {key: _value(part, key, shared) for key, part in schema["properties"].items()}
    (pattern, item), *_ = (schema.get("patternProperties") or {"": _items(schema)}).items()
    return {_text({"pattern": pattern}, name): _value(item, name, shared)}


def _items(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    items = schema.get("additionalProperties", {})
    return items if isinstance(items, Mapping) else {}


def _array(schema: Mapping[str, Any], name: str, shared: Mapping[str, Any]) -> list[Any]:
    if "prefixItems" in schema:
        return [_value(part, name, shared) for part in schema["prefixItems"]]
    return [_value(schema["items"], name, shared)] * max(schema.get("minItems", 0), 1)


def _text(schema: Mapping[str, Any], name: str) -> str:
    if "pattern" in schema:
        fitting = [code for code in _CODES if re.search(schema["pattern"], code)]
        return _first(fitting, name, schema)
    text = _BY_FORMAT.get(schema.get("format", ""), f"例 {name}")
    return text[: schema.get("maxLength")]


def _number(schema: Mapping[str, Any], name: str, *, whole: bool) -> str:
    fitting = [
        number
        for number in _NUMBERS
        if schema.get("minimum", -1) <= float(number) <= schema.get("maximum", 100)
        and schema.get("exclusiveMinimum", -2) < float(number) < schema.get("exclusiveMaximum", 101)
        and not (whole and "." in number)
    ]
    return _first(fitting, name, schema)


def _first(fitting: list[str], name: str, schema: Mapping[str, Any]) -> str:
    if not fitting:
        raise ValueError(f"no example fits {name} ({schema}): give one in BY_HAND")
    return fitting[0]
