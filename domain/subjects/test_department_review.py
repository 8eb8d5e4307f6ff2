"""The department above a unit reviews its filings before the bureau does, where that is set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.kernel.decider import Actor, InForce
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.rules.families.feedback import Source
from domain.shared.deadlines.deadline_acts import Extend, Passed
from domain.shared.deadlines.set_day import SetDay
from domain.shared.filings.endorsement import (
    EndorsementWaived,
    FilingEndorsed,
    FilingReferred,
    FilingReturnedToUnit,
)
from domain.shared.filings.filing import FilingStatus
from domain.shared.rectification.rectifying import Report
from domain.shared.rectification.reviewing import Accept
from domain.subjects.project_year.evaluation.self_evaluation_review import ReviewSelfEvaluation
from domain.subjects.project_year.exante.assessment import ReturnReport
from domain.subjects.project_year.monitoring.rounds import ReturnResult
from domain.subjects.project_year.targets.adjustment import ApproveAdjustment
from domain.subjects.project_year.targets.target import ApproveTarget, ReturnTarget, TargetFiled
from domain.subjects.unit_year.monitoring import ReviewOverallMonitoring
from domain.subjects.unit_year.self_evaluation import ReviewOverallSelfEvaluation
from domain.subjects.unit_year.targets import ApproveOverallTarget
from testkit.builders import policies, project_evaluation, project_year, unit_stages
from testkit.builders import unit_year as units
from testkit.builders.departments import ABOVE, endorse, send_back, under, waive
from testkit.builders.organisations import (
    delegate,
    department,
    end_department,
    ended_by,
    merge,
)
from testkit.builders.project_year import admitted, correction, joint_review, target
from testkit.builders.undoing import undo
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec

TARGET = "target.filing"
ENDORSEMENT = "endorsement.target.filing"
DUE = date(2023, 1, 15)
"""Five days after the target is filed."""


@dataclass(frozen=True)
class Story:
    """A filing of a subject: how it is filed, its key, and the bureau's review of it."""

    before: Callable[[], DeciderSpec]
    filing: Command
    key: str
    review: Command


def rectification(source: Source, stages: Mapping[str, Callable[[], DeciderSpec]]) -> Story:
    """The report on a problem that was fed back from a source."""
    of: dict[str, Any] = {"source": source, "problems": ("Z1",)}
    report = Report(**of, measures="已补记台账")
    return Story(stages["fed-back"], report, "rectification.report:Z1", Accept(**of))


STORIES = {
    "exante.report": Story(
        project_year.STAGES["ex-ante"],
        project_year.report(),
        "exante.report",
        project_year.assessed(),
    ),
    "target.filing": Story(admitted, target(), TARGET, ApproveTarget()),
    "target.adjustment": Story(
        project_year.budgeted, project_year.adjustment(), "target.adjustment", ApproveAdjustment()
    ),
    "monitoring.result": Story(
        project_year.monitored, project_year.result(), project_year.RESULT, project_year.reviewed()
    ),
    "rectification.report": Story(
        project_year.rectifying,
        project_year.DONE,
        project_year.RECTIFICATION,
        Accept(node=project_year.MAY),
    ),
    "self-evaluation.filing": Story(
        project_evaluation.imported,
        project_evaluation.self_evaluation(),
        "self-evaluation.filing",
        ReviewSelfEvaluation(),
    ),
    "overall-target.filing": Story(
        units.registered, units.target(), "overall-target.filing", ApproveOverallTarget()
    ),
    "overall-monitoring.filing": Story(
        units.in_round, units.report(), units.REPORT, ReviewOverallMonitoring(node=units.JUNE)
    ),
    "overall-self-evaluation.filing": Story(
        units.evaluating,
        units.evaluation(),
        "overall-self-evaluation.filing",
        ReviewOverallSelfEvaluation(),
    ),
    "policy exante.report": Story(
        policies.STAGES["ex-ante"], project_year.report(), "exante.report", project_year.assessed()
    ),
    "policy target.filing": Story(policies.STAGES["target"], target(), TARGET, ApproveTarget()),
    "unit rectification.report": rectification("overall_evaluation", unit_stages.STAGES),
    "policy rectification.report": rectification("key_evaluation", policies.STAGES),
}
EACH = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)


