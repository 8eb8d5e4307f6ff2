"""Acts of the bureau that several of its people sign before they take effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.filings.undoable import ActWithdrawn
from domain.shared.signatures.asked import may_be_signed
from domain.shared.signatures.messages import (
    ActProposed,
    ActSigned,
    ProposalReturned,
    ProposalWithdrawn,
    ProposeAct,
    ReturnProposal,
    WithdrawProposal,
)
from domain.subjects.jurisdiction_year.closing import CloseYear
from domain.subjects.jurisdiction_year.plan import PlanSet
from domain.subjects.project_year.results.grades import FinaliseGrade, GradeFinalised
from domain.subjects.project_year.targets.target import ApproveTarget, ReturnTarget, TargetApproved
from domain.subjects.registry import DECIDERS
from domain.subjects.unit_year.targets import ApproveOverallTarget
from testkit.builders import (
    jurisdiction_evaluation,
    policies,
    prefecture_year,
    project_evaluation,
    project_year,
    unit_stages,
)
from testkit.builders.organisations import assign, assigned, end_signer, signer
from testkit.builders.signatures import (
    BUREAU,
    FROM_THE_START,
    HEAD,
    LEADER,
    SIGNING,
    asking,
    proposal,
    signature,
)
from testkit.builders.undoing import undo
from testkit.decider_spec import REVIEWER, DeciderSpec

TARGET = ApproveTarget()
SECOND = Actor("f-2", BUREAU, Role.FINANCE)
Story = Callable[[], tuple[DeciderSpec, Command]]


def project() -> tuple[DeciderSpec, Command]:
    """A project whose target waits for its approval."""
    return project_year.STAGES["filed"]().on("2023-02-10"), TARGET


def unit_year() -> tuple[DeciderSpec, Command]:
    """A unit's year whose target waits for its approval."""
    return unit_stages.STAGES["filed"](), ApproveOverallTarget()


def policy() -> tuple[DeciderSpec, Command]:
    """A policy whose target waits for its approval."""
    return policies.STAGES["filed"](), TARGET


def work_year() -> tuple[DeciderSpec, Command]:
    """A work year in which key evaluations are planned."""
    return prefecture_year.opened(on="2023-06-19"), jurisdiction_evaluation.PLAN


STORIES = pytest.mark.parametrize("story", [project, unit_year, policy, work_year])


def proposed(needs: int = 3, days: Mapping[str, str] | None = None) -> DeciderSpec:
    """A project whose target was proposed for approval on 10 February."""
    scene, act = project()
    return asking(scene, f"{act.name}={needs}", days=days).given(proposal(act), by=REVIEWER)


# What the bureau does not ask for


@STORIES
def test_without_the_parameter_an_act_takes_effect_at_once(story: Story) -> None:
    scene, act = story()
    assert scene.when(act, by=REVIEWER).events


@STORIES
def test_an_act_that_needs_one_signature_takes_effect_at_once(story: Story) -> None:
    scene, act = story()
    other = asking(scene, f"{act.name}=1, extend=3")
    assert other.when(act, by=REVIEWER).events
    other.when(proposal(act), by=REVIEWER).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize(
    ("day", "asked"), [("2023-02-09", False), ("2023-02-10", True), ("2023-02-11", True)]
)
def test_the_parameter_binds_from_its_day_on(day: str, *, asked: bool) -> None:
    scene, act = project()
    since = asking(scene.on(day), f"{act.name}=2", since=date(2023, 2, 10))
    if asked:
        since.when(act).refused(Code.GATE_NOT_MET)
    else:
        assert since.when(act).events


def test_who_is_not_of_the_bureau_and_the_system_sign_nothing() -> None:
    scene = project_year.STAGES["target"]()
    assert asking(scene, "target.approve=3").when(project_year.target()).events


# Proposing


