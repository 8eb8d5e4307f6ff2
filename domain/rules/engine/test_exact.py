from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.engine.exact import canonical, literal, subtract, total


@pytest.mark.parametrize("text", ["0", "60", "59.99", "-1", "1e2", "1.5E-3", "-0"])
def test_a_json_number_is_read_as_written(text: str) -> None:
    assert literal(text) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1 ", "+1", "01", ".5", "5.", "1_0", "NaN", "Infinity", "\uff14\uff10", "1e", "0x1",
     "1e201", "1e-201", "1e" + "9" * 30, "1" * 201, "1,000", "20%", "\n1"],
)  # fmt: skip
def test_anything_else_is_no_number(text: str) -> None:
    assert literal(text) is None


@pytest.mark.parametrize(
    ("written", "printed"),
    [("1e3", "1000"), ("20.00", "20"), ("0.010", "0.01"), ("-0.0", "0"), ("1.5E-3", "0.0015")],
)
def test_a_number_is_printed_in_full(written: str, printed: str) -> None:
    assert canonical(Decimal(written)) == printed


def test_nothing_is_rounded_however_long() -> None:
    whole, part = Decimal("1e200"), Decimal("1e-200")

    assert subtract(whole, part) < whole
    assert total([whole, part, -whole]) == part


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_printing_keeps_the_value(number: Decimal) -> None:
    assert Decimal(canonical(number)) == number
