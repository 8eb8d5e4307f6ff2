"""What an honest hand or a careless program leaves in a table: read where it is unambiguous, named
where it is not, and never taken in silence for something else."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from console.tables.kinds import KINDS
from console.tables.portfolio import read_portfolio
from console.tables.reader import read_table
from console.tables.table import Table
from tests.tables.test_forms import ROW, TITLES, book, row, text

OF_INDICATORS = (
    *("项目编码", "指标编号", "指标类别", "指标名称", "关系", "年度指标值", "度量单位", "分值"),
)
INDICATOR = dict(
    zip(OF_INDICATORS, ("P001", "I1", "产出", "里程", "≥", "12", "公里", "20"), strict=True)
)


def saved(made: Workbook) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def portfolio(content: bytes) -> Table:
    return read_portfolio(content).table


def told(table: Table) -> list[str]:
    return [fault.message() for fault in table.faults]


def noted(table: Table, word: str) -> list[str]:
    return [note.message() for note in table.notes if word in note.zh]


def one(**changed: Any) -> Table:
    return portfolio(book(TITLES, row(**changed)))


def in_csv(**changed: Any) -> Table:
    return portfolio(text(TITLES, row(**changed)).encode())


def indicators(*rows: dict[str, Any], percent: str | None = None, left_out: str = "") -> Table:
    made = Workbook()
    sheet = made.worksheets[0]
    titles = [title for title in OF_INDICATORS if title != left_out]
    sheet.append(titles)
    for changed in rows:
        values = {**INDICATOR, **changed}
        sheet.append([values[title] or None for title in titles])
    if percent:
        for at in range(2, len(rows) + 2):
            sheet.cell(at, titles.index("年度指标值") + 1).number_format = percent
    return read_table(saved(made), KINDS["indicators"])


def target(table: Table) -> tuple[str, Decimal]:
    assert told(table) == []
    (read,) = table.rows
    return read.values["relation"], read.values["target"]


# --- a cell that shows per cent ---


@pytest.mark.parametrize(
    ("value", "shown_as", "expected"),
    [
        (0.95, "0%", "95"),
        (0.955, "0.00%", "95.5"),
        (0.07, "0%", "7"),
        (1, "0%", "100"),
        (0.95, '0.0"%"', "0.95"),
        (0.95, "0.00", "0.95"),
        (95, "General", "95"),
    ],
)
def test_a_cell_that_shows_per_cent_is_read_as_it_shows(
    value: float, shown_as: str, expected: str
) -> None:
    table = indicators({"年度指标值": value}, percent=shown_as)
    assert target(table) == (">=", Decimal(expected))


def test_an_amount_in_per_cent_is_refused() -> None:
    made = Workbook()
    made.worksheets[0].append(TITLES)
    made.worksheets[0].append(row(年初预算数=0.5))
    made.worksheets[0]["N2"].number_format = "0%"
    (fault,) = told(portfolio(saved(made)))
    assert "“50%”" in fault
    assert "不是金额" in fault


# --- the relation written before the value ---


@pytest.mark.parametrize(
    ("relation", "value", "expected"),
    [
        ("≥", "≥95", (">=", "95")),
        ("≥", "≥95%", (">=", "95")),
        ("≥", "大于等于95", (">=", "95")),
        ("≥", "不低于 95%", (">=", "95")),
        ("≤", "≤３０", ("<=", "30")),
        ("=", "＝12", ("=", "12")),
        ("", ">=95", (">=", "95")),
        ("", "不超过30", ("<=", "30")),
        ("≥", "12公里", (">=", "12")),
        ("≥", "12 公里", (">=", "12")),
        ("≥", "≥12公里", (">=", "12")),
        ("≥", "−5", (">=", "-5")),
        ("≧", "12", (">=", "12")),
        ("≦", "12", ("<=", "12")),
        ("至少", "12", (">=", "12")),
        ("至多", "12", ("<=", "12")),
    ],
)
def test_a_value_with_its_relation_or_its_unit_is_read(
    relation: str, value: str, expected: tuple[str, str]
) -> None:
    read = target(indicators({"关系": relation, "年度指标值": value}))
    assert read == (expected[0], Decimal(expected[1]))


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("", "≥12公里", ("12", "公里")),
        ("", "1,200 人次", ("1200", "人次")),
        ("", "0.5吨/亩", ("0.5", "吨/亩")),
        ("", "12", ("12", None)),
        ("", "95%", ("95", "%")),
        ("公里", "12公里", ("12", "公里")),
    ],
)
def test_a_unit_behind_the_value_is_its_unit_where_no_other_is_given(
    unit: str, value: str, expected: tuple[str, str | None]
) -> None:
    table = indicators({"关系": "≥", "年度指标值": value, "度量单位": unit})
    assert (table.faults, target(table)[1]) == ([], Decimal(expected[0]))
    assert table.rows[0].values["unit_of_measure"] == expected[1]


def test_a_unit_behind_the_value_that_contradicts_the_given_one_is_refused() -> None:
    (fault,) = told(indicators({"关系": "≥", "年度指标值": "12米", "度量单位": "公里"}))
    assert "12米 不是数字" in fault


def test_a_column_of_relations_may_be_left_out_where_the_values_have_them() -> None:
    table = indicators({"年度指标值": "≥95%"}, left_out="关系")
    assert target(table) == (">=", Decimal(95))
    assert noted(table, "从“年度指标值”之前")
    (fault,) = told(indicators({"年度指标值": "95%"}, left_out="关系"))
    assert "≥95" in fault
    assert "F" not in fault.split("：")[0]
    assert "E2" in fault


@pytest.mark.parametrize(
    ("relation", "value"),
    [
        ("≤", "≥95"),
        ("≥", "90-95"),
        ("≥", "90～95"),
        ("≥", "12吨"),
        ("≥", "完成"),
        ("≥", "约12"),
        ("≥", "≥≥12"),
        ("≥", "5‰"),
    ],
)
def test_a_value_that_contradicts_or_says_no_number_is_refused(relation: str, value: str) -> None:
    (fault,) = told(indicators({"关系": relation, "年度指标值": value}))
    assert value.split("～", maxsplit=1)[0] in fault


@pytest.mark.parametrize(("points", "said"), [("-1", "不得小于 0"), ("101", "不得大于 100")])
def test_a_limit_of_the_model_is_said_in_chinese(points: str, said: str) -> None:
    (fault,) = told(indicators({"分值": points}))
    assert said in fault


# --- kinds of objects ---


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("单位整体", "unit"),
        ("整体", "unit"),
        ("部门整体支出", "unit"),
        ("UNIT", "unit"),
        ("Project", "project"),
        ("", None),
        ("government_debt", "government_debt"),
        ("government_procurement", "government_procurement"),
        ("ppp", "ppp"),
    ],
)
def test_a_kind_of_object_is_one_that_is_known(word: str, expected: str | None) -> None:
    table = one(项目编码="201001", 类别=word)
    assert told(table) == []
    assert table.rows[0].values["subject_kind"] == expected


@pytest.mark.parametrize("word", ["政策", "其他", "整休", "units"])
def test_another_kind_of_object_is_no_project_in_silence(word: str) -> None:
    (fault,) = told(one(类别=word))
    assert word in fault
    assert "项目、单位整体" in fault


# --- what a program leaves ---


@pytest.mark.parametrize("value", ["nan", "NaN", "None", "null", "NULL", "undefined"])
@pytest.mark.parametrize("title", ["项目编码", "项目名称", "年初预算数", "登记日期", "全年预算数"])
def test_the_nothing_of_a_program_is_no_value(title: str, value: str) -> None:
    faults = told(in_csv(**{title: value}))
    assert faults
    assert all("程序" in one and value in one for one in faults)


@pytest.mark.parametrize("title", ["项目编码", "单位编码"])
@pytest.mark.parametrize("value", ["201001.0", "1001.00", "2.01001E+5"])
def test_a_code_that_a_program_made_a_number_is_refused(title: str, value: str) -> None:
    (fault,) = told(in_csv(**{title: value}))
    assert "文本" in fault


@pytest.mark.parametrize("value", ["1.0", "1.1", "101.1", "2E5", "5.1E17", "1.0.0", "A1001.0"])
def test_a_code_with_a_point_stays_a_code(value: str) -> None:
    assert told(in_csv(项目编码=value)) == []


@pytest.mark.parametrize(
    "value", ["P001、P002", "P001;P002", "P001；P002", "P001,P002", "P001，P002"]
)
def test_a_cell_has_one_code(value: str) -> None:
    (fault,) = told(one(项目编码=value))
    assert "只填一个编码" in fault


@pytest.mark.parametrize("title", ["项目编码", "项目名称", "单位名称"])
def test_a_character_that_was_lost_in_a_conversion_is_refused(title: str) -> None:
    (fault,) = told(in_csv(**{title: "道路\ufffd"}))
    assert "乱码" in fault


def test_an_amount_of_more_digits_than_a_sheet_keeps_is_refused() -> None:
    assert told(one(年初预算数=9_999_999_999_999.99)) == []
    (fault,) = told(one(年初预算数=99_999_999_999_999.98))
    assert "精度" in fault
    assert told(one(年初预算数="99999999999999.98")) == []
    assert one(年初预算数=0.1 + 0.2).rows[0].values["initial"] == Decimal("0.3")


# --- what nobody sees ---


@pytest.mark.parametrize(
    ("title", "value", "field", "expected"),
    [
        ("年初预算数", "\u200b1000000", "initial", Decimal(1_000_000)),
        ("年初预算数", "1000000\ufeff", "initial", Decimal(1_000_000)),
        ("登记日期", "2026-01-05\u200b", "opened_on", "2026-01-05"),
        ("是否新增", "是\u200b", "is_new", True),
        ("预算类型", "一般公共预算\u200b", "budget_type", "general_public"),
    ],
)
def test_what_nobody_sees_is_taken_out_of_a_value_and_noted(
    title: str, value: str, field: str, expected: Any
) -> None:
    table = one(**{title: value})
    assert told(table) == []
    read = table.rows[0].values[field]
    assert (read if not hasattr(read, "isoformat") else read.isoformat()) == expected
    assert noted(table, "看不见")


def test_what_nobody_sees_in_a_title_hides_no_column() -> None:
    titles = ["\ufeff项目编码", "项目名称\u200b", *TITLES[2:]]
    assert told(portfolio(book(titles, row()))) == []
    assert told(portfolio(b"\xef\xbb\xbf\xef\xbb\xbf" + text(TITLES, row()).encode())) == []


# --- days ---


@pytest.mark.parametrize(
    "value",
    [
        "2026年 1月 5日",
        "2026 - 1 - 5",
        "2026-01-05T00:00:00",
        "2026-01-05 00:00:00.000",
        "2026—01—05",
        "2026–1–5",
    ],
)
def test_a_day_with_blanks_or_dashes_or_midnight_is_read(value: str) -> None:
    table = one(登记日期=value)
    assert told(table) == []
    assert table.rows[0].values["opened_on"].isoformat() == "2026-01-05"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("2026-02-29", "没有这一天"),
        ("2100-02-29", "没有这一天"),
        ("2026年13月1日", "没有这一天"),
        ("1989-12-31", "1990 至 2100"),
        ("2101-01-01", "1990 至 2100"),
        ("26-1-5", "四位"),
        ("26年1月5日", "四位"),
        (46027, "2026-01-05"),
        ("46027", "2026-01-05"),
    ],
)
def test_a_day_that_is_none_is_refused_with_its_cause(value: Any, why: str) -> None:
    (fault,) = told(one(登记日期=value))
    assert why in fault


@pytest.mark.parametrize("value", ["2024-02-29", "2028年2月29日", "1990-01-01", "2100-12-31"])
def test_a_leap_day_and_the_first_and_last_day_are_days(value: str) -> None:
    assert told(one(登记日期=value)) == []


# --- units of amounts ---


@pytest.mark.parametrize(
    "title",
    [
        *("年初预算数/万元", "年初预算数 万元", "年初预算数【万元】", "年初预算数〔万元〕"),
        *("年初预算数,万元", "年初预算数（万）", "万元年初预算数", "年初预算数-万元"),
    ],
)
def test_a_unit_is_known_wherever_it_stands_in_a_title(title: str) -> None:
    titles = [title if one == "年初预算数" else one for one in TITLES]
    table = portfolio(book(titles, row(年初预算数=100)))
    assert told(table) == []
    assert table.rows[0].values["initial"] == Decimal(1_000_000)


@pytest.mark.parametrize("unit", ["十万元", "百元", "美元", "港元", "千万元", "百亿元"])
def test_a_unit_that_is_not_read_is_not_taken_for_another(unit: str) -> None:
    titles = [f"年初预算数（{unit}）" if one == "年初预算数" else one for one in TITLES]
    assert any(unit in fault for fault in told(portfolio(book(titles, row(年初预算数=100)))))


def test_the_unit_of_a_sheets_name_counts_where_nothing_nearer_says_one() -> None:
    def named(name: str, title: str) -> Decimal:
        made = Workbook()
        sheet = made.worksheets[0]
        sheet.title = name
        sheet.append([title if one == "年初预算数" else one for one in TITLES])
        sheet.append(row(年初预算数=100))
        table = portfolio(saved(made))
        assert told(table) == []
        return Decimal(table.rows[0].values["initial"])

    assert named("项目清单（万元）", "年初预算数") == 1_000_000
    assert named("项目清单（万元）", "年初预算数（元）") == 100
    assert named("项目清单", "年初预算数") == 100


@pytest.mark.parametrize(
    "line", ["注：金额单位为万元", "备注：以上金额单位：万元", "单位：万元", "说明：金额以万元计"]
)
def test_a_unit_below_the_table_that_the_header_does_not_say_is_refused(line: str) -> None:
    def read(title: str) -> list[str]:
        titles = [title if one == "年初预算数" else one for one in TITLES]
        return told(portfolio(book(titles, row(年初预算数=100), [line])))

    (fault,) = read("年初预算数")
    assert "万元" in fault
    assert "表头" in fault
    assert read("年初预算数（万元）") == []


# --- rows and sheets ---


def test_a_header_that_stands_again_is_left_out() -> None:
    table = portfolio(book(TITLES, row(), TITLES, row(项目编码="P002", 项目名称="乙")))
    assert told(table) == []
    assert [one.values["code"] for one in table.rows] == ["P001", "P002"]
    assert noted(table, "表头")


def test_rows_with_a_number_alone_are_empty_rows() -> None:
    made = book(["序号", *TITLES], [1, *row()], [2], [3, " "])
    table = portfolio(made)
    assert told(table) == []
    assert len(table.rows) == 1
    assert noted(table, "序号")
    signed = portfolio(book(["序号", *TITLES], [1, *row()], [2], ["填表人：张三"]))
    assert told(signed) == []
    assert noted(signed, "填表人")
    assert told(portfolio(book(["备注", *TITLES], ["", *row()], ["待补"]))) != []


def test_a_sheet_of_a_header_alone_is_no_second_table() -> None:
    made = Workbook()
    made.worksheets[0].append(TITLES)
    made.worksheets[0].append(row())
    made.create_sheet("空表").append(TITLES)
    table = portfolio(saved(made))
    assert told(table) == []
    assert len(table.rows) == 1


def test_hidden_rows_columns_and_sheets_are_named() -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    for cells in (TITLES, row(), row(项目编码="P002", 项目名称="乙"), row(项目编码="P003")):
        sheet.append([cell if cell != "" else None for cell in cells])
    sheet["B4"] = "丙"
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["N"].hidden = True
    made.create_sheet("旧表").append(TITLES)
    made["旧表"].sheet_state = "hidden"
    table = portfolio(saved(made))
    assert told(table) == []
    assert len(table.rows) == 3
    (rows,) = noted(table, "隐藏行")
    assert "第 3 行" in rows
    assert "9" not in rows
    (columns,) = noted(table, "隐藏列")
    assert "N" in columns
    assert "年初预算数" in columns
    (sheets,) = noted(table, "隐藏的工作表")
    assert "旧表" in sheets


@pytest.mark.parametrize(
    ("second", "word"),
    [
        ({"单位名称": "教育局"}, "同一单位编码"),
        ({"单位编码": "201002"}, "同一单位名称"),
    ],
)
def test_a_unit_of_two_names_or_two_codes_is_noted(second: dict[str, Any], word: str) -> None:
    again = row(**{**ROW, "项目编码": "P002", "项目名称": "乙", **second})
    table = portfolio(book(TITLES, row(), again, row(项目编码="P003", 项目名称="丙")))
    assert told(table) == []
    (note,) = noted(table, word)
    assert "第 2 行" in note


@pytest.mark.parametrize(
    "content",
    [
        "<html><body><table><tr><td>项目编码</td></tr></table></body></html>",
        '\r\n<!DOCTYPE html><table border="1">',
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "<TABLE><TR><TD>项目编码",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_page_that_a_system_calls_xls_is_named(content: str, encoding: str) -> None:
    (fault,) = told(portfolio(content.encode(encoding)))
    assert "另存为 .xlsx" in fault


# --- people, budgets and records ---

OF_PEOPLE = ("人员", "单位编码", "角色", "任职日期", "截止日期", "任命文件")


def people(*rows: tuple[Any, ...]) -> Table:
    return read_table(book(OF_PEOPLE, *rows), KINDS["people"])


def held(person: Any = "张三", since: str = "2026-02-01", until: str = "") -> tuple[Any, ...]:
    return (person, "U01", "预算单位", since, until, "文1")


@pytest.mark.parametrize("person", [1001, 653130199001011234])
def test_a_person_whose_number_is_a_number_is_refused(person: int) -> None:
    (fault,) = told(people(held(person)))
    assert "设为文本" in fault
    assert told(people(held(str(person)))) == []


def test_a_long_number_in_a_text_has_lost_its_last_digits() -> None:
    assert told(one(项目名称=123456789012345)) == []
    (fault,) = told(one(项目名称=1234567890123456))
    assert "设为文本" in fault


@pytest.mark.parametrize(
    ("until", "is_wrong"), [("2026-01-31", True), ("2026-02-01", False), ("2026-02-02", False)]
)
def test_a_role_does_not_end_before_it_begins(until: str, *, is_wrong: bool) -> None:
    faults = told(people(held(until=until)))
    assert ["早于任职日期" in fault for fault in faults] == [True] * is_wrong


@pytest.mark.parametrize("other", ["ZS01", "zs 01", "ｚｓ01"])
def test_a_person_in_two_spellings_is_noted(other: str) -> None:
    table = people(held("zs01"), held(other))
    assert told(table) == []
    assert len(noted(table, "是否同一人")) == 1
    assert noted(people(held("zs01"), held("zs01", since="2026-03-01")), "是否同一人") == []


def test_a_record_below_an_earlier_one_is_noted() -> None:
    titles = ("项目编码", "执行数", "截至日期", "数据来源")

    def read(august: str) -> list[str]:
        rows = (("P1", august, "2026-08-31", "国库"), ("P1", "100", "2026-05-31", "国库"))
        other = ("P2", "1", "2026-09-30", "国库")
        return noted(read_table(book(titles, *rows, other), KINDS["execution"]), "累计")

    assert len(read("99.99")) == 1
    assert read("100") == []
    assert read("100.01") == []