@STORIES
def test_an_act_that_needs_more_is_proposed_and_not_taken(story: Story) -> None:
    # given
    scene, act = story()
    asked = asking(scene, f"{act.name}=2")
    # when it is taken
    refused = asked.when(act, by=REVIEWER).refused(Code.GATE_NOT_MET)
    assert "act.propose" in refused.zh
    assert "股室负责人" in refused.zh
    # and when it is proposed
    found = asked.when(proposal(act), by=REVIEWER)
    event = found.the(ActProposed)
    # then nothing of it took effect, and the head is waited for
    assert len(found.events) == 1
    assert (event.number, event.act, event.signatures) == (1, act.name, 2)
    assert type(act).model_validate(event.content) == act
    assert "finance:signature.section-head:1" in found.view.waiting_for


def test_the_proposal_keeps_the_whole_command_its_digest_and_its_id() -> None:
    scene, _ = project()
    returned = ReturnTarget(reason="指标值偏低")
    asked = asking(scene, "target.return=2")
    act = asked.act(proposal(returned), REVIEWER)
    event = asked.take(act).the(ActProposed)
    assert event.content == {"reason": "指标值偏低"}
    assert event.message == act.command_id
    assert len(event.digest) == 64
    other = asked.when(proposal(ReturnTarget(reason="指标值偏高"))).the(ActProposed)
    assert other.digest != event.digest


def test_an_act_that_cannot_be_taken_is_not_proposed() -> None:
    early = project_year.STAGES["target"]()
    refused = asking(early, "target.approve=2").when(proposal(TARGET)).refused(Code.WRONG_PHASE)
    assert refused.zh == early.when(TARGET).refused(Code.WRONG_PHASE).zh


def test_a_field_that_does_not_fit_is_refused_at_once() -> None:
    scene, _ = project()
    act = ProposeAct(act="target.return", content={"why": "不合理"})
    asking(scene, "target.return=2").when(act).refused(Code.INVALID_FIELD, "content.reason")


@pytest.mark.parametrize("name", ["target.file", "role.assign", "act.sign", "no.such-act"])
def test_an_act_that_is_none_of_the_bureau_here_is_not_proposed(name: str) -> None:
    scene, _ = project()
    refused = asking(scene, "target.approve=2").when(ProposeAct(act=name))
    refused.refused(Code.INVALID_FIELD, "act")


def test_the_same_act_is_proposed_once_at_a_time() -> None:
    again = proposed().when(proposal(TARGET), by=SECOND)
    assert "第1号" in again.refused(Code.DUPLICATE).zh


def test_offices_without_anybody_are_named() -> None:
    scene, act = project()
    only_head = asking(scene, f"{act.name}=3", signer(**FROM_THE_START))
    refused = only_head.when(proposal(act)).refused(Code.GATE_NOT_MET)
    assert "分管领导" in refused.zh
    assert "股室负责人" not in refused.zh


@pytest.mark.parametrize("needs", [2, 3])
def test_one_who_would_have_to_sign_twice_is_not_enough(needs: int) -> None:
    scene, act = project()
    both = (signer(**FROM_THE_START), signer(**FROM_THE_START, office="leader"))
    asked = asking(scene, f"{act.name}={needs}", *both)
    found = asked.when(proposal(act))
    if needs == 3:
        assert "分管领导" in found.refused(Code.GATE_NOT_MET).zh
    else:
        assert found.events
    asked.when(proposal(act), by=HEAD).refused(Code.GATE_NOT_MET)


# Signing


@STORIES
@pytest.mark.parametrize("needs", [2, 3])
def test_the_last_signature_takes_the_act(story: Story, needs: int) -> None:
    # given
    scene, act = story()
    alone = scene.when(act, by=REVIEWER).events
    signing = asking(scene, f"{act.name}={needs}").given(proposal(act), by=REVIEWER)
    # when
    for actor in (HEAD, LEADER)[: needs - 1]:
        assert not signing.events[1:]
        signing = signing.given(signature(act.name), by=actor)
    # then its events are those of the act that one takes alone
    signed, *own = signing.events
    assert isinstance(signed, ActSigned)
    assert signed.last
    assert [one.person for one in signed.signatures] == ["f-1", "h-1", "l-1"][:needs]
    assert tuple(own) == alone
    assert not signing.state.proposals.open
    assert not [one for one in signing.view.waiting_for if "signature" in one]


