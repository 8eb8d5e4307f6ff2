"""The steps that budget and target take together (同步), from the call to the disclosure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Constraint

from domain.rules.engine.inputs import Inputs
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import RuleValue

Together = Literal[
    "issued", "compiled", "applied", "reviewed", "approved", "handed_down", "disclosed"
]
"""The steps that a text may name, in the order of the year."""


class Synchronised(RuleValue):
    """The steps of the initial budget that the text has budget and target take together."""

    items: Annotated[tuple[Together, ...], Constraint(strict=False, min_length=1)]


def _items(value: Synchronised) -> list[str]:
    return list(value.items)


RULES = (Rule("budget.synchronised", "scope", Inputs(), Synchronised, _items),)
