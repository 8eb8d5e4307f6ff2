"""The final grade waits for the bureau's findings where failed monitoring rounds may cap it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.message import Command
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Verdict
from domain.shared.filings.undoable import WithdrawAct
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.shared.rectification.rectifying import Notify, Refuse, Report
from domain.shared.rectification.reviewing import (
    Accept,
    FindRefused,
    FindUnmet,
)
from domain.subjects.project_year.monitoring.rounds import OpenRound
from domain.subjects.project_year.results.grades import FinaliseGrade, GradeFinalised
from testkit.builders.project_evaluation import GRADED, REVIEWED, filed, imported, self_evaluation
from testkit.builders.project_year import AUGUST, MAY, monitored, result, reviewed
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, in_force, packaged_rules

JIASHI, BAZHOU, KIZILSU = "653129", "652800", "653000"
ASKED = ("self_evaluation.score", "grade.bands", "grade.score_source", "grade.final")
CLAUSES = {JIASHI: "JS-056", BAZHOU: "BZ-038", KIZILSU: "KZ-013"}
LAPSE = GrantException(
    rule="grade.final",
    reference="财例〔2024〕1号",
    approver="局长",
    reason="漏发整改通知，年度已结束",
    duty=f"rectification.notice:{AUGUST}",
)


@dataclass(frozen=True, slots=True)
class ChainOf:
    """The chain of a county as it is on a day, asked on any."""

    county: str
    day: date = date(2025, 6, 1)

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Ask a rule of the chain; no other is stated."""
        if rule in ASKED:
            return packaged_rules(self.county).ask(rule, self.day, **inputs)
        return FakeRules().ask(rule, on, **inputs)

    def check_ruling(self, ambiguity: str, value: Any) -> None:
        """Let every ruling through."""


def failed_twice(*acts: Command, notified: bool = True) -> DeciderSpec:
    """Both rounds of 2023 failed; a notice was sent in May, and in August if it is `notified`."""
    may = monitored().given(result("100000", "90"), reviewed("50", rectify_by=date(2023, 6, 20)))
    both = may.on("2023-06-21").given(*(one for one in acts if at(one) == MAY))
    low, score = ("1000", "50") if notified else ("900000", None)
    august = reviewed(score, node=AUGUST, **(NOTICE if notified else FAILED))
    both = both.on("2023-08-31").given(OpenRound(node=AUGUST), result(low, "90", AUGUST), august)
    return both.on("2023-09-21").given(*(one for one in acts if at(one) == AUGUST))


NOTICE = {"rectify_by": date(2023, 9, 20)}
FAILED = {"verdict": Verdict.FAILED}


def at(act: Command) -> date:
    node: date = vars(act)["node"]
    return node


def reviewed_in(scene: DeciderSpec, county: str = JIASHI, on: str = "2024-01-10") -> DeciderSpec:
    """The self-evaluation is reviewed: nothing but the rectification stands before the grade."""
    year_over = scene.under(in_force(ChainOf(county))).on(on)
    return year_over.given(self_evaluation(), REVIEWED)


def accepted(node: date) -> tuple[Command, ...]:
    return Report(node=node, measures="已整改"), Accept(node=node)


def unmet(node: date) -> tuple[Command, ...]:
    return (FindUnmet(node=node, reason="未整改"),)


def refused(node: date) -> tuple[Command, ...]:
    return (FindRefused(node=node, reason="拒不整改"),)


def own_refusal(node: date) -> tuple[Command, ...]:
    return (Refuse(node=node, reason="不认可"),)


FINDINGS = {"accepted": accepted, "unmet": unmet, "refused": refused, "own": own_refusal}


def steps(scene: DeciderSpec) -> tuple[str, ...]:
    return tuple(one.step for one in scene.the(GradeFinalised).chain)


