from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from console.cli.render.board_tables import table
from console.cli.render.wrapping import Words, longest_word, print_hanging, shares

LONG = "关于进一步加强预算绩效管理工作的通知（2023年第120号），自印发之日起施行。"


def lines(text: str, width: int) -> list[str]:
    return [line.plain for line in Words.of(text).wrap(Console(width=width), width)]


def screen(width: int) -> Console:
    return Console(width=width, record=True, file=StringIO())


@pytest.mark.parametrize("width", [8, 9, 20, 40, 80])
def test_long_chinese_wraps_and_is_whole(width: int) -> None:
    found = lines(LONG, width)

    assert "".join(found) == LONG
    assert max(map(cell_len, found)) <= width
    assert not any(line[0] in "），。" or line[-1] == "（" for line in found)


def test_a_number_in_chinese_is_not_cut() -> None:
    assert lines("合成项目077（示例）", 10) == ["合成项目", "077（示", "例）"]


def test_a_chinese_name_moves_to_the_next_line_as_a_whole_where_it_fits_there() -> None:
    assert lines("U01 示例单位01", 10) == ["U01", "示例单位01"]


@pytest.mark.parametrize(("width", "found"), [(12, ["rectification"[:12], "n"]), (13, None)])
def test_a_word_is_cut_only_where_the_line_is_shorter(width: int, found: list[str] | None) -> None:
    assert lines("rectification", width) == (found or ["rectification"])


def test_styles_stay() -> None:
    text = Words.of(Text("红 red", style="red").append(" x", style="bold"))
    (first, *_) = text.wrap(Console(width=4), 4)
    assert (text.style, first.plain) == ("red", "红")


@pytest.mark.parametrize(
    ("least", "most", "room", "found"),
    [
        ([3, 3], [5, 9], 14, [5, 9]),
        ([3, 3], [5, 9], 13, [5, 8]),
        ([3, 3], [5, 9], 9, [4, 5]),
        ([3, 8], [5, 9], 11, [3, 8]),
    ],
)
def test_the_widest_column_gives_first(
    least: list[int], most: list[int], room: int, found: list[int]
) -> None:
    given = shares(least, most, room)
    assert (sum(given) <= room, given) == (True, found)


LEAST = 4 + 13 + 10 + 8
"""The width of the table below, with every column as wide as its longest word."""


@pytest.mark.parametrize("width", range(30, 60))
def test_a_table_is_as_wide_as_its_screen_at_most_and_cuts_no_word(width: int) -> None:
    drawn = table("标题 title", "名称 name", "事项 what", "日期 on")
    drawn.add_row("P077 合成项目077（示例）", "整改报告 rectification 2023-05-31", "2023-06-12")
    console = screen(width)
    console.print(drawn)
    told = console.export_text()

    assert max(map(cell_len, told.splitlines())) <= width
    assert {"P077", "rectification", "2023-05-31", "2023-06-12"} <= {*told.split()}
    assert ("─" in told) == (width >= LEAST)


def test_lines_behind_the_first_stand_below_its_text() -> None:
    console = screen(16)
    print_hanging(console, "2023-01-05 ", Text("登记 added"))
    assert console.export_text().splitlines() == ["2023-01-05 登记", "           added"]


def test_the_longest_word_is_in_cells() -> None:
    assert (longest_word("合成 P077"), longest_word("（合）"), longest_word("")) == (4, 6, 0)
