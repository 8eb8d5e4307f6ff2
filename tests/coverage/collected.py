"""The tests that pytest collects from files, by their ids."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def function_of(test: str) -> str:
    """The id of a test without its case."""
    return test.partition("[")[0]


def environment() -> dict[str, str]:
    """The environment of a run of its own: pytest's words about this run are left out."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}


def collected(tests: Iterable[str]) -> frozenset[str]:
    """The ids of all tests and functions in the files of `tests`; raises `AssertionError`."""
    files = sorted({test.partition("::")[0] for test in tests})
    command = [sys.executable, "-m", "pytest", "-n0", "-q", "--collect-only", *files]
    found = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    if found.returncode != 0:
        raise AssertionError(found.stdout + found.stderr)
    ids = [line for line in found.stdout.splitlines() if "::" in line]
    return frozenset(ids) | frozenset(map(function_of, ids))
