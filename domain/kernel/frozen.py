"""`dataclasses.replace` for frozen values that change with every event, in a fifth of the time.

It copies the fields instead of calling `__init__`. The standard library copies a class with a
`__post_init__`. The type checker sees the standard library's signature.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import MemberDescriptorType
from typing import Any, TypeVar

T = TypeVar("T")

_Slot = tuple[str, Callable[[Any], Any], Callable[[Any, Any], None]]
"""A field's name with the getter and setter of its slot; the setter ignores `frozen`."""

_Plan = tuple[_Slot, ...] | None
"""The plan to copy a class.

By its slots, by its `__dict__` (an empty tuple), or by the standard library (`None`).
"""

_new = object.__new__
_put = object.__setattr__


def replace(value: T, **changes: Any) -> T:
    """A copy of a frozen dataclass with some fields changed.

    Raises `TypeError` for an unknown field.
    """
    kind: type[Any] = type(value)
    try:
        plan = _PLANS[kind]
    except KeyError:
        plan = _PLANS[kind] = _plan(kind)
    copy: T
    if plan is None:
        copy = dataclasses.replace(value, **changes)  # type: ignore[type-var]  # any dataclass
        return copy
    copy = _new(kind)
    if plan:
        _copy_slots(plan, value, copy, changes)
        return copy
    before = value.__dict__
    after = {**before, **changes}
    if len(after) != len(before):
        raise _unknown(kind, changes)
    _put(copy, "__dict__", after)
    return copy


def stamped(before: T, after: T, **changes: Any) -> T:
    """`after` with some fields changed; changed in place if `after` is a new copy of `before`.

    For a class without slots whose new value has no other holder yet. Raises `TypeError` for an
    unknown field.
    """
    if after is before:
        return replace(after, **changes)
    fields = after.__dict__
    if not fields.keys() >= changes.keys():
        raise _unknown(type(after), changes)
    fields.update(changes)
    return after


_PLANS: dict[type[Any], _Plan] = {}


def _plan(kind: type[Any]) -> _Plan:
    fields = dataclasses.fields(kind)
    if hasattr(kind, "__post_init__") or not all(field.init for field in fields):
        return None
    if not any("__slots__" in vars(base) for base in kind.__mro__):
        return ()
    slots = [(field.name, getattr(kind, field.name, None)) for field in fields]
    plan = tuple(
        (name, slot.__get__, slot.__set__)
        for name, slot in slots
        if isinstance(slot, MemberDescriptorType)
    )
    return plan if len(plan) == len(fields) else None  # only some fields have slots


def _copy_slots(plan: tuple[_Slot, ...], value: Any, copy: Any, changes: dict[str, Any]) -> None:
    left = len(changes)
    for name, get, put in plan:
        if name in changes:
            put(copy, changes[name])
            left -= 1
        else:
            put(copy, get(value))
    if left:
        raise _unknown(type(value), changes)


def _unknown(kind: type[Any], changes: dict[str, Any]) -> TypeError:
    return TypeError(f"{kind.__name__} has not all of the fields {', '.join(changes)}")
