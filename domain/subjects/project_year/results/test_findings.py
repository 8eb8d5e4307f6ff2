"""Findings by source, untruth outside the draw, and flags where no rule takes them up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import Actor
from domain.kernel.refusal import Code
from domain.subjects.project_year.results.findings import CheckFindingRecorded, RecordCheckFinding
from domain.subjects.project_year.results.flags import flags_in, flags_of, named
from domain.subjects.project_year.results.grades import GradeFinalised
from domain.subjects.project_year.results.use_of_results import ApplyResults, ResultsApplied
from testkit.builders.project_evaluation import (
    APPLIED,
    AUDIT,
    CHECK,
    DRAWN,
    GRADED,
    PROBLEM,
    PROPOSED,
    REOPENED,
    REVIEWED,
    VETO,
    cause_of,
    filed,
    finding,
    imported,
)
from testkit.builders.undoing import undo
from testkit.decider_spec import AUDITOR, REVIEWER, DeciderSpec


def check(source: str = "supervision", **more: Any) -> RecordCheckFinding:
    return RecordCheckFinding.model_validate(vars(CHECK) | {"source": source} | more)


@pytest.mark.parametrize(
    ("source", "by", "taken"),
    [
        ("audit", AUDITOR, True),
        ("audit", REVIEWER, False),
        ("supervision", REVIEWER, True),
        ("supervision", AUDITOR, False),
        ("daily_management", REVIEWER, True),
        ("daily_management", AUDITOR, False),
    ],
)
def test_each_source_is_recorded_by_whom_it_is_of(source: str, by: Actor, *, taken: bool) -> None:
    recorded = filed().when(check(source), by=by)
    if taken:
        assert recorded.the(CheckFindingRecorded).source == source
    else:
        recorded.refused(Code.WRONG_ROLE)


@pytest.mark.parametrize(
    ("source", "by", "counted"),
    [("audit", AUDITOR, 1), ("supervision", REVIEWER, 1), ("daily_management", REVIEWER, 0)],
)
def test_what_audit_and_supervision_found_counts_for_the_cap(
    source: str, by: Actor, counted: int
) -> None:
    graded = filed().given(REVIEWED).given(check(source), by=by).when(GRADED)
    assert graded.the(GradeFinalised).audit_findings == counted


def test_a_document_has_one_finding() -> None:
    found = filed().given(check(), by=REVIEWER)
    found.when(check("daily_management"), by=REVIEWER).refused(Code.DUPLICATE)
    audited = filed().given(AUDIT)
    audited.when(check(document=AUDIT.document), by=REVIEWER).refused(Code.DUPLICATE)


SOURCES = [("audit", AUDITOR), ("supervision", REVIEWER), ("daily_management", REVIEWER)]


@pytest.mark.parametrize(("source", "by"), SOURCES)
def test_untruth_found_outside_the_draw_vetoes_too(source: str, by: Actor) -> None:
    scene = filed(imported(VETO)).given(REVIEWED)
    found = scene.given(check(source, untrue=True), by=by)
    graded = found.when(GRADED)
    assert graded.the(GradeFinalised).chain[-1].step == "veto"
    assert cause_of(graded) == found.state.evaluation.findings.untrue
    # and after the grade it is a reason to reopen it
    later = scene.given(GRADED).given(check(source, untrue=True), by=by).given(REOPENED)
    assert later.when(GRADED).the(GradeFinalised).untrue_self_evaluation


def test_nothing_is_untrue_before_it_is_filed() -> None:
    imported().when(check(untrue=True), by=REVIEWER).refused(Code.WRONG_PHASE)
    assert imported().given(check(), by=REVIEWER)


def test_daily_management_reopens_no_grade_without_an_untruth() -> None:
    graded = filed().given(REVIEWED, GRADED).given(check("daily_management"), by=REVIEWER)
    graded.when(REOPENED).refused(Code.WRONG_PHASE)


def flagged() -> DeciderSpec:
    """A project of 且末, which has no step of the grade for any of what was found."""
    found = filed().given(REVIEWED, DRAWN, finding(untrue=True), AUDIT, PROBLEM)
    return found.given(GRADED, PROPOSED)


ALL = ("audit_findings", "major_problem", "untrue_self_evaluation")


def test_priority_without_a_reason_shows_what_was_found_and_refuses_nothing() -> None:
    used = flagged().when(APPLIED)
    assert used.the(ResultsApplied).flags == ALL
    assert not isinstance(used.outcome, tuple) or "自评不真实" in used.outcome[0].remarks[0][0]
    told = ApplyResults(amount=Decimal(500_000), reason="民生保障（示例）")
    assert flagged().when(told).the(ResultsApplied).flags is None
    unflagged = filed().given(REVIEWED, GRADED, PROPOSED).when(APPLIED)
    assert unflagged.the(ResultsApplied).flags is None


def remarks(happened: Any) -> str:
    assert isinstance(happened.outcome, tuple)
    return "".join(zh for zh, _ in happened.outcome[0].remarks)


def test_the_receipts_of_grade_and_proposal_show_what_changed_nothing() -> None:
    found = filed().given(REVIEWED, DRAWN, finding(untrue=True), PROBLEM)
    assert "资金使用存在重大问题、自评不真实" in remarks(found.when(GRADED))
    assert "请在应用结果时说明理由" in remarks(found.given(GRADED).when(PROPOSED))
    # where the rules have a step for an untruth, only the other finding is a flag
    vetoed = filed(imported(VETO)).given(REVIEWED, DRAWN, finding(untrue=True), PROBLEM)
    assert "本项目资金使用存在重大问题，" in remarks(vetoed.when(GRADED))
    plain = filed().given(REVIEWED)
    assert remarks(plain.when(GRADED)) == remarks(plain.given(GRADED).when(PROPOSED)) == ""


def test_the_flags_are_read_off_a_grade_and_off_the_use_of_its_result() -> None:
    found = dict.fromkeys(ALL, 1)
    assert flags_in({**found, "chain": [{"step": "audit_cap"}]}) == ALL[1:]
    assert flags_in({"flags": ["untrue_self_evaluation"]}) == ALL[2:]
    assert flags_in({"flags": None}) == flags_in({}) == ()


@pytest.mark.parametrize(
    ("steps", "flags"),
    [
        ((), ALL),
        (("band", "audit_cap"), ALL[1:]),
        (("major_problem",), (ALL[0], ALL[2])),
        (("veto",), ALL[:2]),
        (("audit_cap", "major_problem", "veto"), ()),
    ],
)
def test_a_flag_is_what_no_step_of_the_grade_took_up(
    steps: tuple[str, ...], flags: tuple[str, ...]
) -> None:
    found = dict.fromkeys(ALL, True)
    assert flags_of(found, steps) == flags
    assert flags_of(dict.fromkeys(ALL, False), steps) == ()
    assert named(flags).count("、") == max(len(flags) - 1, 0)


def test_what_another_document_found_stands_when_a_finding_is_withdrawn() -> None:
    # given: two documents found untruth
    scene = filed(imported(VETO)).given(REVIEWED)
    twice = scene.given(
        check(untrue=True), check("daily_management", document="日常1号", untrue=True), by=REVIEWER
    )
    # when the newer one is withdrawn
    once = twice.given(undo("finding.record:日常1号"), by=REVIEWER)
    # then
    assert once.when(GRADED).the(GradeFinalised).chain[-1].step == "veto"
    none = once.given(undo(f"finding.record:{CHECK.document}"), by=REVIEWER)
    assert not none.when(GRADED).the(GradeFinalised).untrue_self_evaluation


def test_an_audit_stands_when_a_finding_by_the_same_document_is_withdrawn() -> None:
    daily = check("daily_management", document=AUDIT.document)
    both = filed().given(REVIEWED).given(daily, by=REVIEWER).given(AUDIT)
    left = both.given(undo(f"finding.record:{AUDIT.document}"), by=REVIEWER)
    assert left.when(GRADED).the(GradeFinalised).audit_findings == 1


def test_of_two_major_problems_the_newest_is_withdrawn() -> None:
    other = PROBLEM.model_copy(update={"document": "认定2号"})
    both = filed().given(REVIEWED, PROBLEM, other)
    once = both.given(undo("funds.record-major-problem"), by=REVIEWER)
    assert once.when(GRADED).the(GradeFinalised).major_problem
    none = once.given(undo("funds.record-major-problem"), by=REVIEWER)
    assert not none.when(GRADED).the(GradeFinalised).major_problem