def test_the_refusal_begins_with_the_result_and_names_equal_rounds_together() -> None:
    both = reviewed_in(failed_twice()).when(GRADED).refused(Code.GATE_NOT_MET).zh
    assert both.startswith("最终等次暂不能评定：")
    assert both.count("单位尚未完成整改") == 1
    assert f"{MAY}、{AUGUST} 单位尚未完成整改" in both
    differing = reviewed_in(failed_twice(*own_refusal(AUGUST))).when(GRADED)
    text = differing.refused(Code.GATE_NOT_MET).zh
    assert f"{MAY} 单位尚未完成整改" in text
    assert f"{AUGUST} 单位拒绝整改" in text


@pytest.mark.parametrize("county", [JIASHI, BAZHOU, KIZILSU])
@pytest.mark.parametrize(
    ("may", "august", "waits_for"),
    [
        ((), (), (MAY, AUGUST)),
        ((*unmet(MAY),), (), (AUGUST,)),
        ((), (*unmet(AUGUST),), (MAY,)),
        ((*accepted(MAY),), (), (AUGUST,)),
        ((*own_refusal(MAY),), (*own_refusal(AUGUST),), (MAY, AUGUST)),
        ((Report(node=MAY, measures="已整改"),), (*refused(AUGUST),), (MAY,)),
    ],
)
def test_the_grade_waits_for_a_finding_in_each_failed_round_and_names_them(
    county: str, may: tuple[Command, ...], august: tuple[Command, ...], waits_for: tuple[date, ...]
) -> None:
    waiting = reviewed_in(failed_twice(*may, *august), county)
    refusal = waiting.when(GRADED).refused(Code.GATE_NOT_MET)
    assert [node for node in (MAY, AUGUST) if str(node) in refusal.zh] == list(waits_for)
    assert refusal.policy == "failed_rounds_are_found"
    cited = {one.clause for answer in refusal.basis for one in answer.citations}
    assert cited == {CLAUSES[county]}


@pytest.mark.parametrize(
    ("may", "august", "capped"),
    [
        ("accepted", "accepted", set()),
        ("accepted", "unmet", {JIASHI}),
        ("unmet", "accepted", {JIASHI}),
        ("unmet", "unmet", {JIASHI}),
        ("accepted", "refused", {JIASHI, BAZHOU}),
        ("unmet", "refused", {JIASHI, BAZHOU}),
        ("refused", "refused", {JIASHI, BAZHOU}),
    ],
)
@pytest.mark.parametrize("county", [JIASHI, BAZHOU])
def test_what_was_found_caps_the_grade_or_does_not(
    county: str, may: str, august: str, capped: set[str]
) -> None:
    found = failed_twice(*FINDINGS[may](MAY), *FINDINGS[august](AUGUST))
    graded = reviewed_in(found, county).when(GRADED)
    assert ("monitoring_cap" in steps(graded)) == (county in capped)
    assert graded.the(GradeFinalised).failed_reviews == (MAY, AUGUST)


def test_an_own_refusal_beside_a_finding_counts_as_one() -> None:
    found = failed_twice(*accepted(MAY), *own_refusal(AUGUST), *unmet(AUGUST))
    assert "monitoring_cap" in steps(reviewed_in(found, BAZHOU).when(GRADED))


def uncapped(scene: DeciderSpec) -> DeciderSpec:
    """The same in 且末, whose own text has no cap, before the prefecture's was in force."""
    return reviewed_in(scene).under(in_force(ChainOf("652825", date(2023, 6, 1))))


def test_one_failed_round_or_no_cap_in_force_lets_the_grade_through() -> None:
    only_may = monitored().given(result("100000", "90"), reviewed("50"))
    one = reviewed_in(only_may).when(GRADED)
    assert (one.the(GradeFinalised).failed_reviews, steps(one)) == ((MAY,), ("band",))
    none = uncapped(failed_twice()).when(GRADED)
    assert steps(none) == ("band",)


