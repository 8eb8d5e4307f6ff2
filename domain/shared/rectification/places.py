"""Places of a rectification: a monitoring node, or the id of a problem that was fed back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

Place = date | str
"""A monitoring node, or the id of a problem."""


def places_of(command: Any) -> tuple[Place, ...]:
    """The places that a command names: its node, or each of its problems."""
    node = getattr(command, "node", None)
    return command.problems if node is None else (node,)


def place_of(event: Any) -> Place:
    """The place that an event names: its node, or its problem."""
    place: Place = event.problem or event.node
    return place


def named_at(command: Any, place: Place) -> Mapping[str, Any]:
    """The fields of a command's event at one of its places."""
    fields = {name: value for name, value in vars(command).items() if name != "problems"}
    return fields if isinstance(place, date) else {**fields, "problem": place}


def place_in(text: str) -> Place:
    """The place in the key of an act or a deadline."""
    try:
        node = date.fromisoformat(text)
    except ValueError:
        return text
    return node if node.isoformat() == text else text


def is_problem(text: str) -> bool:
    """Whether the place in the key of an act or a deadline is a problem that was fed back."""
    return isinstance(place_in(text), str)