def test_it_takes_effect_on_the_day_of_the_last_signature_by_what_holds_then() -> None:
    scene = proposed().on("2023-02-13").given(signature(TARGET.name), by=HEAD)
    assert not scene.state.target.is_approved
    done = scene.on("2023-02-16").given(signature(TARGET.name), by=LEADER)
    signed, approved = done.recorded()[-2:]
    assert isinstance(approved.event, TargetApproved)
    assert approved.effective_on == date(2023, 2, 16)
    assert approved.caused_by == signed.id
    assert [one.on for one in signed.event.signatures] == [
        date(2023, 2, 10),
        date(2023, 2, 13),
        date(2023, 2, 16),
    ]


def test_nobody_signs_twice() -> None:
    first = proposed().when(signature(TARGET.name), by=REVIEWER)
    assert "f-1" in first.refused(Code.DUPLICATE).zh
    head = proposed().given(signature(TARGET.name), by=HEAD)
    head.when(signature(TARGET.name), by=HEAD).refused(Code.DUPLICATE)


def test_the_offices_sign_in_their_order() -> None:
    early = proposed().when(signature(TARGET.name), by=LEADER).refused(Code.ROLE_NOT_HELD)
    assert "股室负责人" in early.zh
    assert "h-1" in early.zh


def test_one_of_another_organisation_with_the_same_name_does_not_sign() -> None:
    stranger = replace(HEAD, organisation="652825-nc")
    proposed().when(signature(TARGET.name), by=stranger).refused(Code.ROLE_NOT_HELD)


@pytest.mark.parametrize(
    ("day", "signs"), [("2023-02-14", False), ("2023-02-15", True), ("2023-02-20", True)]
)
def test_a_head_signs_from_the_first_day_on(day: str, *, signs: bool) -> None:
    scene = proposed(2)
    new = replace(HEAD, id="h-2")
    later = asking(scene, "target.approve=2", signer(since="2023-02-15", person="h-2"))
    found = later.on(day).when(signature(TARGET.name), by=new)
    assert bool(found.events) is signs


@pytest.mark.parametrize(
    ("day", "signs"), [("2023-02-14", True), ("2023-02-15", True), ("2023-02-16", False)]
)
def test_a_head_signs_to_the_last_day(day: str, *, signs: bool) -> None:
    end = end_signer(last_day="2023-02-15")
    scene = asking(proposed(2), "target.approve=2", *SIGNING, end).on(day)
    found = scene.when(signature(TARGET.name), by=HEAD)
    if signs:
        found.the(TargetApproved)
    else:
        assert "暂无" in found.refused(Code.ROLE_NOT_HELD).zh


def test_who_signs_names_the_act_of_the_number() -> None:
    wrong = proposed().when(signature("target.return"), by=HEAD)
    assert "target.approve" in wrong.refused(Code.INVALID_FIELD, "act").zh
    proposed().when(signature(TARGET.name, 2), by=HEAD).refused(Code.INVALID_FIELD, "number")


def test_what_cannot_stand_any_more_is_refused_with_its_reason_and_stays_open() -> None:
    # given a proposal, and the same act taken after the parameter was set back
    scene = asking(proposed(2), "target.approve=1").given(TARGET)
    # when
    late = scene.when(signature(TARGET.name), by=HEAD)
    # then
    refused = late.refused(Code.ALREADY_REVIEWED)
    alone = asking(scene, "target.approve=1").when(TARGET)
    assert alone.refused(Code.ALREADY_REVIEWED).zh in refused.zh
    assert "第1号提请" in refused.zh
    assert late.state.proposals.open
    ended = late.given(ReturnProposal(number=1, reason="已办理"), by=HEAD)
    assert not ended.state.proposals.open


def test_a_proposer_who_left_the_bureau_takes_no_act() -> None:
    scene = proposed(2)
    office = {"organisation": BUREAU, "role": "finance", "since": "2023-01-01"}
    people = assigned(
        assign(**office, person="f-1", until="2023-02-12"),
        assign(**office, person="h-1", until=None),
        by=REVIEWER,
    )
    held = scene.under(replace(scene.in_force, assignments=people))
    assert held.on("2023-02-12").when(signature(TARGET.name), by=HEAD).events
    left = held.on("2023-02-13").when(signature(TARGET.name), by=HEAD)
    assert "f-1" in left.refused(Code.ROLE_NOT_HELD).zh


