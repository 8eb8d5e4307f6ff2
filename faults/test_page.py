"""The page and the command line."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from faults.__main__ import faults
from faults.checker.findings import Code, Finding
from faults.kinds import KINDS
from faults.page import PAGE, page
from faults.plan import planned
from faults.run import Ran
from faults.stored_run import RUNS, StoredRun, stored_runs
from faults.tally import Tally
from faults.waiting import NotComing, first_of
from faults.year import acts_of, example

PLAN = planned(1, 200, acts_of([example("652825-2024")]))


def ran(*findings: Finding) -> Ran:
    """A run in which all struck but the last kind."""
    tally = Tally.of(PLAN)
    for fault in PLAN:
        if fault.kind != KINDS[-1].id:
            tally.note(fault.kind, 2, recovered=True)
    return Ran(tally, list(findings), {"events": 605})


def stored(seed: int, came: Ran, *, busy: bool = False) -> StoredRun:
    return StoredRun(seed, 200, ("652825-2024",), busy, came)


def test_the_page_gives_a_line_for_each_run_the_sums_and_what_each_kind_proves() -> None:
    told = page([stored(7, ran()), stored(8, ran(), busy=True)])
    struck, all_struck = ran().tally.struck.total(), 2 * ran().tally.struck.total()
    counts = f"{struck} | {len(PLAN)} | 0 | sound"
    assert f"| `652825-2024-seed-007` | 7 | 652825-2024 | no | {counts} |" in told
    assert f"| `652825-2024-busy-seed-008` | 8 | 652825-2024 | yes | {counts} |" in told
    assert "| runs | 2 |" in told
    assert "| with all cores kept busy by others | 1 |" in told
    assert f"| faults struck | {all_struck} of {len(KINDS) - 1} kinds |" in told
    assert "| events | 1210 |" in told
    assert "None." in told
    for kind in KINDS[:-1]:
        assert f"{kind.zh} {kind.en} | {kind.when}" in told
        assert kind.proves in told
    assert KINDS[-1].proves not in told, "it did not strike"


def test_the_page_names_each_finding_and_each_run_that_stood_still() -> None:
    still = Ran(ran().tally, [], {}, stood_still="not answered in 300 s: P1")
    found = ran(Finding(Code.ACT_MISSING, "1234", "0 rows"))
    told = page([stored(7, found), stored(8, still)])
    assert "- `652825-2024-seed-007` `act-missing` 1234: 0 rows" in told
    assert "- `652825-2024-seed-008` stood still: not answered in 300 s: P1" in told
    assert "| findings of the checks | 1 |" in told
    assert "| stood still | 1 |" in told
    assert "| sound | 0 |" in told
    assert "Nothing." not in told


def test_a_run_with_too_few_faults_struck_is_not_sound() -> None:
    few = Ran(Tally.of(PLAN), [], {})
    assert "| fewer than 200 struck |" in page([stored(7, few)])
    assert not stored(7, few).is_sound


def test_a_run_is_read_as_it_was_kept_and_the_same_plan_takes_its_place(tmp_path: Path) -> None:
    first = stored(7, Ran(ran().tally, [], {}, "P1", 3), busy=True)
    again = stored(7, ran(Finding(Code.ACT_MISSING, "1234", "0 rows")), busy=True)
    first.keep(tmp_path)
    assert stored_runs(tmp_path) == [first]
    stored(7, ran()).keep(tmp_path)
    again.keep(tmp_path)
    assert stored_runs(tmp_path) == [again, stored(7, ran())]


def test_the_page_in_docs_is_what_the_runs_that_are_kept_give() -> None:
    runs = stored_runs(RUNS)
    assert runs
    assert PAGE.read_text(encoding="utf-8") == page(runs)


def test_the_sums_are_those_of_the_rows() -> None:
    *rows, sums = ran().tally.rows(lambda kind: kind.id)
    for column in range(2, 6):
        assert int(sums[column]) == sum(int(row[column]) for row in rows)
    assert int(sums[3]) < int(sums[2]) == len(PLAN)


def test_given_a_run_that_stood_still_then_the_first_that_did_not_come_is_found() -> None:
    missing = NotComing("not answered")
    inner: ExceptionGroup[Exception] = ExceptionGroup("of a task", [missing])
    assert first_of(ExceptionGroup("of all", [inner])) is missing


@pytest.mark.parametrize(
    ("given", "why"),
    [(["--year", "nowhere-2024"], "nowhere-2024"), (["--faults", "9999"], "take more years")],
)
def test_given_what_cannot_be_run_then_nothing_is_begun(
    given: list[str], why: str, tmp_path: Path
) -> None:
    app = typer.Typer()
    app.command()(faults)
    done = CliRunner().invoke(
        app, [*given, "--page", str(tmp_path / "page.md"), "--runs", str(tmp_path)]
    )
    assert done.exit_code == 2
    assert why in done.output
    assert list(tmp_path.iterdir()) == []
