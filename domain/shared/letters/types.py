"""The types of a subject's own letters: their text and recipients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from domain.kernel.vocabulary import Role
from domain.shared.names import Name


@dataclass(frozen=True, slots=True)
class About:
    """The subject of a letter; a letter omits names and reasons of a `confidential` one (涉密).

    `department` is the superior department whose own duty the letter is about, else null.
    """

    stream: str
    jurisdiction: str
    name: str | None = None
    unit: str | None = None
    unit_name: str | None = None
    institution: str | None = None
    confidential: bool = False
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """The content of a letter: recipient role, kind, matter, and what to do."""

    role: str
    kind: str
    matter: str
    lines: tuple[str, ...]
    organisation: str | None = None


class DeadlineNames(Protocol):
    """An object that names acts and deadlines."""

    def named(self, key: str) -> str:
        """The Chinese name of an act or a deadline by its key, with its node or document."""
        ...

    def returned_to(self, key: str) -> Role | None:
        """The role to which the act of a key sends a filing back, if it does."""
        ...

    def county_of(self, key: str) -> str | None:
        """The county that the act of a key concerns, if it is an act on one."""
        ...

    def deadline_name(self, deadline: str) -> tuple[Name, str]:
        """The name of a deadline by its key, with its county, budget or node."""
        ...


@dataclass(frozen=True, slots=True)
class Returned:
    """The letter of a returned filing: its recipient and the kind of filing."""

    role: Role
    what: str


Letter = Returned | Callable[[Any, About, DeadlineNames], Said | None]
"""The letter of an event: of a returned filing, or composed by the subject, if anybody is told."""
