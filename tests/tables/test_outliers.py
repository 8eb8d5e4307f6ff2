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


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("P001", "P002", "PO03"), ["PO03 与 P003 形似：第 2 位是字母 O，不是数字 0"]),
        (("P011", "P012", "P0l3"), ["P0l3 与 P013 形似：第 3 位是字母 l，不是数字 1"]),
        (("P001", "P002", "P003"), []),
        (("P001", "P002", "PA03"), []),  # read as no digit
        (("P001", "PO02"), []),  # which is the usual one?
        (("PO01", "PO02", "PO03", "P004"), []),  # letters are usual: the digit is not judged
        (("P001", "P002", "PO0003"), []),  # of another length
    ],
)
def test_a_code_with_a_letter_where_most_have_a_digit_is_noted(
    codes: tuple[str, ...], expected: list[str]
) -> None:
    rows = [row(项目编码=code, 项目名称=f"项目{code}") for code in codes]
    table = read_portfolio(book(TITLES, *rows)).table
    found = [one.zh.removesuffix("，请核对") for one in table.notes if "形似" in one.zh]
    assert (found, table.faults) == (expected, [])


def test_a_unit_code_is_noted_once_however_many_rows_have_it() -> None:
    units = ("201001", "202001", "203001", "2O4001", "2O4001")
    rows = [row(项目编码=f"P00{n}", 单位编码=unit) for n, unit in enumerate(units)]
    table = read_portfolio(book(TITLES, *rows)).table
    (note,) = (one for one in table.notes if "形似" in one.zh)
    assert (note.place.row, note.place.value) == (5, "2O4001")


def test_a_project_like_one_whose_code_is_wrong_is_noted_without_a_code() -> None:
    table = read_portfolio(book(TITLES, row(项目编码="Р2"), row(项目编码="P3"))).table
    (note,) = (one for one in table.notes if "重复录入" in one.zh)
    assert "与第 2 行相同" in note.zh
