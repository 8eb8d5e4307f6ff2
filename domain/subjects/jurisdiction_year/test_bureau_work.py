"""Work of the bureau that a text asks for: recorded by its day, kept by its kind, taken back."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from domain.kernel.refusal import Code
from domain.shared.filings.undoable import WithdrawAct
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.bureau_work import (
    DEADLINES,
    FORCES,
    RecordWork,
    Work,
    WorkRecorded,
)
from domain.subjects.jurisdiction_year.closing import CloseYear, YearClosed
from domain.subjects.jurisdiction_year.opening import OpenYear
from testkit.builders.bureau_work import EVALUATED, HELD, work
from testkit.builders.undoing import mend
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules

KINDS: tuple[Work, ...] = get_args(Work)
PLANS: tuple[Work, ...] = ("annual_plan", "third_party_plan", "exante_norms")


def owing(*kinds: Work) -> DeciderSpec:
    """A year in June whose rules give the bureau some kinds of work."""
    given = {"due": None, "status": "no_due_date"}
    rules = FakeRules({"bureau_duty.due": lambda asked: given if asked["duty"] in kinds else None})
    scene = DeciderSpec.of(decider, "653129/2025", rules, on="2025-01-05")
    return scene.given(OpenYear(portfolio="0" * 64, clock="simulated")).on("2025-06-10")


def waiting(scene: DeciderSpec) -> set[str]:
    return {one.partition(":")[2] for one in scene.view.waiting_for}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_work_meets_its_own_duty_and_no_other(kind: Work) -> None:
    scene = owing(*KINDS).given(EVALUATED)
    assert waiting(scene) == set(DEADLINES.values())
    done = scene.when(work(kind))
    assert done.the(WorkRecorded).kind == kind
    assert waiting(done) == set(DEADLINES.values()) - {DEADLINES[kind]}


def test_a_year_is_closed_when_its_work_is_on_record() -> None:
    over = owing("publicity").on("2025-12-31")
    assert "bureau-work.publicity" in over.when(CloseYear()).refused(Code.GATE_NOT_MET).zh
    over.given(work("publicity")).when(CloseYear()).then(YearClosed())


@pytest.mark.parametrize(
    ("held_on", "taken"), [("2025-06-09", True), ("2025-06-10", True), ("2025-06-11", False)]
)
def test_work_is_recorded_on_its_day_or_later(held_on: str, taken: bool) -> None:
    tried = owing().when(work("publicity", date.fromisoformat(held_on)))
    if taken:
        assert tried.the(WorkRecorded).held_on == date.fromisoformat(held_on)
    else:
        tried.refused(Code.INVALID_FIELD, "held_on")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("held_on", "taken"), [("2024-12-31", False), ("2025-01-01", True), ("2025-01-02", True)]
)
def test_work_counts_for_the_year_in_which_it_was_done(
    kind: Work, held_on: str, taken: bool
) -> None:
    tried = owing(kind).given(EVALUATED).when(work(kind, date.fromisoformat(held_on)))
    if taken or kind in PLANS:
        assert DEADLINES[kind] not in waiting(tried)
    else:
        assert "2025-01-01" in tried.refused(Code.INVALID_FIELD, "held_on").zh


@pytest.mark.parametrize(("held_on", "taken"), [("2023-12-31", False), ("2024-01-01", True)])
def test_a_plan_may_be_issued_in_the_year_before(held_on: str, taken: bool) -> None:
    tried = owing().when(work("annual_plan", date.fromisoformat(held_on)))
    if taken:
        assert tried.the(WorkRecorded).kind == "annual_plan"
    else:
        tried.refused(Code.INVALID_FIELD, "held_on")


@pytest.mark.parametrize("absent", FORCES)
def test_a_joint_supervision_unites_all_four_forces(absent: str) -> None:
    forces = tuple(force for force in FORCES if force != absent)
    three = RecordWork(
        kind="joint_supervision", held_on=HELD, content="联合监督", document="方案", forces=forces
    )
    refusal = owing().when(three).refused(Code.MISSING_FIELD, "forces")
    assert refusal.zh == f"联合监督尚缺{FORCES[refusal.keys[0]]}，请补充参与力量。"  # type: ignore[index]
    assert refusal.keys == (absent,)
    assert owing().when(work("joint_supervision")).the(WorkRecorded).forces == tuple(FORCES)


def test_counties_are_guided_by_what_was_found_in_them() -> None:
    guidance = work("county_guidance")
    assert "实效评价" in owing().when(guidance).refused(Code.WRONG_PHASE).zh
    guided = owing("county_guidance").given(EVALUATED, guidance)
    assert not waiting(guided)
    resting = WithdrawAct(act=f"effectiveness-evaluation.record:{HELD}", reason="误录")
    refusal = guided.when(resting, by=REVIEWER).refused(Code.WRONG_PHASE)
    assert "登记年度工作（指导县市改进）" in refusal.zh
    back = WithdrawAct(act=f"bureau-work.record:county_guidance.{HELD}", reason="误录")
    free = guided.given(back, by=REVIEWER)
    assert waiting(free) == {"bureau-work.county-guidance"}
    assert not free.given(resting, by=REVIEWER).state.records.get(EVALUATED.name)


def test_a_record_of_one_kind_is_taken_back_without_another_of_the_same_day() -> None:
    scene = owing("publicity", "practice").given(work("publicity"), work("practice"))
    assert not waiting(scene)
    back = scene.given(
        WithdrawAct(act=f"bureau-work.record:publicity.{HELD}", reason="误录"), by=REVIEWER
    )
    assert waiting(back) == {"bureau-work.publicity"}


def test_a_record_is_corrected_by_another() -> None:
    fields = {"held_on": "2025-06-02", "content": "电视专题", "document": "记录〔2025〕2号"}
    mended = (
        owing("publicity")
        .given(work("publicity"))
        .given(mend(f"bureau-work.record:publicity.{HELD}", fields), by=REVIEWER)
    )
    assert mended.the(WorkRecorded).content == "电视专题"
    back = WithdrawAct(act="bureau-work.record:publicity.2025-06-02", reason="误录")
    assert waiting(mended.given(back, by=REVIEWER)) == {"bureau-work.publicity"}
