"""Rows of totals: no rows of the table, and held against the rows that they sum up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from console.tables.kinds import KINDS
from console.tables.portfolio import read_portfolio
from console.tables.reader import read_table
from console.tables.table import Table
from tests.tables.test_forms import TITLES, book, row, text


def total(word: str, amount: Any, column: int = 0) -> list[Any]:
    cells: list[Any] = [""] * len(TITLES)
    cells[column], cells[TITLES.index("年初预算数")] = word, amount
    return cells


def of(code: str, amount: Any, **changed: Any) -> list[Any]:
    return row(项目编码=code, 年初预算数=amount, **changed)


def read(*rows: Sequence[Any], titles: Sequence[str] = TITLES) -> Table:
    return read_portfolio(book(titles, *rows)).table


def faults(table: Table) -> list[tuple[int | None, str]]:
    return [(one.place.row, one.field) for one in table.faults]


@pytest.mark.parametrize(
    "word", ["合计", "总计", "小计", "合 计", "合计：", "总 计（元）", "共计", "建设局小计"]
)
@pytest.mark.parametrize("column", [0, 1, 3])
def test_a_total_is_no_row_and_is_held_against_the_rows_above(word: str, column: int) -> None:
    table = read(of("P1", 100), of("P2", 200), total(word, 300, column))
    assert faults(table) == []
    assert [one.values["code"] for one in table.rows] == ["P1", "P2"]
    assert any(one.zh.endswith("一行未取，与上列各行之和一致") for one in table.notes)


@pytest.mark.parametrize(("amount", "differs"), [("299.99", 1), ("300", 0), ("300.01", 1)])
def test_a_difference_is_a_fault_that_names_both_figures(amount: str, differs: int) -> None:
    table = read_portfolio(
        text(TITLES, of("P1", 100), of("P2", 200), total("合计", amount)).encode()
    ).table
    assert faults(table) == [(4, "initial")] * differs
    for fault in table.faults:
        assert f"“合计”为 {amount} 元，上列 2 行之和为 300 元，相差 0.01 元" in fault.zh
        assert fault.place.cell == "N4"


def test_a_total_is_in_the_unit_of_its_column() -> None:
    titles = ["年初预算数（万元）" if one == "年初预算数" else one for one in TITLES]
    assert (
        faults(read(of("P1", "89.974"), of("P2", 10), total("合计", 99.974), titles=titles)) == []
    )
    table = read(of("P1", "89.974"), of("P2", 10), total("合计", 999740), titles=titles)
    assert "“合计”为 9,997,400,000 元，上列 2 行之和为 999,740 元" in table.faults[0].zh
    assert table.faults[0].place.value == "999740"  # as it stands in the cell, in 万元


def test_parts_below_their_rows_and_a_total_of_all() -> None:
    rows = (of("P1", 1), of("P2", 2), total("小计", 3), of("P3", 4), total("小计", 4))
    assert faults(read(*rows, total("合计", 7))) == []
    table = read(*rows[:4], total("小计", 7), total("总计", 8))
    assert faults(table) == [(6, "initial"), (7, "initial")]
    assert "上列 1 行之和为 4 元" in table.faults[0].zh
    assert "上列 3 行之和为 7 元" in table.faults[1].zh


def test_totals_above_their_rows() -> None:
    parts = (total("小计", 3), of("P1", 1), of("P2", 2), total("小计", 4), of("P3", 4))
    rows = (total("合计", 7), *parts)
    assert faults(read(*rows)) == []
    table = read(total("合计", 8), *parts)
    assert faults(table) == [(2, "initial")]
    assert "下列 3 行之和为 7 元" in table.faults[0].zh


def test_a_total_may_leave_out_units_which_have_their_projects_in_them() -> None:
    unit = of("201001", 100, 类别="单位整体")
    for amount, wrong in ((300, []), (200, []), (100, [(4, "initial")])):
        assert faults(read(of("P1", 200), unit, total("合计", amount))) == wrong


def test_a_column_with_a_fault_of_its_own_is_not_summed_up() -> None:
    table = read(of("P1", "一百"), of("P2", 200), total("合计", 300))
    assert faults(table) == [(2, "initial")]


def test_a_total_that_is_no_amount_is_a_fault_and_an_empty_one_none() -> None:
    assert faults(read(of("P1", 1), total("合计", ""))) == []
    assert faults(read(of("P1", 1), total("合计", "见附表"))) == [(3, "initial")]


def test_a_formula_without_a_value_is_not_held_against_anything() -> None:
    table = read(of("P1", 1), total("合计", "=SUM(N2:N2)"))
    assert faults(table) == []
    assert any(one.zh == "“合计”一行未取" for one in table.notes)


def test_a_total_whose_cells_are_merged_is_one_too() -> None:
    content = book(TITLES, of("P1", 1), total("合计", 2), merged=["A3:M3"])
    assert faults(read_portfolio(content).table) == [(3, "initial")]


def test_a_project_that_is_called_a_total_is_a_project() -> None:
    table = read(of("P1", 1, 项目名称="公用经费合计"), of("合计01", 2), total("合计", 3))
    assert faults(table) == []
    assert len(table.rows) == 2


@pytest.mark.parametrize(
    ("kind", "titles", "rest"),
    [
        ("budgets", ["序号", "项目编码", "文号", "批复预算数"], ["1号"]),
        ("execution", ["序号", "项目编码", "截至日期", "来源", "执行数"], ["2026-05-31", "库"]),
    ],
)
def test_totals_of_budgets_and_execution(kind: str, titles: list[str], rest: list[str]) -> None:
    rows: list[list[Any]] = [titles, [1, "P1", *rest, "100"], [2, "P2", *rest, "200"]]
    for amount, wrong in (("300", 0), ("30", 1)):
        end = ["合计", *[""] * (len(titles) - 2), amount]
        found = read_table(book(*rows, end), KINDS[kind])
        assert len(found.rows) == 2
        assert len(found.faults) == wrong


def test_targets_of_indicators_repeat_their_amount_and_are_not_summed_up() -> None:
    titles = ["项目编码", "指标编号", "指标类别", "指标名称", "关系", "指标值", "分值", "预算金额"]
    one = ["P1", "I1", "产出", "路", "≥", "100", "50", "200"]
    other = ["P1", "I2", "产出", "桥", "≥", "100", "40", "200"]
    end = ["合计", "", "", "", "", "", "90", "200"]
    amount = next(one for one in KINDS["indicators"].columns if one.field == "amount").title
    found = read_table(book([*titles[:7], amount], one, other, end), KINDS["indicators"])
    assert [str(fault.message()) for fault in found.faults] == []
    assert found.rows[0].values["amount"] == Decimal(200)
