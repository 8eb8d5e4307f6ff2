"""Tests that are bound to time run alone, after the others; both failures count."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTEST = """#!/bin/sh
echo "pytest $*" >> {ran}
case "$*" in *"-n0 -m time_bound"*) exit {alone};; *) exit {others};; esac
"""


def recipe(target: str, *options: str) -> subprocess.CompletedProcess[str]:
    make = shutil.which("make")
    assert make is not None
    return subprocess.run(
        [make, "--no-print-directory", "-s", "-o", "static", *options, target],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Programs of a virtual environment that say that all is well."""
    for name in ("python", "pytest"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(("others", "alone"), [(0, 0), (1, 0), (0, 1), (1, 2)])
def test_the_group_runs_alone_after_the_others_and_either_failure_counts(
    programs: Path, others: int, alone: int
) -> None:
    # given
    ran = programs / "ran"
    (programs / "pytest").write_text(PYTEST.format(ran=ran, others=others, alone=alone))
    # when
    done = recipe("test", f"BIN={programs}", "AT_ONCE=-n 4")
    # then
    assert ran.read_text().splitlines() == [
        "pytest -n 4 -m not time_bound",
        "pytest -n0 -m time_bound",
    ]
    assert (done.returncode != 0) == bool(others or alone), done.stderr


def test_the_quick_part_leaves_the_group_out(programs: Path) -> None:
    ran = programs / "ran"
    (programs / "pytest").write_text(PYTEST.format(ran=ran, others=0, alone=0))
    assert recipe("check", f"BIN={programs}").returncode == 0
    assert "-m not time_bound" in ran.read_text()


def test_the_living_tests_are_repeated_until_one_fails(programs: Path) -> None:
    # given
    ran = programs / "ran"
    third = f'#!/bin/sh\necho "$*" >> {ran}\n[ "$(wc -l < {ran})" -lt 3 ]\n'
    (programs / "pytest").write_text(third)
    # when
    done = recipe("living", f"BIN={programs}", "-o", "setup", "N=5")
    # then
    assert done.returncode != 0
    assert len(ran.read_text().splitlines()) == 3