def filed(**given: str | None) -> DeciderSpec:
    """A target that the unit filed on 10 January under its department."""
    return under(admitted(), **given).given(target())


def waits(scene: DeciderSpec) -> set[str]:
    return set(scene.view.waiting_for)


@EACH
def test_a_filing_waits_for_the_department_and_then_for_the_bureau(story: Story) -> None:
    # given
    without = story.before().given(story.filing)
    scene = under(story.before()).given(story.filing)
    ours = f"department:endorsement.{story.key}"
    # then
    found = [one for one in scene.events if isinstance(one, FilingReferred)]
    assert [(one.filing, one.department) for one in found] == [(story.key, "401001")]
    assert ours in waits(scene)
    assert ours not in waits(without)
    refused = scene.when(story.review, by=REVIEWER).refused(Code.GATE_NOT_MET)
    assert "示例主管局（401001）" in refused.zh
    # when
    endorsed = scene.given(endorse(story.key), by=ABOVE)
    # then
    assert waits(endorsed) == waits(without)
    assert endorsed.when(story.review, by=REVIEWER).events


@EACH
def test_a_filing_that_the_department_returns_is_filed_and_referred_again(story: Story) -> None:
    scene = under(story.before()).given(story.filing).given(send_back(story.key), by=ABOVE)
    assert f"department:endorsement.{story.key}" not in waits(scene)
    assert f"unit:{story.key}" in waits(scene) or story.key == "target.adjustment"
    scene.when(story.review, by=REVIEWER).refused(Code.WRONG_PHASE)
    again = scene.given(story.filing)
    assert f"department:endorsement.{story.key}" in waits(again)
    assert again.given(endorse(story.key), by=ABOVE).when(story.review, by=REVIEWER).events


@EACH
def test_without_a_department_or_the_parameter_nothing_is_referred(story: Story) -> None:
    elsewhere = department(units=["201002"])
    for scene in (
        story.before(),
        under(story.before(), elsewhere),
        under(story.before(), review=None),
        under(story.before(), review="off"),
    ):
        done = scene.given(story.filing)
        assert not [one for one in done.events if isinstance(one, FilingReferred)]
        assert done.when(story.review, by=REVIEWER).events


@pytest.mark.parametrize(
    ("review", "referred"),
    [
        ("target.filing", True),
        ("monitoring.result", False),
        ("monitoring.result,target.filing", True),
        ("monitoring.result，target.filing", True),
        ("all", True),
    ],
)
def test_the_parameter_names_the_kinds_of_filings(review: str, referred: bool) -> None:
    found = [one for one in filed(review=review).events if isinstance(one, FilingReferred)]
    assert bool(found) is referred


@pytest.mark.parametrize(
    ("since", "referred"), [("2023-01-09", True), ("2023-01-10", True), ("2023-01-11", False)]
)
def test_a_filing_is_referred_from_the_first_day_of_the_department_on(
    since: str, referred: bool
) -> None:
    scene = under(admitted(), department(since=since)).given(target())
    assert any(isinstance(one, FilingReferred) for one in scene.events) is referred


@pytest.mark.parametrize("unregistered", [project_year.unregistered, policies.unregistered])
def test_a_subject_is_registered_under_a_department(
    unregistered: Callable[[], DeciderSpec],
) -> None:
    policy = unregistered is policies.unregistered
    assert under(unregistered()).when(policies.add() if policy else project_year.add()).events


def test_a_filing_of_before_the_parameter_waits_for_the_bureau_as_it_did() -> None:
    scene = under(admitted().given(target()))
    assert waits(scene) == {"finance:target.review"}
    assert scene.when(ApproveTarget()).events


def test_a_filing_of_under_the_parameter_waits_for_the_department_when_it_is_off() -> None:
    scene = filed()
    off = scene.under(replace(scene.in_force, parameters={}, superiors={}))
    off.when(ApproveTarget()).refused(Code.GATE_NOT_MET)
    assert off.when(endorse(), by=ABOVE).events


