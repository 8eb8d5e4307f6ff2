"""Whatever the state of a clause names is there: rules that acts ask, figures, boards, tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.coverage.collected import collected
from tests.coverage.names import acts, asked, boards, deadlines, figures, policies
from tests.coverage.states import states


def named(field: str) -> dict[str, str]:
    """What the clauses name in a field, by clause."""
    found = {clause: getattr(one, field) for clause, one in states().clauses.items()}
    return {clause: name for clause, name in found.items() if name is not None}


@pytest.mark.parametrize(
    ("field", "there"),
    [
        ("act", acts),
        ("deadline", deadlines),
        ("gate", lambda: acts() | policies()),
        ("figure", figures),
        ("board", boards),
    ],
)
def test_every_name_is_one_of_the_program(field: str, there: Callable[[], frozenset[str]]) -> None:
    names = named(field)
    assert names
    assert {clause: name for clause, name in names.items() if name not in there()} == {}


def test_the_act_asks_the_rule_of_an_enforced_clause() -> None:
    pairs = {
        clause: (str(one.act), str(one.rule))
        for clause, one in states().clauses.items()
        if one.state == "enforced"
    }
    assert {clause: pair for clause, pair in pairs.items() if pair not in asked()} == {}


def test_every_named_test_is_collected() -> None:
    there = collected(states().tests)
    assert sorted(states().tests - there) == []
