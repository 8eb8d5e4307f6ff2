"""The five small years: the same situations under five jurisdictions' rules."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from domain.kernel.decider import Recorded
from store.packs.packaged_packs import packaged_packs
from tests.small_years import EXAMPLES, YEARS, expected, folder, offline_summary, year

JS, QM, LT, BZ, KZ = YEARS
EACH = pytest.mark.parametrize("jurisdiction", YEARS)

RESTS_ON = {
    "project.added": {"exante.required"},
    "exante.report-filed": {"exante.dimensions"},
    "exante.reviewed": {"exante.gate"},
    "exante.reassessment-commissioned": {"exante.reassessment"},
    "library.admitted": {"library.gate"},
    "target.filed": {"target.indicator_classes", "target.weights"},
    "target.approved": {"target.gate"},
    "budget.approved": {"target.gate"},
    "monitoring.round-opened": {"monitoring.nodes", "monitoring.scope"},
    "monitoring.reviewed": {"monitoring.trigger", "monitoring.failed"},
    "monitoring.warned": {"monitoring.warning_lines"},
    "self-evaluation.filed": {"self_evaluation.score", "self_evaluation.due"},
    "self-evaluation.reviewed": {"grade.bands"},
    "department-evaluation.selected": {
        "department_evaluation.coverage",
        "department_evaluation.priority",
    },
    "department-evaluation.report-filed": {"department_evaluation.due"},
    "authenticity.drawn": {"authenticity.sample"},
    "authenticity.finding-recorded": {"authenticity.due"},
    "key-evaluation-plan.set": {"key_evaluation.minimum", "key_evaluation.budget_coverage"},
    "key-evaluation.selected": {"key_evaluation.priority"},
    "key-evaluation.commissioned": {"key_evaluation.procurement"},
    "key-evaluation.panel-reviewed": {"key_evaluation.panel"},
    "key-evaluation.finalised": {"key_evaluation.panel", "grade.bands", "key_evaluation.due"},
    "grade.finalised": {"grade.score_source", "grade.final"},
    "results.proposed": {"results.budget_action"},
    "accountability.proposed": {"accountability.trigger"},
    "disclosure.published": {"disclosure.required"},
    "disclosure.exception-approved": {"disclosure.required"},
    "overall-target.filed": {"target.overall_dimensions", "target.overall.due"},
    "appraisal.published": {"unit_appraisal.measures"},
    "third-party.entrusted": {"key_evaluation.procurement"},
    "third-party.rated": {"third_party.rating"},
    "third-party.inspection-directed": {"third_party.inspection"},
    "third-party.inspection-drawn": {"third_party.inspection"},
    "county-report.filed": {"county_report.due"},
    "county-appraisal.scored": {"county_appraisal.windows"},
    "county-summary.filed": {"county_summary.due"},
    "special-budgets-summary.filed": {"special_budgets_summary.due"},
    "direct-funds.reviewed": {"scope.subjects"},
    "policy.added": {"exante.required"},
}
"""The rules that a decision of each kind rests on."""

STEPS = ("band", "monitoring_cap", "audit_cap", "major_problem", "veto")


def told(jurisdiction: str, name: str, code: str) -> list[Recorded[Any]]:
    """The events of a name in the subject that ends with a code."""
    return [
        one
        for one in year(jurisdiction).events
        if one.event.name == name and one.stream.rpartition("/")[2] == code
    ]


def first(jurisdiction: str, name: str, code: str) -> Any:
    return told(jurisdiction, name, code)[0].event


def refusals(jurisdiction: str, command: str, code: str) -> list[str]:
    """What acts of a name on a subject were refused for."""
    return [
        one.refusal.code.value
        for one in year(jurisdiction).refused
        if one.command == command and one.stream.rpartition("/")[2] == code
    ]


def test_the_files_are_what_the_generator_writes() -> None:
    generator = [sys.executable, "-B", str(EXAMPLES / "small_years" / "generate.py"), "--check"]
    checked = subprocess.run(generator, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_no_module_of_the_generator_knows_a_jurisdiction() -> None:
    known = packaged_packs().jurisdictions
    for module in (EXAMPLES / "small_years").glob("*.py"):
        text = module.read_text("utf-8")
        assert [code for code in known if re.search(rf"\b{code}\b", text)] == [], module.name


@EACH
def test_a_year_comes_to_what_is_expected(jurisdiction: str) -> None:
    assert offline_summary(jurisdiction) == expected(jurisdiction)


@EACH
def test_the_rounds_of_a_year_are_analysed_where_the_rules_ask_for_it(jurisdiction: str) -> None:
    analysed = [
        one for one in year(jurisdiction).events if one.event.name == "monitoring.round-analysed"
    ]
    asks = jurisdiction == LT
    assert [str(one.event.node) for one in analysed] == (
        ["2025-05-31", "2025-08-31"] if asks else []
    )
    for one in analysed:
        assert [basis["clauses"] for basis in one.basis] == [["LT-048"]]
        assert (one.event.late, str(one.event.due)) in [
            (False, "2025-06-30"),
            (False, "2025-09-30"),
        ]


@EACH
def test_a_year_is_told_in_its_folder(jurisdiction: str) -> None:
    readme = (folder(jurisdiction) / "README.md").read_text("utf-8")
    assert f"jixiao drill --jurisdiction {jurisdiction} --work-year {YEARS[jurisdiction]}" in readme


def test_a_year_is_closed_when_the_bureau_has_done_its_duties() -> None:
    assert refusals(KZ, "year.close", "2023") == ["wrong-phase", "gate-not-met"]
    (dropped,) = [one for one in told(KZ, "exception.granted", "2023") if one.event.duties]
    assert dropped.event.duties == ("congress.reporting",)
    assert {one["rule"] for one in dropped.basis} == {"bureau_duty.due"}
    for jurisdiction, work_year in YEARS.items():
        assert len(told(jurisdiction, "year.closed", str(work_year))) == 1


def test_the_prefecture_adds_up_what_its_counties_counted() -> None:
    (issued,) = told(KZ, "prefecture-summary.issued", "2023")
    found = {
        one.figure: (one.objects, one.missing, one.without_funds)
        for one in issued.event.figures or ()
    }
    assert found == {
        "self_evaluations": (10 + 11 + 12, ("653024",), ("653022",)),
        "key_evaluations": (3, ("653022", "653023", "653024"), ()),
    }


@EACH
def test_every_decision_names_rule_clauses_and_pack(jurisdiction: str) -> None:
    own = packaged_packs().loaded(jurisdiction).ref
    for one in year(jurisdiction).events:
        for basis in one.basis:
            assert basis["rule"], one
            assert basis["pack"] == {"id": own.id, "sha256": own.sha256}
            assert bool(basis["clauses"]) == (basis["reason"] != "not_stated"), (one, basis)


@EACH
def test_no_act_lacks_the_rules_that_it_rests_on(jurisdiction: str) -> None:
    names = {one.event.name for one in year(jurisdiction).events}
    assert len(names & set(RESTS_ON)) > len(RESTS_ON) * 3 // 4
    for one in year(jurisdiction).events:
        asked = {basis["rule"] for basis in one.basis}
        assert RESTS_ON.get(one.event.name, set()) <= asked, (one.stream, one.event.name)


@EACH
def test_a_grade_is_shown_step_by_step_in_its_order(jurisdiction: str) -> None:
    grades = [one.event for one in year(jurisdiction).events if one.event.name == "grade.finalised"]
    assert len(grades) >= 14
    for event in grades:
        steps = [step.step for step in event.chain]
        assert steps == [step for step in STEPS if step in steps]
        assert (steps[0], event.chain[0].before) == ("band", None)
        assert all(later.before == earlier.after for earlier, later in pairwise(event.chain))
        assert event.chain[-1].after == event.grade
        assert all(step.clause for step in event.chain)


@pytest.mark.parametrize(("jurisdiction", "clause"), [(JS, "JS-082"), (KZ, "KZ-053")])
def test_the_section_that_a_clause_names_has_the_budget(jurisdiction: str, clause: str) -> None:
    tried = refusals(jurisdiction, "section.set", "organisations")
    (own,) = [
        one
        for one in told(jurisdiction, "section.set", "organisations")
        if one.event.section == "SB"
    ]
    assert set(tried) == {"invalid-field"}
    assert clause in {one for basis in own.basis for one in basis["clauses"]}


@pytest.mark.parametrize("jurisdiction", [JS, KZ])
def test_a_section_does_not_act_outside_of_its_remit(jurisdiction: str) -> None:
    assert refusals(jurisdiction, "extend", "P06") == ["wrong-organisation"]


def test_a_department_returns_and_endorses_an_adjusted_target_before_the_bureau() -> None:
    # given a county whose bureau has departments review adjusted targets
    of = "P07"
    assert refusals(QM, "target.approve-adjustment", of) == ["gate-not-met"]
    # then its department returned one and endorsed the next
    (back,) = told(QM, "filing.returned-to-unit", of)
    (endorsed,) = told(QM, "filing.endorsed", of)
    assert [one.effective_on.isoformat() for one in (back, endorsed)] == [
        "2024-07-16",
        "2024-07-18",
    ]
    assert {one.event.department for one in (back, endorsed)} == {"U01"}
    assert {one.event.late for one in (back, endorsed)} == {False}
    assert [str(one.event.due) for one in told(QM, "filing.referred", of)] == [
        "2024-07-18",
        "2024-07-20",
    ]


@pytest.mark.parametrize("jurisdiction", sorted({*YEARS} - {QM}))
def test_elsewhere_no_filing_goes_to_a_department(jurisdiction: str) -> None:
    assert "filing.referred" not in expected(jurisdiction)["events"]


@EACH
def test_the_filer_reviews_nothing_of_their_own(jurisdiction: str) -> None:
    assert refusals(jurisdiction, "monitoring.review", "P07") == ["reviewer-is-filer"]
    assert refusals(jurisdiction, "self-evaluation.review", "H02") == ["reviewer-is-filer"]


@pytest.mark.parametrize(
    ("jurisdiction", "rule"), [(QM, "results.budget_action"), (KZ, "key_evaluation.minimum")]
)
def test_what_holds_in_principle_is_departed_from_by_an_exception(
    jurisdiction: str, rule: str
) -> None:
    events = year(jurisdiction).events
    exceptions = [one.event for one in events if one.event.name == "exception.granted"]
    (granted,) = [one for one in exceptions if one.rule == rule]
    assert granted.approver
    assert granted.reason
    used = [one for one in events if getattr(one.event, "exception", None) == granted.reference]
    assert len(used) == 1


def monitoring_due(jurisdiction: str) -> Any:
    """V01: the result of 31 May is filed on 8 June."""
    event = first(jurisdiction, "monitoring.result-filed", "P08")
    return event.due and (event.due.month, event.due.day), event.late


def review(jurisdiction: str, code: str) -> Any:
    event = first(jurisdiction, "monitoring.reviewed", code)
    return event.reasons if event.rectify else ()


def exactly_twenty(jurisdiction: str) -> Any:
    """V02: 19.99, 20.00 and 20.01 points between execution and completion."""
    return tuple(review(jurisdiction, code) for code in ("P02", "P01", "P04"))


def low_score(jurisdiction: str) -> Any:
    """V03: a review score of 59.99, and of exactly 60."""
    return review(jurisdiction, "P05"), review(jurisdiction, "P06")


def either_alone(jurisdiction: str) -> Any:
    """V04: by deviation alone, by score alone, and whether a reading of 或 / 及 is cited."""
    in_may = told(jurisdiction, "monitoring.reviewed", "P04")[0]
    (trigger,) = [one for one in in_may.basis if one["rule"] == "monitoring.trigger"]
    cited = {ruling["ambiguity"] for ruling in trigger["rulings"]}
    return review(jurisdiction, "P04"), review(jurisdiction, "P05"), "AMB-03" in cited


def capped(jurisdiction: str) -> Any:
    """V07: both rounds failed: not rectified; refused; rectified. All three with 92 points."""
    return tuple(
        first(jurisdiction, "grade.finalised", code).grade for code in ("H07", "H08", "H09")
    )


def unsupported(jurisdiction: str) -> Any:
    """V10: a new and major project whose assessment came to 不支持 is to enter the library."""
    refused = refusals(jurisdiction, "library.admit", "P03")
    return refused, len(told(jurisdiction, "budget.approved", "P03"))


def planned(jurisdiction: str) -> Any:
    """V14: objects of the plan that held, of five proposed, and whether it needed an exception."""
    event = first(jurisdiction, "key-evaluation-plan.set", str(YEARS[jurisdiction]))
    return event.count, bool(event.exception)


def panel_of_two(jurisdiction: str) -> Any:
    """V15: a panel of the bureau and a third party alone reviews a report."""
    return tuple(refusals(jurisdiction, "key-evaluation.panel-review", "H14"))


def proposed(jurisdiction: str, code: str) -> Any:
    event = first(jurisdiction, "results.proposed", code)
    return set(event.actions), event.alternatives, event.in_principle


def below_eighty(jurisdiction: str) -> Any:
    """V16: a result of 73 points, its targets missed."""
    return proposed(jurisdiction, "H03")


def poor(jurisdiction: str) -> Any:
    """V17: a poor result, its targets missed."""
    return proposed(jurisdiction, "H04")


JUDGED = ("judgement",)
ALTERNATIVES = ({"clear_carry_over", "recover", "reduce"}, True, False)
NOTHING: Any = (set(), False, False)

DIFFERENCES: dict[str, tuple[Callable[[str], Any], dict[str, Any]]] = {
    "V01": (
        monitoring_due,
        {
            JS: ((6, 7), True),
            KZ: ((6, 10), False),
            **dict.fromkeys((QM, LT, BZ), (None, False)),
        },
    ),
    "V02": (
        exactly_twenty,
        {
            JS: ((), ("deviation",), ("deviation",)),
            **dict.fromkeys((QM, LT), ((), (), ("deviation",))),
            **dict.fromkeys((BZ, KZ), ((), JUDGED, JUDGED)),
        },
    ),
    "V03": (
        low_score,
        {
            **dict.fromkeys((JS, QM), (("score",), ())),
            LT: ((), ()),
            **dict.fromkeys((BZ, KZ), (JUDGED, ())),
        },
    ),
    "V04": (
        either_alone,
        {
            **dict.fromkeys((JS, QM), (("deviation",), ("score",), True)),
            LT: (("deviation",), (), False),
            **dict.fromkeys((BZ, KZ), (JUDGED, JUDGED, False)),
        },
    ),
    "V07": (
        capped,
        {
            **dict.fromkeys((JS, KZ), ("fair", "fair", "excellent")),
            **dict.fromkeys((BZ, QM, LT), ("excellent", "fair", "excellent")),
        },
    ),
    "V10": (
        unsupported,
        {**dict.fromkeys((JS, QM, LT, KZ), (["gate-not-met"], 0)), BZ: ([], 1)},
    ),
    "V14": (planned, {**dict.fromkeys((JS, QM, LT, BZ), (5, False)), KZ: (10, True)}),
    "V15": (panel_of_two, {JS: ("gate-not-met",), **dict.fromkeys((QM, LT, BZ, KZ), ())}),
    "V16": (
        below_eighty,
        {
            JS: ({"urge_improvement", "deduct"}, False, False),
            KZ: ({"deduct"}, False, False),
            QM: ({"rectify"}, False, False),
            LT: ALTERNATIVES,
            BZ: NOTHING,
        },
    ),
    "V17": (
        poor,
        {
            JS: ({"reduce_or_cancel", "deduct"}, False, False),
            KZ: ({"deduct"}, False, False),
            QM: ({"not_arranged"}, False, True),
            LT: ALTERNATIVES,
            BZ: NOTHING,
        },
    ),
}
"""The documents' differences: what is asked of each year, and what its decisions say."""


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_the_same_situation_comes_to_what_each_document_says(difference: str) -> None:
    ask, outcomes = DIFFERENCES[difference]
    assert {jurisdiction: ask(jurisdiction) for jurisdiction in YEARS} == outcomes


