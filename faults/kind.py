"""A kind of fault: what it does, how often it comes, and what it proves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class When(StrEnum):
    """When a fault strikes, seen from the commit of its act."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    NONE = "–"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault; `weight` is its share of a plan.

    `does` says what it does, `struck` by what is known that it did, `proves` what is shown by it.
    """

    id: str
    zh: str
    en: str
    when: When
    weight: int
    does: str
    struck: str
    proves: str
    kills: tuple[str, ...] = ()
    step: bool = False
