"""The day of a project's disclosures: counted from the act that each goes with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.known import Known
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import start_of
from domain.shared.deadlines.deadline_acts import Extend, PassDeadline, Passed
from domain.shared.deadlines.set_day import DaySet, SetDay
from domain.shared.filings.disclosure import Published
from domain.subjects.project_year.targets.adjustment import ApproveAdjustment
from testkit.builders import late_project
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


def adjusted_by_imports(approved: str = "2023-06-06") -> DeciderSpec:
    """A project that entered on 28 November, with an adjustment of June among its imports."""
    scene = late_project.budgeted().under(in_force(packaged_rules("653000")))
    content = adjustment().model_dump(mode="json", exclude_none=True)
    filed = late_project.imported("target.adjust", "2023-06-05", late_project.CLERK, **content)
    return scene.given(filed, late_project.imported("target.approve-adjustment", approved))


ADJUSTED = "disclosure.adjusted_target"
NOON = timedelta(hours=12)


def overdue_of(scene: DeciderSpec) -> list[Passed]:
    """The findings of the disclosure of the adjusted target so far."""
    passed = (one.event for one in scene.recorded() if isinstance(one.event, Passed))
    return [one for one in passed if (one.deadline, one.step) == (ADJUSTED, "overdue")]


@pytest.mark.parametrize(("day", "found"), [("11-28", 0), ("11-29", 1), ("11-30", 1)])
def test_a_disclosure_that_an_import_began_is_overdue_when_its_day_ends(
    day: str, found: int
) -> None:
    scene = adjusted_by_imports()
    now = start_of(date.fromisoformat(f"2023-{day}")) + NOON
    assert len(overdue_of(scene.until(now))) == found
    assert [one.planned for one in overdue_of(scene.until(now))] == [
        start_of(date(2023, 11, 29))
    ] * found


def test_a_publication_that_is_recorded_on_the_day_of_the_import_is_not_found_overdue() -> None:
    told = adjusted_by_imports().given(on("adjusted_target", "2023-06-20"), by=FILER)
    assert told.the(Published).late is False
    assert overdue_of(told.until(start_of(date(2023, 12, 20)))) == []


def reviewed_on(day: str) -> DeciderSpec:
    """A form that was reviewed on a day; the accounts were issued on 1 March 2024."""
    form = filed(imported(packaged_rules("653000")))
    own = {"unit": form.state.known.unit, "issued_on": date(2024, 3, 1)}
    issued = form.on("2024-03-01").given(ACCOUNTS.model_copy(update=own))
    return issued.on(day).given(REVIEWED)


@pytest.mark.parametrize(
    ("day", "known"), [("2024-03-20", False), ("2024-03-21", False), ("2024-03-22", True)]
)
def test_a_form_that_was_reviewed_after_its_day_says_that_the_duty_began_late(
    day: str, *, known: bool
) -> None:
    scene = reviewed_on(day)
    overdue = PassDeadline(
        deadline="disclosure.self_evaluation_form",
        step="overdue",
        planned=start_of(date(2024, 3, 22)),
    )
    event = scene.at(start_of(date(2024, 9, 10))).when(overdue).the(Passed)
    began = scene.state.begun["disclosure.self_evaluation_form"] if known else None
    assert (event.known_at, event.known_by) == (began, "duty" if known else None)


def test_a_published_artefact_keeps_its_begin_and_a_new_adjustment_begins_anew() -> None:
    under = budgeted().under(in_force(packaged_rules("653000")))
    first = under.on("2023-03-20").given(adjustment(), ApproveAdjustment())
    told = first.on("2023-03-25").given(on("adjusted_target", "2023-03-25"), by=FILER)
    assert told.state.begun[ADJUSTED] == first.state.begun[ADJUSTED]
    other = adjustment(amount=Decimal(700_000))
    again = told.on("2023-05-05").given(other)
    assert ADJUSTED not in again.state.begun
    approved = again.on("2023-05-06").given(ApproveAdjustment())
    assert approved.state.begun[ADJUSTED].date() == date(2023, 5, 6)


@pytest.mark.parametrize(
    ("recorded", "known"), [("2023-03-11", False), ("2023-03-12", False), ("2023-03-13", True)]
)
def test_an_issue_that_is_recorded_late_finds_the_disclosure_overdue_as_of_then(
    recorded: str, *, known: bool
) -> None:
    # given: the department's budget was issued on 20 February
    scene = budgeted().under(in_force(packaged_rules("653000"))).on(recorded).given(ISSUED)
    # when
    later = scene.until(start_of(date(2023, 3, 14)))
    found = [one for one in later.recorded() if isinstance(one.event, Passed)]
    over = [one for one in found if one.event.step == "overdue"]
    # then
    assert [(one.event.due, one.event.planned) for one in over] == [
        (date(2023, 3, 12), start_of(date(2023, 3, 13)))
    ]
    assert [(one.event.known_at, one.event.known_by) for one in over] == [
        (scene.now, "day") if known else (None, None)
    ]


@pytest.mark.parametrize(
    ("set_on", "late"),
    [
        ("2023-02-19", False),
        ("2023-03-01", False),
        ("2023-03-02", False),
        ("2023-03-03", True),
    ],
)
def test_days_of_the_bureau_that_were_set_after_the_last_day_find_it_overdue_then(
    set_on: str, *, late: bool
) -> None:
    name, first = "disclosure.after_days", date(2023, 1, 1)
    set_at = start_of(date.fromisoformat(set_on)) + NOON
    under = replace(
        in_force(packaged_rules("653000")),
        parameters={name: ((first, "10"),)},
        known=Known(parameters={(name, first): set_at}),
    )
    scene = budgeted().given(ISSUED).at(max(set_at, start_of(date(2023, 2, 21)))).under(under)
    found = [
        one.event
        for one in scene.until(start_of(date(2023, 3, 20))).recorded()
        if isinstance(one.event, Passed) and one.event.step == "overdue"
    ]
    assert [one.due for one in found] == [date(2023, 3, 2)]
    assert [one.planned for one in found] == [set_at if late else start_of(date(2023, 3, 3))]
    known = (set_at, "day") if late else (None, None)
    assert [(one.known_at, one.known_by) for one in found] == [known]
