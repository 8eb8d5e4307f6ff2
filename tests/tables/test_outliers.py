"""Amounts that are far from all others of their column are noted."""

from __future__ import annotations

from typing import Any

import pytest

from console.tables.portfolio import read_portfolio
from tests.tables.test_forms import TITLES, book, row


def noted(*amounts: Any) -> list[int | None]:
    rows = [row(项目编码=f"P{at}", 年初预算数=amount) for at, amount in enumerate(amounts)]
    table = read_portfolio(book(TITLES, *rows)).table
    assert table.faults == []
    return [one.place.row for one in table.notes if "混用" in one.zh]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("999999.99", []),
        (1_000_000, [6]),
        (1_000_000.01, [6]),
        (1, [6]),
        (1.01, []),
        (0.99, [6]),
        (0, []),
    ],
)
def test_a_thousand_times_the_median_or_a_thousandth_of_it(
    amount: Any, expected: list[int]
) -> None:
    assert noted(1000, 1000, 1000, 1000, amount, 1000) == expected


def test_four_amounts_have_no_median_to_speak_of() -> None:
    assert noted(1000, 1000, 1000, 1_000_000) == []
    assert noted(1000, 1000, 1000, 1000, 1_000_000) == [6]


def test_a_project_with_the_name_of_another_is_noted_where_unit_and_year_are_the_same() -> None:
    rows = [
        row(项目编码="P1"),
        row(项目编码="P2"),
        row(项目编码="P3", 项目名称="另一条路"),
        row(项目编码="P4", 单位编码="201002"),
        row(项目编码="P5", 登记日期="2025-01-05"),
    ]
    table = read_portfolio(book(TITLES, *rows)).table
    (note,) = (one for one in table.notes if "重复录入" in one.zh)
    assert (note.place.row, table.faults) == (3, [])
    assert "与第 2 行（P1）相同" in note.zh


def test_a_project_like_one_whose_code_is_wrong_is_noted_without_a_code() -> None:
    table = read_portfolio(book(TITLES, row(项目编码="Р2"), row(项目编码="P3"))).table
    (note,) = (one for one in table.notes if "重复录入" in one.zh)
    assert "与第 2 行相同" in note.zh
