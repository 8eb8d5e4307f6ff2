"""The draft of a large year: what is not filled in is missing, however many rows there are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from console.next_year.candidates import Candidate
from console.next_year.draft import Draft
from console.next_year.files import Files
from console.next_year.year_before import YearBefore
from console.tables.remembered import RememberedColumns
from console.tables.table import MOST_FAULTS
from console.tables.written import with_cells
from domain.kernel.vocabulary import BudgetType
from domain.subjects.organisations.state import Organisations


def candidate(number: int) -> Candidate:
    return Candidate(
        stream=f"652825/2026/P{number:05}",
        code=f"P{number:05}",
        name=f"合成项目{number}",
        is_unit=False,
        unit="U01",
        unit_name="示例单位",
        unit_before="U01",
        budget_type=BudgetType.GENERAL_PUBLIC,
        is_major=False,
        key_project=False,
        confidential=False,
        subject_kind="project",
        amount=Decimal(number),
        amount_is=("批复数", "budget"),
    )


@pytest.fixture(params=["xlsx", "csv"])
def draft(request: pytest.FixtureRequest, tmp_path: Path) -> Draft:
    """A proposed year with one row more than the faults that are named of a table."""
    rows = tuple(candidate(number) for number in range(MOST_FAULTS + 1))
    people = Organisations("652825/organisations")
    before = YearBefore("652825", 2026, rows, people, ("fin-01", "652825-finance"))
    file = tmp_path / f"portfolio.{request.param}"
    made = Draft(before, Files.of(tmp_path, "652825", 2027, file), RememberedColumns(tmp_path))
    assert list(made.files.make(before)) == [file]
    made.look()
    return made


def test_rows_without_an_amount_are_missing_and_no_fault(draft: Draft) -> None:
    assert (draft.found.faults, len(draft.found.missing)) == ((), MOST_FAULTS + 1)
    assert len(draft.found.going_on) == len(draft.found.unfilled) == MOST_FAULTS + 1
    assert draft.found.left_out == ()


def test_all_of_them_are_filled_in(draft: Draft) -> None:
    assert draft.fill() == MOST_FAULTS + 1
    assert (draft.found.faults, draft.found.missing) == ((), {})
    assert len(draft.portfolio.rows) == MOST_FAULTS + 1
    assert draft.found.total == sum(range(MOST_FAULTS + 1))


def test_a_file_without_the_column_of_the_amounts_is_at_fault(draft: Draft) -> None:
    file, at = draft.files.portfolio, (1, 15)
    table = draft.portfolio.table
    assert table.columns[at[1] - 1].field == "initial"
    file.write_bytes(with_cells(draft.content, table.kind, table.sheet, {at: "备注"}))
    draft.look()
    assert [one.field for one in draft.found.faults] == ["initial"]
