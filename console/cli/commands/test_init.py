"""`jixiao init` as it is typed: what it writes, what it says, and how it ends, without a stack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import Result

from console.cli.commands import init, status
from console.cli.errors import InputError
from console.tables.marked import LIST
from domain.kernel.vocabulary import business_date
from store import clock
from testkit.command_line import CommandLine
from testkit.filled_files import fill, project

LINE = CommandLine.of(init, status)
YEAR = str(business_date(clock.now()).year)
SOUND = ("--code", "653130", "--name", "巴楚县", "--work-year", YEAR, "--actor", "fin-01")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of a bureau, which is the working directory."""
    bureau = tmp_path / "bureau"
    bureau.mkdir()
    monkeypatch.chdir(bureau)
    return bureau


def typed(here: Path, *words: str) -> Result:
    return LINE.run(here.parent / "data", "init", *words)


def files(here: Path) -> set[str]:
    return {str(path.relative_to(here)) for path in here.rglob("*") if path.is_file()}


def test_given_nothing_then_every_answer_is_asked_for_and_nothing_is_written(here: Path) -> None:
    told = typed(here)
    assert told.exit_code == 2
    assert told.stdout.count("答复缺 ") == 6
    assert files(here) == set()


def test_given_no_stack_then_the_files_are_written_and_the_command_is_named(here: Path) -> None:
    # when
    told = typed(here, *SOUND, "--unit", "U01,教育局")
    # then
    assert told.exit_code == 1
    names = ("init.yaml", "pack-653130.yaml", "people.xlsx", f"portfolio-{YEAR}.xlsx", "units.xlsx")
    assert files(here) == {f"653130/{name}" for name in names}
    up = f"jixiao up --data {here.parent / 'data'}"
    assert up in told.stderr
    assert told.stdout.splitlines()[-1].startswith(f"下一步 next: {up}（")
    # and the plain command goes on with the only county there is
    again = typed(here)
    assert (again.exit_code, "已生成" in again.stdout) == (1, False)
    assert "✓ 单位清单" in again.stdout


def test_given_status_then_nothing_is_written(here: Path) -> None:
    told = typed(here, *SOUND, "--unit", "U01,教育局", "--status")
    assert told.exit_code == 0
    assert "… 模板" in told.stdout
    assert files(here) == set()


def test_given_faults_then_all_are_told_and_the_answers_are_kept(here: Path) -> None:
    # when
    units = ("--unit", "U01,教育局", "--unit", "Ｕ０１,水利局")
    told = typed(here, *SOUND, "--parent", "652800", *units)
    # then
    assert told.exit_code == 2
    assert "653130 的上级是 653100（喀什地区）" in told.stdout
    assert "U01 与第 1 个单位重复" in told.stdout
    assert files(here) == {"653130/init.yaml"}
    # and they are mended by options, or in the file
    told = typed(here, "--parent", "653100", "--unit", "U01,教育局", "--unit", "U02,水利局")
    assert told.exit_code == 1
    assert f"653130/portfolio-{YEAR}.xlsx" in files(here)


def test_given_a_file_of_answers_then_its_faults_are_told_with_their_lines(here: Path) -> None:
    file = here.parent / "answers.yaml"
    file.write_text(f"code: 653130\nname: 巴楚县\nwork_year: {YEAR}\nactor: fin-01\nparent: 6531\n")
    told = typed(here, "--answers", str(file))
    assert told.exit_code == 2
    assert "answers.yaml:5: parent: '6531' 不是六位数字" in told.stdout


def test_given_no_unit_then_the_list_is_written_and_waited_for(here: Path) -> None:
    told = typed(here, *SOUND)
    assert "653130/units.xlsx 尚无单位，请填写" in told.stdout
    assert f"653130/portfolio-{YEAR}.xlsx" not in files(here)


