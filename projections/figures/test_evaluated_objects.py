"""The objects of key evaluation by type, as the statements of 2024 and 2025 published them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.kernel.decider import SYSTEM
from domain.kernel.serialization.envelope import unseal
from domain.shared.evaluation_objects import OBJECT_TYPES
from domain.subjects.policies import decider as policies
from domain.subjects.policies.evaluation_objects import SelectObject
from domain.subjects.policies.population import WithdrawPolicy
from domain.subjects.project_year.evaluation.key_evaluation import MarkSelected, UnmarkSelected
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from domain.subjects.project_year.population import WithdrawProject
from projections.figures.figures import figures_of
from testkit.builders.evaluated_objects import (
    BAZHOU,
    BUDGETS,
    EXCEPTION,
    FINALISATION,
    JIASHI,
    ON,
    PUBLISH,
    Published,
    evaluated,
    portfolio,
    selected,
)
from testkit.builders.policies import add_object
from testkit.builders.project_evaluation import COMMISSION, PASSED, VIEWS, key_report
from testkit.builders.undoing import undo
from testkit.decider_spec import REVIEWER, DeciderSpec, packaged_rules


def values(*scenes: DeciderSpec) -> dict[str, str]:
    """The values of F01 and F03 in the work year 2025, by name."""
    events = [unseal(one.topic, one.state) for scene in scenes for one in scene.stored]
    jurisdiction = scenes[0].state.stream.partition("/")[0]
    found = figures_of(events, jurisdiction, 2025)
    return {one.name: one.value for one in found if one.id in {"F01", "F03"}}


@pytest.mark.parametrize("told", [JIASHI, BAZHOU], ids=["653129", "652800"])
def test_the_published_numbers_follow_from_the_acts(told: Published) -> None:
    # given
    found = values(*portfolio(told))
    # then
    by_type = {kind: int(found.get(f"{kind}_objects", 0)) for kind in OBJECT_TYPES}
    assert {kind: number for kind, number in by_type.items() if number} == told.types
    assert found["objects"] == found["reported_objects"] == str(told.objects)
    assert Decimal(found["amount"]) == told.funds
    assert found["disclosed_objects"] == str(told.objects - told.withheld)
    assert found["withheld_objects"] == str(told.withheld)
    assert found["undisclosed_objects"] == "0"
    assert found["coverage"] == told.sentence


def test_a_type_without_an_object_is_not_said_to_be_covered() -> None:
    one = selected("653129", "Z01", "purchased_services")
    assert "政府购买服务" in values(one)["coverage"]
    gone = one.given(UnmarkSelected(reason="误选"), by=SYSTEM)
    other = selected("653129", "Z02", "policy")
    assert values(gone, other)["coverage"] == "评价类型覆盖一般公共预算及财政政策等方面"
    assert values(gone) == {}


def test_a_budget_without_an_object_is_not_said_to_be_covered() -> None:
    three = (
        selected("652825", f"Z{number}", "policy", budget_type=budget)
        for number, budget in enumerate(BUDGETS[1:])
    )
    covered = values(*three)["coverage"]
    assert covered == (
        "评价类型覆盖政府性基金预算、社会保险基金预算、国有资本经营预算及财政政策等方面"
    )


def test_a_selection_of_before_counts_as_a_project() -> None:
    found = values(selected("653129", "Z01", None))
    assert (found["project_objects"], found["coverage"]) == (
        "1",
        "评价类型覆盖一般公共预算及一般项目支出等方面",
    )


def test_an_object_is_counted_as_what_its_newest_selection_says() -> None:
    one = selected("653129", "Z01", "policy")
    again = one.given(MarkSelected(counted_as="ppp", further=("policy",)), by=SYSTEM)
    found = values(again)
    assert (found["ppp_objects"], "policy_objects" in found) == ("1", False)


def lower_government() -> DeciderSpec:
    """The finances of a lower government that are selected in 2025."""
    scene = DeciderSpec.of(policies, "653129/policy/D01", packaged_rules("653129"), on=ON)
    added = scene.given(add_object(object_type="lower_government", evaluated_year=2024))
    return added.given(SelectObject(work_year=2025))


def test_a_policy_or_a_lower_government_counts_in_the_work_year_of_its_selection() -> None:
    one = lower_government()
    found = values(one, selected("653129", "Z01", "policy"))
    counts = [found.get(f"{kind}_objects") for kind in ("lower_government", "policy")]
    assert counts == ["1", "1"]
    assert found["coverage"] == "评价类型覆盖一般公共预算及下级政府财政运行、财政政策等方面"
    again = one.given(undo("key-evaluation.select-object"), by=REVIEWER)
    assert values(again) == {}
    next_year = again.given(SelectObject(work_year=2026))
    assert values(next_year) == {}


def test_an_object_is_reported_withheld_and_withdrawn_like_a_project() -> None:
    scene = lower_government()
    report = key_report(evaluated=Decimal(900_000), amount_confirmed="据实填报")
    final = scene.given(COMMISSION, report, VIEWS, PASSED, Finalise())
    assert disclosure(final) == ("0", "0", "1", "900000")
    assert disclosure(final.given(PUBLISH, by=REVIEWER)) == ("1", "0", "0", "900000")
    duties = [{"of": wait.partition(":")[2], "decision": "终止"} for wait in scene.view.waiting_for]
    leaving = WithdrawPolicy.model_validate({"reason": "机构改革", "duties": duties})
    left = scene.given(leaving, by=REVIEWER)
    assert values(left) == {}
    assert values(left.given(undo("policy.withdraw"), by=REVIEWER))["objects"] == "1"


def test_a_report_is_disclosed_or_withheld_or_still_to_be_disclosed() -> None:
    amount = Decimal(900_000)
    final = evaluated(selected("652800", "Z01", "policy", confidential=True), amount)
    assert disclosure(final) == ("0", "0", "1", "900000")
    kept = final.given(EXCEPTION)
    assert disclosure(kept) == ("0", "1", "0", "900000")
    undone = kept.given(undo("disclosure.approve-exception:key_evaluation_report"), by=REVIEWER)
    assert disclosure(undone) == ("0", "0", "1", "900000")
    public = evaluated(selected("652800", "Z01", "policy"), amount).given(PUBLISH, by=REVIEWER)
    assert disclosure(public) == ("1", "0", "0", "900000")


def disclosure(scene: DeciderSpec) -> tuple[str, ...]:
    """The reports that are disclosed, withheld and neither; the amount that was evaluated."""
    found = values(scene)
    names = ("disclosed_objects", "withheld_objects", "undisclosed_objects", "amount")
    return tuple(found[name] for name in names)


def test_a_result_that_was_withdrawn_is_no_report() -> None:
    final = evaluated(selected("652800", "Z01", "policy"), Decimal(900_000))
    assert values(final)["reported_objects"] == "1"
    gone = final.given(undo("key-evaluation.finalise"), by=REVIEWER)
    assert (values(gone)["reported_objects"], values(gone)["objects"]) == ("0", "1")


def test_a_project_that_was_withdrawn_is_no_object() -> None:
    one = selected("652800", "Z01", "policy")
    open_duties = ("self-evaluation.filing", "key-evaluation.commission", FINALISATION)
    ended = [{"of": duty, "decision": "不再办理"} for duty in open_duties]
    withdrawal = {"reason": "误选", "executed": "900000", "duties": ended}
    left = one.given(WithdrawProject.model_validate(withdrawal), by=REVIEWER)
    assert values(left) == {}
    assert values(left.given(undo("project.withdraw"), by=REVIEWER))["objects"] == "1"
