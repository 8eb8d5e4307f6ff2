"""Reports to the congress: tied to the final grades they report, published where a text asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.decider import Frame, Member
from domain.kernel.refusal import Code
from domain.shared import counted
from domain.shared.filings.undoable import WithdrawAct
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.congress import ReportedToCongress, ReportToCongress
from domain.subjects.jurisdiction_year.opening import OpenYear
from testkit.decider_spec import REVIEWER, DeciderSpec, packaged_rules

JS, KZ, QM, LT = "653129", "653000", "652825", "652822"
YEARS = {JS: 2025, KZ: 2023, QM: 2023, LT: 2025}
GRADES = {"P1": UUID(int=1), "P2": UUID(int=2)}
DUTY = "finance:congress.reporting"


def opened(jurisdiction: str = JS) -> DeciderSpec:
    year, rules = YEARS[jurisdiction], packaged_rules(jurisdiction)
    scene = DeciderSpec.of(decider, f"{jurisdiction}/{year}", rules, f"{year}-09-28")
    return scene.given(OpenYear(portfolio="0" * 64, clock="simulated"))


def graded(code: str, **facts: Any) -> Member:
    known = {"budget": "100", "graded_by": str(GRADES[code]) if code in GRADES else None}
    there = {"target_disclosed": True, "result_disclosed": True}
    return Member(f"{JS}/2024/{code}", code, "U01", {**known, **there, **facts})


ALL = (graded("P1"), graded("P2"), graded("P3"))


def reported(scene: DeciderSpec, *members: Member, version: int = 2, **fields: Any) -> DeciderSpec:
    given = {"held_on": scene.now.date(), "artefacts": ("评价结果",), "document": "函1号"}
    command = ReportToCongress.model_validate({**given, **fields})
    act = replace(scene.act(command, REVIEWER), frame=Frame(41, members), version=version)
    return scene.take(act)


def test_a_report_is_tied_to_all_final_grades_by_their_events() -> None:
    event = reported(opened(), *ALL).the(ReportedToCongress)
    assert event.position == 41
    assert event.results is not None
    assert (event.results.count, event.results.ids) == (2, ("P1", "P2"))
    assert {one.project: one.event for one in event.events or ()} == GRADES


def test_a_report_names_some_of_the_graded_projects() -> None:
    event = reported(opened(), *ALL, results_of=("P2",)).the(ReportedToCongress)
    assert [one.event for one in event.events or ()] == [GRADES["P2"]]
    refusal = reported(opened(), *ALL, results_of=("P2", "P3")).refused(Code.INVALID_FIELD)
    assert "P3" in refusal.zh
    reported(opened(), *ALL, results_of=("P2", "P2")).refused(Code.INVALID_FIELD, "results_of")


@pytest.mark.parametrize(("jurisdiction", "clause"), [(JS, "JS-070"), (KZ, "KZ-023")])
def test_where_a_clause_asks_for_the_report_there_are_results_to_report(
    jurisdiction: str, clause: str
) -> None:
    scene = opened(jurisdiction)
    refusal = reported(scene, graded("P3")).refused(Code.GATE_NOT_MET)
    assert {one.clause for answer in refusal.basis for one in answer.citations} == {clause}
    assert DUTY not in reported(scene, graded("P1")).view.waiting_for
    reported(opened(LT), graded("P3")).the(ReportedToCongress)


@pytest.mark.parametrize("fact", ["target_disclosed", "result_disclosed"])
def test_what_qiemo_reports_is_published(fact: str) -> None:
    # given
    kept = graded("P2", **{fact: False})
    # when
    refusal = reported(opened(QM), graded("P1"), kept).refused(Code.GATE_NOT_MET)
    # then
    assert "P2" in refusal.zh
    assert "P1" not in refusal.zh
    assert {one.clause for answer in refusal.basis for one in answer.citations} == {"QM-054"}
    reported(opened(QM), graded("P1"), kept, results_of=("P1",)).the(ReportedToCongress)
    reported(opened(JS), graded("P1"), kept).the(ReportedToCongress)


def test_a_report_of_the_first_version_stays_as_it_was_decided() -> None:
    event = reported(opened(), graded("P3"), version=1).the(ReportedToCongress)
    assert (event.position, event.results, event.events) == (None, None, None)


def test_a_long_report_keeps_its_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted, "MOST", 1)
    event = reported(opened(), *ALL).the(ReportedToCongress)
    assert event.results is not None
    assert (event.results.count, event.results.ids, event.events) == (2, None, None)


def test_a_withdrawn_report_is_waited_for_again() -> None:
    scene = reported(opened(), *ALL)
    on = scene.now.date()
    back = scene.given(WithdrawAct(act=f"congress.report:{on}", reason="误录"))
    assert DUTY in back.view.waiting_for


@pytest.mark.parametrize(("day", "taken"), [(27, True), (28, True), (29, False)])
def test_a_report_is_recorded_on_its_day_or_later(day: int, *, taken: bool) -> None:
    scene = reported(opened(), *ALL, held_on=date(2025, 9, day))
    if taken:
        scene.the(ReportedToCongress)
    else:
        scene.refused(Code.INVALID_FIELD, "held_on")
