"""The fields of an event that have a label, in words: what was undone, what was decided on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from console.cli.render.event_titles import content_of, whole_content_of
from console.cli.render.rules_words import word
from domain.shared.filings.endorsement_policies import named
from domain.shared.filings.funding import FUNDING, Funding
from domain.shared.filings.undoable import BECOMES
from domain.shared.rectification.problems import SOURCE_NAMES
from domain.subjects.catalogues import CATALOGUES

_PLACE = frozenset({"node", "source", "problem"})
_ON_THEIR_OWN = frozenset({"correction", "withdrawal"})
"""Problems whose labelled fields stand on a line of their own."""


def labelled(data: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """The fields that have a label; of node, source and problem those that the event names."""
    shown = {name: said for name, said in labels.items() if name not in _PLACE or name in data}
    return " · ".join(f"{said} {_named(name, data.get(name))}" for name, said in shown.items())


def content_in_words(name: str, data: Mapping[str, Any], *, whole: bool = False) -> str:
    """The content of an event: the fields with a label that say something, else those to show.

    A line has the number of a list of objects; the `whole` content has the objects themselves.
    """
    entry = CATALOGUES.event(name, data)
    if not entry.labels or entry.problem in _ON_THEIR_OWN:
        return whole_content_of(data) if whole else content_of(data)
    return labelled(data, {one: zh for one, zh in entry.labels.items() if data.get(one)})


def undone_or_left(name: str, data: Mapping[str, Any]) -> Iterator[str]:
    """The line of an event that undoes an act, or by which a subject leaves its year."""
    entry = CATALOGUES.event(name, data)
    if entry.labels and entry.problem in _ON_THEIR_OWN:
        yield labelled(data, entry.labels)


def _named(field: str, value: Any) -> str:
    """A field's value; acts, and what followed them or was decided on them, by their names."""
    return _SAID.get(field, _value)(value)


def _act(value: str | None) -> str:
    return f"{CATALOGUES.named(value)} {value}" if value else _value(value)


def _funding(value: Mapping[str, Any] | None) -> str:
    return Funding(**value).told() if value else _value(value)


def _all(lines: Iterable[str]) -> str:
    return "、".join(lines) or "无 nothing"


def _duty(value: Any) -> str:
    """A duty that an exception drops, or one that ended with its subject and what was decided."""
    if isinstance(value, str):
        return CATALOGUES.named(value)
    return f"{CATALOGUES.named(value['of'])}：{value['decision']}"


_SAID: Mapping[str, Callable[[Any], str]] = {
    "act": _act,
    "duty": _act,
    "filing": lambda value: f"{named(value).zh} {value}" if value else _value(value),
    FUNDING: _funding,
    "follows": lambda value: _all(
        f"{CATALOGUES.named(one['of'])} {BECOMES[one['becomes']]}" for one in value or ()
    ),
    "source": lambda value: SOURCE_NAMES.get(value, _value(value)),
    "problems": lambda value: _all(f"{one['id']} {one['text']}" for one in value or ()),
    "duties": lambda value: _all(map(_duty, value or ())),
}


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是 yes" if value else "否 no"
    if isinstance(value, list):
        return " · ".join(map(word, value))
    return word(str(value)) if value else "–"
