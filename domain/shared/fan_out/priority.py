"""The order of priority that the rules give to the candidates of a selection."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from domain.kernel.answer import Answer


@dataclass(frozen=True, slots=True)
class Priority:
    """The order that the rules give, and whether a selection follows it.

    If the rules state no order, `order` is empty and `follows` is `None`.
    """

    order: tuple[str, ...]
    follows: bool | None
    answer: Answer

    def first(self, count: int) -> tuple[str, ...]:
        """The first candidates in the order."""
        return self.order[:count]


def priority(answer: Answer, selected: Collection[str]) -> Priority:
    """Compare a selection with the answer of a rule of priority; the order within is free."""
    if not answer.stated:
        return Priority((), None, answer)
    order = tuple(answer.outcome)
    return Priority(order, set(order[: len(selected)]) == set(selected), answer)
