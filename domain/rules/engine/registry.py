"""The rules that are built, by id."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from domain.rules.engine.errors import UnknownRule
from domain.rules.engine.rule import Rule
from domain.rules.families import (
    bureau,
    deadlines,
    disclosure,
    duties,
    exante,
    feedback,
    final_grade,
    grade,
    key_evaluation,
    monitoring,
    results,
    scope,
    scoring,
    sections,
    selection,
    shares,
    synchronised,
    target,
    third_party,
)

_FAMILIES = (
    exante,
    target,
    monitoring,
    deadlines,
    scope,
    sections,
    scoring,
    grade,
    final_grade,
    shares,
    selection,
    key_evaluation,
    results,
    feedback,
    duties,
    bureau,
    disclosure,
    synchronised,
    third_party,
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.id: rule for family in _FAMILIES for rule in family.RULES}
)


def rule_of(rule: str) -> Rule:
    """Find a rule by its id; raises `UnknownRule`."""
    found = RULES.get(rule) if isinstance(rule, str) else None
    if found is None:
        raise UnknownRule(rule)
    return found
