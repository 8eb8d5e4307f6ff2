"""A gate that came later: what is in the log stays, and a list says what today would refuse.

A change is what other rules would do, and what today's program would do is none.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from console.cli.command_list import whole
from domain.kernel import refusals
from domain.kernel.decider import Decision
from domain.kernel.message import Command
from domain.kernel.policies import for_new_acts, from_version, guarded_by, until_version
from domain.kernel.refusal import Refusal
from domain.shared.rectification.reviewing import FindUnmet
from domain.subjects.project_year import decider
from domain.subjects.project_year.exante.library import Admit
from domain.subjects.project_year.population import AddProject, WithdrawProject
from domain.subjects.project_year.results.grades import FinaliseGrade
from projections.what_if.changes import ChangeKind, Replayed
from projections.what_if.hypothetical_rules import HypotheticalRules
from store import sqlite_url
from tests import small_log
from tests.decided_year import decided_year
from tests.replayed import replayed

SMALL = f"{small_log.COUNTY}-{small_log.YEAR}"
PROJECTS = [small_log.P1, small_log.P2, small_log.P3, small_log.CLOSED]
Gate = Any


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log that was written before any of the gates."""
    small_log.write(sqlite_url(tmp_path / "log.db"))
    return tmp_path / "log.db"


def nothing_is_taken(*_: Any) -> Refusal:
    return refusals.wrong_phase("不再受理。", "nothing is taken any more.")


def by_later_program(
    monkeypatch: pytest.MonkeyPatch, command: type[Command], *gates: Gate, version: int = 1
) -> None:
    """Today's program has gates before an act that the program of the log had not."""
    deciding = decider._SLICES._decide
    monkeypatch.setitem(deciding, command, guarded_by(*gates)(deciding[command]))  # type: ignore[arg-type]
    monkeypatch.setattr(command, "version", version)


def told_of(path: Path) -> Replayed:
    return replayed(path, SMALL, HypotheticalRules())


def stricter(told: Replayed) -> list[tuple[str, str, str | None]]:
    return [(one.stream, one.command, one.policy) for one in told.stricter]


def test_a_log_of_todays_program_has_no_such_list(path: Path) -> None:
    told = told_of(path)
    assert (told.changes, told.stricter) == ((), ())


def test_a_gate_of_a_later_version_changes_nothing_and_says_what_it_would_refuse(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_later_program(monkeypatch, AddProject, from_version(3, nothing_is_taken), version=3)
    told = told_of(path)
    assert told.changes == ()
    assert stricter(told) == [(one, "project.add", "nothing_is_taken") for one in PROJECTS]
    first = told.stricter[0]
    assert (first.version, first.newest, first.today.code) == (2, 3, "wrong-phase")
    assert [name for name, _ in first.recorded.events] == ["project.added"]


def test_a_gate_for_new_acts_changes_nothing_either(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_later_program(monkeypatch, AddProject, for_new_acts(nothing_is_taken))
    told = told_of(path)
    assert told.changes == ()
    assert stricter(told) == [(one, "project.add", "nothing_is_taken") for one in PROJECTS]


def test_a_gate_without_a_version_is_a_change_and_not_in_the_list(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_later_program(monkeypatch, WithdrawProject, nothing_is_taken)
    told = told_of(path)
    assert {(one.kind, one.command) for one in told.changes} >= {
        (ChangeKind.REFUSED, "project.withdraw")
    }
    assert told.stricter == ()


def test_an_act_that_came_to_nothing_is_the_same_by_a_gate_of_a_later_version(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: the log refused the admission of a withdrawn project, and admitted another
    def other_reason(*_: Any) -> Refusal:
        return refusals.invalid("reason", "另一理由。", "another reason.")

    by_later_program(monkeypatch, Admit, from_version(4, other_reason), version=4)
    told = told_of(path)
    assert told.changes == ()
    # then: the refusal comes first from the guard of the subject, as it did
    assert stricter(told) == [(small_log.P1, "library.admit", "other_reason")]


def test_a_decision_of_today_that_differs_is_in_the_list(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deciding = decider._SLICES._decide
    before = deciding[AddProject]

    def by_version(state: Any, act: Any, in_force: Any) -> Any:
        decided = before(state, act, in_force)
        if act.version < 3 or isinstance(decided, Refusal):
            return decided
        event = decided[0].event.model_copy(update={"project_name": "另名"})
        return (Decision(event, decided[0].basis), *decided[1:])

    monkeypatch.setitem(deciding, AddProject, by_version)  # type: ignore[arg-type]
    monkeypatch.setattr(AddProject, "version", 3)
    told = told_of(path)
    assert told.changes == ()
    assert stricter(told) == [(one, "project.add", None) for one in PROJECTS]
    assert {one.today.events[0][1]["project_name"] for one in told.stricter} == {"另名"}


def test_the_kept_policy_of_an_earlier_version_binds_past_acts_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a log whose program refused what today's admits
    with monkeypatch.context() as older:
        by_later_program(older, Admit, nothing_is_taken)
        small = path.parent / "older" / "log.db"
        small.parent.mkdir()
        with pytest.raises(AssertionError):  # not all of its acts are accepted
            small_log.write(sqlite_url(small))
    # when
    by_later_program(monkeypatch, Admit, until_version(2, nothing_is_taken), version=2)
    told = replayed(small, SMALL, HypotheticalRules())
    # then
    assert told.changes == ()
    assert stricter(told) == [(small_log.P1, "library.admit", None)]
    (admitted,) = told.stricter
    assert (admitted.recorded.code, admitted.today.code) == ("wrong-phase", None)
    assert [name for name, _ in admitted.today.events] == ["library.admitted"]


BAD = "653129-2025"


def test_the_grades_of_the_first_version_stay_and_are_in_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a log whose program took silence for consent, of both kinds of act
    with monkeypatch.context() as older:
        for command in (FinaliseGrade, FindUnmet):
            older.setattr(command, "version", 1)
        year = decided_year(BAD, sqlite_url(tmp_path / "log.db"), date(2026, 7, 31))
        year.log.close()
    # when
    told = replayed(tmp_path / "log.db", "653129-2026", HypotheticalRules())
    # then
    assert (told.changes, told.moved, told.figures, told.rests) == ((), (), (), 0)
    assert told.decided > 100
    assert stricter(told) == [
        ("653129/2025/P07", "grade.finalise", "failed_rounds_are_found"),
    ]
    (one,) = told.stricter
    assert (one.on, one.version, one.newest) == (date(2026, 7, 6), 1, 2)
    assert [(rule, said.clauses) for rule, said in one.grounds] == [("grade.final", ("JS-056",))]


def test_the_command_tells_both_apart(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_later_program(monkeypatch, AddProject, from_version(3, nothing_is_taken), version=3)
    asked = ["replay", "--jurisdiction", small_log.COUNTY, "--work-year", str(small_log.YEAR)]
    asked += ["--data", str(path.parent)]
    as_json = json.loads(CliRunner().invoke(whole(), [*asked, "--json"]).stdout)
    as_text = CliRunner().invoke(whole(), asked).stdout.replace("\n", "")
    assert (as_json["changed"], as_json["changes"]) == (0, [])
    assert [one["subject"] for one in as_json["stricter_since"]] == PROJECTS
    assert {
        (one["policy"], one["version"], one["newest"]) for one in as_json["stricter_since"]
    } == {("nothing_is_taken", 2, 3)}
    assert "stricter since 4" in as_text
    assert "没有任何变化 nothing changes" in as_text
