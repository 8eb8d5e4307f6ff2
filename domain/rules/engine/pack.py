"""The shape of a policy pack: the rules of one jurisdiction as dated, cited, tested data."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Code = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
AmbiguityId = Annotated[str, Field(pattern=r"^(AMB-[0-9]{2}|CN-[0-9]{2})$")]
ClauseId = Annotated[str, Field(pattern=r"^(JS|QM|BZ|LT|KZ|CN)-[0-9]{2,3}$")]
Words = Annotated[str, Field(min_length=1)]

Kind = Literal[
    "threshold",
    "ratio",
    "band",
    "gate",
    "cap",
    "deadline",
    "form",
    "scope",
    "score",
    "selection",
    "use",
]


class Strict(BaseModel):
    """A part of a pack: immutable, nothing unknown, nothing converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Bilingual(Strict):
    """The same words in Chinese and English."""

    zh: Words
    en: Words


class Cite(Strict):
    """The clause that a value rests on, with its verbatim quote.

    `effective` is given where the clause supports the value only from a later day on. A citation
    marked `unverified` has no text to be checked against; it must rest on a reading.
    """

    clause: ClauseId
    document: Words
    quote: Words
    effective: date | None = None
    unverified: bool = False


class Touched(Strict):
    """The values that must name an ambiguity: of these rules, with such words in the quote."""

    rules: Annotated[tuple[Words, ...], Field(min_length=1, strict=False)]
    words: Annotated[tuple[Words, ...], Field(min_length=1, strict=False)]
    part: Words | None = None


class RulingValue(Bilingual):
    """The meaning of a ruling's value, in words, with a valid example."""

    example: Any


class Reading(Strict):
    """The reading of an ambiguity: provisional, or none before the bureau has ruled (blocking).

    `value` is given if a ruling replaces a part of values; otherwise a ruling is text only.
    """

    of: AmbiguityId
    phrase: Words
    open: Words
    status: Literal["provisional", "blocking"]
    ruling: Bilingual | None
    reason: Words
    touched: Annotated[tuple[Touched, ...], Field(strict=False)] = ()
    value: RulingValue | None = None

    @model_validator(mode="after")
    def _provisional_says_how(self) -> Reading:
        if (self.status == "provisional") != (self.ruling is not None):
            raise ValueError("a provisional reading has a ruling, a blocking one has none")
        return self


class Interpretation(Strict):
    """The ambiguity that a value rests on, and the place in the value that a ruling replaces.

    `at` is a dotted path into the value. `status` `blocking` holds where the general reading does
    not settle this value. `rule` narrows the ambiguity to another rule that rests on this value.
    """

    of: AmbiguityId
    at: Words | None = None
    status: Literal["blocking"] | None = None
    rule: Words | None = None


class Value(Strict):
    """The value of a rule from a day on (`effective` included) until the next value of its part.

    `until` is the first day on which it is no longer in force, if no value follows at once. If
    another value follows later, `gap` says that the time between them is intended. `published` is
    the day of the document, if known; it never decides whether a value is in force. `scope` says
    whose duty it is: that of the levels below too, or of the own level alone. `unless_ruled` names
    the ambiguity by whose ruling a level below takes up a value of the own level.
    """

    effective: date
    until: date | None = None
    gap: Literal["meant"] | None = None
    published: date | None = None
    part: Words | None = None
    scope: Literal["chain", "own_level"] = "chain"
    unless_ruled: AmbiguityId | None = None
    value: dict[str, Any]
    cite: Annotated[tuple[Cite, ...], Field(min_length=1, strict=False)]
    interpretations: Annotated[tuple[Interpretation, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _the_own_level_alone_is_taken_up(self) -> Value:
        if self.unless_ruled is not None and self.scope == "chain":
            raise ValueError("unless_ruled is for a value of the own level")
        return self

    @property
    def turns(self) -> tuple[date, ...]:
        """The days on which what this value says or cites begins or ends."""
        later = (cite.effective for cite in self.cite)
        return tuple(day for day in (self.effective, self.until, *later) if day is not None)

    def in_force(self, on: date) -> bool:
        """Whether this value has begun and not ended, later values left aside."""
        return self.effective <= on and (self.until is None or on < self.until)


class Case(Strict):
    """One test: what the rule answers on a day; `reason` where it gives no outcome.

    `cites` are the clauses that the answer must cite, where the outcome alone does not tell.
    """

    on: date
    input: dict[str, Any] = {}
    expect: Any = None
    reason: Literal["not_stated", "needs_ruling"] | None = None
    cites: Annotated[tuple[ClauseId, ...], Field(strict=False)] | None = None


class InheritedCase(Case):
    """A test of a rule that this jurisdiction inherits."""

    rule: Words


class PackRule(Strict):
    """One rule of a jurisdiction."""

    id: Words
    kind: Kind
    values: Annotated[tuple[Value, ...], Field(min_length=1, strict=False)]
    tests: Annotated[tuple[Case, ...], Field(min_length=1, strict=False)]

    @model_validator(mode="after")
    def _each_part_in_date_order(self) -> PackRule:
        latest: dict[str | None, Value] = {}
        for value in self.values:
            before = latest.get(value.part)
            if before is not None:
                _follows(before, value)
            if value.until is not None and value.until <= value.effective:
                raise ValueError(f"a value ends on {value.until}, before it begins")
            latest[value.part] = value
        return self


def _follows(before: Value, value: Value) -> None:
    if value.effective <= before.effective or (before.until or value.effective) > value.effective:
        raise ValueError(f"two values of one part overlap on {value.effective}")
    if before.until not in {None, value.effective} and before.gap is None:
        raise ValueError(f"nothing is stated from {before.until} to {value.effective}: gap: meant?")


FORMAT: Literal[1] = 1
"""The format of packs that this program writes; `format` absent means 1."""


class Pack(Strict):
    """The rules of one jurisdiction; what it does not state it inherits from `inherits`.

    `format` says how the text is laid out, so that one adopted years ago is still read as it was
    meant: a change that an older text would not survive is a new format, with a reader of the old.
    """

    format: Literal[1] = FORMAT
    jurisdiction: Code
    name: Bilingual
    inherits: Code | None
    version: Words
    readings: Annotated[tuple[Reading, ...], Field(strict=False)] = ()
    rules: Annotated[tuple[PackRule, ...], Field(strict=False)] = ()
    inherited: Annotated[tuple[InheritedCase, ...], Field(strict=False)] = ()