@pytest.mark.parametrize(("before", "after"), [(2, 3), (3, 2)])
def test_a_proposal_is_bound_by_the_number_of_its_day(before: int, after: int) -> None:
    scene = asking(proposed(before), f"target.approve={after}")
    first = scene.given(signature(TARGET.name), by=HEAD)
    assert first.the(ActSigned).last is (before == 2)


def test_two_who_sign_at_once_sign_one_after_the_other() -> None:
    other = replace(HEAD, id="h-2")
    two = asking(proposed(2), "target.approve=2", *SIGNING, signer(**FROM_THE_START, person="h-2"))
    first = two.given(signature(TARGET.name), by=HEAD)
    first.when(signature(TARGET.name), by=other).refused(Code.INVALID_FIELD, "number")


# Ending without effect


def test_a_proposal_is_withdrawn_by_its_proposer_alone() -> None:
    withdrawal = WithdrawProposal(number=1, reason="数据有误")
    scene = proposed().given(signature(TARGET.name), by=HEAD)
    scene.when(withdrawal, by=SECOND).refused(Code.WRONG_ROLE)
    over = scene.given(withdrawal, by=REVIEWER)
    assert over.the(ProposalWithdrawn).act == TARGET.name
    over.when(signature(TARGET.name), by=LEADER).refused(Code.INVALID_FIELD, "number")
    assert over.given(proposal(TARGET)).the(ActProposed).number == 2


def test_a_proposal_is_returned_by_who_is_to_sign_next() -> None:
    returning = ReturnProposal(number=1, reason="依据不足")
    proposed().when(returning, by=LEADER).refused(Code.ROLE_NOT_HELD)
    scene = proposed().given(signature(TARGET.name), by=HEAD)
    scene.when(returning, by=HEAD).refused(Code.ROLE_NOT_HELD)
    event = scene.given(returning, by=LEADER).the(ProposalReturned)
    assert (event.proposed_by, event.reason) == ("f-1", "依据不足")


def test_a_year_is_not_closed_while_something_on_it_waits_for_a_signature() -> None:
    # given
    scene, act = work_year()
    waiting = asking(scene, f"{act.name}=2").given(proposal(act)).on("2023-12-31")
    # when
    refused = waiting.when(CloseYear()).refused(Code.WRONG_PHASE)
    # then
    assert "第1号" in refused.zh
    over = waiting.given(ReturnProposal(number=1, reason="年底再议"), by=HEAD)
    told = over.when(CloseYear())
    assert told.events or "待签署" not in told.refused(Code.GATE_NOT_MET).zh


# Undoing


def test_what_was_signed_is_withdrawn_by_as_many_signatures() -> None:
    # given a target that two signed
    scene = proposed(2).given(signature(TARGET.name), by=HEAD)
    # when one withdraws it alone
    taken = undo(TARGET.name)
    scene.when(taken).refused(Code.GATE_NOT_MET)
    # and when it is proposed and signed
    key = f"{taken.name}:{TARGET.name}"
    again = scene.given(proposal(taken)).given(signature(key, 2), by=HEAD)
    # then
    again.the(ActWithdrawn)
    assert not again.state.target.is_approved


def test_what_a_leader_of_the_bureau_signed_last_is_undone_by_the_section() -> None:
    # given a section whose leader acts for the bureau itself
    scene, _ = project()
    section = replace(REVIEWER, organisation="652825-nc")
    leads = {**FROM_THE_START, "section": section.organisation, "organisation": BUREAU}
    asked = asking(scene, "target.approve=2", signer(**leads, person=HEAD.id))
    done = asked.given(proposal(TARGET), by=section).given(signature(TARGET.name), by=HEAD)
    # when
    taken = undo(TARGET.name)
    again = done.given(proposal(taken), by=section)
    undone = again.given(signature(f"{taken.name}:{TARGET.name}", 2), by=HEAD)
    # then
    assert not undone.state.target.is_approved
    asked.given(proposal(TARGET), by=section)
    done.when(proposal(taken), by=REVIEWER).refused(Code.GATE_NOT_MET)


