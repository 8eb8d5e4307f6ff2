"""The files that come back: what is read, what is missing, and each fault with row and title."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from console.starting.answers import Answers
from console.starting.checks import read_people, read_portfolio, read_units
from console.starting.columns import HINTS
from console.starting.folder import Folder, make_templates, make_units
from console.tables.kinds import KINDS
from console.tables.units import Unit
from domain.subjects.jurisdiction_year.portfolio import parse_portfolio
from testkit.filled_files import fill, project

TODAY = date(2026, 11, 28)
U01, U02 = ("U01", "教育局"), ("U02", "水利局（本级）")
UNITS = (Unit(*U01), Unit(*U02, department="U01"))
ANSWERS = Answers(
    {"code": "653130", "name": "巴楚县", "work_year": "2026", "actor": "fin-01"}, UNITS
)
BUREAU = "653130-finance"
ME = ("fin-01", BUREAU, "财政部门", "2026-11-01", None, "任命〔2026〕1号")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all templates, made once."""
    found = Folder.of(tmp_path_factory.mktemp("bureau"), "653130")
    make_units(found, UNITS)
    make_templates(found, ANSWERS, UNITS)
    return found.path


@pytest.fixture
def folder(tmp_path: Path, empty: Path) -> Folder:
    return Folder(Path(copytree(empty, tmp_path / empty.name)))


def portfolio_faults(folder: Folder, *rows: Any) -> list[tuple[int | None, str, str]]:
    fill(folder.portfolio(2026), *rows)
    found = read_portfolio(folder, ANSWERS, UNITS).checked.faults
    return [(fault.line, fault.field, fault.message) for fault in found]


# --- templates


def test_the_templates_have_chinese_titles_hints_and_drop_downs(folder: Folder) -> None:
    book = load_workbook(folder.portfolio(2026))
    sheet = book.worksheets[0]
    assert (sheet.title, sheet["A1"].value, sheet["N1"].value) == (
        "项目清单",
        "项目编码",
        "年初预算数",
    )
    assert all("。" in cell.comment.text for cell in sheet[1])
    assert sheet["A2"].number_format == "@"
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    lists = {
        place.split(":")[0][0]: [cell.value for (cell,) in book["选项"][formula.split("!")[1]]]
        for place, formula in offered.items()
    }
    assert lists["C"] == ["U01", "U02"]
    assert lists["E"][0] == "一般公共预算"
    assert lists["H"] == ["是", "否"]
    assert book["选项"].sheet_state == "hidden"


@pytest.mark.parametrize("kind", HINTS)
def test_every_column_of_a_template_is_one_of_its_model_and_has_a_hint(kind: str) -> None:
    assert [*HINTS[kind]] == [column.field for column in KINDS[kind].columns]


def test_the_peoples_template_has_the_acting_official_already(folder: Folder) -> None:
    sheet = load_workbook(folder.people).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["fin-01", BUREAU, "财政部门"]
    assert [cell.value for cell in sheet[1]] == [one.title for one in KINDS["people"].columns]


def test_a_file_that_is_there_is_not_written_over(folder: Folder) -> None:
    fill(folder.portfolio(2026), project("001", U01, "2026-01-05"))
    assert make_templates(folder, ANSWERS, UNITS) == []
    assert read_portfolio(folder, ANSWERS, UNITS).projects == 1


# --- the portfolio


def test_a_portfolio_that_is_filled_in_is_read(folder: Folder) -> None:
    # given
    rows = (
        project("001", U01, "2026-01-05", initial=1234567.5),
        project("002", U02, datetime(2026, 3, 1), origin="年中追加", adjusted="80000"),  # noqa: DTZ001
        project("U02", U02, "2026-01-05", subject_kind="单位整体支出"),
    )
    fill(folder.portfolio(2026), *rows)
    # when
    portfolio = read_portfolio(folder, ANSWERS, UNITS)
    # then
    assert portfolio.checked.is_whole
    assert f"{portfolio.total:f}" == "3234567.5"
    first, second, third = parse_portfolio(portfolio.content)
    assert (first.code, first.initial, first.is_new) == ("001", portfolio.total - 2_000_000, True)
    assert (second.opened_on, second.unit_name) == (date(2026, 3, 1), "水利局（本级）")
    assert third.is_unit


