"""YAML read strictly: each scalar means what it looks like, and each value knows its line.

Refused: duplicate keys, aliases, tags, more than one document, and every spelling that YAML 1.1
turns into something else (yes, on, 010, 1:30, an empty value). A key is always the word written, a
date is YYYY-MM-DD, a fraction is read as an exact decimal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from domain.policy.errors import Fault, PackError

Path = tuple[str | int, ...]
Lines = dict[Path, int]

_CORE = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+", re.ASCII)
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
        root = yaml.compose(text.decode("utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise PackError([Fault(name, 1, "encoding", f"must be UTF-8: {error.reason}")]) from error
    except yaml.YAMLError as error:
        raise PackError([_syntax(name, error)]) from error
    reader = _Reader(name)
    data = None if root is None else reader.node(root, ())
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
    reason = getattr(error, "problem", None) or "not YAML"
    return Fault(name, mark.line + 1 if mark else 1, "yaml", reason)


class _Reader:
    """Walks the composed nodes once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: Lines = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def node(self, node: yaml.Node, path: Path) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if id(node) in self._seen:
            return self._fault(node, path, "aliases are not allowed")
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode) and node.tag == f"{_CORE}map":
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == f"{_CORE}seq":
            return [self.node(item, (*path, at)) for at, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        return self._fault(node, path, f"tag {node.tag} is not allowed")

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(key_node, path, "a key must be a word")
                continue
            key = str(key_node.value)
            if key in read:
                self._fault(key_node, (*path, key), "duplicate key")
            else:
                read[key] = self.node(value_node, (*path, key))
        return read

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        kind = str(node.tag).removeprefix(_CORE)
        text = str(node.value)
        if kind == "str":
            return text
        means, convert = _PLAIN.get(kind, (lambda _: False, str))
        if means(text):
            try:
                return convert(text)
            except ValueError as error:
                return self._fault(node, path, str(error))
        return self._fault(node, path, f"{text!r} is ambiguous: quote it, or write it plainly")

    def _fault(self, node: yaml.Node, path: Path, reason: str) -> None:
        field = ".".join(str(part) for part in path) or "document"
        self.faults.append(Fault(self.name, node.start_mark.line + 1, field, reason))