# --- who acts


@pytest.mark.parametrize("act", [endorse(), send_back()])
def test_another_department_does_not_review(act: Command) -> None:
    other = Actor("y-1", "402002", Role.DEPARTMENT)
    assert "401001" in filed().when(act, by=other).refused(Code.WRONG_ORGANISATION).zh


def test_the_unit_is_not_its_own_department() -> None:
    own = Actor("d-1", FILER.organisation, Role.DEPARTMENT)
    filed().when(endorse(), by=own).refused(Code.WRONG_ORGANISATION)


@pytest.mark.parametrize("act", [endorse(), send_back()])
def test_nobody_reviews_a_filing_of_their_own(act: Command) -> None:
    own = Actor(FILER.id, "401001", Role.DEPARTMENT)
    filed().when(act, by=own).refused(Code.REVIEWER_IS_FILER)


@pytest.mark.parametrize(
    ("day", "taken"), [("2023-01-11", False), ("2023-01-12", True), ("2023-01-14", False)]
)
def test_whoever_the_department_delegates_to_reviews_for_it(day: str, taken: bool) -> None:
    letter = delegate(unit="401001", organisation="403003", since="2023-01-12", until="2023-01-13")
    scene = under(admitted(), department(), letter).given(target()).on(day)
    tried = scene.when(endorse(), by=Actor("x-1", "403003", Role.DEPARTMENT))
    if taken:
        assert tried.the(FilingEndorsed).department == "401001"
    else:
        tried.refused(Code.WRONG_ORGANISATION)


@pytest.mark.parametrize(("day", "ours"), [("2023-01-11", "401001"), ("2023-01-12", "402002")])
def test_the_department_that_the_unit_has_by_then_reviews(day: str, ours: str) -> None:
    newer = department(department="402002", department_name="另一主管局", since="2023-01-12")
    scene = under(admitted(), department(), newer).given(target()).on(day)
    for code in ("401001", "402002"):
        tried = scene.when(endorse(), by=Actor("y-1", code, Role.DEPARTMENT))
        assert bool(isinstance(tried.outcome, tuple)) is (code == ours)


def test_the_successor_of_a_merged_department_reviews() -> None:
    end = merge(unit="401001", successor="402002", since="2023-06-01")
    scene = filed().on("2023-06-01")
    merged = scene.under(replace(scene.in_force, successions=ended_by(end)))
    merged.when(endorse(), by=ABOVE).refused(Code.UNIT_ENDED)
    heir = Actor("y-1", "402002", Role.DEPARTMENT)
    assert merged.when(endorse(), by=heir).the(FilingEndorsed).department == "402002"


# --- its day


def test_the_department_has_its_day_from_the_bureaus_parameter() -> None:
    scene = filed()
    assert scene.the(FilingReferred).due == DUE
    assert scene.view.next_due == DUE
    assert filed(days=None).the(FilingReferred).due is None


@pytest.mark.parametrize(
    ("day", "late"), [("2023-01-14", False), ("2023-01-15", False), ("2023-01-16", True)]
)
def test_lateness_of_the_department_is_judged_by_its_own_day(day: str, late: bool) -> None:
    scene = filed().on(day)
    assert scene.when(endorse(), by=ABOVE).the(FilingEndorsed).late is late
    assert scene.when(send_back(), by=ABOVE).the(FilingReturnedToUnit).late is late


def test_an_extension_gives_the_department_another_day() -> None:
    later = Extend(deadline=ENDORSEMENT, until=date(2023, 1, 20), approver="局长", reason="材料多")
    scene = filed().given(later).on("2023-01-20")
    assert scene.when(endorse(), by=ABOVE).the(FilingEndorsed).late is False


def test_the_department_is_reminded_found_overdue_and_escalated() -> None:
    told = InForce(
        filed().in_force.rules,
        parameters={
            "reminder.lead_days": ((date(2023, 1, 1), "2"),),
            "escalation.after_days": ((date(2023, 1, 1), "3"),),
        },
    )
    scene = under(admitted().under(told)).given(target())
    steps = []
    while (step := scene.view.next_step) is not None and step.deadline == ENDORSEMENT:
        scene = scene.at(step.planned).step(step)
        steps.append(scene.the(Passed))
    assert [one.step for one in steps] == ["remind", "due", "overdue", "escalate"]
    assert {one.responsible for one in steps} == {Role.DEPARTMENT}
    assert steps[-1].above == "finance"
    assert scene.view.overdue == (ENDORSEMENT,)