def test_imported_history_keeps_its_facts() -> None:
    both = (date(2022, 5, 31), date(2022, 8, 31))
    scene = filed(imported(ChainOf(JIASHI), failed_reviews=both)).given(REVIEWED)
    assert "monitoring_cap" in steps(scene.when(GRADED))


def test_the_first_version_took_silence_for_consent() -> None:
    waiting = reviewed_in(failed_twice(*unmet(MAY), *accepted(AUGUST)))
    silent = reviewed_in(failed_twice())
    for scene, capped in ((waiting, True), (silent, False)):
        of_then = replace(scene.act(GRADED, REVIEWER), version=1)
        assert ("monitoring_cap" in steps(scene.take(of_then))) == capped
    assert FinaliseGrade.version == 2


def test_a_late_notice_is_allowed_and_its_day_comes_first() -> None:
    # given: the rule ordered no rectification in August
    scene = without_notice().on("2024-01-05")
    late = Notify(node=AUGUST, reason="补发", rectify_by=date(2024, 1, 9))
    notified = scene.given(late)
    notified.on("2024-01-09").when(unmet(AUGUST)[0]).refused(Code.WRONG_PHASE)
    found = notified.on("2024-01-10").given(*unmet(AUGUST))
    assert "monitoring_cap" in steps(reviewed_in(found).when(GRADED))


def without_notice() -> DeciderSpec:
    """The May round is accepted; the August round failed by its verdict, without a notice."""
    return failed_twice(*accepted(MAY), notified=False)


@pytest.mark.parametrize(("on", "granted"), [("2023-12-31", False), ("2024-01-01", True)])
def test_a_lapse_is_recorded_when_no_notice_can_be_sent_any_more(on: str, *, granted: bool) -> None:
    scene = without_notice().on(on).when(LAPSE)
    if granted:
        assert scene.the(ExceptionGranted).duty == LAPSE.duty
    else:
        assert "rectification.notify" in scene.refused(Code.WRONG_PHASE).zh


def test_a_lapsed_round_does_not_count_and_flags_the_grade() -> None:
    waiting = reviewed_in(without_notice())
    refusal = waiting.when(GRADED).refused(Code.GATE_NOT_MET)
    assert str(LAPSE.duty) in refusal.zh
    lapsed = waiting.given(LAPSE)
    lapsed.when(Notify(node=AUGUST, reason="补发")).refused(Code.WRONG_PHASE)
    lapsed.when(LAPSE).refused(Code.DUPLICATE)
    event = lapsed.when(GRADED).the(GradeFinalised)
    assert (event.failed_reviews, event.lapsed) == ((MAY,), (AUGUST,))
    assert [one.step for one in event.chain] == ["band"]
    # and the exception is withdrawn while no grade rests on it
    undo = WithdrawAct(act=f"exception.grant:{LAPSE.duty}", reason="误批")
    lapsed.given(GRADED).when(undo, by=REVIEWER).refused(Code.WRONG_PHASE)
    back = lapsed.given(undo, by=REVIEWER)
    back.when(GRADED).refused(Code.GATE_NOT_MET)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rule": "results.budget_action"}, "rule"),
        ({"duty": f"rectification.notice:{MAY}"}, "duty"),  # a notice was sent in May
        ({"duty": "rectification.notice:2023-06-30"}, "duty"),
        ({"duty": "rectification.notice:"}, "duty"),
        ({"duty": "rectification.notice:some-day"}, "duty"),
    ],
)
def test_an_exception_takes_the_place_of_no_other_notice(
    changed: dict[str, Any], field: str
) -> None:
    scene = without_notice().on("2024-01-10")
    act = LAPSE.model_copy(update=changed)
    refusal: Refusal = scene.when(act).refused(Code.INVALID_FIELD)
    assert refusal.field == field


def test_no_lapse_is_recorded_under_a_grade() -> None:
    graded = uncapped(without_notice()).given(GRADED)
    graded.when(LAPSE).refused(Code.WRONG_PHASE)