def test_a_deduction_waits_for_the_ruling_and_follows_it() -> None:
    assert refusals(JS, "results.apply", "H03") == ["needs-ruling", "invalid-field"]
    before, after = (one.event.deduction for one in told(JS, "results.proposed", "H03"))
    assert (before, str(after)) == (None, "10000")
    assert str(first(JS, "results.applied", "H03").amount) == "90000"


def test_a_deduction_of_the_departments_projects_lands_on_the_unit_and_is_named() -> None:
    assert refusals(KZ, "results.propose", "H03") == ["missing-field"]
    assert refusals(KZ, "results.apply", "H03") == ["needs-ruling", "missing-field"]
    for code, unit, deduction in (("H03", "U01", "160000"), ("H04", "U02", "400000")):
        (landed,) = told(KZ, "department-deduction.recorded", unit)
        used = first(KZ, "results.applied", code)
        assert (landed.event.of_project, str(landed.event.deduction)) == (code, deduction)
        assert used.department_deduction == landed.event.document


def test_money_is_taken_back_before_a_result_that_recovers_it_is_used() -> None:
    for jurisdiction in (JS, KZ):
        for code in ("H12", "H14"):
            assert refusals(jurisdiction, "results.apply", code)[0] == "wrong-phase"
            came = [one for one in names(jurisdiction, code) if one in _TAKEN_BACK]
            assert came == list(_TAKEN_BACK)


