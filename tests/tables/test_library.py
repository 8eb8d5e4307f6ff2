"""A table of the library of indicators becomes the imports of its versions."""

from __future__ import annotations

from typing import Any

import pytest

from console.tables.acts import acts_of
from console.tables.kinds import KINDS
from console.tables.library import MOST
from console.tables.reader import read_table
from domain.subjects.indicators.messages import ImportLibrary

LIBRARY = KINDS["library"]
TITLES = (
    "指标库所属地区,版本,指标体系文件,大类编码,大类,"
    "指标编码,指标名称,指标级次,计量单位,指标方向,参考值,指标来源"
)
FIRST = "650000,2024,指标体系,01,教育,G001,培训人次,三级,人次,正向,≥100,体系第一部分"


def read(*rows: str, titles: str = TITLES) -> Any:
    return read_table("\n".join((titles, *rows)).encode(), LIBRARY)


def acts(*rows: str, titles: str = TITLES) -> list[dict[str, Any]]:
    table = read(*rows, titles=titles)
    assert [one.message() for one in table.faults] == []
    return [*acts_of(table, "652822", 2024)]


def test_the_rows_of_a_version_are_one_import_that_the_bureau_may_submit() -> None:
    (act,) = acts(FIRST, ",,,02,卫生,G002,门诊人次,3,,定性,,")
    assert (act.pop("command"), act.pop("subject")) == (ImportLibrary.name, "652822/indicators")
    command = ImportLibrary.model_validate(act)
    assert (command.library, command.edition, command.standard) == ("650000", "2024", "指标体系")
    assert [(one.code, one.title) for one in command.classes] == [("01", "教育"), ("02", "卫生")]
    first, second = command.indicators
    assert (first.level, first.direction, first.reference) == ("3", "positive", "≥100")
    assert (second.in_class, second.direction, second.unit_of_measure) == (
        "02",
        "qualitative",
        None,
    )


def test_without_codes_a_class_is_called_by_its_title_and_the_library_is_the_own_one() -> None:
    titles = "版本,指标体系文件,大类,指标编码,指标名称"
    (act,) = acts("2024,体系,教育,G001,培训", titles=titles)
    assert (act["library"], act["classes"]) == ("652822", [{"code": "教育", "title": "教育"}])
    assert act["indicators"] == [{"code": "G001", "title": "培训", "in_class": "教育"}]


def test_each_version_is_an_import() -> None:
    two = acts(FIRST, FIRST.replace("650000", "652822").replace("G001", "Z001"))
    assert [one["library"] for one in two] == ["650000", "652822"]


@pytest.mark.parametrize(("rows", "parts"), [(MOST - 1, 1), (MOST, 1), (MOST + 1, 2)])
def test_a_large_version_comes_in_parts(rows: int, parts: int) -> None:
    made = acts(*(FIRST.replace("G001", f"G{number:04}") for number in range(rows)))
    assert len(made) == parts
    assert sum(len(one["indicators"]) for one in made) == rows


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (FIRST.replace("三级", "四级"), "level"),
        (FIRST.replace("正向", "偏上"), "direction"),
        (FIRST.replace("01,教育", ",教育 类"), "class_title"),
        (FIRST.replace("G001", ""), "code"),
    ],
)
def test_a_row_that_does_not_fit_is_named(row: str, field: str) -> None:
    assert [(one.place.row, one.field) for one in read(row).faults] == [(2, field)]


def test_a_code_stands_once_in_a_version() -> None:
    assert [one.place.row for one in read(FIRST, FIRST).faults] == [3]