@pytest.mark.parametrize(("filed_on", "late"), [("2023-01-10", False), ("2023-01-11", True)])
def test_lateness_of_the_unit_is_judged_by_the_day_on_which_it_filed(
    filed_on: str, late: bool
) -> None:
    noticed = SetDay(deadline=TARGET, due=date(2023, 1, 10), document="通知")
    scene = under(admitted().given(noticed)).on(filed_on).given(target())
    assert scene.the(TargetFiled).late is late
    assert scene.on("2023-01-20").given(endorse(), by=ABOVE).state.target.filing.late is late


# --- done again


def test_a_return_by_mistake_is_put_right_by_the_endorsement() -> None:
    scene = filed().given(send_back(), by=ABOVE).given(endorse(), by=ABOVE)
    assert waits(scene) == {"finance:target.review"}
    assert scene.when(ApproveTarget()).events


def test_an_endorsement_by_mistake_is_put_right_by_the_return() -> None:
    scene = filed().given(endorse(), by=ABOVE).given(send_back(), by=ABOVE)
    assert scene.state.target.filing.status is FilingStatus.RETURNED
    assert waits(scene) == {"unit:target.filing"}


@pytest.mark.parametrize("act", [endorse(), send_back()])
def test_what_was_done_already_is_not_done_twice(act: Command) -> None:
    filed().given(act, by=ABOVE).when(act, by=ABOVE).refused(Code.DUPLICATE)


@pytest.mark.parametrize("act", [endorse(), send_back()])
def test_after_the_bureaus_review_the_department_does_nothing_more(act: Command) -> None:
    scene = filed().given(endorse(), by=ABOVE).given(ApproveTarget())
    scene.when(act, by=ABOVE).refused(Code.ALREADY_REVIEWED)


def test_a_first_decision_in_time_stays_in_time_when_it_is_put_right() -> None:
    scene = filed().on("2023-01-15").given(send_back(), by=ABOVE).on("2023-01-16")
    assert scene.when(endorse(), by=ABOVE).the(FilingEndorsed).late is False


def test_a_target_that_the_department_returned_is_no_adjusted_one() -> None:
    again = filed().given(send_back(), by=ABOVE).given(target())
    assert again.the(TargetFiled).adjusted is False


def test_a_filing_that_the_bureau_returned_goes_to_the_department_again() -> None:
    back = filed().given(endorse(), by=ABOVE).given(ReturnTarget(reason="不合理"))
    assert waits(back) == {"unit:target.filing"}
    back.when(endorse(), by=ABOVE).refused(Code.WRONG_PHASE)
    again = back.on("2023-01-12").given(target())
    assert again.the(FilingReferred).due == date(2023, 1, 17)
    assert waits(again) == {f"department:{ENDORSEMENT}"}


def test_a_filing_that_the_unit_takes_back_waits_for_no_department() -> None:
    back = filed().given(correction(TARGET))
    assert waits(back) == {"unit:target.filing"}
    back.when(endorse(), by=ABOVE).refused(Code.WRONG_PHASE, "filing")


@pytest.mark.parametrize("acts", [(), (endorse(),)])
def test_a_filing_that_the_unit_replaces_is_referred_anew(acts: tuple[Command, ...]) -> None:
    scene = filed().given(*acts, by=ABOVE).on("2023-01-12")
    fields = target().model_dump(mode="json", exclude_none=True)
    replaced = scene.given(correction(TARGET, fields))
    assert replaced.the(FilingReferred).due == date(2023, 1, 17)
    assert waits(replaced) == {f"department:{ENDORSEMENT}"}


def test_a_review_that_is_withdrawn_waits_for_the_bureau_alone() -> None:
    scene = filed().given(endorse(), by=ABOVE).given(ApproveTarget()).given(undo("target.approve"))
    assert waits(scene) == {"finance:target.review"}


