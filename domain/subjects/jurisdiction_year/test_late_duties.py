"""Duties whose day was over before the year was opened, or before its rules were adopted (1429)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pytest

from domain.kernel.answer import Answer, Rules
from domain.kernel.decider import InForce
from domain.kernel.known import Known
from domain.kernel.vocabulary import start_of
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.deadlines.set_day import SetDay
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.bureau_duties import RULE
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.jurisdiction_year.pending import waits
from testkit.decider_spec import DeciderSpec, FakeRules, packaged_rules

JS, KZ = "653129", "653000"
SHEET = "score-sheet.issuing"
PARAMETERS = {
    "reminder.lead_days": ((date(2025, 1, 1), "3"),),
    "escalation.after_days": ((date(2025, 1, 1), "2"),),
}
Step = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class OfBefore:
    """The rules of 伽师 before they gave the bureau any duty."""

    rules: Rules

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Answer as the rules do; the bureau has no duties."""
        rules = FakeRules() if rule == RULE else self.rules
        return rules.ask(rule, on, **inputs)


def opened(on: str, rules: Rules | None = None) -> DeciderSpec:
    scene = DeciderSpec.of(decider, f"{JS}/2025", rules or packaged_rules(JS), on=on)
    scene = scene.given(OpenYear(portfolio="0" * 64, clock="simulated"))
    return scene.under(InForce(rules or packaged_rules(JS), parameters=PARAMETERS))


def adopting(scene: DeciderSpec, on: str) -> DeciderSpec:
    """The packs of today are adopted in the morning of a day."""
    scene = scene.on(on)
    known = Known(adopted=scene.now)
    return scene.under(InForce(packaged_rules(JS), parameters=PARAMETERS, known=known))


def lived(scene: DeciderSpec, until: str) -> tuple[DeciderSpec, list[Step]]:
    """The steps for the score sheet up to noon of a day: its kind, planned day, day of taking."""
    told: list[Step] = []
    end = scene.on(until).now
    while (step := scene.view.next_step) and step.planned <= end:
        scene = scene.at(max(scene.now, step.planned)).step(step)
        told += [
            (passed.step, str(passed.planned.date()), str(scene.now.date()))
            for passed in scene.events
            if isinstance(passed, Passed) and passed.deadline == SHEET
        ]
    return scene, told


def taken(scene: DeciderSpec, until: str, step: str) -> list[Step]:
    return [one for one in lived(scene, until)[1] if one[0] == step]


@pytest.mark.parametrize(
    ("opened_on", "escalated_on"),
    [
        ("2025-05-30", "2025-06-03"),
        ("2025-05-31", "2025-06-03"),
        ("2025-06-01", "2025-06-03"),
        ("2025-06-02", "2025-06-04"),
        ("2025-11-15", "2025-11-17"),
    ],
)
def test_a_year_that_is_opened_late_escalates_after_the_bureaus_days(
    opened_on: str, escalated_on: str
) -> None:
    # given a score sheet due on 31 May, and two days until its escalation
    scene = opened(opened_on)
    # then it is found overdue with its own day, at once where that is over
    ((_, planned, found_on),) = taken(scene, escalated_on, "overdue")
    assert (planned, found_on) == ("2025-06-01", max("2025-06-01", opened_on))
    # and escalated on that day, not on the day before
    day_before = str(date.fromisoformat(escalated_on).replace(day=int(escalated_on[-2:]) - 1))
    assert taken(scene, day_before, "escalate") == []
    assert taken(scene, escalated_on, "escalate") == [("escalate", escalated_on, escalated_on)]


def test_the_finding_says_since_when_the_duty_is_known() -> None:
    scene = opened("2025-11-15")
    opening = scene.state.life.opened.at
    # when
    (overdue,) = _findings(scene, "2025-11-15")
    # then
    assert (overdue.known_at, overdue.known_by, overdue.counts_from) == (opening, "duty", opening)


def _findings(scene: DeciderSpec, until: str) -> list[Passed]:
    found: list[Passed] = []
    end = scene.on(until).now
    while (step := scene.view.next_step) and step.planned <= end:
        scene = scene.at(max(scene.now, step.planned)).step(step)
        passed = [one for one in scene.events if isinstance(one, Passed)]
        found += [one for one in passed if (one.deadline, one.step) == (SHEET, "overdue")]
    return found


@pytest.mark.parametrize(
    ("adopted_on", "found_on", "escalated_on", "known_by"),
    [
        ("2025-05-31", "2025-06-01", "2025-06-03", None),
        ("2025-06-01", "2025-06-01", "2025-06-03", "rules"),
        ("2025-06-02", "2025-06-02", "2025-06-04", "rules"),
        ("2025-11-03", "2025-11-03", "2025-11-05", "rules"),
    ],
)
def test_rules_adopted_in_the_year_give_the_bureau_its_days_for_a_duty_that_is_over(
    adopted_on: str, found_on: str, escalated_on: str, known_by: str | None
) -> None:
    # given a year that was opened under rules without duties of the bureau
    before, _ = lived(opened("2025-01-05", OfBefore(packaged_rules(JS))), adopted_on)
    assert taken(before, adopted_on, "overdue") == []
    # when
    scene = adopting(before, adopted_on)
    # then
    assert [one[2] for one in taken(scene, escalated_on, "overdue")] == [found_on]
    assert [one[2] for one in taken(scene, escalated_on, "escalate")] == [escalated_on]
    assert [one.known_by for one in _findings(scene, escalated_on)] == [known_by]


def test_a_newer_text_changes_nothing_of_a_duty_that_was_found_overdue() -> None:
    # given a sheet that is overdue since 1 June; the text is adopted again on the 2nd
    before, told = lived(opened("2025-01-05"), "2025-06-02")
    assert [kind for kind, _, _ in told] == ["remind", "due", "overdue"]
    # when
    scene = adopting(before, "2025-06-02")
    # then it is not found once more, and escalated as before
    assert lived(scene, "2025-06-30")[1] == [("escalate", "2025-06-03", "2025-06-03")]


def test_an_escalation_that_an_older_program_planned_stays_where_it_was() -> None:
    # given a finding of before, which does not say from when its escalation counts
    scene = opened("2025-11-15")
    (step,) = [scene.view.next_step]
    assert step is not None
    taken_by_older = scene.step(step)
    state = replace(taken_by_older.state, found={})
    # then
    again = replace(taken_by_older, state=state)
    escalation = again.view.next_step
    assert escalation is not None
    assert escalation.planned == datetime.combine(date(2025, 6, 3), escalation.planned.timetz())


def test_a_day_that_was_set_later_is_counted_by_itself() -> None:
    # given a duty without a day, which gets one in the past
    scene = opened("2025-03-03").on("2025-11-15")
    act = SetDay(deadline="congress.reporting", due=date(2025, 10, 31), document="通知1号")
    scene = scene.given(act)
    wait = {one.deadline: one for one, _ in waits(scene.state, scene.in_force)}
    # then it is found overdue as before (1285)
    assert wait["congress.reporting"].found_at == start_of(date(2025, 11, 15))
    assert wait["congress.reporting"].counts_from is None
