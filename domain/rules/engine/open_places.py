"""Places of a value that a pack leaves open until the bureau has ruled: null stands there.

Such a place is named by an interpretation whose status is blocking. Where the shape of the value
does not provide for null, nothing at all can be answered before a ruling fills the place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError

from domain.rules.engine.pack import Value
from domain.rules.engine.rule import Withheld
from domain.rules.engine.values import RuleValue

Places = Collection[tuple[str, ...]]
"""Places of a value, each as the keys that lead to it."""


class Open(RuleValue):
    """A value as `stated`, with a place that is open until ruled."""

    stated: dict[str, Any]


def withheld(_value: Open, **_: object) -> Withheld:
    """Answer that the bureau has to rule first."""
    return Withheld.NEEDS_RULING


def open_places(stated: Value, ruled: Collection[str] = ()) -> Places:
    """The places that a pack's value leaves open, without the places of `ruled` ambiguities."""
    named = (
        touched.at
        for touched in stated.interpretations
        if touched.status == "blocking" and touched.of not in ruled
    )
    places = (tuple(at.split(".")) for at in named if at is not None)
    return frozenset(place for place in places if is_open(stated.value, place))


def is_unanswered(shape: type[RuleValue], stated: Value, ruled: Collection[str]) -> bool:
    """Whether a sound value answers nothing before more than the `ruled` ambiguities are ruled."""
    if not open_places(stated, ruled):
        return False
    return isinstance(fitted(shape, stated.value, open_places(stated)), Open)


def is_open(value: Mapping[str, Any], place: tuple[str, ...]) -> bool:
    """Whether null stands at a place of a value."""
    found: Any = value
    for key in place:
        if not isinstance(found, Mapping) or key not in found:
            return False
        found = found[key]
    return found is None


def fitted(shape: type[RuleValue], value: Mapping[str, Any], places: Places) -> RuleValue:
    """Read a value; where it fits but for the null at its open places, it is `Open`.

    Raises `ValidationError` for anything else that does not fit.
    """
    left = [place for place in places if is_open(value, place)]
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        if all(_within(detail["loc"], left) for detail in error.errors(include_url=False)):
            return Open(stated=dict(value))
        raise


def _within(loc: tuple[int | str, ...], places: Places) -> bool:
    return any(loc[: len(place)] == place for place in places)
