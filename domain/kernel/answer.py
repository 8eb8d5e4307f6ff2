"""The answer of a rule: its outcome and everything that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Json = Any
"""A JSON value; numbers stand in it as strings."""

Reason = Literal["not_stated", "needs_ruling"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause that a rule value rests on, with its verbatim quote."""

    clause: str
    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class RulingRef:
    """An ambiguity that a rule value touches, and how it is read.

    `status` is `provisional` (the pack's default), `ruled` (recorded by the bureau; then `author`
    and `ruled_on` are given) or `open`. `phrase` are the words of the documents that are ambiguous.
    """

    ambiguity: str
    status: Literal["provisional", "ruled", "open"]
    ruling: str | None
    author: str | None = None
    ruled_on: date | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class PackRef:
    """A pack's text by its sha256 (of the file's bytes, hex)."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question about one jurisdiction on one day.

    `pack` is the pack of the jurisdiction asked about; `sources` are the packs of its chain that
    the value came from (the nearest first).
    """

    rule: str
    jurisdiction: str
    on: date
    input: Mapping[str, Json]
    outcome: Json
    reason: Reason | None
    citations: tuple[Citation, ...]
    rulings: tuple[RulingRef, ...]
    pack: PackRef
    sources: tuple[PackRef, ...] = ()

    @property
    def stated(self) -> bool:
        """Whether the rule gives an outcome: neither not stated nor waiting for a ruling."""
        return self.reason is None


class Rules(Protocol):
    """The rules of one jurisdiction as adopted: what a decider may ask."""

    def ask(self, rule: str, on: date, **inputs: Json) -> Answer:
        """Answer `rule` on the day `on`; raises `BadInput` for an input outside the contract."""
        ...
