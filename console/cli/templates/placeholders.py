"""Placeholders of a template: what a person still has to fill in, with a hint in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from inspect import get_annotations
from typing import Any

from console.cli.input.unfilled import MARK
from console.cli.templates.choice_hints import choices
from console.cli.templates.field_names import FIELD_NAMES

Schema = Mapping[str, Any]

_HINTS = {
    "Text": "文本",
    "Code": "代码",
    "Day": "日期，如 2026-05-31",
    "Yuan": '元，如 "12000.50"',
    "Points": "0 至 100 分",
    "Percent": "百分数，100 为全部",
    "boolean": "true 或 false",
    "integer": "整数",
    "number": "数",
    "object": "对象",
}
_SAMPLES = {"boolean": True, "integer": 1, "number": "1", "object": {"1": "1"}}


@dataclass(frozen=True, slots=True)
class Blank:
    """A value that is still to be given: a placeholder, and a sample of its type to try."""

    placeholder: Any
    sample: Any


class Blanks:
    """The blanks of one model's fields; `today` is the sample of a day."""

    def __init__(self, model: type[Any], today: date) -> None:
        """Read the JSON Schema of a model."""
        self.schema: Schema = model.model_json_schema()
        self.model = model
        self._today = today.isoformat()
        self._parts: Mapping[str, Schema] = self.schema.get("$defs", {})

    def blank(self, name: str) -> Blank:
        """The blank of a field."""
        written = _written(self.model, name)
        return self._of(name, self.schema["properties"][name], written)

    def samples(self, name: str) -> Iterator[Any]:
        """The values to try for a field: each of its choices, else one sample."""
        found = self._resolved(self.schema["properties"][name])
        if found.get("type") == "boolean":
            yield from (True, False)
        elif "enum" in found:
            yield from found["enum"]
        else:
            yield self.blank(name).sample

    def optional_parts(self, name: str) -> tuple[str, ...]:
        """The parts of a field that may be left out of each of its entries, as `field.part`."""
        found = self._resolved(self.schema["properties"][name])
        if found.get("type") == "array":
            found = self._resolved(found.get("items", {}))
        parts = found.get("properties", {})
        return tuple(f"{name}.{one}" for one in parts if one not in found.get("required", ()))

    def is_choice(self, name: str) -> bool:
        """Whether the value of a field may decide a rule: an amount, a choice, a list; no text."""
        found = self._resolved(self.schema["properties"][name])
        return "enum" in found or found.get("type") != "string"

    def _of(self, name: str, schema: Schema, written: str = "") -> Blank:
        found = self._resolved(schema)
        if found.get("type") == "array":
            item = self._of(name, found.get("items", {}))
            return Blank([item.placeholder], [item.sample])
        if found.get("properties"):
            named = found.get("required") or found["properties"]  # if none is needed, all are shown
            parts = {one: self._of(one, found["properties"][one]) for one in named}
            return Blank(
                {one: blank.placeholder for one, blank in parts.items()},
                {one: blank.sample for one, blank in parts.items()},
            )
        hint, sample = self._hint(found, written)
        return Blank(f"{MARK}{FIELD_NAMES.get(name, name)}（{hint}）", sample)

    def _hint(self, schema: Schema, written: str) -> tuple[str, Any]:
        if "enum" in schema or "const" in schema:
            values = schema.get("enum") or [schema["const"]]
            return choices(values), values[0]
        kind = schema.get("type", "")
        if schema.get("format") == "date":
            return _HINTS["Day"], self._today
        if schema.get("format") == "uuid":
            return "编号，见 jixiao history --json", "00000000-0000-0000-0000-000000000000"
        if kind in _SAMPLES:
            return _HINTS.get(written, _HINTS[kind]), _SAMPLES[kind]
        return _HINTS.get(written, _HINTS["Text"]), "1"

    def _resolved(self, schema: Schema) -> Schema:
        """The schema behind a reference, and of several choices the first that is not null."""
        if "$ref" in schema:
            return self._resolved(self._parts[schema["$ref"].rpartition("/")[2]])
        choices = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
        return self._resolved(choices[0]) if choices else schema


def _written(model: type[Any], name: str) -> str:
    """The annotation of a field as its class has it; empty where that is unknown."""
    for base in model.__mro__:
        found = get_annotations(base).get(name)
        if isinstance(found, str):
            return found.removesuffix(" | None")
    return ""
