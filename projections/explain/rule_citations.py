"""Rule citations of a decision: the value in force, clause and quote, and the rulings.

A stored decision names rules, clauses and packs. The adopted texts have the quotes; the log keeps
these texts by sha256. The packs that come with the program are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from domain.rules import PackError
from domain.rules.engine.pack import Pack, Reading, Value
from domain.rules.engine.pack_set import parse_pack
from store.port import ContentMissing, EventLog

_KEPT_PACKS = 64
"""Twenty versions of a whole chain of three levels; a parsed pack takes at most 1 MB."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A clause with its verbatim quote; `since` is the day from which the value holds."""

    clause: str
    document: str
    quote: str
    pack: str
    since: date


@dataclass(frozen=True, slots=True)
class ReadAs:
    """The reading of an ambiguity at that time: phrase and reason from the adopted pack."""

    ambiguity: str
    status: str
    ruling: str | None
    phrase: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule that a decision asked: its input, outcome (null with a reason) and basis.

    `values` are the values in force on `on`, as the packs state them.
    """

    rule: str
    on: date
    input: Any
    outcome: Any
    reason: str | None
    values: tuple[Mapping[str, Any], ...]
    quotes: tuple[Quoted, ...]
    readings: tuple[ReadAs, ...]
    packs: tuple[tuple[str, str], ...]


class RuleCitations:
    """Finds the citations of stored decisions; each adopted text is read once."""

    def __init__(self, log: EventLog) -> None:
        """Read adopted texts from `log`."""
        self._pack = lru_cache(maxsize=_KEPT_PACKS)(self._read)
        self._log = log

    def of(self, basis: Mapping[str, Any]) -> Ground:
        """The citations of one stored answer."""
        on, clauses = date.fromisoformat(basis["on"]), set(basis["clauses"])
        packs = tuple((one["id"], one["sha256"]) for one in basis["sources"])
        values = [
            (code, value)
            for code, sha256 in packs
            for value in _in_force(self._pack(sha256), basis["rule"], on)
            if clauses & {cite.clause for cite in value.cite}
        ]
        own = basis["pack"]
        texts = (own["sha256"], *(sha256 for _, sha256 in packs))
        return Ground(
            rule=basis["rule"],
            on=on,
            input=basis["input"],
            outcome=basis["outcome"],
            reason=basis["reason"],
            values=tuple(_stated(value) for _, value in values),
            quotes=tuple(_quotes(values, clauses, on)),
            readings=tuple(self._read_as(basis["rulings"], texts)),
            packs=((own["id"], own["sha256"]), *(one for one in packs if one[0] != own["id"])),
        )

    def _read(self, sha256: str) -> Pack | None:
        """The pack of an adopted text; `None` if it can no longer be read."""
        try:
            return parse_pack(self._log.content(sha256), sha256[:16])
        except (ContentMissing, PackError):
            return None

    def _read_as(self, rulings: Any, packs: tuple[str, ...]) -> Iterator[ReadAs]:
        for one in rulings:
            reading = self._reading(one["ambiguity"], packs)
            yield ReadAs(
                one["ambiguity"],
                one["status"],
                one["ruling"],
                reading.phrase if reading else None,
                reading.reason if reading else None,
            )

    def _reading(self, ambiguity: str, packs: tuple[str, ...]) -> Reading | None:
        for sha256 in packs:
            pack = self._pack(sha256)
            for reading in pack.readings if pack else ():
                if reading.of == ambiguity:
                    return reading
        return None


def _in_force(pack: Pack | None, rule: str, on: date) -> Iterator[Value]:
    for stated in pack.rules if pack else ():
        if stated.id == rule:
            newest: dict[str | None, Value] = {}
            for value in stated.values:
                if value.in_force(on):
                    newest[value.part] = value
            yield from newest.values()


def _stated(value: Value) -> Mapping[str, Any]:
    return value.value if value.part is None else {value.part: value.value}


def _quotes(values: list[tuple[str, Value]], clauses: set[str], on: date) -> Iterator[Quoted]:
    seen: set[str] = set()
    for code, value in values:
        for cite in value.cite:
            known = cite.effective is None or cite.effective <= on
            if cite.clause in clauses and known and cite.clause not in seen:
                seen.add(cite.clause)
                yield Quoted(cite.clause, cite.document, cite.quote, code, value.effective)
