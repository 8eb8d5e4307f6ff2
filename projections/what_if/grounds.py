"""Answers of the rules to an act, compared between the record and the simulation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.kernel.answer import Answer
from projections.what_if.changes import SUPPOSED, RuleChange, Said

Grounds = tuple[tuple[str, Said], ...]
"""The rules asked, in their order, each with its answer."""


def stored_grounds(basis: Iterable[Mapping[str, Any]]) -> Grounds:
    """The grounds of a stored basis."""
    return tuple(
        (one["rule"], Said(one["outcome"], one["reason"], tuple(one["clauses"]))) for one in basis
    )


def grounds_of(answers: Iterable[Answer]) -> Grounds:
    """The grounds of a decision that is not stored."""
    return tuple((answer.rule, said_by(answer)) for answer in answers)


def same_grounds(grounds: Grounds, answers: Sequence[Answer]) -> bool:
    """Whether the same rules gave the same answers under the same clauses."""
    if len(grounds) != len(answers):
        return False
    return all(_same(*one, answer) for one, answer in zip(grounds, answers, strict=True))


def _same(rule: str, said: Said, answer: Answer) -> bool:
    if rule != answer.rule or said.reason != answer.reason:
        return False
    if said.clauses != tuple([one.clause for one in answer.citations]):
        return False
    outcome = answer.outcome
    return bool(said.outcome == outcome or said.outcome == as_stored(outcome))


def rule_changes(recorded: Grounds, other: Sequence[Answer]) -> tuple[RuleChange, ...]:
    """The rules with another answer, in the order in which they were asked."""
    return tuple(_rule_changes(recorded, [(answer.rule, said_by(answer)) for answer in other]))


def _rule_changes(
    recorded: Iterable[tuple[str, Said]], other: Iterable[tuple[str, Said]]
) -> Iterator[RuleChange]:
    before, after = _by_rule(recorded), _by_rule(other)
    for rule in dict.fromkeys((*before, *after)):
        then, now = before.get(rule, []), after.get(rule, [])
        for at in range(max(len(then), len(now))):
            one = then[at] if at < len(then) else None
            two = now[at] if at < len(now) else None
            if one is None or two is None or _what(one) != _what(two):
                yield RuleChange(rule, one, two)


def _by_rule(said: Iterable[tuple[str, Said]]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for rule, one in said:
        found.setdefault(rule, []).append(one)
    return found


def _what(said: Said) -> tuple[Any, str | None]:
    return said.outcome, said.reason


def said_by(answer: Answer) -> Said:
    """An answer in the form of a stored basis."""
    clauses = tuple(citation.clause for citation in answer.citations)
    supposed = any(source.version == SUPPOSED for source in answer.sources)
    return Said(as_stored(answer.outcome), answer.reason, clauses, supposed)


def as_stored(value: Any) -> Any:
    """A JSON value as read from the log: numbers as strings, sequences as lists."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): as_stored(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_stored(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value)