_TAKEN_BACK = ("funds.recovered", "results.applied")


def test_untruth_found_outside_the_draw_reopens_the_grade_where_it_vetoes() -> None:
    for jurisdiction in YEARS:
        grades = [one.event.grade for one in told(jurisdiction, "grade.finalised", "H14")]
        vetoed = jurisdiction in {JS, KZ}
        assert grades == (["excellent", "poor"] if vetoed else ["excellent"])
        # the old grade is not used meanwhile
        waited = ["gate-not-met"] if vetoed else []
        assert refusals(jurisdiction, "results.propose", "H14") == waited


def test_priority_for_what_was_found_has_a_reason_or_says_that_it_has_none() -> None:
    with_reason, without = (first(QM, "results.applied", code) for code in ("H10", "H12"))
    assert (with_reason.reason is None, with_reason.flags) == (False, None)
    assert (without.reason, without.flags) == (None, ("untrue_self_evaluation",))
    assert first(QM, "results.applied", "H14").flags == ("untrue_self_evaluation",)


def test_a_declared_investment_is_confirmed_or_corrected_with_a_reason() -> None:
    for jurisdiction in (JS, KZ):
        refused = refusals(jurisdiction, "exante.commission-reassessment", "P02")
        assert refused[0] == "missing-field"
        event = first(jurisdiction, "exante.reassessment-commissioned", "P02")
        kept = (str(event.declared_investment), str(event.county_level_investment))
        assert kept == ("2500000", "2600000")
        assert event.reason


