"""The answer of a rule: its outcome and the basis of that outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Json = Any
"""A JSON value; numbers are written as strings."""

Reason = Literal["not_stated", "needs_ruling"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause that a rule value rests on, with its verbatim quote."""

    clause: str
    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class RulingRef:
    """An ambiguity that a rule value rests on, and its reading.

    `status` is `provisional` (the pack's default), `ruled` (recorded by the bureau, with `author`
    and `ruled_on`) or `open`. `phrase` quotes the ambiguous words of the document.
    """

    ambiguity: str
    status: Literal["provisional", "ruled", "open"]
    ruling: str | None
    author: str | None = None
    ruled_on: date | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class PackRef:
    """A reference to a pack's text by the sha256 (hex) of the file's bytes."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question about one jurisdiction on one day.

    `pack` is the pack of that jurisdiction. `sources` are the packs of its chain that gave the
    value, the nearest first.
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
        """Whether the rule gives an outcome: it is stated and does not wait for a ruling."""
        return self.reason is None


class Rules(Protocol):
    """The adopted rules of one jurisdiction, for a decider to ask."""

    def ask(self, rule: str, on: date, **inputs: Json) -> Answer:
        """Answer `rule` on the day `on`.

        Raises `BadInput` for an input that the rule does not accept.
        """
        ...
