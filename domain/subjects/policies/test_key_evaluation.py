"""The key evaluation of a policy: commissioned, reported, discussed, reviewed, final, disclosed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.shared.filings.disclosure import ApproveException, Published
from domain.subjects.project_year.evaluation.key_evaluation import (
    Commission,
    Commissioned,
    ReportFiled,
)
from domain.subjects.project_year.evaluation.key_evaluation_review import (
    Finalise,
    Finalised,
    ReviewByPanel,
)
from domain.subjects.project_year.targets.target import ApproveTarget
from testkit.builders.policies import (
    STAGES,
    add,
    approved,
    finalised,
    publish,
    reported,
    unregistered,
)
from testkit.builders.project_evaluation import COMMISSION, PANEL, PASSED, VIEWS, key_report
from testkit.builders.project_year import correction, target
from testkit.decider_spec import REVIEWER, THIRD_PARTY, FakeRules, packaged_rules

FAILED = ReviewByPanel.model_validate({"members": PANEL, "passed": False})


def test_a_policy_is_evaluated_against_its_approved_target() -> None:
    for stage in ("ex-ante", "target", "filed"):
        STAGES[stage]().when(COMMISSION).refused(Code.WRONG_PHASE)
    event = approved().when(COMMISSION).the(Commissioned)
    assert event.institution == "third-1"


@pytest.mark.parametrize(
    ("procured", "reference", "code"),
    [(True, None, Code.MISSING_FIELD), (False, "CG-1", Code.GATE_NOT_MET)],
)
def test_the_institution_is_procured_where_the_rules_say_so(
    procured: bool, reference: str | None, code: Code
) -> None:
    act = Commission(institution="third-1", procured=procured, procurement_reference=reference)
    in_2025 = approved(unregistered(packaged_rules("653129"), "2025-03-03"))
    in_2025.when(act).refused(code)
    approved(unregistered(FakeRules())).given(act)


@pytest.mark.parametrize(
    ("evaluated", "basis"), [(None, "executed"), (Decimal(3_000_000), "evaluated")]
)
def test_a_report_names_the_amount_that_it_evaluates(evaluated: Decimal | None, basis: str) -> None:
    event = STAGES["evaluating"]().when(key_report(evaluated=evaluated)).the(ReportFiled)
    assert (event.evaluated, event.evaluated_basis) == (evaluated, basis)


@pytest.mark.parametrize(
    ("points", "score", "grade"),
    [
        ("49.99", "89.99", "good"),
        ("50", "90", "excellent"),
        ("40", "80", "good"),
        ("39.99", "79.99", "fair"),
        ("20", "60", "fair"),
        ("19.99", "59.99", "poor"),
    ],
)
def test_the_grade_follows_from_the_score_by_its_bands(points: str, score: str, grade: str) -> None:
    ready = STAGES["evaluating"]().given(key_report(points), VIEWS)
    event = ready.when(Finalise()).the(Finalised)
    assert (event.score, event.grade, event.institution) == (Decimal(score), grade, "third-1")
    assert (event.due, event.late) == (None, False)


def test_the_result_waits_for_views_and_for_the_panel_where_one_is_due() -> None:
    reported().when(Finalise()).refused(Code.GATE_NOT_MET)
    ready = reported(unregistered(packaged_rules("653129"), "2025-03-03")).given(VIEWS)
    assert "finance" in ready.when(Finalise()).refused(Code.GATE_NOT_MET).en
    ready.given(PASSED, Finalise())


def test_a_report_that_did_not_pass_is_filed_and_reviewed_anew() -> None:
    failed = reported().given(VIEWS, FAILED)
    assert failed.view.waiting_for[0] == "third_party:key-evaluation.report"
    again = failed.given(key_report("55"))
    again.when(Finalise()).refused(Code.GATE_NOT_MET)
    again.given(VIEWS, PASSED, Finalise())


def test_the_institution_takes_its_report_back_before_the_result() -> None:
    back = reported().given(correction("key-evaluation.report"), by=THIRD_PARTY)
    assert back.view.waiting_for[0] == "third_party:key-evaluation.report"
    done = finalised().when(correction("key-evaluation.report"), by=THIRD_PARTY)
    done.refused(Code.ALREADY_REVIEWED)


def test_the_report_is_disclosed_by_those_whom_the_rules_name() -> None:
    named = finalised(unregistered(packaged_rules("652800"), "2025-03-04"))
    assert named.view.waiting_for == (
        "finance:disclosure.key_evaluation_report",
        "unit:disclosure.key_evaluation_report",
    )
    once = named.given(publish(on="2025-03-04"), by=REVIEWER)
    assert not once.view.closed
    twice = once.when(publish(on="2025-03-04"))
    twice.the(Published)
    assert (twice.view.phase, twice.view.closed) == ("disclosed", True)


def test_an_approved_exception_stands_in_the_place_of_disclosing_a_secret() -> None:
    scene = unregistered().given(add(is_major=False, confidential=True), target(), ApproveTarget())
    secret = scene.given(COMMISSION, key_report(), VIEWS, Finalise())
    secret.when(publish(), by=REVIEWER).refused(Code.GATE_NOT_MET)
    except_it = ApproveException(artefact="key_evaluation_report", approver="局长", reason="涉密")
    assert secret.given(except_it).view.closed


@pytest.mark.parametrize("artefact", ["project_target", "self_evaluation_form"])
def test_a_policy_makes_nothing_else_that_is_disclosed(artefact: str) -> None:
    finalised().when(publish(artefact), by=REVIEWER).refused(Code.WRONG_PHASE)
