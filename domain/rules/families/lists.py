"""Rules without input that name one thing, or several in the document's order."""

from __future__ import annotations

from domain.rules.engine.values import Word, Words


def items(value: Words) -> list[str]:
    """Answer the list as the document orders it."""
    return list(value.items)


def item(value: Word) -> str:
    """Answer the one id."""
    return value.item
