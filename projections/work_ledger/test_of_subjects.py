"""The duties about a year's subjects: those of the year, and what it took over."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.kernel.in_force import InForce
from projections.boards.board_file import BoardFile, Built
from projections.boards.in_force_cache import Silent
from projections.boards.projection import reading
from projections.boards.remits import Remits
from projections.boards.rows import DeadlineRow, DeadlineState, Source, SubjectRow, Summary
from projections.work_ledger.lines import Line, RollUp, Standing
from projections.work_ledger.of_subjects import lines_of_subjects

COUNTY, YEAR = "653000", 2023
ON = date(2023, 12, 31)
DEADLINES = ("monitoring.result:2023-05-31", "monitoring.result:2023-08-31", "target.disclosure")


def subject(number: int, year: int = YEAR, **changes: object) -> SubjectRow:
    code = f"P{number:05}"
    given = {
        "stream": f"{COUNTY}/{year}/{code}",
        "kind": "project-year",
        "jurisdiction": COUNTY,
        "year": year,
        "code": code,
        "name": f"合成项目{number}",
        "unit": f"U{number % 50:02}",
        "unit_name": "合成单位",
        "origin": "initial",
        "budget_type": "general_public",
        "phase": "monitoring",
        "version": 9,
        **dict.fromkeys(("requested", "adjusted", "approved", "executed", "next_due", "clock")),
        "waiting_for": (),
        "overdue": (),
        "late_filings": 0,
        "closed": False,
        "last_at": datetime(2023, 9, 1, tzinfo=UTC),
    }
    return SubjectRow(**{**given, **changes})  # type: ignore[arg-type]


def deadline(
    of: SubjectRow, key: str, due: date, filed_on: date | None = None, document: str | None = None
) -> DeadlineRow:
    state = DeadlineState.OPEN if filed_on is None else DeadlineState.MET
    given = (of.stream, key, due, state, "unit", filed_on, Source.RULE, "KZ-011")
    return DeadlineRow(*given, event="e-1" if filed_on else None, document=document)


def boards(path: Path, summaries: Iterator[Summary]) -> None:
    with closing(BoardFile(path)) as file:
        file.write(Built(), summaries, Built(1, ""))


def lines(path: Path, unit: str | None = None) -> list[Line]:
    remits = Remits(InForce(Silent(COUNTY)), ON)
    with reading(path) as connection:
        return list(lines_of_subjects(connection, COUNTY, YEAR, remits, ON, unit))


@pytest.mark.parametrize(
    ("due", "filed_on", "is_there"),
    [
        (date(2023, 1, 1), None, True),
        (date(2023, 12, 31), None, True),
        (date(2024, 1, 1), None, False),
        (date(2022, 12, 31), None, True),
        (date(2022, 12, 31), date(2022, 12, 31), False),
        (date(2022, 12, 31), date(2023, 1, 1), True),
    ],
)
def test_a_year_has_its_deadlines_and_those_that_it_took_over(
    tmp_path: Path, due: date, filed_on: date | None, is_there: bool
) -> None:
    one = subject(1)
    boards(tmp_path / "b.db", iter([Summary(one, (deadline(one, "a", due, filed_on),))]))
    assert len(lines(tmp_path / "b.db")) == is_there


@pytest.mark.parametrize(("year", "is_there"), [(2021, 0), (2022, 1), (2023, 1), (2024, 0)])
def test_a_work_year_has_its_budget_year_and_the_one_that_it_evaluates(
    tmp_path: Path, year: int, is_there: int
) -> None:
    one = subject(1, year)
    boards(tmp_path / "b.db", iter([Summary(one, (deadline(one, "a", date(2023, 3, 31)),))]))
    assert len(lines(tmp_path / "b.db")) == is_there


def test_a_task_without_a_day_stands_there_while_it_is_waited_for(tmp_path: Path) -> None:
    dated, review = "self-evaluation.filing", "self-evaluation.review"
    open_ = subject(1, waiting_for=(f"unit:{dated}", "finance:target.review"))
    closed = subject(2, waiting_for=(f"finance:{review}",), closed=True)
    rows = [Summary(open_, (deadline(open_, dated, date(2023, 3, 31)),)), Summary(closed, ())]
    # when
    boards(tmp_path / "b.db", iter(rows))
    found = {
        one.deadline: (one.responsible, one.due, one.standing) for one in lines(tmp_path / "b.db")
    }
    # then
    assert found == {
        dated: ("unit", date(2023, 3, 31), Standing.OVER),
        "target.review": ("finance", None, Standing.OPEN),
    }


def test_what_a_confidential_project_is_called_is_not_shown(tmp_path: Path) -> None:
    for number, confidential in ((1, True), (2, False)):
        one = subject(number, confidential=confidential)
        met = deadline(one, "a", date(2023, 3, 31), date(2023, 3, 30), "合成文件")
        boards(tmp_path / f"{number}.db", iter([Summary(one, (met,))]))
    # when
    (secret,), (known,) = lines(tmp_path / "1.db"), lines(tmp_path / "2.db")
    # then
    assert (secret.code, secret.name, secret.document, secret.event) == (
        "P00001",
        None,
        None,
        "e-1",
    )
    assert (known.name, known.document) == ("合成项目2", "合成文件")


def test_one_unit_is_read_alone(tmp_path: Path) -> None:
    two = [subject(1), subject(2)]
    rows = [Summary(one, (deadline(one, "a", date(2023, 3, 31)),)) for one in two]
    boards(tmp_path / "b.db", iter(rows))
    assert [one.code for one in lines(tmp_path / "b.db", "U02")] == ["P00002"]


def test_five_thousand_projects_take_no_more_memory_than_five_hundred(tmp_path: Path) -> None:
    peaks = []
    for number in (500, 5_000):
        path = tmp_path / f"{number}.db"
        boards(path, (_summary(one) for one in range(number)))
        peaks.append(_peak(path, number))
    # then: what is read of one project is gone with the next
    assert peaks[1] < 2 * peaks[0]
    assert peaks[1] < 2_000_000


def _summary(number: int) -> Summary:
    one = subject(number)
    return Summary(one, tuple(deadline(one, key, date(2023, 6, 10)) for key in DEADLINES))


def _peak(path: Path, number: int) -> int:
    rolled_up, remits = RollUp(), Remits(InForce(Silent(COUNTY)), ON)
    tracemalloc.start()
    with reading(path) as connection:
        for line in lines_of_subjects(connection, COUNTY, YEAR, remits, ON):
            rolled_up.take(line)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(sum(one.counts.values()) for one in rolled_up.groups()) == len(DEADLINES) * number
    return peak
