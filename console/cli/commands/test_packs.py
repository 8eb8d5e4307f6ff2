"""`jixiao packs new`: the skeleton of a pack, for a county or prefecture that comes with none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from console.cli.commands import packs, rules
from console.cli.errors import InputError

APP = typer.Typer()
packs.register(APP)
rules.register(APP)


def typed(*words: str) -> Result:
    return CliRunner().invoke(APP, words, env={"COLUMNS": "200"})


def test_the_skeleton_of_a_county_of_a_known_prefecture_is_a_sound_pack(tmp_path: Path) -> None:
    # when
    words = ("packs", "new", "653022", "--parent", "653000", "--name", "阿克陶县")
    told = typed(*words, "--folder", str(tmp_path))
    # then
    file = tmp_path / "pack-653022.yaml"
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == f"已生成 written {file}"
    assert "jixiao rules check" in told.stdout
    text = file.read_text()
    assert 'inherits: "653000"' in text
    assert "阿克陶县" in text
    assert "出自 653000" in text
    assert typed("rules", "check", str(file)).exit_code == 0


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "pack-653022.yaml"
    file.write_text("# 改过\n")
    told = typed("packs", "new", "653022", "--folder", str(tmp_path), "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["written"] == []
    assert "已有，未改动" in told.stderr
    assert file.read_text() == "# 改过\n"


def test_a_prefecture_without_a_pack_gets_one_too(tmp_path: Path) -> None:
    typed("packs", "new", "654025", "--folder", str(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {"pack-654000.yaml", "pack-654025.yaml"}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("653022", "--parent", "653100"), "按代码，653022 的上级是 653000"),
        (("65302",), "不是行政区划代码"),
        (("110101",), "属于 11 开头的省区"),
        (("652825",), "都已随程序附上"),
        (("653022", "--name", "=县"), "以公式符号 ="),
    ],
)
def test_a_place_that_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    told = typed("packs", "new", *words, "--folder", str(tmp_path))
    assert isinstance(told.exception, InputError)
    assert why in str(told.exception)
    assert [*tmp_path.iterdir()] == []
