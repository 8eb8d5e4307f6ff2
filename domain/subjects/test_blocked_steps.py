"""A step of the system that the bureau has to rule on first: shown, and in nobody's way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pytest

from domain.kernel.answer import Answer, Rules, RulingRef
from domain.kernel.decider import InForce, Step
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import SHANGHAI, start_of
from domain.shared.deadlines.blocked_steps import NextStep, first_unblocked
from domain.shared.fan_out.messages import FAN_OUT, REACH
from domain.subjects.project_year.deadlines.timers import OPEN_ROUND
from domain.subjects.project_year.monitoring.rounds import OpenRound
from testkit.builders.jurisdiction_evaluation import STAGES as YEAR_STAGES
from testkit.builders.policies import STAGES as POLICY_STAGES
from testkit.builders.project_evaluation import EVALUATION_STAGES
from testkit.builders.project_year import MAY, RESULT, STAGES, budgeted, monitored, result
from testkit.builders.unit_stages import STAGES as UNIT_STAGES
from testkit.decider_spec import DeciderSpec, in_force, packaged_rules

ASKED_BY_PEOPLE = {
    "exante.reassessment",
    "monitoring.failed",
    "authenticity.sample",
    "third_party.rating",
}
"""The rules that withhold some answers only: none of them is open altogether."""


@dataclass(frozen=True)
class Unruled:
    """Rules of which some answer nothing before AMB-32 is ruled on."""

    rules: Rules
    open_rules: frozenset[str]

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        answer = self.rules.ask(rule, on, **inputs)
        if rule not in self.open_rules:
            return answer
        ruling = RulingRef("AMB-32", "open", None, phrase="年中追加项目")
        return replace(answer, outcome=None, reason="needs_ruling", rulings=(ruling,))


def unruled(*rules: str, notices: dict[str, str] | None = None) -> InForce:
    """What is in force where these rules are open; a reminder goes out three days before a day."""
    known = in_force(packaged_rules(), notices, reminder_lead_days="3")
    opened = frozenset(rules)
    return replace(known, rules=Unruled(known.rules, opened), open_rules=opened)


def test_a_parked_step_is_shown_with_whom_it_waits_for_and_holds_up_no_later_one() -> None:
    # given two rounds to come that rest on an open rule, and a year's end that does not
    parked = budgeted().under(unruled("monitoring.scope")).view
    # then
    assert parked.waiting_for == ("finance:awaiting-ruling/AMB-32",)
    assert parked.next_step is not None
    assert (parked.next_step.kind, parked.next_step.planned.year) == ("open-evaluation", 2024)
    assert not parked.closed


def test_with_the_ruling_it_is_the_next_step_again_and_nothing_is_waited_for() -> None:
    ruled = budgeted().under(in_force(packaged_rules())).view
    assert ruled.next_step is not None
    assert (ruled.next_step.kind, ruled.next_step.planned) == (OPEN_ROUND, start_of(MAY))
    assert ruled.waiting_for == ()


def test_what_is_parked_is_refused_when_it_is_taken_all_the_same() -> None:
    step = Step("monitoring.round:2023-05-31", OPEN_ROUND, start_of(MAY))
    scene = budgeted().under(unruled("monitoring.scope")).at(step.planned)
    refusal = scene.step(step).refused(Code.NEEDS_RULING)
    for text in (refusal.zh, refusal.en):
        for words in ("AMB-32", "年中追加项目", "652825/rulings", "ruling.record", "jixiao submit"):
            assert words in text
        assert "monitoring.scope" in text
        assert "jixiao rulings show AMB-32" in text


def test_the_steps_of_a_day_that_a_notice_gives_are_parked_while_its_rule_is_open() -> None:
    # given a round whose due rule is open, and a reminder of the notice's day to come
    notices = {RESULT: "2023-06-10"}
    scene = monitored().at(datetime(2023, 6, 1, tzinfo=SHANGHAI))
    open_due = scene.under(unruled("monitoring.due", notices=notices))
    known = scene.under(unruled(notices=notices))
    # then
    assert known.view.next_step is not None
    assert (known.view.next_step.deadline, known.view.next_step.kind) == (RESULT, "remind")
    assert open_due.view.waiting_for == (f"unit:{RESULT}", "finance:awaiting-ruling/AMB-32")
    assert open_due.view.next_step is not None
    assert open_due.view.next_step.kind == OPEN_ROUND
    # and a person's act that rests on the same rule is refused
    open_due.when(result()).refused(Code.NEEDS_RULING)


def test_a_step_that_is_not_needed_is_not_parked() -> None:
    done = budgeted().on("2023-05-31").given(OpenRound(node=MAY))
    view = done.under(unruled("monitoring.scope")).view
    assert view.waiting_for.count("finance:awaiting-ruling/AMB-32") == 1  # the August round
    over = done.on("2023-08-31").given(OpenRound(node=date(2023, 8, 31)))
    assert (
        "finance:awaiting-ruling/AMB-32"
        not in over.under(unruled("monitoring.scope")).view.waiting_for
    )


def never(*_: Any) -> Any:
    raise AssertionError("nobody asks")


def test_nothing_is_asked_where_no_rule_is_open_and_no_fan_out_is_ever_parked() -> None:
    instant = start_of(MAY)
    due, reach = Step(RESULT, "due", instant), Step("4", REACH, instant)
    assert first_unblocked(never, {}, None, [due], in_force(packaged_rules())) == NextStep(due)
    assert first_unblocked(never, {}, None, [reach], unruled("monitoring.scope")) == NextStep(reach)
    assert first_unblocked(never, {}, None, [], unruled("monitoring.scope")) == NextStep(None)


@pytest.mark.parametrize(
    "stage",
    [
        pytest.param(make, id=f"{kind} {name}")
        for kind, stages in (
            ("project", STAGES),
            ("evaluation", EVALUATION_STAGES),
            ("unit", UNIT_STAGES),
            ("policy", POLICY_STAGES),
            ("year", YEAR_STAGES),
        )
        for name, make in stages.items()
    ],
)
def test_no_step_of_the_system_rests_on_a_rule_that_withholds_some_answers_only(
    stage: Callable[[], DeciderSpec],
) -> None:
    scene = stage()
    for _ in range(40):
        step = scene.view.next_step
        if step is None or step.kind in FAN_OUT:
            break
        scene = scene.at(max(step.planned, scene.now)).step(step)
        assert scene.events
        assert not ASKED_BY_PEOPLE & set(scene.rules_asked())
