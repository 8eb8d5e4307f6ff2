"""The page and the command line."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from faults.__main__ import _first, faults
from faults.checker.findings import Code, Finding
from faults.kinds import KINDS
from faults.page import page
from faults.plan import planned
from faults.run import Ran
from faults.tally import Tally
from faults.waiting import NotComing
from faults.year import acts_of, example

PLAN = planned(1, 200, acts_of([example("652825-2024")]))


def ran(*findings: Finding) -> Ran:
    """A run in which all struck but the last kind."""
    tally = Tally.of(PLAN)
    for fault in PLAN:
        if fault.kind != KINDS[-1].id:
            tally.note(fault.kind, 2, recovered=True)
    return Ran(tally, list(findings), {"events": 605})


def test_the_page_gives_seed_table_and_what_each_kind_proves() -> None:
    told = page(7, 200, ["652825-2024"], ran())
    assert "| seed | 7 |" in told
    assert "`make faults SEED=7`" in told
    assert "Nothing." in told
    for kind in KINDS[:-1]:
        assert f"{kind.zh} {kind.en} | {kind.when}" in told
        assert kind.proves in told
    assert KINDS[-1].proves not in told, "it did not strike"


def test_the_page_names_each_finding() -> None:
    told = page(7, 200, [], ran(Finding(Code.ACT_MISSING, "1234", "0 rows")))
    assert "- `act-missing` 1234: 0 rows" in told
    assert "| findings of the checks | 1 |" in told
    assert "Nothing." not in told


def test_the_sums_are_those_of_the_rows() -> None:
    *rows, sums = ran().tally.rows(lambda kind: kind.id)
    for column in range(2, 6):
        assert int(sums[column]) == sum(int(row[column]) for row in rows)
    assert int(sums[3]) < int(sums[2]) == len(PLAN)


def test_given_a_run_that_stood_still_then_the_first_that_did_not_come_is_found() -> None:
    missing = NotComing("not answered")
    inner: ExceptionGroup[Exception] = ExceptionGroup("of a task", [missing])
    assert _first(ExceptionGroup("of all", [inner])) is missing


@pytest.mark.parametrize(
    ("given", "why"),
    [(["--year", "nowhere-2024"], "nowhere-2024"), (["--faults", "9999"], "take more years")],
)
def test_given_what_cannot_be_run_then_nothing_is_begun(
    given: list[str], why: str, tmp_path: Path
) -> None:
    app = typer.Typer()
    app.command()(faults)
    done = CliRunner().invoke(app, [*given, "--page", str(tmp_path / "page.md")])
    assert done.exit_code == 2
    assert why in done.output
    assert list(tmp_path.iterdir()) == []
