"""However the log is cut into batches, the boards come to what a rebuild comes to."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from itertools import count, cycle, islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.kernel.serialization.envelope import Sealed
from domain.kernel.vocabulary import start_of
from projections.boards.projection import Projection, rebuild
from store import migrate, open_log, sqlite_url
from store.packs.packaged_packs import packaged_texts
from store.port import CommandRow, EventLog
from testkit.builders.bureau import (
    FINANCE,
    RESULT,
    THREE,
    Bureau,
    a_half_year,
    extend,
    morning,
    project,
)
from testkit.builders.bureau_units import (
    DEPARTMENT,
    JUNE,
    REPORT,
    SELF,
    TARGET,
    U101,
    U102,
    add_unit,
    entrusted,
    file_evaluation,
    file_report,
    file_target,
    next_year,
)
from testkit.projection_rows import Rows, all_rows, as_folded, folded_afresh


def two_years(bureau: Bureau) -> None:
    """Three projects and two units through their year and into the next; an institution."""
    bureau.notice(TARGET, date(2023, 2, 28))
    for stream in (U101, U102):
        add_unit(bureau, stream)
    a_half_year(bureau)
    extend(bureau, until="2023-06-20")
    for stream in (U101, U102):
        bureau.take_steps(stream, start_of(date(2023, 3, 1)))
    file_target(bureau, date(2023, 3, 2))
    bureau.act(U101, "overall-target.return", date(2023, 3, 3), FINANCE, reason="不完整")
    file_target(bureau, date(2023, 3, 6))
    bureau.act(U101, "overall-target.approve", date(2023, 3, 8), FINANCE)
    entrusted(bureau)
    bureau.notice(REPORT, date(2023, 7, 10))
    bureau.take_steps(U101, morning(JUNE))
    file_report(bureau, date(2023, 7, 9))
    bureau.notice(REPORT, date(2023, 7, 1), document="且财绩〔2023〕2号")
    next_year(bureau, selection="2024-04-30", self_evaluation="2024-04-20")
    for stream in (U101, U102, *THREE):
        bureau.take_steps(stream, start_of(date(2024, 5, 1)))
    file_evaluation(bureau, date(2024, 5, 2))
    selected = {"selected": ["P001"]}
    bureau.act(U101, "department-evaluation.select", date(2024, 5, 3), DEPARTMENT, **selected)
    left = (
        "monitoring.review:2023-05-31",
        "monitoring.result:2023-08-31",
        "self-evaluation.filing",
    )
    ended = [{"of": one, "decision": "不再办理"} for one in left]
    leaving = {"reason": "取消", "executed": "450000", "duties": ended}
    bureau.act(project("P002"), "project.withdraw", date(2024, 5, 4), FINANCE, **leaving)
    for deadline in (RESULT, TARGET):  # who has not filed yet has another day, without an event
        bureau.notice(deadline, date(2023, 12, 20), document="且财绩〔2023〕3号")


Commands = list[tuple[CommandRow, Sequence[Sealed]]]


class Noting(Bureau):
    """A bureau that notes what it appends."""

    def __init__(self, log: EventLog) -> None:
        """Act on `log`."""
        super().__init__(log)
        self.noted: Commands = []

    def append(self, row: CommandRow, events: Sequence[Sealed]) -> None:
        """Append, and note it."""
        super().append(row, events)
        self.noted.append((row, events))


@dataclass(frozen=True)
class Lived:
    """A log that holds nothing but packs, what was appended to it, and the boards of that."""

    empty: Path
    commands: Commands
    rebuilt: Rows


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Two years, lived once; their boards are built in one go."""
    folder = tmp_path_factory.mktemp("lived")
    empty, full = folder / "empty.db", folder / "full.db"
    for path in (empty, full):
        migrate(sqlite_url(path))
    with closing(open_log(sqlite_url(empty))) as log:
        for _, text in packaged_texts():
            log.put_content(text)
    with closing(open_log(sqlite_url(full))) as log:
        bureau = Noting(log)
        bureau.open_year()
        two_years(bureau)
        rebuild(log, folder / "boards.db")
        with closing(Projection(log, folder / "boards.db")) as boards:
            assert as_folded(boards) == folded_afresh(bureau)
            return Lived(empty, bureau.noted, all_rows(boards))


NUMBERS = count()
turns = st.tuples(st.integers(1, 40), st.integers(0, 1))


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    turns=st.lists(turns, min_size=1, max_size=12),
    batch=st.sampled_from([1, 3, 1000]),
    kept=st.sampled_from([1, 3, 1000]),
)
def test_boards_that_follow_a_log_in_any_steps_equal_boards_rebuilt(
    lived: Lived, tmp_path: Path, turns: list[tuple[int, int]], batch: int, kept: int
) -> None:
    """Two processes take turns as the log grows, each with a few subjects in memory."""
    folder = tmp_path / f"{next(NUMBERS)}"
    folder.mkdir()
    shutil.copy(lived.empty, folder / "log.db")
    to_come = iter(lived.commands)
    with ExitStack() as stack:
        log = stack.enter_context(closing(open_log(sqlite_url(folder / "log.db"))))
        both = [
            stack.enter_context(closing(Projection(log, folder / "b.db", batch=batch, kept=kept)))
            for _ in range(2)
        ]
        for size, process in cycle(turns):
            now = list(islice(to_come, size))
            for row, events in now:
                log.append(row, events)
            both[process].catch_up()
            if not now:
                break
        assert all_rows(both[0]) == lived.rebuilt


def test_the_two_years_have_every_kind_of_row(lived: Lived) -> None:
    rebuilt = lived.rebuilt
    kinds = {row[1] for row in rebuilt["subject"]}
    assert kinds == {"packs", "jurisdiction-year", "project-year", "unit-year", "third-party"}
    of_units = {(row[1], row[3]) for row in rebuilt["deadline"] if row[0] in {U101, U102}}
    assert {
        (TARGET, "met_late"),
        (TARGET, "open"),
        (REPORT, "met"),
        (SELF, "met_late"),
        (SELF, "overdue"),
        ("department-evaluation.selection", "met_late"),
    } <= of_units
