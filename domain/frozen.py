"""`dataclasses.replace` for wide frozen values that change with every event.

Of a dataclass without slots it copies the fields as they are instead of calling `__init__`: a tenth
of the time for a project's year. Elsewhere the standard one is right, which the type checker reads.
"""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

T = TypeVar("T")

_new = object.__new__


def replace(value: T, **changes: Any) -> T:
    """A copy of a frozen dataclass with some fields changed.

    Raises `TypeError` for a field that it has not.
    """
    before: dict[str, Any] | None = getattr(value, "__dict__", None)
    if before is None:
        copied: T = dataclasses.replace(value, **changes)  # type: ignore[type-var]
        return copied
    kind: type[Any] = type(value)
    copy: T = _new(kind)
    after = copy.__dict__
    after.update(before, **changes)
    if len(after) != len(before):
        raise TypeError(f"{kind.__name__} has not all of the fields {', '.join(changes)}")
    return copy
