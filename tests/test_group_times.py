"""`make test` prints the time per group: summed over processes, by folder and by marker."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.group_times import GroupTimes, folder_of

ROOT = Path(__file__).parent.parent

SETTINGS = """
[pytest]
markers =
    engine: a server
    postgres: a database
    time_bound: alone
"""

QUICK = "def test_one(): pass\ndef test_two(): pass\n"
MARKED = """
import pytest, time
@pytest.mark.engine
def test_marked(): time.sleep(0.3)
def test_plain(): pass
"""
BOUND = "import pytest\n@pytest.mark.time_bound\n@pytest.mark.engine\ndef test_bound(): pass\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small tree of tests: a folder of the product, `tests` and folders in it."""
    (tmp_path / "pytest.ini").write_text(SETTINGS)
    for name, text in {
        "store/test_quick.py": QUICK,
        "tests/test_flat.py": QUICK,
        "tests/engine/test_marked.py": MARKED,
        "tests/engine/deeper/test_bound.py": BOUND,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def groups(tree: Path, *words: str) -> dict[str, tuple[float, int]]:
    """The seconds and the tests of each group, as a run over a tree prints them."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.group_times", *words]
    command += ["--import-mode=importlib", "-c", str(tree / "pytest.ini"), str(tree)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = re.findall(r"^ *([\d.]+) s +(\d+) tests  (.+)$", done.stdout, re.MULTILINE)
    return {name: (float(seconds), int(tests)) for seconds, tests, name in found}


def test_each_folder_and_marker_has_its_time_and_its_tests(tree: Path) -> None:
    found = groups(tree, "-n2")

    assert {name: tests for name, (_, tests) in found.items()} == {
        "store": 2,
        "tests": 2,
        "tests/engine": 3,  # and what lies deeper in it
        "-m engine": 2,  # the folder of this name is no marker
        "-m time_bound": 1,
    }
    assert found["tests/engine"][0] >= found["-m engine"][0] >= 0.3
    assert next(iter(found)) == "tests/engine"  # the slowest first


def test_the_tests_that_are_bound_to_time_have_their_own_table(tree: Path) -> None:
    found = groups(tree, "-n0", "-m", "time_bound")

    assert {name: tests for name, (_, tests) in found.items()} == {
        "tests/engine": 1,
        "-m engine": 1,
        "-m time_bound": 1,
    }


@pytest.mark.parametrize(
    ("nodeid", "folder"),
    [
        ("store/databases/test_sqlite.py::test_a", "store"),
        ("tests/test_boards.py::test_a[x/y]", "tests"),
        ("tests/engine/living/test_year.py::test_a", "tests/engine"),
        ("test_a.py::test_a", "."),
    ],
)
def test_a_test_belongs_to_its_top_folder(nodeid: str, folder: str) -> None:
    assert folder_of(nodeid) == folder


def test_this_run_sums_its_groups(request: pytest.FixtureRequest) -> None:
    reporting = request.config.pluginmanager.get_plugin("group-times")

    worker = hasattr(request.config, "workerinput")
    assert reporting is None if worker else isinstance(reporting, GroupTimes)
    assert request.config.pluginmanager.has_plugin("tests.group_times")
