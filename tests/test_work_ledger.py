"""The ledger of a year's progress 年度工作推进总台账, of the small years: KZ-052."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from console.cli.command_list import whole
from store import open_log, sqlite_url
from testkit.command_line import CommandLine, expect_bad_input
from tests.decided_year import decided_year

LINE = CommandLine(whole())
Group = dict[str, Any]


@pytest.fixture(scope="module")
def kizilsu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small year of 克孜勒苏州 2023 to its close."""
    return _decided(tmp_path_factory.mktemp("653000"), "653000-2023")


@pytest.fixture(scope="module")
def bayingolin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prefecture and one of its counties in one log: 巴州 and 且末县 2024."""
    return _decided(tmp_path_factory.mktemp("652800"), "652800-2024", "652825-2024")


def _decided(directory: Path, *folders: str) -> Path:
    for folder in folders:
        decided_year(folder, sqlite_url(directory / "log.db")).log.close()
    return directory


def groups(data: Path, *words: str) -> list[Group]:
    found: list[Group] = LINE.read(data, "work-ledger", *words)["groups"]
    return found


def of(data: Path, duty: str, *words: str) -> list[Group]:
    return [one for one in groups(data, *words) if one["duty"] == duty]


def counts(found: list[Group]) -> dict[str, int]:
    told: dict[str, int] = {}
    for one in found:
        for standing, count in one["counts"].items():
            told[standing] = told.get(standing, 0) + count
    return told


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("on", "standing", "longest"),
    [
        ("2023-05-30", {"open": 1}, 0),
        ("2023-05-31", {"open": 1}, 0),
        ("2023-06-01", {"over": 1}, 1),
        ("2023-08-11", {"escalated": 1}, 72),
        ("2023-08-12", {"done_late": 1}, 73),
        ("2023-12-31", {"done_late": 1}, 73),
    ],
)
def test_the_ledger_shows_every_duty_with_its_day_and_lateness_on_any_day(
    kizilsu: Path, on: str, standing: dict[str, int], longest: int
) -> None:
    # when: the score sheet, due on 31 May, was issued on 12 August
    (sheet,) = of(kizilsu, "score-sheet.issuing", "--on", on)
    # then
    assert (sheet["first_due"], sheet["last_due"]) == ("2023-05-31", "2023-05-31")
    assert (sheet["counts"], sheet["longest"]) == (standing, longest)


def test_every_duty_of_the_bureau_and_of_each_county_is_there(kizilsu: Path) -> None:
    own = [one for one in groups(kizilsu) if one["kind"] == "jurisdiction-year"]
    of_bureau = {one["duty"] for one in own if one["county"] is None}
    assert {
        *("score-sheet.issuing", "authenticity.drawing", "key-evaluation-plan.setting"),
        *("key-evaluation.selecting", "congress.reporting", "results-checklist.issuing"),
        "special-budgets-summary.filing.social_insurance_funds",
        "special-budgets-summary.filing.state_capital_operations",
    } <= of_bureau
    for county in ("653001", "653022", "653023", "653024"):
        assert {
            *("county-report.filing:2023-06-10", "county-report.filing:2023-11-10"),
            *("county-appraisal.scoring:2023-07-31", "county-appraisal.scoring:2023-12-31"),
            "county-summary.filing",
        } <= {one["duty"] for one in own if one["county"] == county}


def test_what_a_county_never_filed_stays_after_the_close(kizilsu: Path) -> None:
    found = {
        one["county"]: (one["counts"], one["longest"])
        for one in of(kizilsu, "county-summary.filing")
    }
    assert found == {
        "653001": ({"done": 1}, 0),
        "653022": ({"done_late": 1}, 3),
        "653023": ({"done": 1}, 0),
        "653024": ({"escalated": 1}, 31),
    }


def test_a_section_is_named_where_a_clause_gives_it_the_budget(kizilsu: Path) -> None:
    kind = "special-budgets-summary.filing"
    assert [
        of(kizilsu, f"{kind}.{budget}")[0]["sections"]
        for budget in ("social_insurance_funds", "state_capital_operations")
    ] == [["SB"], ["QY"]]
    assert {tuple(one["sections"]) for one in groups(kizilsu, "--section", "SB")} == {("SB",)}
    expect_bad_input(LINE.run(kizilsu, "work-ledger", "--section", "XX"), "--section")


def test_a_duty_that_was_dropped_names_the_exception(kizilsu: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    LINE.text(kizilsu, "work-ledger", "--file", str(path))
    # when
    (row,) = [one for one in rows(path) if one["事项"].startswith("报送人大")]
    # then
    assert row["办理情况"] == "免办 dropped"
    assert row["佐证文件"] == "合成例外〔示例〕3号"
    assert _event(kizilsu, "653000/2023", row["佐证记录"]) == "exception.granted"


def test_what_is_done_names_the_record_that_shows_it(kizilsu: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    LINE.text(kizilsu, "work-ledger", "--file", str(path))
    found = rows(path)
    # when
    (sheet,) = [one for one in found if one["事项"].startswith("绩效评价打分表")]
    done = [one for one in found if "办结 done" in one["办理情况"]]
    open_ = [one for one in found if one["办理情况"].startswith("在办")]
    # then
    assert (sheet["办结日期"], sheet["逾期天数"], sheet["期限依据"]) == (
        "2023-08-12",
        "73",
        "KZ-018",
    )
    assert sheet["佐证文件"] == "合成清单（示例）"
    assert _event(kizilsu, "653000/2023", sheet["佐证记录"]) == "score-sheet.issued"
    assert all(one["佐证记录"] for one in done)
    assert not any(one["佐证记录"] or one["办结日期"] for one in open_)


def test_both_files_have_the_lines_that_the_board_counts(kizilsu: Path, tmp_path: Path) -> None:
    text, book = tmp_path / "ledger.csv", tmp_path / "ledger.xlsx"
    for path in (text, book):
        LINE.text(kizilsu, "work-ledger", "--file", str(path))
    # when
    sheet = load_workbook(book).worksheets[0]
    told = [[_said(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    with text.open(encoding="utf-8-sig", newline="") as file:
        assert told == list(csv.reader(file))
    # then
    assert len(told) - 1 == sum(counts(groups(kizilsu)).values())


def _said(cell: Any) -> str:
    return "" if cell is None else str(cell).removesuffix(" 00:00:00")


@pytest.mark.parametrize("name", ["ledger.pdf", "nowhere/ledger.csv"])
def test_a_file_that_cannot_be_written_is_said_in_one_line(
    kizilsu: Path, tmp_path: Path, name: str
) -> None:
    refused = LINE.run(kizilsu, "work-ledger", "--file", str(tmp_path / name))
    assert refused.exit_code != 0
    assert not (tmp_path / name).exists()


def test_what_was_known_on_a_past_day_is_asked_for(kizilsu: Path) -> None:
    known = LINE.read(kizilsu, "work-ledger", "--as-of", "2023-06-30")
    (report,) = [
        one
        for one in known["groups"]
        if one["duty"] == "county-report.filing:2023-06-10" and one["county"] == "653022"
    ]
    assert known["on"] <= "2023-06-30"
    assert (report["counts"], report["longest"]) == ({"done_late": 1}, 3)


def test_a_county_is_asked_for_alone(kizilsu: Path) -> None:
    found = LINE.read(kizilsu, "work-ledger", "--county", "653022")
    assert {one["county"] for one in found["groups"]} == {"653022"}
    assert found["counties"] == {"653022": "阿克陶县"}


def test_a_prefecture_sees_the_duties_of_its_counties_in_one_log(bayingolin: Path) -> None:
    place = ("--jurisdiction", "652800", "--work-year", "2024")
    alone, all_ = groups(bayingolin, *place), groups(bayingolin, *place, "--counties")
    own = groups(bayingolin, "--jurisdiction", "652825", "--work-year", "2024")
    # then: the county's lines are there under its code, all of them, and nothing else is added
    added = [one for one in all_ if one["jurisdiction"] == "652825"]
    assert {one["county"] for one in added} == {"652825"}
    assert counts(added) == counts(own)
    assert [one for one in all_ if one["jurisdiction"] == "652800"] == alone
    assert not [one for one in alone if one["jurisdiction"] == "652825"]


def test_a_county_sees_nothing_of_its_prefecture(bayingolin: Path) -> None:
    place = ("--jurisdiction", "652825", "--work-year", "2024")
    assert {one["jurisdiction"] for one in groups(bayingolin, *place, "--counties")} == {"652825"}


def test_the_board_tells_whose_each_duty_is(kizilsu: Path) -> None:
    shown = LINE.text(kizilsu, "work-ledger")
    for told in ("653024 乌恰县", "SB 社保科（示例）", "本级 own", "未分科室 of no section"):
        assert told in shown
    assert "免办 dropped 1" in shown


def _event(data: Path, stream: str, event: str) -> str:
    """The name of an event of a subject, by its id."""
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        (found,) = [one for one in log.read(stream) if str(one.id) == event]
        return str(found.event.name)