def test_support_against_a_reassessment_has_a_reason() -> None:
    for jurisdiction in (JS, KZ):
        assert refusals(jurisdiction, "exante.review", "P02") == ["missing-field"]
        event = first(jurisdiction, "exante.reviewed", "P02")
        assert (event.result, event.against) == ("支持", "不支持")
        assert first(jurisdiction, "exante.reviewed", "P01").against is None


@EACH
def test_the_parts_of_a_project_sum_to_its_amount(jurisdiction: str) -> None:
    assert refusals(jurisdiction, "funding.record", "P04") == ["invalid-field"]
    parts = {code: first(jurisdiction, "funding.recorded", code).funding for code in ("P01", "P04")}
    assert {code: str(one.total) for code, one in parts.items()} == {
        "P01": "2600000",
        "P04": "1200000",
    }


def test_an_untrue_self_evaluation_is_vetoed_and_recovered_where_the_documents_say_so() -> None:
    grades = {code: first(code, "grade.finalised", "H12").grade for code in YEARS}
    assert grades == {JS: "poor", KZ: "poor", QM: "excellent", LT: "excellent", BZ: "excellent"}
    for jurisdiction in (JS, KZ):
        assert first(jurisdiction, "funds.recovered", "H12").called_for == "veto"


ROUNDS_BEFORE = (JS, QM, LT)
"""Where the rules gave rounds in the year before: there H07 to H09 have them in the log."""


