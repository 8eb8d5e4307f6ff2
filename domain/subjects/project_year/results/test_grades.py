"""The final grade: which score counts, what caps it, what reopens it; the chain of causes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.shared.rectification.rectifying import Refuse
from domain.shared.rectification.reviewing import (
    Accept,
    FindRefused,
    FindUnmet,
)
from domain.subjects.project_year.evaluation.authenticity import RecordFinding
from domain.subjects.project_year.evaluation.department_evaluation import ReviewReport
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from domain.subjects.project_year.monitoring.outcome import assumed_of, monitored_of
from domain.subjects.project_year.results.findings import RecordAuditFinding, RecordMajorProblem
from domain.subjects.project_year.results.grades import GradeFinalised, GradeReopened
from domain.subjects.project_year.results.recovery import FundsRecovered, RecoverFunds
from domain.subjects.project_year.results.use_of_results import ResultsProposed
from testkit.builders.project_evaluation import (
    AUDIT,
    COMMISSION,
    DRAWN,
    GRADED,
    KEY,
    PROBLEM,
    PROPOSED,
    REOPENED,
    REVIEWED,
    SELECTED,
    VETO,
    VIEWS,
    cause_of,
    department_report,
    filed,
    finding,
    graded,
    imported,
    key_report,
    reached,
    self_evaluation,
)
from testkit.builders.project_year import DONE, MAY, monitored, result, reviewed
from testkit.decider_spec import NEEDS_RULING, DeciderSpec, FakeRules, packaged_rules

DEPARTMENT: tuple[Command, ...] = (SELECTED, department_report(), ReviewReport())
FINANCE: tuple[Command, ...] = (KEY, COMMISSION, key_report(), VIEWS, Finalise())


@pytest.mark.parametrize(
    ("more", "source", "score"),
    [
        ((), "self", "96"),
        (DEPARTMENT, "department", "85"),
        (FINANCE, "finance", "92"),
        (DEPARTMENT + FINANCE, "finance", "92"),
    ],
)
def test_finance_goes_before_department_before_self(
    more: tuple[Command, ...], source: str, score: str
) -> None:
    event = filed().given(REVIEWED, *more).when(GRADED).the(GradeFinalised)
    assert (event.source, event.score) == (source, Decimal(score))
    assert event.scores["self"] == Decimal(96)


def test_the_bureau_first_does_what_waits_for_itself() -> None:
    for scene in (
        filed(),
        filed().given(REVIEWED, SELECTED, department_report()),
        filed().given(REVIEWED, DRAWN),
        filed().given(REVIEWED, KEY),
        imported(),
    ):
        scene.when(GRADED).refused(Code.WRONG_PHASE)


def test_what_others_do_not_file_does_not_hold_up_the_grade() -> None:
    filed().given(REVIEWED, SELECTED, GRADED)
    imported().given(DRAWN, *FINANCE, GRADED)


def jiashi() -> Any:
    """The chain of 伽师 as it is in 2025, on any day."""
    rules = packaged_rules("653129")

    def asked(rule: str) -> Any:
        return lambda inputs: rules.ask(rule, date(2025, 6, 1), **inputs).outcome

    known = ("self_evaluation.score", "grade.bands", "grade.score_source", "grade.final")
    return FakeRules({rule: asked(rule) for rule in known})


BOTH = (date(2022, 5, 31), date(2022, 8, 31))


@pytest.mark.parametrize(
    ("history", "acts", "grade", "steps"),
    [
        ({}, (), "excellent", ("band",)),
        ({"failed_reviews": BOTH[:1]}, (), "excellent", ("band",)),
        ({"failed_reviews": BOTH}, (), "fair", ("band", "monitoring_cap")),
        ({"failed_reviews": BOTH, "rectified": True}, (), "excellent", ("band",)),
        ({}, (AUDIT,), "fair", ("band", "audit_cap")),
        ({}, (PROBLEM,), "poor", ("band", "major_problem")),
        ({}, (DRAWN, finding()), "excellent", ("band",)),
        ({}, (DRAWN, finding(untrue=True)), "poor", ("band", "veto")),
        (
            {"failed_reviews": BOTH},
            (AUDIT, PROBLEM, DRAWN, finding(untrue=True)),
            "poor",
            ("band", "monitoring_cap", "audit_cap", "major_problem", "veto"),
        ),
    ],
)
def test_the_chain_lowers_the_grade_and_never_the_score(
    history: dict[str, Any], acts: tuple[Command, ...], grade: str, steps: tuple[str, ...]
) -> None:
    scene = filed(imported(jiashi(), **history)).given(REVIEWED, *acts)
    event = scene.when(GRADED).the(GradeFinalised)
    assert (event.grade, event.score) == (grade, Decimal(96))
    assert tuple(one.step for one in event.chain) == steps


def test_a_county_without_caps_grades_by_the_band_alone() -> None:
    scene = filed().given(REVIEWED, AUDIT, PROBLEM, DRAWN, finding(untrue=True))
    event = scene.when(GRADED).the(GradeFinalised)
    assert (event.grade, len(event.chain)) == ("excellent", 1)
    assert (event.audit_findings, event.major_problem, event.untrue_self_evaluation) == (
        1,
        True,
        True,
    )


def failing(*, by: date | None = date(2023, 6, 20)) -> DeciderSpec:
    """A May round that failed its review, with a notice of rectification."""
    return monitored().given(result("100000", "90")).given(reviewed("50", rectify_by=by))


REFUSE = Refuse(node=MAY, reason="不同意")
UNMET = FindUnmet(node=MAY, reason="未整改")
REFUSED = FindRefused(node=MAY, reason="拒不整改")
ACCEPT = Accept(node=MAY)


@pytest.mark.parametrize(
    ("acts", "found", "assumed"),
    [
        ((), (False, False), (True, False)),
        ((DONE,), (False, False), (True, False)),
        ((DONE, ACCEPT), (True, False), (True, False)),
        ((REFUSE,), (False, True), (False, True)),
        ((REFUSE, DONE, ACCEPT), (True, False), (True, False)),
        ((DONE, REFUSE, ACCEPT), (True, False), (True, False)),
        ((UNMET,), (False, False), (False, False)),
        ((UNMET, DONE, ACCEPT), (True, False), (True, False)),
        ((REFUSED,), (False, True), (False, True)),
        ((REFUSED, UNMET), (False, False), (False, False)),
        ((REFUSE, UNMET), (False, True), (False, True)),
        ((REFUSED, DONE, ACCEPT), (True, False), (True, False)),
    ],
)
def test_rectified_is_what_was_found_and_was_once_what_nobody_denied(
    acts: tuple[Command, ...], found: tuple[bool, bool], assumed: tuple[bool, bool]
) -> None:
    done = failing().on("2023-06-21").given(*acts)
    for monitored_by, outcome in ((monitored_of, found), (assumed_of, assumed)):
        told = monitored_by(done.state)
        assert told.failed == (MAY,)
        assert (told.rectified, told.refused) == outcome, monitored_by


@pytest.mark.parametrize("rule", ["grade.score_source", "grade.final"])
def test_a_grade_waits_for_the_ruling_that_its_rules_need(rule: str) -> None:
    waiting = FakeRules({**VETO.table, rule: NEEDS_RULING})
    filed(imported(waiting)).given(REVIEWED).when(GRADED).refused(Code.NEEDS_RULING)


def test_without_a_rule_there_is_no_grade() -> None:
    silent = FakeRules({name: VETO.table[name] for name in ("self_evaluation.score",)})
    filed(imported(silent)).given(REVIEWED).when(GRADED).refused(Code.GATE_NOT_MET)
    one_score = FakeRules({**VETO.table, "grade.score_source": None})
    filed(imported(one_score)).given(REVIEWED, GRADED)
    two_scores = filed(imported(one_score)).given(REVIEWED, *DEPARTMENT)
    two_scores.when(GRADED).refused(Code.GATE_NOT_MET)


def test_a_grade_is_reopened_only_for_what_was_found_after_it() -> None:
    graded().when(REOPENED).refused(Code.WRONG_PHASE)
    filed().given(REVIEWED).when(REOPENED).refused(Code.WRONG_PHASE)
    graded(filed().given(AUDIT)).when(REOPENED).refused(Code.WRONG_PHASE)
    true = graded().given(DRAWN, finding())
    true.when(REOPENED).refused(Code.WRONG_PHASE)
    for found in (
        (AUDIT,),
        (PROBLEM,),
        (DRAWN, finding(untrue=True)),
        DEPARTMENT,
        FINANCE,
    ):
        later = graded().given(*found)
        assert "finance:grade.reopening" in later.view.waiting_for
        assert later.given(REOPENED).the(GradeReopened).grade == "excellent"


def test_a_reopened_grade_is_finalised_and_used_anew() -> None:
    reopened = graded().given(PROPOSED, *FINANCE, REOPENED)
    assert reopened.state.evaluation.results.proposal is None
    again = reopened.given(GRADED)
    assert again.the(GradeFinalised).source == "finance"
    again.when(GRADED).refused(Code.DUPLICATE)


def test_draw_finding_veto_and_recovery_follow_from_each_other() -> None:
    drawn = filed(imported(VETO)).given(REVIEWED, DRAWN)
    found = drawn.given(finding(untrue=True))
    assert cause_of(found) == drawn.state.evaluation.authenticity.drawn
    vetoed = found.given(GRADED)
    assert vetoed.the(GradeFinalised).grade == "poor"
    assert cause_of(vetoed) == found.state.evaluation.authenticity.finding
    proposed = vetoed.given(PROPOSED)
    assert proposed.the(ResultsProposed).actions == ("recover",)
    grade = vetoed.state.evaluation.final.event_id
    assert cause_of(proposed) == grade
    recovered = proposed.given(RecoverFunds(amount=Decimal(1000), reason="一票否决"))
    assert recovered.the(FundsRecovered).called_for == "veto"
    assert cause_of(recovered) == grade


def test_a_later_finding_causes_the_reopening_and_the_new_grade() -> None:
    found = graded(filed(imported(jiashi()))).given(AUDIT)
    reopened = found.given(REOPENED)
    assert cause_of(reopened) == found.state.evaluation.findings.audits[AUDIT.document]
    assert cause_of(reopened.given(GRADED)) == cause_of(reopened)


def test_a_new_score_causes_the_grade_through_its_reopening() -> None:
    reopened = graded().given(*FINANCE, REOPENED)
    assert cause_of(reopened.given(GRADED)) == reopened.state.evaluation.grading.event_id


@pytest.mark.parametrize("field", ["document", "decider"])
def test_a_major_problem_needs_a_document_and_a_decider(field: str) -> None:
    given = {"problem": "挪用", "document": "纪字1号", "decider": "县政府", field: None}
    imported().when(RecordMajorProblem(**given)).refused(Code.MISSING_FIELD, field)


def test_a_finding_is_recorded_once_per_document() -> None:
    once = imported().given(AUDIT)
    once.when(AUDIT).refused(Code.DUPLICATE)
    twice = once.given(RecordAuditFinding(document="审字〔2023〕2号", finding="重复列支"))
    assert len(twice.state.evaluation.findings.audits) == 2


def test_a_check_has_one_finding_and_needs_something_to_check() -> None:
    imported().given(DRAWN).when(finding()).refused(Code.WRONG_PHASE)
    filed().given(DRAWN, finding()).when(finding()).refused(Code.DUPLICATE)


@pytest.mark.parametrize(
    ("on", "late"), [("2023-06-29", False), ("2023-06-30", False), ("2023-07-01", True)]
)
def test_the_check_is_due_on_30_june_where_the_rules_say_so(on: str, *, late: bool) -> None:
    drawn = filed(imported(packaged_rules("653000"))).given(REVIEWED, DRAWN)
    event = drawn.on(on).when(finding()).events[0]
    assert event.data()["late"] is late


def test_a_poor_form_is_graded_poor() -> None:
    poor = imported().given(self_evaluation(indicators=reached("1", "0", "0")), REVIEWED, GRADED)
    assert poor.the(GradeFinalised).grade == "poor"


def test_a_finding_may_be_recorded_with_its_document() -> None:
    act = RecordFinding(untrue=False, findings="属实", document="核查记录1号")
    filed().given(DRAWN, act)
