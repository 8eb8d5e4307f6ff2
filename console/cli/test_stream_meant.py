"""The readers of one subject take its whole stream or its end, as `acts` does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from console.cli.commands import explain, history, problems
from store import migrate, open_log, sqlite_url
from testkit.builders.bureau import COUNTY, FINANCE, REGISTERED, Bureau
from testkit.command_line import CommandLine, expect_bad_input

LINE = CommandLine.of(history, problems, explain)
READERS = ("history", "problems", "explain")
DAY = date(2023, 1, 5)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with P001 of two years and P002 of one."""
    folder = tmp_path_factory.mktemp("county")
    url = sqlite_url(folder / "log.db")
    migrate(url)
    log = open_log(url)
    made = Bureau(log)
    made.adopt_packs()
    for year, code in ((2022, "P001"), (2023, "P001"), (2023, "P002")):
        made.act(f"{COUNTY}/{year}/{code}", "project.add", DAY, FINANCE, **REGISTERED)
    log.close()
    return folder


@pytest.mark.parametrize("reader", READERS)
def test_a_code_of_one_subject_is_read_as_that_subject(data: Path, reader: str) -> None:
    whole = LINE.text(data, reader, f"{COUNTY}/2023/P002")
    assert LINE.text(data, reader, "P002") == whole
    assert LINE.text(data, reader, "2023/P002") == whole


@pytest.mark.parametrize("reader", READERS)
def test_a_code_of_two_subjects_asks_which_is_meant(data: Path, reader: str) -> None:
    told = LINE.run(data, reader, "P001")
    expect_bad_input(told, "explain" if reader == "explain" else "subject")
    assert f"{COUNTY}/2022/P001、{COUNTY}/2023/P001" in told.stderr


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("end", ["P009", "002", ""])
def test_a_code_that_no_subject_has_is_refused(data: Path, reader: str, end: str) -> None:
    if reader == "problems" and not end:
        return  # all subjects
    told = LINE.run(data, reader, end)
    expect_bad_input(told, "explain" if reader == "explain" else "subject")
    assert "库中没有" in told.stderr


@pytest.mark.parametrize("reader", READERS)
def test_a_subject_that_looks_like_another_names_that_one(data: Path, reader: str) -> None:
    told = LINE.run(data, reader, f"{COUNTY}/2023/P0O2")
    assert told.exit_code == 2
    assert f"有 {COUNTY}/2023/P002，请照此填写" in told.stderr
