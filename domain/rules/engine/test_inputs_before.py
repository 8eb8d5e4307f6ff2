"""A question of a pack's test that was written before a field was there."""

from __future__ import annotations

import pytest

from domain.rules.engine.errors import BadInput
from domain.rules.engine.inputs import (
    Before,
    BeforeInItems,
    Field,
    Inputs,
    boolean,
    distinct,
    identifier,
    nullable,
    record,
)

ONE = record(Field("id", identifier), Field("influence", boolean))
INPUTS = Inputs(
    Field("funding", nullable(identifier), before=Before(None)),
    Field("candidates", distinct(ONE, "id"), before=BeforeInItems("influence", value=False)),
)


def test_the_objects_of_a_list_get_the_field_that_they_lack() -> None:
    old = {"candidates": [{"id": "a"}, {"id": "b", "influence": True}]}
    assert INPUTS.parse(INPUTS.of_a_test(old)) == {
        "funding": None,
        "candidates": [{"id": "a", "influence": False}, {"id": "b", "influence": True}],
    }


def test_a_question_of_today_has_to_say_it() -> None:
    with pytest.raises(BadInput, match="missing") as refused:
        INPUTS.parse({"funding": None, "candidates": [{"id": "a"}]})
    assert refused.value.field == "candidates.0.influence"


@pytest.mark.parametrize("given", [None, "a", ["a"], [None]])
def test_what_is_no_list_of_objects_is_left_to_the_reader(given: object) -> None:
    asked = INPUTS.of_a_test({"candidates": given})
    with pytest.raises(BadInput, match="candidates"):
        INPUTS.parse(asked)
