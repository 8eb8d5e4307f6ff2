"""The fields of an event that have a label, in words: what was undone, what was decided on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from console.cli.render.rules_words import word
from domain.shared.filings.undoable import BECOMES
from domain.shared.rectification.problems import SOURCE_NAMES
from domain.subjects.catalogues import CATALOGUES

_PLACE = frozenset({"node", "source", "problem"})


def labelled(data: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """The fields that have a label; of node, source and problem those that the event names."""
    shown = {name: said for name, said in labels.items() if name not in _PLACE or name in data}
    return " · ".join(f"{said} {_named(name, data.get(name))}" for name, said in shown.items())


def undone_or_left(name: str, data: Mapping[str, Any]) -> Iterator[str]:
    """The line of an event that undoes an act, or by which a subject leaves its year."""
    entry = CATALOGUES.event(name, data)
    if entry.labels and entry.problem in {"correction", "withdrawal"}:
        yield labelled(data, entry.labels)


def _named(field: str, value: Any) -> str:
    """A field's value; acts, and what followed them or was decided on them, by their names."""
    if field == "act":
        return f"{CATALOGUES.named(value)} {value}"
    if field == "follows":
        said = (f"{CATALOGUES.named(one['of'])} {BECOMES[one['becomes']]}" for one in value or ())
        return "、".join(said) or "无 nothing"
    if field == "source":
        return SOURCE_NAMES.get(value, _value(value))
    if field == "problems":
        return "、".join(f"{one['id']} {one['text']}" for one in value or ()) or "无 nothing"
    if field == "duties":
        ended = (f"{CATALOGUES.named(one['of'])}：{one['decision']}" for one in value or ())
        return "、".join(ended) or "无 nothing"
    return _value(value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是 yes" if value else "否 no"
    return " · ".join(map(word, value)) if isinstance(value, list) else str(value or "–")
