"""The completion of one indicator, below, at and above its target."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.rules.families.completion import completion_of

DAY = date(2025, 10, 31)


@pytest.mark.parametrize(
    ("relation", "target", "reached", "percent"),
    [
        (">=", "10", "9.999", "99.99"),
        (">=", "10", "10", "100"),
        (">=", "10", "12", "120"),
        (">=", "10", "-1", "0"),
        (">=", "10", "0", "0"),
        (">", "10", "10", "100"),
        (">", "10", "5", "50"),
        ("=", "10", "9", "90"),
        ("=", "10", "10", "100"),
        ("=", "10", "11", "110"),
        (">=", "0", "-0.01", "0"),
        (">=", "0", "0", "100"),
        (">", "0", "0", "0"),
        (">", "0", "0.01", "100"),
        ("=", "0", "0", "100"),
        ("=", "0", "0.01", "0"),
        (">=", "-5", "-5", "100"),
        (">=", "-5", "-5.01", "0"),
        ("<=", "10", "9", "100"),
        ("<=", "10", "10", "100"),
        ("<=", "10", "10.1", "99"),
        ("<=", "10", "15", "50"),
        ("<=", "10", "19.9", "1"),
        ("<=", "10", "20", "0"),
        ("<=", "10", "20.1", "0"),
        ("<=", "0", "0", "100"),
        ("<=", "0", "0.01", "0"),
        ("<=", "-5", "-5", "100"),
        ("<=", "-5", "-4.99", "0"),
        ("<", "10", "9.99", "100"),
        ("<", "10", "10", "100"),
        ("<", "10", "10.1", "99"),
        ("qualitative", None, "0", "0"),
        ("qualitative", None, "79.5", "79.5"),
    ],
)
def test_a_number_is_completed_by_its_relation(
    relation: str, target: str | None, reached: str, percent: str
) -> None:
    promised = None if target is None else Decimal(target)
    assert completion_of(relation, promised, Decimal(reached)) == Fraction(percent)


@pytest.mark.parametrize(
    ("reached", "percent"),
    [(date(2025, 10, 30), 100), (DAY, 100), (date(2025, 11, 1), 0)],
)
def test_a_day_is_kept_or_missed(reached: date, percent: int) -> None:
    assert completion_of("by", DAY, reached) == percent


def test_a_day_is_no_number() -> None:
    with pytest.raises(TypeError):
        completion_of("by", DAY, Decimal(1))
    with pytest.raises(TypeError):
        completion_of(">=", Decimal(1), DAY)
