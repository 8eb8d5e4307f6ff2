"""The files of an office, one by one: what is read of each, or why it is not taken."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from console.tables.headers import given
from console.tables.portfolio import Portfolio, read_portfolio
from domain.subjects.jurisdiction_year.portfolio import parse_portfolio

FILES = Path(__file__).parent / "files"


def read(name: str) -> Portfolio:
    return read_portfolio((FILES / name).read_bytes())


def told(read: Portfolio) -> list[str]:
    return [fault.message() for fault in read.table.faults]


@pytest.mark.parametrize("name", ["zh_head.csv", "gbk.csv", "comma.csv", "datecn.csv"])
def test_a_usual_file_is_read_as_the_plain_one(name: str) -> None:
    read_ = read(name)
    assert told(read_) == []
    (row,) = read_.rows
    assert (row.code, row.name, row.unit_code, row.unit_name) == (
        "P001",
        "道路维护",
        "201001",
        "建设局",
    )
    assert (row.opened_on.isoformat(), row.initial) == ("2026-01-05", Decimal(1_000_000))
    assert parse_portfolio(read_.content) == read_.rows


def test_a_file_that_the_log_can_keep_is_kept_byte_for_byte() -> None:
    plain = read("zh_head.csv").content
    assert read_portfolio(plain).content == plain


def test_codes_that_differ_in_width_are_one_code_and_named_with_both_lines() -> None:
    faults = read("fullwidth.csv").table.faults
    assert [(one.place.row, one.field) for one in faults] == [(3, "code"), (4, "code")]
    assert all("与第 2 行重复" in one.zh for one in faults)
    assert [one.place.value for one in faults] == ["Ｐ００１", "P００1"]


def test_a_number_where_a_code_is_expected_is_refused_with_what_to_do() -> None:
    faults = read("zeros.xlsx").table.faults
    assert [(one.place.cell, one.field, one.place.value) for one in faults] == [
        ("A2", "code", "1"),
        ("C2", "unit_code", "1001"),
    ]
    assert all("设为文本" in one.zh for one in faults)


def test_a_title_above_the_header_is_passed_over_and_gives_the_unit() -> None:
    read_ = read("title.xlsx")
    (row,) = read_.rows
    assert (read_.table.header_row, row.initial) == (2, Decimal(10_000_000_000))
    (note,) = read_.table.notes
    assert "请核对单位" in note.zh


def test_an_amount_that_can_be_no_yuan_is_refused_with_the_way_to_say_its_unit() -> None:
    (fault,) = read("wan.csv").table.faults
    assert (fault.place.cell, fault.field) == ("N2", "initial")
    assert "万元" in fault.zh


def test_the_unit_of_an_amount_can_be_given_with_its_column() -> None:
    content = (FILES / "wan.csv").read_bytes()
    (row,) = read_portfolio(content, given({"initial": "initial:万元"})).rows
    assert row.initial == Decimal(899_740)
