"""YAML read strictly: each scalar means what it looks like, and each value knows its line.

Refused: duplicate keys, aliases, tags, more than one document, and every spelling that YAML 1.1
turns into something else (yes, on, 010, 1:30, an empty value). A key is always the word written, a
date is YYYY-MM-DD, a fraction is read as an exact decimal. The parser's events are read one by one:
nothing is built of what is refused (docs/command-line.md, 1141).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from domain.kernel.plain_text import UNPRINTABLE, NotUtf8, shown, utf8
from domain.rules.engine.errors import Fault, PackError

Path = tuple[str | int, ...]
Lines = dict[Path, int]

DEEPEST = 40
"""Levels of lists and mappings within each other (inclusive); a pack has about ten."""

_CORE = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,59})", re.ASCII)
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]{0,59})\.[0-9]{1,60}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

_PLAIN: dict[str, tuple[Callable[[str], bool], Callable[[str], Any]]] = {
    "int": (lambda text: bool(_INTEGER.fullmatch(text)), int),
    "float": (lambda text: bool(_FRACTION.fullmatch(text)), Decimal),
    "bool": (lambda text: text in {"true", "false"}, lambda text: text == "true"),
    "null": (lambda text: text == "null", lambda _: None),
    "timestamp": (lambda text: bool(_DAY.fullmatch(text)), date.fromisoformat),
}


def read(text: bytes, name: str) -> tuple[Any, Lines]:
    """Read one YAML document; gives its data and the line (1-based) of each path in it.

    Raises `PackError` with every fault found.
    """
    try:
        reader = _Reader(utf8(text), name)
        data = reader.document()
    except NotUtf8 as error:
        raise PackError([Fault(name, error.line, "encoding", str(error))]) from error
    except yaml.YAMLError as error:
        raise PackError([_syntax(name, error)]) from error
    if reader.faults:
        raise PackError(reader.faults)
    return data, reader.lines


def line_of(lines: Lines, path: Path) -> int:
    """Give the line of a path, or of the nearest thing that holds it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def _syntax(name: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    return Fault(name, mark.line + 1 if mark else 1, "yaml", reason)


class _Reader:
    """Goes through the parser's events once."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines: Lines = {}
        self.faults: list[Fault] = []
        self._loader: Any = yaml.CSafeLoader(text)

    def document(self) -> Any:
        """The data of the only document, none where there is none."""
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        data = self._value(self._next(), ())
        self._next()
        following = self._next()
        if not isinstance(following, yaml.StreamEndEvent):
            self._refuse(following, "one document is expected, and another follows")
        return data

    def _next(self) -> Any:
        return self._loader.get_event()

    def _value(self, event: Any, path: Path) -> Any:
        self.lines[path] = event.start_mark.line + 1
        if len(path) > DEEPEST:
            self._refuse(event, f"is nested deeper than {DEEPEST} levels")
        if isinstance(event, yaml.AliasEvent):
            return self._fault(event, path, "aliases are not allowed")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if event.tag not in {None, "!", self._own_tag(event)}:
            self._skip(event)
            return self._fault(event, path, f"tag {event.tag} is not allowed")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        return self._sequence(path)

    def _own_tag(self, event: Any) -> str:
        return f"{_CORE}{'map' if isinstance(event, yaml.MappingStartEvent) else 'seq'}"

    def _sequence(self, path: Path) -> list[Any]:
        read: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            read.append(self._value(event, (*path, len(read))))
        return read

    def _mapping(self, path: Path) -> dict[str, Any]:
        read: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = event.value if isinstance(event, yaml.ScalarEvent) else None
            if key is None:
                self._skip(event)
                self._fault(event, path, "a key must be a word")
            elif UNPRINTABLE.search(key):
                self._fault(event, path, f"the key {shown(key)} has a control character")
            elif key in read:
                self._fault(event, (*path, key), "duplicate key")
            else:
                read[key] = self._value(self._next(), (*path, key))
                continue
            self._skip(self._next())
        return read

    def _skip(self, event: Any) -> None:
        """Pass over all that begins with an event."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return
            event = self._next()

    def _scalar(self, event: Any, path: Path) -> Any:
        text = str(event.value)
        tag = event.tag
        if tag in {None, "!"}:
            tag = self._loader.resolve(yaml.ScalarNode, text, event.implicit)
        kind = str(tag).removeprefix(_CORE)
        if kind == "str":
            if UNPRINTABLE.search(text):
                return self._fault(event, path, "has a control character")
            return text
        means, convert = _PLAIN.get(kind, (lambda _: False, str))
        if means(text):
            try:
                return convert(text)
            except ValueError as error:
                return self._fault(event, path, str(error))
        why = f"{shown(text)} is ambiguous: quote it, or write it plainly"
        return self._fault(event, path, why)

    def _fault(self, event: Any, path: Path, reason: str) -> None:
        field = ".".join(str(part) for part in path) or "document"
        self.faults.append(Fault(self.name, event.start_mark.line + 1, field, reason))

    def _refuse(self, event: Any, reason: str) -> None:
        """Read no further."""
        self.faults.append(Fault(self.name, event.start_mark.line + 1, "yaml", reason))
        raise PackError(self.faults)