def names(jurisdiction: str, code: str) -> list[str]:
    """The names of a project's events, in their order."""
    events = year(jurisdiction).events
    return [one.event.name for one in events if one.stream.rpartition("/")[2] == code]


def test_a_grade_waits_until_the_bureau_finds_something_in_a_silent_round() -> None:
    for jurisdiction in YEARS:
        waited = ["gate-not-met"] if jurisdiction in ROUNDS_BEFORE else []
        taken = "act.propose" if jurisdiction == QM else "grade.finalise"
        assert refusals(jurisdiction, taken, "H07") == waited
    for jurisdiction in ROUNDS_BEFORE:
        found, graded = "rectification.unmet-found", "grade.finalised"
        came = [name for name in names(jurisdiction, "H07") if name in {found, graded}]
        assert came == [found] * (1 if jurisdiction == LT else 2) + [graded]
        refused = [one for one in year(jurisdiction).refused if one.stream.endswith("/H07")]
        cap = "JS-056" if jurisdiction == JS else "BZ-038"
        assert {cite.clause for cite in refused[0].refusal.basis[0].citations} == {cap}


def test_a_grade_and_a_use_are_signed_by_two_where_the_bureau_asks_for_it() -> None:
    # one alone is refused, the head returns one, and each takes effect with the head's signature
    assert refusals(QM, "grade.finalise", "H02") == ["gate-not-met"]
    kinds = {"act.proposed", "act.proposal-returned", "act.signed", "grade.finalised"}
    came = [name for name in names(QM, "H03") if name in kinds]
    returned, taken = ["act.proposed", "act.proposal-returned"], ["act.proposed", "act.signed"]
    assert came[:5] == [*returned, *taken, "grade.finalised"]
    for event in ("grade.finalised", "results.applied"):
        for one in told(QM, event, "H01"):
            assert one.actor.id == "fin-07"
    for jurisdiction in set(YEARS) - {QM}:
        assert "act.signed" not in names(jurisdiction, "H01")


