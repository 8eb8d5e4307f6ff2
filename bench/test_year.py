"""The measured year is a whole one: with its last act the project is over."""

from __future__ import annotations

from pathlib import Path

from bench.sqlite_log import Years, opened_year
from bench.year import acts_of, codes, days, subject_of


def test_the_year_of_a_project_ends_with_its_last_disclosure(tmp_path: Path) -> None:
    # given
    (code,) = codes("T", 1)
    with opened_year(tmp_path / "log.db") as (log, deciding):
        years = Years(deciding)
        # when
        years.run([code])
        # then
        view = years.views[subject_of(code)]
        names = [recorded.event.name for recorded in log.read(subject_of(code))]
    assert (view.closed, view.waiting_for, view.next_step) == (True, (), None)
    assert (years.acts, view.version, len(acts_of(code))) == (29, 29, 20)
    assert names.count("deadline.passed") == 6
    assert names[-1] == "disclosure.published"


def test_acts_are_taken_on_their_days_in_order() -> None:
    taken = [act.on for act in acts_of("T")]
    assert taken == sorted(taken)
    assert days() == tuple(sorted(set(taken)))
