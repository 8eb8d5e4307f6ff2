"""`dataclasses.replace` for wide frozen values that change with every event.

It copies the fields as they are instead of calling `__init__`: a tenth of the time for a project's
year. Everywhere else the standard one is right, which the type checker reads.
"""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T")

_new = object.__new__


def replace(value: T, **changes: Any) -> T:
    """A copy of a dataclass without slots with some fields changed.

    Raises `TypeError` for a field that it has not.
    """
    kind: type[Any] = type(value)
    copy: T = _new(kind)
    fields = vars(copy)
    fields.update(vars(value), **changes)
    if len(fields) != len(vars(value)):
        raise TypeError(f"{kind.__name__} has not all of the fields {', '.join(changes)}")
    return copy
