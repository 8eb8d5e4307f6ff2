"""Rows of other years than the one that is opened are named by their lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from console.cli.render.opening_note import Opening, opening_note


def test_a_portfolio_of_the_year_alone_is_not_remarked_on() -> None:
    assert opening_note(Opening(2026, {2026: [2, 3]})) is None


@pytest.mark.parametrize(
    ("lines", "shown"),
    [([2], "2"), ([2, 3], "2–3"), ([2, 4], "2、4"), ([2, 3, 4, 7, 9, 10], "2–4、7、9–10")],
)
def test_lines_of_an_earlier_year_are_named(lines: Sequence[int], shown: str) -> None:
    note = opening_note(Opening(2026, {2025: lines, 2026: [20]})) or ""
    count = f"{len(lines)} 行的登记日期不在 2026 年度"
    assert note.startswith(f"请注意 note: {count}：第 {shown} 行按 2025 年度以前年度项目导入 / ")


def test_lines_of_several_years_are_told_apart() -> None:
    note = opening_note(Opening(2026, {2025: [3], 2026: [4], 2027: [2]})) or ""
    assert "第 3 行按 2025 年度以前年度项目导入；第 2 行按 2027 年度项目登记 / " in note
    assert note.endswith(
        "line 3 is imported for budget year 2025; line 2 is registered for budget year 2027"
    )


def test_a_year_that_gets_no_project_is_said_to_be_empty() -> None:
    note = opening_note(Opening(2026, {2025: [2, 3]})) or ""
    assert "没有 2026 年度的行，2026 年度登记 0 项，请核对 opened_on" in note
