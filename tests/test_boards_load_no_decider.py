"""A command that shows boards loads no decider where the log has nothing new for them."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.bad_year import decide

RUN = """
import sys
from console.main import run
try:
    run()
finally:
    print({"domain.subjects.registry", "temporalio"} & sys.modules.keys(), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bad year whose boards are up to date."""
    directory = tmp_path_factory.mktemp("bad-year")
    with closing(decide(directory).log):
        told(directory, "projections", "rebuild")
        return directory


def told(data: Path, *words: str) -> str:
    command = [sys.executable, "-c", RUN, *words, "--data", str(data)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stderr.splitlines()[-1]


@pytest.mark.parametrize("command", ["status", "calendar", "overdue"])
def test_boards_that_are_up_to_date_are_shown_without_a_decider(data: Path, command: str) -> None:
    assert told(data, command, "--budget-year", "2025") == "set()"


def test_the_events_of_a_rebuild_need_the_deciders(data: Path) -> None:
    assert "domain.subjects.registry" in told(data, "projections", "rebuild")
