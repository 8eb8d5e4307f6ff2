"""Questions and answers as JSON text: numbers as the literals written, nothing said twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from domain.kernel.answer import Answer, PackRef, Reason
from domain.kernel.bounded_cache import BoundedCache
from domain.rules.engine.basis import Basis
from domain.rules.engine.book import RuleBook
from domain.rules.engine.errors import BadInput, UnknownRule
from domain.rules.engine.exact import MAX_LITERAL, literal
from domain.rules.engine.inputs import day
from domain.rules.engine.registry import rule_of

_REQUEST = ("rule", "jurisdiction", "on", "input")

_KEPT_BOOKS = 256
"""The jurisdictions of a whole province; only those that have packs come in."""

_KEPT_RESTS = 4096
"""The 67 rules and parts of rules in some 60 jurisdictions, each text about 1 KB."""

NOT_A_NUMBER = Decimal("NaN")

encode = json.JSONEncoder(ensure_ascii=False).encode


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Give the members of an object; raises `BadInput` naming a member that occurs twice."""
    read = dict(pairs)
    if len(read) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInput(twice, "stands twice")
    return read


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= MAX_LITERAL else NOT_A_NUMBER


def _fraction(text: str) -> Decimal:
    read = literal(text)
    return NOT_A_NUMBER if read is None else read


# The field itself refuses a value that is no number, because it can name itself.
_decode = json.JSONDecoder(
    parse_int=_integer,
    parse_float=_fraction,
    parse_constant=lambda _: NOT_A_NUMBER,
    object_pairs_hook=once,
).decode


def decode_object(text: str, field: str) -> dict[str, Any]:
    """Read a JSON object, every number exactly; raises `BadInput` naming `field` or the key."""
    try:
        read = _decode(text)
    except BadInput:
        raise
    except (ValueError, RecursionError) as error:
        raise BadInput(field, f"not JSON: {error}") from None
    if not isinstance(read, dict):
        raise BadInput(field, "must be a JSON object")
    return read


@lru_cache(maxsize=4096)
def read_day(text: str) -> date:
    """Read the day asked about; raises `BadInput`."""
    return day("on", text)


def answer_json(answer: Answer) -> str:
    """Print an answer as one JSON object, in the order of the contract."""
    return _printed(
        answer.rule,
        answer.jurisdiction,
        answer.on.isoformat(),
        answer.outcome,
        _rest(answer.reason, answer.citations, answer.rulings, answer.pack),
    )


def _printed(rule: str, jurisdiction: str, on: str, outcome: Any, rest: str) -> str:
    return (
        f'{{"rule": "{rule}", "jurisdiction": "{jurisdiction}", "on": "{on}", '
        f'"outcome": {encode(outcome)}, {rest}'
    )


def _rest(reason: Reason | None, citations: Any, rulings: Any, pack: PackRef) -> str:
    said = {
        "reason": reason,
        "citations": [asdict(citation) for citation in citations],
        "rulings": [_ruling(asdict(ruling)) for ruling in rulings],
        "pack": asdict(pack),
    }
    return encode(said)[1:]


def _ruling(ruling: dict[str, Any]) -> dict[str, Any]:
    ruled_on = ruling["ruled_on"]
    if ruled_on is None:
        return {key: ruling[key] for key in ("ambiguity", "status", "ruling")}
    del ruling["phrase"]
    return {**ruling, "ruled_on": ruled_on.isoformat()}


class Batch:
    """Answers requests of one line each; what stays the same is resolved and printed once."""

    def __init__(self, book_of: Callable[[str], RuleBook]) -> None:
        """Take where the rules of a jurisdiction come from."""
        self._book_of = book_of
        self._books = BoundedCache[str, RuleBook](_KEPT_BOOKS)
        self._rests = BoundedCache[tuple[Basis | None, Reason | None, str], str](_KEPT_RESTS)

    def answer(self, line: str) -> str:
        """Answer one request; raises `BadInput`."""
        request = decode_object(line, "line")
        if len(request) != len(_REQUEST) or any(name not in request for name in _REQUEST):
            raise _not_a_request(request)
        rule_id, code, on, inputs = (request[name] for name in _REQUEST)
        if not isinstance(rule_id, str):
            raise UnknownRule(rule_id)
        rule, book = rule_of(rule_id), self._book(code)
        if not isinstance(on, str):
            raise BadInput("on", "must be a date, written YYYY-MM-DD")
        if not isinstance(inputs, Mapping):
            raise BadInput("input", "must be an object")
        when = read_day(on)
        basis, outcome, reason = book.decide(rule, when, rule.inputs.parse(inputs))
        return _printed(rule_id, code, on, outcome, self._rest(basis, reason, book))

    def _book(self, code: Any) -> RuleBook:
        if not isinstance(code, str):
            raise BadInput("jurisdiction", "must be a string of six digits")
        return self._books.get_or_make(code, lambda: self._book_of(code))

    def _rest(self, basis: Basis | None, reason: Reason | None, book: RuleBook) -> str:
        key = basis, reason, book.jurisdiction
        rest = self._rests.get(key)
        if rest is None:
            citations, rulings = (basis.citations, basis.rulings) if basis else ((), ())
            rest = self._rests.put(key, _rest(reason, citations, rulings, book.pack))
        return rest


def _not_a_request(request: Mapping[str, Any]) -> BadInput:
    for name in _REQUEST:
        if name not in request:
            return BadInput(name, "missing")
    extra = min(name for name in request if name not in _REQUEST)
    return BadInput(extra, "not a field of a request")
