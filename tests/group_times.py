"""A pytest plugin: the time that each group of tests took, by folder and by marker.

Seconds are summed over all processes; a test's own set-up and tear-down count, and a fixture of
the session counts for the first test that asks for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator

import pytest

MARKERS = ("engine", "postgres", "time_bound")
"""The markers of `pyproject.toml` that name a group."""

_MARKERS = "group_markers"


def pytest_configure(config: pytest.Config) -> None:
    """Sum in the process that reports; under xdist the others only mark what they send to it."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(GroupTimes(), "group-times")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the markers of a test into its report, which xdist carries to the reporting process."""
    report = yield
    setattr(report, _MARKERS, [name for name in MARKERS if item.get_closest_marker(name)])
    return report


class GroupTimes:
    """Sums what is reported, and prints it at the end."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.tests: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a phase of a test to its groups; each test has one set-up."""
        for group in (folder_of(report.nodeid), *getattr(report, _MARKERS, ())):
            self.seconds[group] += report.duration
            self.tests[group] += report.when == "setup"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the groups, folders first, the slowest first."""
        if not self.seconds:
            return
        terminalreporter.section("time per group, all processes together")
        for line in self.lines():
            terminalreporter.write_line(line)

    def lines(self) -> Iterator[str]:
        """A line for each group: its seconds, its tests, its name."""
        slowest = self.seconds.most_common()
        folders = [group for group, _ in slowest if group not in MARKERS]
        for group in (*folders, *(name for name in MARKERS if name in self.seconds)):
            name = f"-m {group}" if group in MARKERS else group
            yield f"{self.seconds[group]:8.1f} s {self.tests[group]:6} tests  {name}"


def folder_of(nodeid: str) -> str:
    """The top folder of a test; of those in `tests/` the folder below it."""
    *folders, _ = nodeid.partition("::")[0].split("/")
    depth = 2 if folders[:1] == ["tests"] else 1
    return "/".join(folders[:depth]) or "."