@pytest.mark.parametrize(
    "act", [ReturnTarget(reason="不合理"), joint_review()], ids=lambda act: act.name
)
def test_the_bureau_neither_returns_nor_reviews_jointly_before_the_department(
    act: Command,
) -> None:
    filed().when(act, by=REVIEWER).refused(Code.GATE_NOT_MET)


def test_an_overall_target_is_reviewed_jointly_after_the_department() -> None:
    scene = under(units.registered()).given(units.target())
    refused = scene.when(units.joint_review(), by=REVIEWER).refused(Code.GATE_NOT_MET)
    assert "示例主管局（401001）" in refused.zh
    endorsed = scene.given(endorse("overall-target.filing"), by=ABOVE)
    assert endorsed.when(units.joint_review(), by=REVIEWER).events


@pytest.mark.parametrize("of", ["unit", "policy"])
def test_the_review_of_a_report_on_a_problem_has_a_day_that_is_extended(of: str) -> None:
    story = STORIES[f"{of} rectification.report"]
    scene = under(story.before()).given(story.filing)
    deadline = f"endorsement.{story.key}"
    due = scene.the(FilingReferred).due
    assert due is not None
    later = due + timedelta(days=5)
    extended = scene.given(
        Extend(deadline=deadline, until=later, approver="局长", reason="出差"), by=REVIEWER
    )
    assert extended.given(endorse(story.key), by=ABOVE).the(FilingEndorsed).due == later


def test_the_bureau_returns_nothing_that_the_department_has() -> None:
    report = under(project_year.STAGES["ex-ante"]()).given(project_year.report())
    report.when(ReturnReport(reason="请补充")).refused(Code.GATE_NOT_MET)
    result = under(project_year.monitored()).given(project_year.result())
    result.when(ReturnResult(node=project_year.MAY, reason="请核对")).refused(Code.GATE_NOT_MET)


# --- the way on without it


@pytest.mark.parametrize(
    ("day", "taken"), [("2023-01-14", False), ("2023-01-15", False), ("2023-01-16", True)]
)
def test_once_the_day_is_over_the_bureau_takes_the_filing_without(day: str, taken: bool) -> None:
    tried = filed().on(day).when(waive())
    if not taken:
        assert str(DUE) in tried.refused(Code.GATE_NOT_MET).zh
        return
    event = tried.the(EndorsementWaived)
    assert (event.department, event.due) == ("401001", DUE)
    assert waits(tried) == {"finance:target.review"}
    assert tried.when(ApproveTarget()).events


def test_without_a_day_the_bureau_may_take_the_filing_at_once() -> None:
    assert filed(days=None).when(waive()).events


def test_once_the_unit_has_no_department_the_bureau_may_take_the_filing() -> None:
    scene = under(admitted(), department(), end_department(last_day="2023-01-11")).given(target())
    scene.on("2023-01-11").when(waive()).refused(Code.GATE_NOT_MET)
    assert scene.on("2023-01-12").when(waive()).events
    assert scene.on("2023-01-12").when(endorse(), by=ABOVE).events


@pytest.mark.parametrize("act", [endorse(), send_back()])
def test_what_the_bureau_took_is_not_with_the_department_any_more(act: Command) -> None:
    scene = filed(days=None).given(waive())
    scene.when(act, by=ABOVE).refused(Code.WRONG_PHASE)


def test_a_waiver_is_withdrawn_while_the_bureau_has_not_reviewed() -> None:
    scene = filed(days=None).given(waive())
    back = scene.given(undo(f"filing.waive-endorsement:{TARGET}"))
    assert waits(back) == {f"department:{ENDORSEMENT}"}
    assert back.when(endorse(), by=ABOVE).events
    approved = scene.given(ApproveTarget())
    approved.when(undo(f"filing.waive-endorsement:{TARGET}")).refused(Code.WRONG_PHASE)


def test_an_endorsed_filing_is_not_taken_without() -> None:
    filed().given(endorse(), by=ABOVE).on("2023-01-16").when(waive()).refused(Code.WRONG_PHASE)