def test_where_no_rule_orders_a_notice_it_comes_late_or_its_absence_is_on_record() -> None:
    (notice,) = told(LT, "rectification.notified", "H07")
    assert (notice.event.node.month, notice.effective_on.isoformat()) == (5, "2025-08-11")
    (lapse,) = told(LT, "exception.granted", "H07")
    assert (lapse.event.duty, bool(lapse.event.approver)) == (
        "rectification.notice:2024-08-31",
        True,
    )
    grade = first(LT, "grade.finalised", "H07")
    assert [node.month for node in (*grade.failed_reviews, *grade.lapsed)] == [5, 8]
    for jurisdiction in (JS, QM):
        notices = told(jurisdiction, "rectification.notified", "H07")
        assert {one.event.rectify_by.year for one in notices} == {YEARS[jurisdiction] - 1}


def test_a_refusal_that_the_bureau_found_stands_beside_the_units_own_or_alone() -> None:
    for jurisdiction in ROUNDS_BEFORE:
        found = told(jurisdiction, "rectification.refusal-found", "H08")
        assert [one.event.on_record for one in found] == [True, False]
        grade = first(jurisdiction, "grade.finalised", "H08")
        assert (grade.grade, grade.refused) == ("fair", True)


def test_an_audit_finding_after_the_grade_leads_to_another_grade() -> None:
    for jurisdiction, after in ((JS, "fair"), (KZ, "fair"), (QM, "excellent")):
        grades = [one.event.grade for one in told(jurisdiction, "grade.finalised", "H13")]
        assert grades == ["excellent", after], jurisdiction


