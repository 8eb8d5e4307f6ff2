"""A selection follows the order of the rules if it has the first candidates, in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.kernel.answer import Answer, PackRef
from domain.shared.fan_out.priority import priority

STATED = Answer(
    rule="department_evaluation.priority",
    jurisdiction="652825",
    on=date(2024, 1, 1),
    input={},
    outcome=["P1", "P2", "P3"],
    reason=None,
    citations=(),
    rulings=(),
    pack=PackRef("652825", "1", "0" * 64),
)


@pytest.mark.parametrize(
    ("selected", "follows"),
    [(("P1",), True), (("P2", "P1"), True), (("P2",), False), (("P1", "P3"), False), ((), True)],
)
def test_given_an_order_when_projects_are_selected_then_the_first_ones_follow_it(
    selected: tuple[str, ...], *, follows: bool
) -> None:
    found = priority(STATED, selected)
    assert found.follows is follows
    assert found.first(len(selected)) == ("P1", "P2", "P3")[: len(selected)]


def test_given_no_order_in_the_rules_then_a_selection_neither_follows_nor_departs() -> None:
    found = priority(replace(STATED, reason="not_stated"), ("P2",))
    assert (found.order, found.follows) == ((), None)