def test_a_grade_is_finalised_by_two() -> None:
    scene = asking(project_evaluation.EVALUATION_STAGES["grading"](), "grade.finalise=2")
    act = FinaliseGrade()
    scene.when(act).refused(Code.GATE_NOT_MET)
    done = scene.given(proposal(act)).given(signature(act.name), by=HEAD)
    done.the(GradeFinalised)


def test_a_plan_with_amounts_is_signed_as_it_was_proposed() -> None:
    scene, act = work_year()
    done = asking(scene, f"{act.name}=2").given(proposal(act)).given(signature(act.name), by=HEAD)
    plan = done.the(PlanSet)
    assert plan == scene.given(act).the(PlanSet)


# The duty to sign


def test_a_signature_has_its_day_from_when_it_was_asked_for() -> None:
    scene = proposed(3, {"signature.after_days": "3"}).on("2023-02-12")
    assert scene.view.next_due == date(2023, 2, 13)
    later = scene.given(signature(TARGET.name), by=HEAD)
    assert later.view.next_due == date(2023, 2, 15)
    assert "finance:signature.leader:1" in later.view.waiting_for


@pytest.mark.parametrize(
    ("day", "late"), [("2023-02-12", False), ("2023-02-13", False), ("2023-02-14", True)]
)
def test_a_signature_says_whether_it_was_late(day: str, *, late: bool) -> None:
    scene = proposed(2, {"signature.after_days": "3"}).on(day)
    event = scene.given(signature(TARGET.name), by=HEAD).the(ActSigned)
    assert (event.due, event.late) == (date(2023, 2, 13), late)


def test_a_signature_without_a_day_is_not_late() -> None:
    event = proposed(2).on("2023-12-29").given(signature(TARGET.name), by=HEAD).the(ActSigned)
    assert (event.due, event.late) == (None, False)


def test_without_the_parameter_a_signature_is_waited_for_without_a_day() -> None:
    scene = proposed(2)
    assert scene.view.next_due is None
    assert "finance:signature.section-head:1" in scene.view.waiting_for


@STORIES
def test_a_signature_that_is_late_is_overdue_and_escalated(story: Story) -> None:
    # given
    scene, act = story()
    days = {"signature.after_days": "2", "escalation.after_days": "3", "reminder.lead_days": "1"}
    asked = asking(scene, f"{act.name}=2", days=days).given(proposal(act), by=REVIEWER)
    begun = asked.now
    steps: list[tuple[str, int]] = []
    for _ in range(40):
        step = asked.view.next_step
        assert step is not None
        asked = asked.at(max(step.planned, asked.now)).step(step)
        steps += [
            (event.step, (event.planned.date() - begun.date()).days)
            for event in asked.events
            if isinstance(event, Passed) and event.deadline.startswith("signature")
        ]
        if ("escalate", 6) in steps:
            break
    # then
    assert steps == [("remind", 1), ("due", 2), ("overdue", 3), ("escalate", 6)]
    assert "signature.section-head:1" in asked.view.overdue


# What may be asked for


def test_what_the_parameter_may_name_is_of_the_subjects_that_sign() -> None:
    signing = {
        SubjectKind.PROJECT_YEAR,
        SubjectKind.UNIT_YEAR,
        SubjectKind.POLICY,
        SubjectKind.JURISDICTION_YEAR,
    }
    here: set[str] = set()
    elsewhere: set[str] = set()
    for kind in SubjectKind:
        names = {one.name for one in DECIDERS[kind].COMMANDS if Role.FINANCE in one.who}
        (here if kind in signing else elsewhere).update(names)
    asked = {name for name in here | elsewhere if may_be_signed(name)}
    assert asked <= here
    assert here - asked == {
        "act.propose",
        "act.return-proposal",
        "act.sign",
        "act.withdraw-proposal",
        "attach",
        "history.import",
        "indicator-library.publish",
        "policy.add",
        "project.add",
        "record.annotate",
        "subjects.send-again",
        "unit.add",
        "unit.withdraw",
        "year.open",
    }
