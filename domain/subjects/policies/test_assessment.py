"""Ex-ante assessment of new policies as the jurisdictions ask for it (V09), and its gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import ReviewResult
from domain.subjects.policies.population import PolicyAdded
from domain.subjects.project_year.exante.assessment import ReportFiled
from domain.subjects.project_year.exante.reassessment import (
    CommissionReassessment,
    FileReassessment,
    ReassessmentCommissioned,
)
from domain.subjects.project_year.targets.target import TargetFiled
from testkit.builders.policies import ACTS, STAGES, STREAM, add, unregistered
from testkit.builders.project_year import assessed, report, target
from testkit.decider_spec import NEEDS_RULING, THIRD_PARTY, DeciderSpec, FakeRules, packaged_rules


def of(jurisdiction: str, on: str) -> DeciderSpec:
    return unregistered(packaged_rules(jurisdiction), on)


@pytest.mark.parametrize(
    ("jurisdiction", "on", "required", "clauses"),
    [
        ("652825", "2023-01-01", True, ["QM-010", "QM-011"]),
        ("652800", "2023-12-31", None, []),
        ("652800", "2024-01-01", True, ["BZ-058"]),
        ("652822", "2023-12-31", None, []),
        ("652822", "2024-01-01", True, ["LT-041"]),
        ("653129", "2023-12-31", None, []),
        ("653129", "2024-01-01", False, ["JS-022", "JS-026"]),
        ("653129", "2025-01-01", False, ["JS-022", "JS-026", "JS-048"]),
        ("653000", "2023-01-01", False, ["KZ-005"]),
    ],
)
def test_a_new_major_policy_is_assessed_where_the_rules_say_so(
    jurisdiction: str, on: str, required: bool | None, clauses: list[str]
) -> None:
    added = of(jurisdiction, on).when(add())
    assert added.the(PolicyAdded).exante_required is required
    (decision,) = added.outcome if isinstance(added.outcome, tuple) else ()
    cited = [citation.clause for answer in decision.basis for citation in answer.citations]
    assert sorted(cited) == clauses
    assert added.view.phase == ("ex-ante" if required else "target")


@pytest.mark.parametrize(
    ("is_new", "is_major", "required"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_only_what_is_new_and_major_is_assessed(
    is_new: bool, is_major: bool, required: bool
) -> None:
    added = unregistered().when(add(is_new=is_new, is_major=is_major))
    assert added.the(PolicyAdded).exante_required is required


def test_a_policy_that_needs_no_assessment_goes_straight_to_its_target() -> None:
    for jurisdiction in ("653129", "653000"):
        scene = of(jurisdiction, "2024-06-03").given(add())
        assert scene.view.waiting_for == ("unit:target.filing",)
        scene.given(target())
    plain = unregistered().given(add(is_major=False)).when(target())
    plain.the(TargetFiled)
    assert "exante.gate" not in plain.rules_asked()


def test_the_register_keeps_the_amount_with_its_basis() -> None:
    event = unregistered().when(add()).the(PolicyAdded)
    assert (event.estimated, event.estimated_basis) == (Decimal(5_000_000), "三年总投入")
    assert STAGES["ex-ante"]().state.known.code == STREAM.rpartition("/")[2]


def test_a_target_waits_for_a_supported_assessment() -> None:
    for stage in ("ex-ante", "assessed"):
        refused = STAGES[stage]().when(target())
        refused.refused(Code.GATE_NOT_MET)
        assert refused.rules_asked() == ["exante.gate"]
    filed = STAGES["target"]().when(target())
    filed.the(TargetFiled)
    assert filed.rules_asked()[0] == "exante.gate"


def test_a_policy_that_is_not_supported_gets_no_target() -> None:
    refused = STAGES["assessed"]().given(assessed(ReviewResult.NOT_SUPPORT))
    assert (refused.view.phase, refused.view.waiting_for) == ("ex-ante", ())
    refused.when(target()).refused(Code.GATE_NOT_MET)


def test_where_the_gate_advises_only_the_target_is_taken() -> None:
    advisory = FakeRules({"exante.required": "required", "exante.gate": "advisory"})
    unregistered(advisory).given(add(), target())


def test_the_gate_waits_for_a_ruling() -> None:
    open_gate = FakeRules({"exante.required": "required", "exante.gate": NEEDS_RULING})
    unregistered(open_gate).given(add()).when(target()).refused(Code.NEEDS_RULING)


def test_a_report_speaks_to_every_dimension() -> None:
    lacking = report(dimensions={"necessity": "充分"})
    refused = STAGES["ex-ante"]().when(lacking)
    assert "economy" in refused.refused(Code.MISSING_FIELD, "dimensions").en
    assert STAGES["ex-ante"]().when(report()).the(ReportFiled).amount_basis == "requested"


@pytest.mark.parametrize(
    ("investment", "outcome"),
    [("1999999.99", "refused"), ("2000000", "taken"), ("2000000.01", "taken")],
)
def test_a_third_party_assesses_again_from_the_amount_of_the_rules(
    investment: str, outcome: str
) -> None:
    dimensions = packaged_rules("653129").ask("exante.dimensions", date(2025, 3, 3)).outcome
    every = dict.fromkeys(dimensions, "充分")
    filed = of("653129", "2025-03-03").given(add(), report(dimensions=every))
    act = CommissionReassessment(
        commissioned="third-1", county_level_investment=Decimal(investment)
    )
    commissioned = filed.when(act)
    if outcome == "refused":
        commissioned.refused(Code.GATE_NOT_MET)
    else:
        commissioned.the(ReassessmentCommissioned)


def test_a_review_waits_for_the_reassessment_under_way() -> None:
    commissioned = STAGES["assessed"]().given(ACTS["exante.commission-reassessment"])
    commissioned.when(assessed()).refused(Code.WRONG_PHASE)
    again = FileReassessment(score=Decimal(88), result=ReviewResult.SUPPORT, document="再评估")
    other = replace(THIRD_PARTY, organisation="third-9")
    commissioned.when(again, by=other).refused(Code.WRONG_ORGANISATION)
    assert commissioned.given(again, assessed()).view.phase == "target"
