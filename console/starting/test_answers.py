"""The answers of a county that begins: each fault by itself, and all of them at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from console.cli.errors import InputError
from console.starting.answers import FIELDS, Answers, answer_fault, faults, missing
from console.starting.answers_file import as_yaml, read_answers
from console.tables.units import Unit

TODAY = date(2026, 11, 28)
SOUND = {
    "code": "653130",
    "name": "巴楚县",
    "parent": "653100",
    "work_year": "2026",
    "actor": "fin-01",
}
UNITS = (Unit("U01", "教育局"), Unit("U02", "水利局", "U01"))


def answers(**given: str) -> Answers:
    return Answers({**SOUND, **given}, UNITS)


def test_sound_answers_have_no_fault_and_nothing_is_missing() -> None:
    assert faults(answers(), TODAY) == []
    assert missing(answers()) == []


def test_the_level_above_and_the_bureau_follow_from_the_code() -> None:
    only_code = Answers({"code": "653130"})
    assert (only_code.get("parent"), only_code.get("organisation")) == ("653100", "653130-finance")
    assert missing(only_code) == ["name", "work_year", "actor"]
    assert missing(Answers()) == list(FIELDS)


@pytest.mark.parametrize("code", ["653130", "653100", "659001", "650102", "654025"])
def test_a_county_or_prefecture_of_the_region_may_begin(code: str) -> None:
    assert answer_fault(Answers({"code": code}), "code", TODAY) is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("65313", "六位数字"),
        ("6531300", "六位数字"),
        ("65313x", "六位数字"),
        ("540102", "54 开头的省区"),
        ("000000", "00 开头的省区"),
        ("650000", "是自治区"),
        ("652130", "6521 不是新疆的任何地州市"),
        ("652100", "6521 不是新疆的任何地州市"),
    ],
)
def test_a_wrong_code_is_refused_with_the_reason(code: str, said: str) -> None:
    why = answer_fault(Answers({"code": code}), "code", TODAY)
    assert why is not None
    assert said in why.partition(" / ")[0]


@pytest.mark.parametrize(
    ("parent", "said"),
    [
        ("6531", "不是六位数字"),
        ("653130", "上级不能是本级自己"),
        ("540100", "属于另一省区"),
        ("653129", "是县级，不是上级"),
        ("652800", "巴音郭楞蒙古自治州）是另一地州"),
        ("650000", "隔了一级"),
        ("000000", "隔了一级"),
    ],
)
def test_a_wrong_parent_is_refused_and_the_right_one_named(parent: str, said: str) -> None:
    why = answer_fault(answers(parent=parent), "parent", TODAY)
    assert why is not None
    zh, _, en = why.partition(" / ")
    assert said in zh
    assert "653130 的上级是 653100（喀什地区）" in zh
    assert "653100" in en


def test_a_county_directly_under_the_region_has_the_region_above_it() -> None:
    direct = Answers({"code": "659001"})
    assert direct.get("parent") == "650000"
    assert answer_fault(direct.with_answer("parent", "659000"), "parent", TODAY) is not None


@pytest.mark.parametrize("year", ["2025", "2026", "2027"])
def test_a_year_near_today_may_be_opened(year: str) -> None:
    assert answer_fault(answers(work_year=year), "work_year", TODAY) is None


@pytest.mark.parametrize("year", ["2024", "2028", "26", "2026年"])
def test_a_year_far_from_today_is_refused(year: str) -> None:
    assert "2025 至 2027" in str(answer_fault(answers(work_year=year), "work_year", TODAY))


@pytest.mark.parametrize(
    ("name", "said"), [("=1+1", "公式"), ("巴楚\n县", "换行"), ("县" * 201, "200")]
)
def test_a_name_is_one_plain_line(name: str, said: str) -> None:
    assert said in str(answer_fault(answers(name=name), "name", TODAY))


def test_full_width_digits_are_read_and_a_name_stays_as_it_was_written() -> None:
    read = Answers().with_answer("code", " ６５３１３０ ").with_answer("name", "巴楚县（试点）")
    assert (read.get("code"), read.get("name")) == ("653130", "巴楚县（试点）")


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ((Unit("U01", "甲"), Unit("U01", "乙")), ["units[2].code: U01 与第 1 个单位重复"]),
        ((Unit("U01", "甲"), Unit("u01", "乙")), ["units[2].code: u01 与第 1 个单位重复"]),
        (
            (Unit("U01", "教育局"), Unit("U02", "教育 局")),
            ["units[2].name: 教育 局 与第 1 个单位重复"],
        ),
        ((Unit("U01", "甲", "U09"),), ["units[1].department: 主管部门 U09 不在单位清单中"]),
        ((Unit("", "甲"),), ["units[1].code: 为空"]),
        ((Unit("U 1", ""),), ["units[1].code: 'U 1' 不是编码", "units[1].name: 为空"]),
    ],
)
def test_units_that_are_doubled_or_unsound_are_named(
    units: tuple[Unit, ...], told: list[str]
) -> None:
    found = [str(fault) for fault in faults(Answers(SOUND, units), TODAY)]
    assert len(found) == len(told)
    for said, expected in zip(found, told, strict=True):
        assert said.startswith(f"jixiao init: {expected}")


def test_all_faults_are_told_at_once() -> None:
    wrong = Answers({"code": "652130", "parent": "540100", "work_year": "1999"}, (Unit("", ""),))
    named = {fault.field for fault in faults(wrong, TODAY)}
    assert named == {"code", "parent", "work_year", "units[1].code", "units[1].name"}


# --- the file of the answers


def test_answers_are_kept_in_a_file_and_read_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "init.yaml"
    file.write_text(as_yaml(answers()))
    read, found = read_answers(file)
    assert (dict(read.given), read.units, found) == (SOUND, UNITS, [])


def test_a_fault_of_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    # given
    file = tmp_path / "answers.yaml"
    file.write_text(
        "code: 653130\nname: 巴楚县\nwork_yaer: 2026\nparent: 652800\n"
        "units:\n  - {code: ０1, name: 甲}\n  - {code: '01', name: 乙}\n  - {cod: 2}\n"
    )
    # when
    read, shape = read_answers(file)
    found = [*shape, *faults(read, TODAY)]
    # then
    assert [(fault.line, fault.field) for fault in found] == [
        (8, "units[3]"),
        (3, "work_yaer"),
        (4, "parent"),
        (7, "units[2].code"),
    ]


def test_a_file_that_is_no_list_of_answers_is_one_fault(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("- 653130\n")
    with pytest.raises(InputError, match="名称: 值"):
        read_answers(file)


def test_a_fault_of_an_answer_that_was_kept_names_the_file_that_keeps_it(tmp_path: Path) -> None:
    # given an answer of an earlier run, left out now
    kept = tmp_path / "init.yaml"
    kept.write_text("code: 653130\nparent: '653000'\n")
    earlier, _ = read_answers(kept)
    # when
    now = Answers({"code": "653130", "work_year": "1"}, source="answers.yaml").over(earlier)
    # then
    told = {fault.field: (fault.file, fault.line) for fault in faults(now, TODAY)}
    assert told["parent"] == (earlier.source, 2)
    assert told["work_year"][0] == "answers.yaml"
    # and an answer that is given now is that of this run
    again = Answers({"code": "653130", "parent": "653000"}, source="answers.yaml").over(earlier)
    assert {fault.file for fault in faults(again, TODAY)} == {"answers.yaml"}


def test_later_answers_are_completed_by_earlier_ones_of_the_same_county() -> None:
    earlier = answers()
    later = Answers({"work_year": "2027"}).over(earlier)
    assert (later.get("work_year"), later.get("name"), later.units) == ("2027", "巴楚县", UNITS)
    other = Answers({"code": "653121"})
    assert other.over(earlier) is other


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Р01", "形似字符"),
        ("U01\u200b", "看不见的字符"),
        ("201001.0", "改成小数"),
        ("5.1E+17", "科学计数"),
        ("-U01", "像公式"),
    ],
)
def test_codes_of_units_are_read_by_the_one_reader_of_codes(code: str, said: str) -> None:
    (fault,) = faults(Answers(SOUND, (Unit(code, "教育局"),)), TODAY)
    assert "units[1].code" in str(fault)
    assert said in str(fault)
    assert said in str(answer_fault(answers(organisation=code), "organisation", TODAY))


def test_a_bureau_that_follows_from_a_wrong_code_is_no_fault_of_its_own() -> None:
    (fault,) = faults(Answers({"code": "653130 巴楚县"}), TODAY)
    assert "六位数字" in str(fault)


def test_a_name_with_a_lost_character_is_refused() -> None:
    (fault,) = faults(Answers(SOUND, (Unit("U01", "教育\ufffd"),)), TODAY)
    assert "乱码" in str(fault)
