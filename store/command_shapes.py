"""The JSON shapes of an act and an outcome in the command log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ACT = ("command_id", "subject", "command")
_ACTOR = ("id", "organisation", "role")
_REFUSED = ("code", "zh", "en")
_TOLD = ("id", "name")


def act_of(value: Any) -> dict[str, Any]:
    """An act, if it has the shape of one; raises `TypeError`."""
    act = _object(value, "act")
    _texts(act, _ACT, "act")
    _texts(_object(act.get("actor"), "actor"), _ACTOR, "actor")
    _object(act.get("fields"), "fields")
    if "version" in act and type(act["version"]) is not int:
        raise TypeError("version of act is no whole number")
    return act


def outcome_of(value: Any) -> dict[str, Any]:
    """An outcome, if it has the shape of one; raises `TypeError`."""
    outcome = _object(value, "outcome")
    if outcome.get("status") == "refused":
        _texts(outcome, _REFUSED, "outcome")
        if not isinstance(outcome.get("basis"), list):
            raise TypeError("the basis of the outcome is no list")
        return outcome
    if outcome.get("status") != "accepted" or not isinstance(outcome.get("events"), list):
        raise TypeError("the outcome is neither accepted with its events nor refused")
    for one in outcome["events"]:
        _texts(_object(one, "an event of the outcome"), _TOLD, "an event of the outcome")
    return outcome


def told_of(outcome: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The events in an outcome: id and name."""
    return tuple((one["id"], one["name"]) for one in outcome.get("events", ()))


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{name} is no object")
    return value


def _texts(found: Mapping[str, Any], names: tuple[str, ...], of: str) -> None:
    for name in names:
        if not isinstance(found.get(name), str):
            raise TypeError(f"{name} of {of} is no text")
