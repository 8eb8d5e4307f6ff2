"""The bureau's key evaluation: procurement, report, exchange of views, panel, final result."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.answer import Rules
from domain.kernel.decider import SYSTEM, Actor
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.subjects.project_year.evaluation.key_evaluation import (
    Commission,
    Commissioned,
    FileReport,
    MarkedSelected,
    MarkSelected,
    ReportFiled,
)
from domain.subjects.project_year.evaluation.key_evaluation_review import (
    Finalise,
    Finalised,
    ReviewByPanel,
)
from testkit.builders.project_evaluation import (
    COMMISSION,
    KEY,
    PANEL,
    PASSED,
    REVIEWED,
    VIEWS,
    commissioned,
    filed,
    imported,
    key_indicators,
    key_report,
)
from testkit.decider_spec import (
    EXPERTS,
    REVIEWER,
    THIRD_PARTY,
    DeciderSpec,
    FakeRules,
    packaged_rules,
)

OTHER = Actor("t-9", "third-9", Role.THIRD_PARTY)


def jiashi() -> FakeRules:
    """Procurement and panel as 伽师 asks for them, on any day."""
    rules = packaged_rules("653129")

    def asked(rule: str) -> Any:
        return lambda inputs: rules.ask(rule, date(2025, 6, 1), **inputs).outcome

    return FakeRules({rule: asked(rule) for rule in ("key_evaluation.procurement", PANEL_RULE)})


PANEL_RULE = "key_evaluation.panel"


def chosen(rules: Rules | None = None) -> DeciderSpec:
    return filed(imported(rules)).given(REVIEWED, KEY)


@pytest.mark.parametrize(
    ("procured", "reference", "code"),
    [
        (True, "CG-1", None),
        (True, None, Code.MISSING_FIELD),
        (False, "CG-1", Code.GATE_NOT_MET),
        (False, None, Code.GATE_NOT_MET),
    ],
)
def test_the_institution_is_procured_where_the_rules_say_so(
    procured: bool, reference: str | None, code: Code | None
) -> None:
    act = Commission(institution="third-1", procured=procured, procurement_reference=reference)
    scene = chosen(jiashi()).when(act)
    if code is None:
        scene.the(Commissioned)
    else:
        scene.refused(code)
    chosen(FakeRules()).given(act)


def test_a_selection_that_has_other_types_marks_the_project_again() -> None:
    policy = MarkSelected(counted_as="policy", further=("subsidy",))
    marked = chosen()
    assert marked.when(KEY, by=SYSTEM).outcome == ()
    again = marked.when(policy, by=SYSTEM)
    event = again.the(MarkedSelected)
    assert (event.counted_as, event.further) == ("policy", ("subsidy",))
    assert again.when(policy, by=SYSTEM).outcome == ()


def test_only_the_commissioned_institution_reports_and_exchanges_views() -> None:
    commissioned().when(key_report(), by=OTHER).refused(Code.WRONG_ORGANISATION)
    reported = commissioned().given(key_report())
    reported.when(VIEWS, by=OTHER).refused(Code.WRONG_ORGANISATION)
    reported.given(VIEWS, by=THIRD_PARTY)


def test_another_institution_takes_the_place_of_the_first_before_it_reports() -> None:
    again = commissioned().given(COMMISSION.model_copy(update={"institution": "third-9"}))
    again.when(key_report()).refused(Code.WRONG_ORGANISATION)
    again.given(key_report(), by=OTHER).when(COMMISSION).refused(Code.DUPLICATE)


@pytest.mark.parametrize(
    ("evaluated", "amount", "basis"),
    [(None, "900000", "executed"), ("600000", "600000", "evaluated")],
)
def test_a_report_names_the_amount_that_it_evaluates(
    evaluated: str | None, amount: str, basis: str
) -> None:
    given = None if evaluated is None else Decimal(evaluated)
    event = commissioned().when(key_report(evaluated=given)).the(ReportFiled)
    assert (event.evaluated, event.evaluated_basis) == (Decimal(amount), basis)
    assert event.score == Decimal(92)


def test_the_maxima_of_a_report_sum_to_100() -> None:
    report = FileReport(indicators=key_indicators(("99.99", "9")), document="报告")
    commissioned().when(report).refused(Code.INVALID_FIELD, "indicators")


def test_a_result_is_final_after_views_were_exchanged() -> None:
    reported = commissioned().given(key_report())
    reported.when(Finalise()).refused(Code.GATE_NOT_MET)
    event = reported.given(VIEWS).when(Finalise()).the(Finalised)
    assert (event.score, event.grade, event.evaluated) == (
        Decimal(92),
        "excellent",
        Decimal(900_000),
    )


@pytest.mark.parametrize("absent", PANEL)
def test_a_panel_lacking_a_member_is_named(absent: str) -> None:
    ready = commissioned(filed(imported(jiashi()))).given(key_report(), VIEWS)
    members = tuple(kind for kind in PANEL if kind != absent)
    refusal = ready.when(
        ReviewByPanel.model_validate({"members": members, "passed": True})
    ).refused(Code.GATE_NOT_MET)
    assert ("npc_deputy_or_cppcc_member" if absent == "cppcc_member" else absent) in refusal.en
    assert re.search("[a-z]", refusal.zh) is None


def test_a_deputy_of_the_congress_stands_for_a_member_of_the_cppcc() -> None:
    members = (*(kind for kind in PANEL if kind != "cppcc_member"), "npc_deputy")
    ready = commissioned(filed(imported(jiashi()))).given(key_report(), VIEWS)
    ready.given(ReviewByPanel.model_validate({"members": members, "passed": True}), Finalise())


def test_the_panel_comes_before_the_result_where_the_rules_want_one() -> None:
    ready = commissioned(filed(imported(jiashi()))).given(key_report(), VIEWS)
    assert "finance" in ready.when(Finalise()).refused(Code.GATE_NOT_MET).en
    ready.given(PASSED, Finalise())


def test_a_report_that_did_not_pass_is_filed_and_reviewed_anew() -> None:
    ready = commissioned(filed(imported(jiashi()))).given(key_report(), VIEWS)
    failed = ready.given(ReviewByPanel.model_validate({"members": PANEL, "passed": False}))
    failed.when(Finalise()).refused(Code.WRONG_PHASE)
    assert failed.view.waiting_for[0] == "third_party:key-evaluation.report"
    again = failed.given(key_report("55"))
    again.when(Finalise()).refused(Code.GATE_NOT_MET)
    again.given(VIEWS, PASSED, Finalise())


def test_who_wrote_the_report_neither_reviews_nor_finalises_it() -> None:
    ready = commissioned().given(key_report(), VIEWS)
    expert = Actor(THIRD_PARTY.id, EXPERTS.organisation, Role.EXPERT_PANEL)
    ready.when(PASSED, by=expert).refused(Code.REVIEWER_IS_FILER)
    official = Actor(THIRD_PARTY.id, REVIEWER.organisation, Role.FINANCE)
    ready.when(Finalise(), by=official).refused(Code.REVIEWER_IS_FILER)


@pytest.mark.parametrize(
    ("on", "late"), [("2023-07-30", False), ("2023-07-31", False), ("2023-08-01", True)]
)
def test_the_rules_give_31_july(on: str, *, late: bool) -> None:
    ready = commissioned(filed(imported(packaged_rules("653000")))).given(key_report(), VIEWS)
    event = ready.on(on).when(Finalise()).the(Finalised)
    assert (event.late, event.due) == (late, date(2023, 7, 31))
