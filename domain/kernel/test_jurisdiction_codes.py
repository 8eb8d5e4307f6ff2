"""The levels of a code by its digits."""

from __future__ import annotations

import pytest

from domain.kernel.jurisdiction_codes import (
    COUNTRY,
    is_code,
    is_prefecture,
    is_province,
    levels_above,
    parent_of,
    province_of,
)


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("653130", ("653100", "650000", COUNTRY)),
        ("653100", ("650000", COUNTRY)),
        ("659001", ("650000", COUNTRY)),
        ("650000", (COUNTRY,)),
        (COUNTRY, ()),
    ],
)
def test_the_levels_above_a_code_are_those_of_its_digits(code: str, above: tuple[str, ...]) -> None:
    assert levels_above(code) == above
    assert parent_of(code) == (above[0] if above else None)


def test_each_code_is_of_one_level() -> None:
    codes = ("653130", "653100", "650000", COUNTRY)
    assert [is_prefecture(code) for code in codes] == [False, True, False, False]
    assert [is_province(code) for code in codes] == [False, False, True, False]
    assert {province_of(code) for code in codes[:3]} == {"650000"}


@pytest.mark.parametrize("text", ["65313", "6531300", "65313a", "６５３１３０", " 653130", ""])
def test_a_code_has_six_plain_digits(text: str) -> None:
    assert not is_code(text)
    assert is_code("653130")
