"""Accountability of a project's results: untruth that the log has, and who takes which measure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.subjects.project_year.results.accountability import Measured, Propose, Proposed, Record
from testkit.builders.project_evaluation import (
    DRAWN,
    GRADED,
    REVIEWED,
    VETO,
    filed,
    finding,
    graded,
    imported,
)
from testkit.decider_spec import GOVERNMENT, REVIEWER, DeciderSpec, FakeRules, packaged_rules

JIASHI, KIZILSU = "653129", "653000"
ON = date(2025, 6, 1)
BOTH = ("implementing_unit", "project_lead")


def graded_in(county: str, *, untrue: bool) -> DeciderSpec:
    """A graded project under the rules of a jurisdiction on accountability in 2025."""
    packaged = packaged_rules(county)

    def asked(rule: str) -> Any:
        return lambda inputs: packaged.ask(rule, ON, **inputs).outcome

    known = ("accountability.trigger", "results.measures")
    rules = FakeRules({**VETO.table, **{rule: asked(rule) for rule in known}})
    return filed(imported(rules)).given(REVIEWED, DRAWN, finding(untrue=untrue), GRADED)


def propose(**facts: Any) -> Propose:
    return Propose.model_validate({"against": "department", "reason": "示例", **facts})


@pytest.mark.parametrize(
    ("county", "untrue", "facts", "whom"),
    [
        (JIASHI, True, {}, BOTH),
        (JIASHI, True, {"untrue": True}, BOTH),
        (JIASHI, True, {"poor_results": True}, BOTH),
        (JIASHI, False, {"poor_results": True}, None),
        (JIASHI, False, {}, None),
        (KIZILSU, True, {}, BOTH),
        (KIZILSU, True, {"poor_results": True}, (*BOTH, "department_principal")),
        (KIZILSU, False, {"poor_results": True}, ("department_principal",)),
        (KIZILSU, False, {}, None),
    ],
)
def test_an_untrue_self_evaluation_holds_to_account_and_a_low_score_does_where_it_is_said(
    county: str, *, untrue: bool, facts: dict[str, Any], whom: tuple[str, ...] | None
) -> None:
    proposed = graded_in(county, untrue=untrue).when(propose(**facts))
    if whom is None:
        proposed.refused(Code.GATE_NOT_MET)
    else:
        event = proposed.the(Proposed)
        assert (event.whom, event.untrue) == (whom, untrue or None)


def test_nobody_is_proposed_for_an_untruth_that_nobody_found() -> None:
    refusal = graded_in(KIZILSU, untrue=False).when(propose(untrue=True))
    refusal.refused(Code.INVALID_FIELD, "untrue")


def test_a_proposal_of_before_asked_for_no_untruth() -> None:
    scene = graded_in(KIZILSU, untrue=True)
    of_then = replace(scene.act(propose(poor_results=True), REVIEWER), version=1)
    event = scene.take(of_then).the(Proposed)
    assert (event.whom, event.untrue) == (("department_principal",), None)


def record(name: str, **more: Any) -> Record:
    told = {"measure": name, "whom": "示例单位", "document": "通报1号"}
    return Record.model_validate(told | more)


@pytest.mark.parametrize("county", [JIASHI, KIZILSU])
@pytest.mark.parametrize("by", [REVIEWER, GOVERNMENT])
@pytest.mark.parametrize("name", ["circulated_criticism", "regulatory_talk"])
def test_the_bureau_criticises_and_talks_itself(county: str, by: Any, name: str) -> None:
    taken = graded_in(county, untrue=False).when(record(name), by=by)
    assert taken.the(Measured).measure == name
    assert taken.rules_asked() == ["results.measures"]


def test_another_measure_is_told_in_words() -> None:
    scene = graded_in(JIASHI, untrue=False)
    scene.when(record("other"), by=REVIEWER).refused(Code.MISSING_FIELD, "words")
    taken = scene.when(record("other", words="发函督办"), by=REVIEWER)
    assert taken.the(Measured).words == "发函督办"


def test_only_the_government_holds_to_account() -> None:
    scene = graded_in(JIASHI, untrue=True).given(propose())
    held = record("hold_to_account")
    scene.when(held, by=REVIEWER).refused(Code.WRONG_ROLE)
    assert scene.when(held, by=GOVERNMENT).the(Measured).measure == "hold_to_account"


def test_a_measure_of_before_was_the_governments() -> None:
    scene = graded_in(JIASHI, untrue=False)
    for by, taken in ((REVIEWER, False), (GOVERNMENT, True)):
        of_then = replace(scene.act(record("circulated_criticism"), by), version=1)
        decided = scene.take(of_then)
        if taken:
            assert decided.the(Measured).measure == "circulated_criticism"
        else:
            decided.refused(Code.WRONG_ROLE)


def test_a_measure_that_the_rules_do_not_have_is_named_in_words() -> None:
    may = FakeRules({**VETO.table, "results.measures": {"may": ["regulatory_talk"]}})
    scene = graded(filed(imported(may)))
    refusal = scene.when(record("circulated_criticism"), by=REVIEWER).refused(Code.GATE_NOT_MET)
    assert "约谈" in refusal.zh
    assert "regulatory_talk" not in refusal.zh
