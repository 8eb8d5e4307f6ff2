"""The page of all acts, `docs/commands.md`, made from the catalogues and the commands' models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from inspect import get_annotations
from types import MappingProxyType
from typing import Any

from activities.submission import WORKFLOWS
from domain.kernel.message import Command, Message
from domain.shared.catalogue.entries import ActEntry, Catalogue
from domain.subjects.registry import CATALOGUES

Schema = Mapping[str, Any]

HEAD = """\
# Acts

`python -m tests.documents.write` generates this page from the catalogues and the models of the
commands; a test checks that it is current. An act is a command on a subject. The page lists the
acts of each subject in the order of the year, with their Chinese titles, the roles that may take
them, and their fields. `jixiao schema commands NAME` prints the JSON Schema of a line with
the act, `jixiao acts SUBJECT NAME` a line to fill in.

A field with `?` is optional. Write numbers and amounts as text (`"12.50"`), so that they stay
exact. The role `system` takes an act by a timer or as the effect of another act; no person may.

| type | values |
|---|---|
| text | 1 to 2,000 characters |
| code | 1 to 64 characters without white space, slash or colon |
| day | `YYYY-MM-DD` |
| yuan | an amount in yuan, not negative, at most two decimals |
| points | a score from 0 to 100 |
| percent | a rate from 0 to 1,000; 100 is the whole |
| number | an exact decimal number |
| whole | a whole number |
| yes/no | `true` or `false` |
"""

_VOCABULARY = MappingProxyType(
    {
        "Text": "text",
        "Code": "code",
        "Day": "day",
        "Yuan": "yuan",
        "Points": "points",
        "Percent": "percent",
    }
)
_PLAIN = MappingProxyType(
    {"boolean": "yes/no", "integer": "whole", "number": "number", "object": "object"}
)


def commands_page() -> str:
    """The whole page."""
    lines = [HEAD]
    for kind, catalogue in CATALOGUES.by_kind.items():
        lines += [f"## {WORKFLOWS[kind]} {catalogue.name.zh}", "", *_of_subject(catalogue)]
    lines += ["## Parts", "", "The objects in fields of the acts above.", ""]
    lines += ["| part | fields |", "|---|---|", *_parts()]
    return "\n".join(lines) + "\n"


def _of_subject(catalogue: Catalogue) -> Iterator[str]:
    for stage, acts in catalogue.acts.items():
        yield f"**{stage.title}**"
        yield ""
        yield "| act | title | who | fields |"
        yield "|---|---|---|---|"
        yield from map(_act, acts)
        yield ""


def _act(act: ActEntry) -> str:
    command = Command.by_name[act.name]
    who = ", ".join(sorted(command.who))
    return f"| `{act.name}` | {act.title} | {who} | {_fields(command, schema_of(command))} |"


def _fields(model: type[Any] | None, schema: Schema) -> str:
    needed = schema.get("required", ())
    told = (
        f"`{name}`{'' if name in needed else '?'} {type_of(_written(model, name), found)}"
        for name, found in schema.get("properties", {}).items()
    )
    return " · ".join(told) or "–"


def _written(model: type[Any] | None, name: str) -> str:
    """The annotation of a field as its class has it; empty where that is unknown."""
    for base in model.__mro__ if model else ():
        found = get_annotations(base).get(name)
        if isinstance(found, str):
            return found.removesuffix(" | None")
    return ""


def type_of(written: str, schema: Schema) -> str:
    """The name of a field's type: a word of the vocabulary, else what its JSON Schema says."""
    return _VOCABULARY.get(written) or _by_schema(schema)


def _by_schema(schema: Schema) -> str:
    if "$ref" in schema:
        return _referred(schema["$ref"].rpartition("/")[2])
    choices = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if choices:
        return _of_choices(choices)
    if "enum" in schema or "const" in schema:
        values = schema.get("enum") or [schema["const"]]
        return " / ".join(f"`{value}`" for value in values)
    if schema.get("type") == "array":
        return f"list of {_by_schema(schema.get('items', {}))}"
    if schema.get("type") == "string":
        return {"date": "day", "date-time": "instant"}.get(schema.get("format", ""), "text")
    return _PLAIN.get(schema.get("type", ""), "any JSON value")


def _of_choices(choices: list[Schema]) -> str:
    if {one.get("type") for one in choices} == {"number", "string"}:  # a decimal, also as text
        return "number"
    return " or ".join(dict.fromkeys(map(_by_schema, choices)))


def _referred(name: str) -> str:
    found = definitions()[name]
    return f"[{name}](#parts)" if found.get("type") == "object" else _by_schema(found)


def _parts() -> Iterator[str]:
    for name, schema in sorted(definitions().items()):
        if schema.get("type") == "object":
            yield f"| {name} | {_fields(_models().get(name), schema)} |"


def schema_of(command: type[Command]) -> Schema:
    """The JSON Schema of a command."""
    return _schemas()[command.name]


@cache
def _schemas() -> dict[str, Schema]:
    acts = {act.name for catalogue in CATALOGUES.by_kind.values() for act in catalogue.all_acts()}
    return {name: Command.by_name[name].model_json_schema() for name in sorted(acts)}


@cache
def definitions() -> dict[str, Schema]:
    """The parts of all commands by name; raises `ValueError` where two differ."""
    found: dict[str, Schema] = {}
    for schema in _schemas().values():
        for name, part in schema.get("$defs", {}).items():
            if found.setdefault(name, part) != part:
                raise ValueError(f"two parts are called {name}")
    return found


@cache
def _models() -> dict[str, type[Message]]:
    """The parts as classes by name, those whose name two classes have left out."""
    found: dict[str, list[type[Message]]] = {}
    for one in _below(Message):
        if one.__module__.startswith("domain."):
            found.setdefault(one.__name__, []).append(one)
    return {name: models[0] for name, models in found.items() if len(models) == 1}


def _below(model: type[Message]) -> Iterator[type[Message]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)
