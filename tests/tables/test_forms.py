"""The forms in which tables come: encodings, delimiters, headers, units, days, flags."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from console.tables.headers import given
from console.tables.kinds import KINDS
from console.tables.portfolio import Portfolio, read_portfolio
from console.tables.reader import read_table
from console.tables.table import mapping_lines
from domain.shared.filings.funding import Funding
from domain.subjects.jurisdiction_year.portfolio import parse_portfolio

TITLES = (
    *("项目编码", "项目名称", "单位编码", "单位名称", "预算类型", "来源", "登记日期", "是否新增"),
    *("是否重大", "是否一次性", "是否重点", "类别", "是否涉密", "年初预算数", "全年预算数"),
    "全年执行数",
)
ROW: dict[str, Any] = dict(
    zip(
        TITLES,
        (
            *("P001", "道路维护", "201001", "建设局", "一般公共预算", "年初预算", "2026-01-05"),
            *("是", "否", "否", "否", "项目", "否", "1000000", "", ""),
        ),
        strict=True,
    )
)


def text(*rows: Sequence[Any], delimiter: str = ",") -> str:
    return "".join(delimiter.join(map(str, row)) + "\r\n" for row in rows)


def row(**changed: Any) -> list[Any]:
    return list({**ROW, **changed}.values())


def book(*rows: Sequence[Any], merged: Sequence[str] = (), epoch: Any = None) -> bytes:
    made = Workbook()
    if epoch:
        made.epoch = epoch
    sheet = made.worksheets[0]
    for one in rows:
        sheet.append([None if cell == "" else cell for cell in one])
    for cells in merged:
        sheet.merge_cells(cells)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def the(read: Portfolio) -> Any:
    assert [fault.message() for fault in read.table.faults] == []
    (one,) = read.rows
    return one


def faults(content: bytes) -> list[tuple[int | None, str]]:
    return [(one.place.row, one.field) for one in read_portfolio(content).table.faults]


PLAIN = text(TITLES, row())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_file_is_read_by_any_usual_encoding_and_delimiter(
    encoding: str, delimiter: str
) -> None:
    content = text(TITLES, row(), delimiter=delimiter).encode(encoding)
    assert the(read_portfolio(content)).name == "道路维护"


def test_a_guessed_encoding_is_said() -> None:
    (note,) = read_portfolio(PLAIN.encode("gb18030")).table.notes
    assert "GB18030" in note.zh
    assert read_portfolio(PLAIN.encode()).table.notes == []


@pytest.mark.parametrize(
    "day",
    [
        *("2026-01-05", "2026-1-5", "2026/1/5", "2026.1.5", "2026年1月5日", "20260105"),
        *("２０２６年１月５日", "2026/1/5 0:00", "2026-01-05 00:00:00"),
    ],
)
def test_a_usual_day_is_read(day: str) -> None:
    assert the(read_portfolio(text(TITLES, row(登记日期=day)).encode())).opened_on == dt.date(
        2026, 1, 5
    )


@pytest.mark.parametrize(
    "day", ["46027", "2026-02-30", "1989-12-31", "2101-01-01", "1月5日", "soon"]
)
def test_what_is_no_day_is_refused(day: str) -> None:
    assert faults(text(TITLES, row(登记日期=day)).encode()) == [(2, "opened_on")]


@pytest.mark.parametrize("day", ["1990-01-01", "2100-12-31"])
def test_the_first_and_last_day_are_read(day: str) -> None:
    assert (
        the(read_portfolio(text(TITLES, row(登记日期=day)).encode())).opened_on.isoformat() == day
    )


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_a_day_of_a_workbook_is_read_by_its_own_epoch(epoch: Any) -> None:
    content = book(TITLES, row(登记日期=dt.date(2026, 1, 5)), epoch=epoch)
    assert the(read_portfolio(content)).opened_on == dt.date(2026, 1, 5)


@pytest.mark.parametrize("value", [20260105, 20260105.0])
def test_a_number_that_is_written_as_a_day_is_one(value: float) -> None:
    assert the(read_portfolio(book(TITLES, row(登记日期=value)))).opened_on.day == 5


@pytest.mark.parametrize("value", [46027, dt.datetime(2026, 1, 5, 12), True])  # noqa: DTZ001
def test_another_number_is_no_day(value: Any) -> None:
    assert faults(book(TITLES, row(登记日期=value))) == [(2, "opened_on")]


@pytest.mark.parametrize(
    ("title", "cell", "yuan"),
    [
        ("年初预算数", "1,000,000.50", "1000000.50"),
        ("年初预算数", "１，０００，０００", "1000000"),
        ("年初预算数", "¥1000000元", "1000000"),
        ("年初预算数", "100万元", "1000000"),
        ("年初预算数（万元）", "89.974", "899740"),
        ("年初预算数(万元)", "0.000001", "0.01"),
        ("年初预算数（单位：万元）", "1,000", "10000000"),
        ("年初预算数（亿元）", "1.5", "150000000"),
        ("年初预算数（元）", "1", "1"),
        ("金额（万元）", "2", "20000"),
        ("年初预算数（万元）", "0", "0"),
    ],
)
def test_an_amount_is_converted_exactly(title: str, cell: str, yuan: str) -> None:
    titles = [title if one == "年初预算数" else one for one in TITLES]
    content = text(titles, row(年初预算数=f'"{cell}"')).encode()
    assert the(read_portfolio(content)).initial == Decimal(yuan)


@pytest.mark.parametrize(
    ("value", "yuan"), [(89.974, "899740"), (0.1 + 0.2, "3000"), (1, "10000"), (1e9, "1e13")]
)
def test_a_number_of_a_workbook_is_converted_by_its_15_digits(value: float, yuan: str) -> None:
    titles = [f"{one}（万元）" if one == "年初预算数" else one for one in TITLES]
    assert the(read_portfolio(book(titles, row(年初预算数=value)))).initial == Decimal(yuan)


@pytest.mark.parametrize(
    "cell", ["89.974", "-1", "(1)", "1e3", "1,00", "10,00,000", "约100", "NaN", "1" * 17, "1.2.3"]
)
def test_what_is_no_amount_is_refused(cell: str) -> None:
    assert faults(text(TITLES, row(年初预算数=f'"{cell}"')).encode()) == [(2, "initial")]


@pytest.mark.parametrize("value", [1e15, True, dt.date(2026, 1, 5), 0.001])
def test_a_value_that_is_no_exact_amount_is_refused(value: Any) -> None:
    assert faults(book(TITLES, row(年初预算数=value))) == [(2, "initial")]


@pytest.mark.parametrize("cell", ["1", "yes", "√", "", "有"])
def test_a_flag_is_yes_or_no_in_words(cell: str) -> None:
    assert faults(text(TITLES, row(是否新增=cell)).encode()) == [(2, "is_new")]


@pytest.mark.parametrize("name", ["=1+1", "+86", "@单位", "-1层", "\x1b[31m", "长" * 2001, " "])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    assert faults(text(TITLES, row(项目名称=name)).encode()) == [(2, "name")]


@pytest.mark.parametrize("name", ['"道路\n维护"', "道路\u00a0 维护", "道路\u3000维护"])
def test_a_name_is_put_on_one_line_with_a_word(name: str) -> None:
    read = read_portfolio(text(TITLES, row(项目名称=name)).encode())
    assert the(read).name == "道路 维护"
    assert [one.zh for one in read.table.notes] == ["按“道路 维护”读取"]


@pytest.mark.parametrize(
    ("code", "read_as"), [("001", "001"), ("'001", "001"), ("Ｐ１", "P1"), ("5" * 18, "5" * 18)]
)
def test_a_code_of_text_is_read_whole(code: str, read_as: str) -> None:
    assert the(read_portfolio(book(TITLES, row(项目编码=code)))).code == read_as


@pytest.mark.parametrize("code", [1, 1.5, 510000000000000000, True, dt.date(2026, 1, 5)])
def test_a_code_that_is_no_text_is_refused_with_what_to_do(code: Any) -> None:
    (fault,) = read_portfolio(book(TITLES, row(项目编码=code))).table.faults
    assert (fault.field, fault.place.cell) == ("code", "A2")
    assert "请将该列设为文本" in fault.zh


@pytest.mark.parametrize("code", ["5.1E+17", "P\u200b1", "\ufeffP1", "P\u00ad1", "Р1", "P 1"])
def test_a_code_that_is_not_plain_is_refused(code: str) -> None:
    assert faults(text(TITLES, row(项目编码=code)).encode()) == [(2, "code")]


def test_codes_that_differ_in_case_alone_are_named_with_both_lines() -> None:
    content = text(TITLES, row(), row(项目编码="p001")).encode()
    (fault,) = read_portfolio(content).table.faults
    assert (fault.place.row, fault.field) == (3, "code")
    assert "与第 2 行的 P001 仅大小写不同" in fault.zh


def test_a_units_code_in_two_cases_is_a_fault_too() -> None:
    content = text(TITLES, row(单位编码="A1"), row(项目编码="P2", 单位编码="a1")).encode()
    assert faults(content) == [(3, "unit_code")]


def test_all_faults_of_a_file_are_given_at_once() -> None:
    content = text(
        TITLES,
        row(项目编码="", 登记日期="soon"),
        row(年初预算数="x", 是否新增="y"),
        row(来源="年中追加", 项目编码="P2"),
    ).encode()
    assert faults(content) == [
        (2, "code"),
        (2, "opened_on"),
        (3, "is_new"),
        (3, "initial"),
        (4, "adjusted"),
    ]


def test_a_fault_names_sheet_cell_title_value_and_what_to_write() -> None:
    (fault,) = read_portfolio(book(TITLES, row(是否新增="y"))).table.faults
    assert fault.message() == (
        "工作表“Sheet”H2（是否新增）“y”：y 既非“是”也非“否”，请填 是 或 否 / "
        "'y' is neither true nor false: write 是 or 否"
    )


def test_a_header_of_two_rows_with_merged_cells_is_read_with_its_unit() -> None:
    above = [*TITLES[:13], "资金（万元）", "", ""]
    below = [*[""] * 13, *TITLES[13:]]
    merged = ["N2:P2", *(f"{chr(65 + at)}2:{chr(65 + at)}3" for at in range(13)), "A1:P1"]
    content = book(["2026年项目清单"], above, below, row(年初预算数=100), merged=merged)
    read = read_portfolio(content)
    assert the(read).initial == 1_000_000
    assert (read.table.header_row, read.table.columns[13].unit) == (3, "万元")


def test_a_column_below_a_title_of_several_is_named_by_both() -> None:
    # given: 编码 and 名称 stand below 项目 and once more below 单位
    above = ["项目", "", "单位", "", *TITLES[4:13], "年初", "全年", ""]
    below = ["编码", "名称", "编码", "名称", *[""] * 9, "预算数", "预算数", "执行数"]
    merged = ["A2:B2", "C2:D2", "O2:P2", *(f"{chr(69 + at)}2:{chr(69 + at)}3" for at in range(9))]
    content = book(["2026年项目清单（万元）"], above, below, row(年初预算数=100), merged=merged)
    # when
    read = read_portfolio(content)
    # then
    one = the(read)
    assert (one.code, one.unit_code, one.initial) == ("P001", "201001", 1_000_000)
    assert [column.header for column in read.table.columns[:4]] == [*TITLES[:4]]
    assert [column.header for column in read.table.columns[13:]] == [*TITLES[13:]]


def test_totals_and_signatures_below_are_left_out_with_a_word() -> None:
    end = [["合计"] + [""] * 12 + ["1000000", "", ""], ["填表人：张三"] + [""] * 15]
    read = read_portfolio(text(TITLES, row(), *end).encode())
    the(read)
    assert {(one.place.row, one.zh) for one in read.table.notes} == {
        (3, "“合计”一行未取，与上列各行之和一致"),
        (4, "“填表人张三”一行未取"),
    }


def test_merged_cells_among_the_rows_are_a_fault() -> None:
    content = book(TITLES, row(), row(项目编码="P2"), merged=["D2:D3"])
    assert (2, "file") in faults(content)


def sheets(**named: Sequence[Sequence[Any]]) -> bytes:
    made = Workbook()
    del made["Sheet"]
    for name, rows in named.items():
        sheet = made.create_sheet(name)
        for one in rows:
            sheet.append([None if cell == "" else cell for cell in one])
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def test_of_several_sheets_the_one_that_fits_is_taken_and_said() -> None:
    read = read_portfolio(sheets(说明=[["填报说明"]], 清单=[TITLES, row()]))
    the(read)
    assert read.table.sheet == "清单"
    assert [one.zh for one in read.table.notes] == ["取工作表“清单”，未取：说明"]


def test_where_several_sheets_fit_none_is_chosen_unless_it_is_named() -> None:
    content = sheets(甲=[TITLES, row()], 乙=[TITLES, row(项目编码="P2")])
    (fault,) = read_portfolio(content).table.faults
    assert "“甲”、“乙”" in fault.zh
    assert the(read_portfolio(content, sheet="乙")).code == "P2"
    (fault,) = read_portfolio(content, sheet="丙").table.faults
    assert "没有工作表“丙”" in fault.zh


def test_a_column_that_nobody_knows_is_a_fault_until_it_is_given_or_left_out() -> None:
    titles = [*TITLES[:13], "资金", *TITLES[14:], "联系人"]
    content = text(titles, [*row(), "张三"]).encode()
    assert [one.field for one in read_portfolio(content).table.faults] == [
        "header",
        "header",
        "initial",
    ]
    read = read_portfolio(content, given({"资金": "initial:万元", "联系人": "-"}))
    assert the(read).initial == Decimal(10_000_000_000)
    assert "N 资金 → 年初预算数 initial，万元 × 10000 = 元 yuan" in mapping_lines(read.table)


@pytest.mark.parametrize(
    "title",
    ["*项目编码", "项目编码（必填）", "项目 编码：", "项目编码\n(文本格式)", "项目代码", "CODE"],
)
def test_a_title_is_known_with_its_signs_and_hints(title: str) -> None:
    the(read_portfolio(book([title, *TITLES[1:]], row())))


@pytest.mark.parametrize("title", ["年初预算数（上年）", "上年年初预算数", "年初预算数2"])
def test_a_title_that_means_another_thing_is_not_taken_for_one(title: str) -> None:
    titles = [title if one == "年初预算数" else one for one in TITLES]
    assert [field for _, field in faults(book(titles, row()))] == ["header", "initial"]


def test_a_column_that_stands_twice_is_a_fault() -> None:
    assert faults(text([*TITLES, "项目编码"], [*row(), "P1"]).encode()) == [(1, "code")]


def test_a_column_that_may_be_empty_may_be_missing() -> None:
    read = read_portfolio(text(TITLES[:14], row()[:14]).encode())
    assert the(read).adjusted is None
    assert len(read.table.notes) == 2


@pytest.mark.parametrize("name", KINDS)
def test_every_column_of_every_kind_has_a_chinese_title_of_its_own(name: str) -> None:
    columns = KINDS[name].columns
    titles = [title for one in columns for title in (one.title, *one.synonyms)]
    assert all(not one.title.isascii() for one in columns)
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("budgets", [["项目编码", "批复预算数（万元）", "文号"], ["P1", "100", "新财〔2026〕1号"]]),
        ("execution", [["项目编码", "执行数", "截至日期", "来源"], ["P1", 5, "20260531", "库"]]),
        ("people", [["姓名", "单位编码", "角色", "任职日期", "任命文件"],
                    ["张三", "U01", "预算单位", "2026年1月1日", "任职通知"]]),
        ("indicators", [["项目编码", "指标编号", "二级指标", "三级指标", "关系", "指标值", "分值"],
                        ["P1", "I1", "数量指标", "新建道路", "≥", "100", "50"]]),
    ],
)  # fmt: skip
def test_each_kind_of_table_is_read(kind: str, rows: list[list[Any]]) -> None:
    table = read_table(book(*rows), KINDS[kind])
    assert [fault.message() for fault in table.faults] == []
    assert len(table.rows) == 1


@pytest.mark.parametrize("word", ["人民政府", "政府", "人民 政府", "government"])
def test_the_words_of_a_role_are_read_alike(word: str) -> None:
    rows = [
        ["姓名", "单位编码", "角色", "任职日期", "任命文件"],
        ["张三", "653130-gov", word, "2026年1月1日", "任职通知"],
    ]
    table = read_table(book(*rows), KINDS["people"])
    assert [fault.message() for fault in table.faults] == []
    assert table.rows[0].values["role"] == "government"


def test_a_file_of_another_kind_is_one_fault_that_names_both_kinds() -> None:
    (fault,) = read_table(book(TITLES, row()), KINDS["budgets"]).faults
    assert "这张表是项目清单，不是预算批复" in fault.zh
    (fault,) = read_table(book(TITLES, row()), KINDS["people"]).faults
    assert "这张表是项目清单，不是人员任职" in fault.zh


def test_a_column_that_is_missing_is_named_once_and_not_for_each_row() -> None:
    table = read_table(book(["项目编码", "文号"], ["P1", "1号"], ["P2", "1号"]), KINDS["budgets"])
    assert [(one.place.row, one.field) for one in table.faults] == [(1, "amount")]


def test_what_a_model_refuses_is_a_fault_of_its_column() -> None:
    rows = [["项目编码", "指标编号", "指标类别", "指标名称", "关系", "指标值", "分值"],
            ["P1", "I1", "产出", "新建道路", "≥", "100", "101"]]  # fmt: skip
    (fault,) = read_table(book(*rows), KINDS["indicators"]).faults
    assert (fault.field, fault.place.cell) == ("points", "G2")


@pytest.mark.parametrize(
    ("relation", "target", "read_as"),
    [
        ("≥", "95", "95"),
        ("≥", "95%", "95"),
        ("≥", "９５％", "95"),
        ("≥", 95, "95"),
        ("不晚于", "2026年10月31日", "2026-10-31"),
        ("不晚于", dt.date(2026, 10, 31), "2026-10-31"),
    ],
)
def test_the_target_of_an_indicator_is_a_number_a_rate_or_a_day(
    relation: str, target: Any, read_as: str
) -> None:
    titles = ["项目编码", "指标编号", "指标类别", "指标名称", "关系", "指标值", "分值"]
    row = ["P1", "I1", "时效指标", "完成", relation, target, "50"]
    table = read_table(book(titles, row), KINDS["indicators"])
    assert [fault.message() for fault in table.faults] == []
    (read,) = table.rows
    assert str(read.values["target"]) == read_as


class Shown:
    """A cell whose number is shown with the sign of percent."""

    def __init__(self, value: float, form: str) -> None:
        self.value, self.form = value, form


def _with_percents(*rows: Sequence[Any]) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    for one in rows:
        sheet.append([cell.value if isinstance(cell, Shown) else cell for cell in one])
        for at, cell in enumerate(one, start=1):
            if isinstance(cell, Shown):
                sheet.cell(sheet.max_row, at).number_format = cell.form
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("target", "unit", "value", "unit_read", "noted"),
    [
        ("98%", None, "98", "%", "按 % 读取"),
        ("９８ ％", None, "98", "%", "按 % 读取"),
        (Shown(0.98, "0%"), None, "98", "%", "按 % 读取"),
        (Shown(0.985, "0.00%"), None, "98.5", "%", "按 % 读取"),
        (Shown(0.07, "0.0%"), None, "7", "%", "按 % 读取"),
        (Shown(1, "0%"), "%", "100", "%", ""),
        ("98%", "百分比", "98", "百分比", ""),
        ("98%", "个", "98", "个", "请核对"),
        (98, None, "98", None, ""),
        (Shown(98, "0.00"), None, "98", None, ""),
    ],
)
def test_a_rate_keeps_its_sign_as_its_unit(
    target: Any, unit: str | None, value: str, unit_read: str | None, noted: str
) -> None:
    titles = ["项目编码", "指标编号", "指标类别", "指标名称", "关系", "指标值", "度量单位", "分值"]
    row = ["P1", "I1", "时效指标", "完成", "≥", target, unit, "50"]
    table = read_table(_with_percents(titles, row), KINDS["indicators"])
    assert [fault.message() for fault in table.faults] == []
    (read,) = table.rows
    assert (str(read.values["target"]), read.values["unit_of_measure"]) == (value, unit_read)
    said = " ".join(one.zh for one in table.notes if "%" in one.zh)
    assert (noted in said) if noted else not said


def test_a_column_of_units_that_is_missing_is_filled_from_the_sign() -> None:
    titles = ["项目编码", "指标编号", "指标类别", "指标名称", "关系", "指标值", "分值"]
    rows = (["P1", "I1", "产出", "a", "≥", "98%", "50"], ["P1", "I2", "产出", "b", "≥", "7", "50"])
    table = read_table(book(titles, *rows), KINDS["indicators"])
    assert [one.values["unit_of_measure"] for one in table.rows] == ["%", None]


def test_a_target_that_is_neither_is_refused_with_what_to_write() -> None:
    titles = ["项目编码", "指标编号", "指标类别", "指标名称", "关系", "指标值", "分值"]
    row = ["P1", "I1", "时效指标", "完成", "≥", "及时", "50"]
    (fault,) = read_table(book(titles, row), KINDS["indicators"]).faults
    assert (fault.field, fault.place.cell) == ("target", "F2")


def test_a_missing_column_is_said_with_what_may_stand_in_it() -> None:
    without = [one for one in TITLES if one not in {"来源", "登记日期"}]
    cells = [
        cell for title, cell in zip(TITLES, row(), strict=True) if title not in {"来源", "登记日期"}
    ]
    found = {one.field: one.zh for one in read_portfolio(book(without, cells)).table.faults}
    assert "年初预算、年中追加" in found["origin"]
    assert "日期" in found["opened_on"]


SOURCES = ("中央", "自治区", "地州", "县")


@pytest.mark.parametrize(
    ("titles", "parts"),
    [
        (("中央资金", "自治区资金", "地州资金", "县级资金"), ("400000", "", "0", "600000")),
        (SOURCES, ("400000", "", "0", "600000")),
        (tuple(f"{one}（万元）" for one in SOURCES), ("40", "", "0", "60")),
        (("中央资金", "自治区补助资金", "州级资金", "县级财力（万元）"), ("400000", "", "0", "60")),
    ],
)
def test_the_funding_by_source_is_read_in_its_usual_words(
    titles: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    read = read_portfolio(book([*TITLES, *titles], [*row(), *parts]))
    found = the(read)
    assert found.funding == Funding(
        central_funds=Decimal(400_000), county_funds=Decimal(600_000)
    ), read.table.faults
    # and it is kept in the log as it was read
    assert parse_portfolio(read.content)[0].funding == found.funding


def test_the_funding_below_one_title_is_read_with_its_unit() -> None:
    above = [*TITLES, "资金来源（万元）", "", "", ""]
    below = [*[""] * len(TITLES), *SOURCES]
    merged = ["Q1:T1"]
    read = read_portfolio(book(above, below, [*row(), "", "", "", "100"], merged=merged))
    assert the(read).funding == Funding(county_funds=Decimal(1_000_000))


@pytest.mark.parametrize(
    ("parts", "changed", "said"),
    [
        (("400000", "", "", "599999"), {}, "与年初预算数 1,000,000 元不符"),
        (("40", "", "", "60"), {}, "请核对元与万元"),
        (("1000000", "", "", ""), {"类别": "单位整体", "单位编码": "P001"}, "只有项目填"),
    ],
)
def test_parts_that_are_not_the_amount_are_marked_in_their_cell(
    parts: tuple[str, ...], changed: dict[str, str], said: str
) -> None:
    read = read_portfolio(book([*TITLES, *SOURCES], [*row(**changed), *parts]))
    (fault,) = read.table.faults
    assert said in fault.zh
    assert fault.field == "central_funds"
    assert read.content == b""
