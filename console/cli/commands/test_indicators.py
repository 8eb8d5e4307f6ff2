"""`jixiao indicators`: versions, counts, and the indicators that were searched for."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from console.cli.commands import indicators
from domain.kernel.subject_ids import indicators as stream_of
from store import migrate, open_log, sqlite_url
from testkit.builders.bureau import COUNTY, FINANCE, Bureau
from testkit.builders.indicators import PREFECTURE, adopt, imports, row
from testkit.command_line import CommandLine

LINE = CommandLine.of(indicators)
OWN = imports(row("Z1", "91", direction="positive"), library=PREFECTURE)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data of a county that adopted the libraries of its region and its prefecture."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year()
        for act in (imports(), adopt(), OWN, adopt(library=PREFECTURE)):
            fields = act.model_dump(mode="json")
            bureau.act(stream_of(COUNTY), act.name, date(2023, 3, 1), FINANCE, **fields)
    return tmp_path


def test_it_shows_the_counts_and_what_is_searched_for(data: Path) -> None:
    told = LINE.text(data)
    assert "3 类 classes 3 条 indicators" in told
    assert "指标Z1" not in told
    found = LINE.text(data, "--search", "Z1")
    assert "指标Z1" in found
    assert "正向" in found
    assert "指标G001" not in found


def test_a_class_is_listed_and_the_counts_stay_whole(data: Path) -> None:
    found = LINE.read(data, "--class", "91")
    assert [one["code"] for one in found["indicators"]] == ["Z1"]
    assert (found["all_indicators"], found["own_indicators"]) == (3, 0)


def test_of_an_empty_library_nothing_is_counted(tmp_path: Path) -> None:
    migrate(sqlite_url(tmp_path / "log.db"))
    assert "0 类 classes 0 条" in LINE.text(tmp_path, "--jurisdiction", COUNTY)
    assert LINE.run(tmp_path).exit_code != 0
