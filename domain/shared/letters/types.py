"""The types of a subject's own letters: their text, and whom they speak of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from domain.kernel.vocabulary import Role
from domain.shared.names import Name


@dataclass(frozen=True, slots=True)
class About:
    """The subject of a letter; names and reasons of a `confidential` one stay out of it (涉密)."""

    stream: str
    jurisdiction: str
    name: str | None = None
    unit: str | None = None
    unit_name: str | None = None
    institution: str | None = None
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What an event says: to whom in which role, its kind, the matter, and what to do."""

    role: str
    kind: str
    matter: str
    lines: tuple[str, ...]
    organisation: str | None = None


class DeadlineNames(Protocol):
    """What names deadlines."""

    def deadline_name(self, deadline: str) -> tuple[Name, str]:
        """The name of a deadline by its key, and what it is of."""
        ...


@dataclass(frozen=True, slots=True)
class Returned:
    """The letter of a filing that goes back: to whom, and what was filed."""

    role: Role
    what: str


Letter = Returned | Callable[[Any, About, DeadlineNames], Said]
"""The letter that an event leads to: that of a return, or one composed by the subject."""
