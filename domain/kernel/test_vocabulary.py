"""Numbers as people write them in acts: read where they are unambiguous, else refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.kernel.vocabulary import Yuan

YUAN: TypeAdapter[Decimal] = TypeAdapter(Yuan)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1000000.50", "1000000.50"),
        ("1,000,000", "1000000"),
        ("１，０００，０００.５", "1000000.5"),
        ("1,234.50", "1234.50"),
        ("999", "999"),
    ],
)
def test_an_amount_may_have_thousands_and_wide_digits(written: str, amount: str) -> None:
    assert YUAN.validate_python(written) == Decimal(amount)


@pytest.mark.parametrize(
    "written",
    [
        "1,00",
        "1,0000",
        "1000,000",
        ",100",
        "1,000,",
        "1,000.5,0",
        "1.000,00",
        "1 000",
        "1，00",
        "1,000",
    ],
)
def test_a_comma_that_parts_no_thousands_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="a plain decimal number is expected"):
        YUAN.validate_python(written)
