"""Run tests in a forked process, with a behaviour taken away or whole."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.coverage.collected import ROOT, function_of

LONGEST = 300
"""Seconds after which a trial is ended, as a test that hangs."""

_OPTIONS = ("-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")


@dataclass(frozen=True)
class Trial:
    """What came of a trial: the tests that passed, that failed, and that broke off.

    A test fails by what it asserts; any other error breaks it off, and says nothing of what it
    shows. `fault` is what kept tests from running; empty if all ran.
    """

    passed: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    fault: str = ""

    def course_of(self, test: str) -> str:
        """How a test, or its cases, went."""
        for went, ids in (("fails", self.failed), ("breaks off", self.broken)):
            if any(test in {one, function_of(one)} for one in ids):
                return went
        ran = any(test in {one, function_of(one)} for one in self.passed)
        return "passes" if ran else "did not run"


def tried(tests: Iterable[str], take_away: Callable[[], None]) -> Trial:
    """Run tests in a process of their own after `take_away`."""
    with TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            _run_and_end(sorted(tests), take_away, answer)
        _, status = os.waitpid(child, 0)
        if not answer.exists():
            return Trial(fault=f"the process ended with status {status}")
        told = json.loads(answer.read_text("utf-8"))
    ids = {course: frozenset(told[course]) for course in ("passed", "failed", "broken")}
    return Trial(**ids, fault=told["fault"])


@dataclass(eq=False)
class _Outcomes:
    """A plugin of pytest that notes the outcome of each test."""

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        raised = call.excinfo.value if call.excinfo else None
        if call.when != "call":
            if raised is not None:
                self.faults.append(f"{item.nodeid}: {call.when}: {raised}")
        elif raised is None:
            self.passed.append(item.nodeid)
        elif isinstance(raised, AssertionError | pytest.fail.Exception):
            self.failed.append(item.nodeid)
        else:
            self.broken.append(item.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.faults.append(f"{report.nodeid}: {report.longreprtext}")


def _run_and_end(tests: list[str], take_away: Callable[[], None], answer: Path) -> None:
    signal.alarm(LONGEST)
    noted, said = _Outcomes(), io.StringIO()
    try:
        take_away()
        os.chdir(ROOT)
        with redirect_stdout(said), redirect_stderr(said):
            code = pytest.main([*_OPTIONS, "-n0", *tests], plugins=[noted])
        if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
            noted.faults.append(said.getvalue())
    except BaseException as error:  # noqa: BLE001 - told to the process that waits
        noted.faults.append(f"{type(error).__name__}: {error}")
    told = {"passed": noted.passed, "failed": noted.failed, "broken": noted.broken}
    answer.write_text(json.dumps({**told, "fault": "\n".join(noted.faults)}), "utf-8")
    os._exit(0)
