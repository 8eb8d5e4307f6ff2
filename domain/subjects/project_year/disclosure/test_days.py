"""The day of a project's disclosures: counted from the act that each goes with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import start_of
from domain.shared.deadlines.deadline_acts import Extend, PassDeadline, Passed
from domain.shared.deadlines.set_day import DaySet, SetDay
from domain.shared.filings.disclosure import Published
from domain.subjects.project_year.targets.adjustment import ApproveAdjustment
from testkit.builders.project_evaluation import REVIEWED, filed, imported, published
from testkit.builders.project_year import ACCOUNTS, ISSUED, adjustment, budgeted
from testkit.builders.undoing import undo
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec, in_force, packaged_rules

TARGET = "unit:disclosure.project_target"
LATER = Extend(
    deadline="disclosure.adjusted_target",
    until=date(2023, 4, 20),
    approver="分管领导",
    reason="门户改版",
)


def of(jurisdiction: str, **parameters: str) -> DeciderSpec:
    """A budgeted project under the rules of a jurisdiction, issued on 20 February."""
    known = in_force(packaged_rules(jurisdiction), None, **parameters)
    return budgeted().under(known).given(ISSUED)


def on(artefact: str, day: str, **changes: Any) -> Any:
    update = {"published_on": date.fromisoformat(day), **changes}
    return published(artefact).model_copy(update=update)


@pytest.mark.parametrize(
    ("day", "late"), [("2023-03-11", False), ("2023-03-12", False), ("2023-03-13", True)]
)
def test_a_target_is_due_twenty_days_after_the_departments_budget(day: str, *, late: bool) -> None:
    issued = of("653000")
    assert issued.view.waiting_for == (TARGET,)
    assert issued.view.next_due == date(2023, 3, 12)
    event = issued.on("2023-03-20").when(on("project_target", day), by=FILER).the(Published)
    assert (event.due, event.late) == (date(2023, 3, 12), late)


def test_the_bureaus_days_replace_those_of_the_rule() -> None:
    other = of("653000", disclosure_after_days="10")
    assert other.view.next_due == date(2023, 3, 2)


def test_before_the_issue_and_where_no_text_says_when_there_is_no_day() -> None:
    before = budgeted().under(in_force(packaged_rules("653000")))
    assert (before.view.waiting_for, before.view.next_due) == ((), None)
    silent = of("652825")
    assert (silent.view.waiting_for, silent.view.next_due) == ((), None)
    event = before.when(on("project_target", "2023-02-20"), by=FILER).the(Published)
    assert (event.due, event.late) == (None, None)


def test_an_adjusted_target_is_due_after_its_approval() -> None:
    known = budgeted().under(in_force(packaged_rules("653000"))).on("2023-03-20")
    adjusted = known.given(adjustment(), ApproveAdjustment())
    assert adjusted.view.waiting_for == ("unit:disclosure.adjusted_target",)
    assert adjusted.view.next_due == date(2023, 4, 9)
    act = on("adjusted_target", "2023-04-10")
    assert adjusted.on("2023-04-10").when(act, by=FILER).the(Published).late


def test_a_day_of_the_first_adjustment_does_not_bind_the_second() -> None:
    known = budgeted().under(in_force(packaged_rules("653000"))).on("2023-03-20")
    first = known.given(adjustment(), ApproveAdjustment()).given(LATER)
    assert first.view.next_due == date(2023, 4, 20)
    done = first.on("2023-04-01").given(on("adjusted_target", "2023-04-01"), by=FILER)
    # when
    second = done.on("2023-09-01").given(adjustment(), ApproveAdjustment())
    # then
    assert second.view.next_due == date(2023, 9, 21)
    assert second.view.overdue == ()
    # and the approval taken back
    undone = second.given(undo("target.approve-adjustment"), by=REVIEWER)
    assert undone.state.own_days["disclosure.adjusted_target"].due == date(2023, 4, 20)


def test_a_form_is_due_after_the_final_accounts() -> None:
    reviewed = filed(imported(packaged_rules("653000"))).given(REVIEWED)
    assert reviewed.view.next_due is None
    accounts = ACCOUNTS.model_copy(update={"unit": reviewed.state.known.unit})
    assert reviewed.given(accounts).view.next_due == date(2024, 8, 21)


def test_an_undisclosed_target_is_found_overdue() -> None:
    issued = of("653000")
    step = issued.on("2023-03-13").view.next_step
    assert step is not None
    overdue = PassDeadline(
        deadline="disclosure.project_target", step="overdue", planned=start_of(date(2023, 3, 13))
    )
    assert (step.deadline, step.kind, step.planned) == (
        overdue.deadline,
        overdue.step,
        overdue.planned,
    )
    late = issued.on("2023-03-13").when(overdue)
    assert late.the(Passed).due == date(2023, 3, 12)
    assert late.view.overdue == ("disclosure.project_target",)
    assert late.given(on("project_target", "2023-03-13"), by=FILER).view.overdue == ()


def test_a_notice_to_the_project_gives_a_day_where_the_rules_give_none() -> None:
    key = SetDay(deadline="disclosure.project_target", due=date(2023, 4, 1), document="通知")
    of("653000").when(key).refused(Code.INVALID_FIELD, "deadline")
    noticed = of("652825").when(key)
    noticed.the(DaySet)
    assert noticed.view.next_due == date(2023, 4, 1)


@pytest.mark.parametrize(
    ("day", "taken"), [("2023-02-19", 0), ("2023-02-20", 1), ("2023-02-21", 1)]
)
def test_nothing_is_published_before_its_approval(day: str, taken: int) -> None:
    found = budgeted().on("2023-03-20").when(on("project_target", day), by=FILER)
    if taken:
        found.the(Published)
    else:
        found.refused(Code.INVALID_FIELD, "published_on")