def test_what_supervision_found_caps_the_grade_or_flags_it() -> None:
    for jurisdiction in YEARS:
        assert refusals(jurisdiction, "finding.record", "H06") == ["wrong-role"]
        capped = jurisdiction in {JS, KZ}
        grade = first(jurisdiction, "grade.finalised", "H06")
        assert (grade.grade, grade.audit_findings) == ("fair" if capped else "excellent", 1)
    assert first(QM, "results.applied", "H06").flags == ("audit_findings",)
    assert first(JS, "results.applied", "H06").flags is None


def test_a_county_is_late_where_the_rules_give_a_day() -> None:
    filed = {
        jurisdiction: [
            (one.effective_on.day, one.event.due and one.event.due.day, one.event.late)
            for one in year(jurisdiction).events
            if one.event.name == "county-report.filed" and one.effective_on.month == 6
        ]
        for jurisdiction in (BZ, KZ)
    }
    assert filed[BZ] == [(8, None, False), (13, None, False)]
    assert filed[KZ] == [(8, 10, False), (8, 10, False), (8, 10, False), (13, 10, True)]


def test_nothing_is_public_before_the_approval_of_the_congress_is_recorded() -> None:
    for jurisdiction in YEARS:
        refused = refusals(jurisdiction, "disclosure.publish", "P01")
        assert refused == (["gate-not-met"] if jurisdiction == LT else [])
    (published,) = [
        one
        for one in told(LT, "disclosure.published", "P01")
        if one.event.artefact == "project_target"
    ]
    rules = {basis["rule"]: basis["clauses"] for basis in published.basis}
    assert rules["disclosure.not_before"] == ["LT-008"]


@pytest.mark.parametrize(
    ("jurisdiction", "met"),
    [
        (JS, [False, True]),
        (LT, [False, True]),
        (KZ, [False, True]),
        (BZ, [True, False]),
        (QM, [True, True]),
    ],
)
def test_another_channel_meets_the_duty_where_the_text_or_the_bureaus_list_allows_it(
    jurisdiction: str, met: list[bool]
) -> None:
    published = told(jurisdiction, "disclosure.published", "U01")
    targets = [one.event for one in published if one.event.artefact == "overall_target"]
    assert [one.fulfils for one in targets] == met


FORM, KEY_REPORT = "self_evaluation_form", "key_evaluation_report"


@pytest.mark.parametrize(
    ("jurisdiction", "kept"),
    [(JS, {KEY_REPORT}), (KZ, {FORM, KEY_REPORT}), (BZ, set()), (LT, set()), (QM, set())],
)
def test_what_is_sensitive_is_kept_back_where_the_text_excepts_it(
    jurisdiction: str, kept: set[str]
) -> None:
    for code, extent in (("H02", "part"), ("H13", "whole")):
        approved = told(jurisdiction, "disclosure.exception-approved", code)
        public = told(jurisdiction, "disclosure.published", code)
        artefacts = {one.event.artefact for one in approved} & {FORM, KEY_REPORT}
        assert artefacts == kept
        assert {(one.event.ground, one.event.extent) for one in approved} <= {("sensitive", extent)}
        unreadable = {one.event.artefact for one in public if one.event.redacted}
        assert unreadable & {FORM, KEY_REPORT} == (kept if extent == "part" else set())
        whole = {one.event.artefact for one in public} & kept
        assert whole == (kept if extent == "part" else set())


@EACH
def test_a_budget_waits_for_the_call_where_the_text_has_them_called_for_together(
    jurisdiction: str,
) -> None:
    (call,) = told(jurisdiction, "budget-call.issued", str(YEARS[jurisdiction]))
    refused = refusals(jurisdiction, "department-budget.issue", "U01")
    assert refused == (["gate-not-met"] if jurisdiction == LT else [])
    first, *_ = told(jurisdiction, "department-budget.issued", "U01")
    assert call.effective_on < first.effective_on