def test_given_faulty_tables_then_they_come_back_marked(here: Path) -> None:
    # given
    typed(here, *SOUND, "--unit", "U01,教育局")
    fill(here / f"653130/portfolio-{YEAR}.xlsx", project("001", ("U09", "教育局"), f"{YEAR}-01-05"))
    # when
    told = typed(here, "--faults", "有误.xlsx")
    # then the portfolio has a fault, the people are not filled in yet: each comes back
    assert told.exit_code == 1  # no stack runs either
    assert f"portfolio-{YEAR}.xlsx:2: 单位编码: 工作表“项目清单”C2（单位编码）" in told.stdout
    assert "--faults" in told.stdout.splitlines()[-1]
    book = load_workbook(here / f"有误-portfolio-{YEAR}.xlsx")
    assert "U09 不在单位清单中" in book.worksheets[0]["C2"].comment.text
    assert book[LIST]["F2"].value.startswith("U09 不在单位清单中")
    assert "为空，必填" in load_workbook(here / "有误-people.xlsx").worksheets[0]["D2"].comment.text
    # and what is mended is written no more
    fill(here / f"653130/portfolio-{YEAR}.xlsx", project("001", ("U01", "教育局"), f"{YEAR}-01-05"))
    typed(here, "--faults", "再误.xlsx")
    assert {name for name in files(here) if name.startswith("再误")} == {"再误.xlsx"}


def test_given_two_counties_then_the_code_is_needed(here: Path) -> None:
    typed(here, *SOUND)
    typed(here, "--code", "653121", *SOUND[2:])
    told = typed(here, "--status")
    assert isinstance(told.exception, InputError)
    assert "653121, 653130" in str(told.exception)
    assert typed(here, "--code", "653121", "--status").exit_code == 0


@pytest.mark.parametrize("unit", ["U01", "U01,教育局,U01,又一项"])
def test_a_unit_that_is_typed_wrong_is_one_line(here: Path, unit: str) -> None:
    told = typed(here, *SOUND, "--unit", unit)
    assert isinstance(told.exception, InputError)
    assert "编码,名称[,主管部门编码]" in str(told.exception)


def test_json_has_the_steps_and_the_next_command(here: Path) -> None:
    told: dict[str, Any] = LINE.read(here.parent / "data", "init", *SOUND, "--status")
    assert [step["step"] for step in told["steps"]][:2] == ["answers", "units"]
    assert (told["done"], told["folder"]) == (False, "653130")
    assert told["next"].startswith("jixiao up ")


def test_a_wrong_answer_is_not_kept_and_the_right_ones_go_on(here: Path) -> None:
    # given
    typed(here, *SOUND, "--unit", "U01,教育局")
    kept = (here / "653130" / "init.yaml").read_text()
    # when
    units = ("--unit", "U01,甲", "--unit", "U01,乙")
    told = typed(here, "--code", "653130", "--parent", "653200", *units)
    # then
    assert told.exit_code == 2
    assert "653200" in told.stdout
    assert (here / "653130" / "init.yaml").read_text() == kept
    # and the next run goes on
    assert "✓ 答复 answers：653130、巴楚县、653100" in typed(here).stdout


def test_of_wrong_and_right_answers_the_right_ones_are_kept(here: Path) -> None:
    told = typed(here, *SOUND, "--parent", "653200", "--unit", "U01,教育局")
    assert told.exit_code == 2
    kept = (here / "653130" / "init.yaml").read_text()
    assert "巴楚县" in kept
    assert "U01" in kept
    assert "653200" not in kept
    assert typed(here).stdout.startswith("已生成 written")


def test_a_fault_of_an_answer_in_the_file_is_told_with_the_file(here: Path) -> None:
    typed(here, *SOUND, "--unit", "U01,教育局")
    file = here / "653130" / "init.yaml"
    file.write_text(file.read_text() + 'parent: "653200"\n')
    told = typed(here, "--name", "巴楚")
    assert f"{Path('653130') / 'init.yaml'}:" in told.stdout
    assert "parent: 653200" in told.stdout
    # and what somebody wrote into it stays, for him to mend
    assert "653200" in file.read_text()


def test_the_fault_of_a_unit_is_told_with_its_option_and_no_other(here: Path) -> None:
    told = typed(here, *SOUND, "--parent", "653200", "--unit", "U01,甲", "--unit", "U01,乙").stdout
    assert "jixiao init: parent:" in told
    assert "--unit: units[2].code:" in told