def test_an_empty_portfolio_is_missing_and_no_fault(folder: Folder) -> None:
    checked = read_portfolio(folder, ANSWERS, UNITS).checked
    assert checked.faults == ()
    assert "尚未填写" in checked.missing[0]


def test_a_half_filled_portfolio_says_what_is_missing_where_and_is_not_submitted(
    folder: Folder,
) -> None:
    # given
    fill(
        folder.portfolio(2026),
        project("001", U01, "2026-01-05"),
        project("002", U01, "2026-01-05", budget_type=None, initial=None),
    )
    # when
    portfolio = read_portfolio(folder, ANSWERS, UNITS)
    # then
    assert portfolio.checked.faults == ()
    (left,) = portfolio.checked.missing
    assert "第 3 行缺 预算类型、年初预算数" in left
    assert portfolio.content == b""


@pytest.mark.parametrize(
    ("other", "title", "said"),
    [
        ({"code": 1}, "项目编码", "请将该列设为文本"),
        ({"code": "a b"}, "项目编码", "不是编码"),
        ({"unit_code": "U09"}, "单位编码", "不在单位清单中"),
        ({"unit_code": "UO1"}, "单位编码", "UO1 与 U01 形似：第 2 位是字母 O，不是数字 0"),
        ({"unit_name": "水利局"}, "单位名称", "单位清单中 U01 是 教育局"),
        ({"budget_type": "一般预算"}, "预算类型", "请填：一般公共预算、"),
        ({"is_new": "是的"}, "是否新增", "请填 是 或 否"),
        ({"opened_on": "1月5日"}, "登记日期", "请写作 2026-03-01"),
        ({"opened_on": "2027-01-01"}, "登记日期", "晚于工作年度 2026"),
        ({"origin": "年中追加"}, "全年预算数", "年中追加的项目必填全年预算数"),
        ({"initial": "100万"}, "年初预算数", "不是金额：只写数字"),
        ({"initial": -1}, "年初预算数", "不得为负"),
        ({"initial": "=1+1"}, "年初预算数", "公式，请粘贴为数值"),
        ({"subject_kind": "单位整体支出"}, "单位编码", "应与编码相同"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_its_title_and_what_to_write(
    folder: Folder, other: dict[str, Any], title: str, said: str
) -> None:
    row = project("001", U01, "2026-01-05", **other)
    ((line, field, message),) = portfolio_faults(folder, row)
    assert (line, field) == (2, title)
    assert said in message


def test_all_faults_of_a_file_are_told_at_once(folder: Folder) -> None:
    told = portfolio_faults(
        folder,
        project("001", U01, "2026-01-05", is_new="对", initial="x"),
        project("００１", U01, "2026-13-05"),
        project("001", U01, "2026-01-05"),
        project("001", U02, "2026-01-06"),
    )
    assert [(line, field) for line, field, _ in told] == [
        (2, "是否新增"),
        (2, "年初预算数"),
        (3, "登记日期"),
        (5, "项目编码"),
    ]
    assert "与第 4 行重复" in told[-1][2]


def test_the_last_day_of_the_work_year_is_within_it(folder: Folder) -> None:
    assert portfolio_faults(folder, project("001", U01, "2026-12-31")) == []


def test_an_unknown_unit_is_told_with_those_that_are_known(folder: Folder) -> None:
    ((_, _, message),) = portfolio_faults(folder, project("1a", ("U09", "x"), "2026-01-05"))
    assert "清单中有：U01、U02 /" in message


def test_a_table_with_a_heading_above_its_titles_is_read(folder: Folder) -> None:
    # given
    book = load_workbook(folder.portfolio(2026))
    sheet = book.worksheets[0]
    sheet.insert_rows(1)
    sheet["A1"] = "巴楚县 2026 年项目库"
    book.save(folder.portfolio(2026))
    # when
    fill(folder.portfolio(2026), project("001", U01, "2026-01-05"), first=3)
    # then
    assert read_portfolio(folder, ANSWERS, UNITS).checked.is_whole


def test_a_sheet_without_titles_and_a_file_that_is_no_workbook_are_one_fault_each(
    folder: Folder,
) -> None:
    folder.portfolio(2026).write_bytes(written(Workbook()))
    (fault,) = read_portfolio(folder, ANSWERS, UNITS).checked.faults
    assert "应有表头和各行内容" in fault.message
    folder.portfolio(2026).write_bytes(b"code,name\n")
    (fault,) = read_portfolio(folder, ANSWERS, UNITS).checked.faults
    assert "no workbook" in fault.message


def written(book: Any) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_column_that_was_taken_away_is_named(folder: Folder) -> None:
    book = load_workbook(folder.portfolio(2026))
    book.worksheets[0].delete_cols(14)
    book.save(folder.portfolio(2026))
    (fault, *_) = read_portfolio(folder, ANSWERS, UNITS).checked.faults
    assert (fault.field, "缺少“年初预算数”列" in fault.message) == ("年初预算数", True)


@pytest.mark.parametrize(
    ("title", "cell", "yuan"),
    [("年初预算数（万元）", "89.974", 899_740), ("年初预算数", "1,000,000", 1_000_000)],
)
def test_amounts_days_and_titles_are_read_as_in_any_table(
    folder: Folder, title: str, cell: str, yuan: int
) -> None:
    book = load_workbook(folder.portfolio(2026))
    book.worksheets[0]["N1"] = title
    book.save(folder.portfolio(2026))
    fill(folder.portfolio(2026), project("Ｐ００１", U01, "2026年1月5日", initial=cell))
    found = read_portfolio(folder, ANSWERS, UNITS)
    assert found.checked.is_whole
    assert found.total == yuan
    (row,) = parse_portfolio(found.content)
    assert (row.code, row.opened_on) == ("P001", date(2026, 1, 5))


def test_a_text_file_in_the_place_of_the_workbook_is_read(folder: Folder) -> None:
    titles = ",".join(one.title for one in KINDS["portfolio"].columns)
    filled = [*project("P1", U01, "2026-01-05"), None, None, None, None]
    row = ",".join("" if one is None else str(one) for one in filled)
    beside = folder.path / "portfolio-2026.csv"
    beside.write_bytes(f"{titles}\n{row}\n".encode("gb18030"))
    # with the empty workbook beside it, nobody knows which of the two is meant
    (fault,) = read_portfolio(folder, ANSWERS, UNITS).checked.faults
    assert "portfolio-2026.csv、portfolio-2026.xlsx 同时存在" in fault.message
    # and alone it is taken, and no empty workbook is written again
    folder.portfolio(2026).unlink()
    assert folder.portfolio(2026) == beside
    assert make_templates(folder, ANSWERS, UNITS) == []
    found = read_portfolio(folder, ANSWERS, UNITS)
    assert found.checked.is_whole
    assert parse_portfolio(found.content)[0].unit_name == U01[1]


# --- the people


def people(folder: Folder, *rows: Any) -> Any:
    fill(folder.people, *rows)
    return read_people(folder, ANSWERS, UNITS, TODAY)


def test_people_are_read_and_the_actors_own_role_comes_first(folder: Folder) -> None:
    unit = ("u01-01", "U01", "预算单位", "2026-11-28", "2027-11-27", "分工〔2026〕2号")
    found = people(folder, unit, ME)
    assert found.checked.is_whole
    assert [role["person"] for role in found.roles] == ["fin-01", "u01-01"]
    assert found.roles[1]["until"] == "2027-11-27"
    assert "until" not in found.roles[0]


def test_a_half_filled_person_holds_up_no_other(folder: Folder) -> None:
    found = people(folder, ME, ("u01-01", "U01", "预算单位", None, None, None))
    assert [role["person"] for role in found.roles] == ["fin-01"]
    assert "第 3 行缺 任职日期、任命文件" in found.checked.missing[0]


@pytest.mark.parametrize(
    ("row", "title", "said"),
    [
        (("a", "U09", "预算单位", "2026-11-28", None, "x"), "单位编码", "不在单位清单中"),
        (("a", "U01", "财政部门", "2026-11-28", None, "x"), "单位编码", "财政部门的机构编码是"),
        (("a", "U01", "局长", "2026-11-28", None, "x"), "角色", "请填：预算单位、"),
        (("a", "U01", "预算单位", "11月28日", None, "x"), "任职日期", "请写作 2026-03-01"),
        (("a", "U01", "预算单位", "2026-11-28", "2026-11-27", "x"), "截止日期", "早于任职日期"),
        (("fin-01", BUREAU, "财政部门", "2026-11-01", None, "y"), "人员", "与第 2 行重复"),
    ],
)
def test_a_wrong_person_is_told_and_nobody_of_the_file_is_submitted(
    folder: Folder, row: Any, title: str, said: str
) -> None:
    found = people(folder, ME, row)
    (fault,) = found.checked.faults
    assert (fault.line, fault.field) == (3, title)
    assert said in fault.message
    assert found.roles == ()


@pytest.mark.parametrize(
    ("since", "until", "locked"),
    [
        ("2026-11-28", None, False),
        ("2026-11-29", None, True),
        ("2026-01-01", "2026-11-28", False),
        ("2026-01-01", "2026-11-27", True),
    ],
)
def test_a_list_that_would_lock_the_actor_out_is_refused(
    folder: Folder, since: str, until: str | None, *, locked: bool
) -> None:
    me = (*ME[:3], since, until, ME[5])
    other = ("fin-02", BUREAU, "财政部门", "2026-11-01", None, "任命〔2026〕1号")
    found = people(folder, me, other)
    assert [fault.field for fault in found.checked.faults] == (["人员"] if locked else [])


def test_a_list_of_the_bureau_without_the_actor_is_refused(folder: Folder) -> None:
    other = ("fin-02", BUREAU, "财政部门", "2026-11-01", None, "任命〔2026〕1号")
    (fault,) = people(folder, other).checked.faults
    assert "办理人 fin-01" in fault.message


# --- the units


def test_units_that_came_back_are_the_list(folder: Folder) -> None:
    fill(folder.units, ("U03", "民政局", "U01"), first=4)
    units, checked = read_units(folder, ANSWERS)
    assert checked.is_whole
    assert [unit.code for unit in units] == ["U01", "U02", "U03"]


@pytest.mark.parametrize(
    ("row", "title", "said"),
    [
        (("Ｕ０１", "民政局"), "单位编码", "与第 2 行重复"),
        (("U03", "教育局"), "单位名称", "与第 1 个单位重复"),
        (("U03", "民政局", "U08"), "主管部门编码", "不在单位清单中"),
        ((3, "民政局"), "单位编码", "请将该列设为文本"),
    ],
)
def test_a_wrong_unit_is_told_with_its_row(folder: Folder, row: Any, title: str, said: str) -> None:
    fill(folder.units, row, first=4)
    (fault,) = read_units(folder, ANSWERS)[1].faults
    assert (fault.line, fault.field) == (4, title)
    assert said in fault.message


def test_all_faults_of_the_units_are_told_at_once(folder: Folder) -> None:
    fill(folder.units, (3, "民政局"), ("u01", "财政局", "U7"), ("U04", None), first=4)
    checked = read_units(folder, ANSWERS)[1]
    told = [(fault.line, fault.field) for fault in checked.faults]
    assert told == [(4, "单位编码"), (5, "单位编码"), (5, "主管部门编码")]
    assert len(checked.missing) == 1


def test_an_unfinished_unit_and_an_answered_one_that_is_gone_are_missing(folder: Folder) -> None:
    fill(folder.units, ("U01", "教育局", None), ("U03", None, None))
    units, checked = read_units(folder, ANSWERS)
    assert [unit.code for unit in units] == ["U01"]
    unfinished, lost = checked.missing
    assert "第 3 行缺 单位名称" in unfinished
    assert "U02 水利局（本级）" in lost


def test_a_template_of_units_is_empty_where_none_was_answered(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert make_units(folder, ())
    assert read_units(folder, Answers()) == ((), read_units(folder, Answers())[1])


def test_an_empty_list_of_units_takes_those_that_are_answered_later(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert make_units(folder, ())
    assert make_units(folder, ANSWERS.units, empty=True)
    units, checked = read_units(folder, ANSWERS)
    assert (units, checked.missing) == (ANSWERS.units, ())
