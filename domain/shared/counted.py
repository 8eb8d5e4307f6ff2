"""Counted members of a computed list: their number, their ids up to a bound, and their digest.

An act that computes from the log keeps what it counted. A list beyond the bound is kept by its
sha256: the ids are found again in the log, at the position that the event has.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field, NonNegativeInt

from domain.kernel.message import Message
from domain.kernel.vocabulary import Text

MOST = 1_000
"""How many ids an event keeps by name."""


class Counted(Message):
    """What was counted; `ids` in order, null where there are more than `MOST`.

    `sha256` is that of the ids in order, each with a line feed after it. An event has a class of
    its own, which adds what was counted.
    """

    count: NonNegativeInt
    ids: Annotated[tuple[Text, ...] | None, Field(max_length=MOST)] = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def counted(ids: Iterable[str]) -> dict[str, Any]:
    """The fields of `Counted` for distinct ids."""
    there = tuple(sorted(set(ids)))
    digest = sha256("".join(f"{one}\n" for one in there).encode()).hexdigest()
    kept = there if len(there) <= MOST else None
    return {"count": len(there), "ids": kept, "sha256": digest}
