"""Annotations: the true day of an act that the log misdates counts wherever a filing's day does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.decider import Actor
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.deadline_acts import Extend
from domain.shared.filings import annotation_gate
from domain.shared.filings.annotation_gate import LONGEST_WAIT
from domain.shared.filings.annotation_messages import AnnotateRecord, DatedEvent, RecordAnnotated
from domain.shared.filings.filing import Filing
from domain.subjects.jurisdiction_year.closing import CloseYear
from domain.subjects.organisations import decider as organisations
from domain.subjects.packs_adopted import decider as packs
from domain.subjects.project_year.deadlines.due_dates import AUTHENTICITY
from domain.subjects.project_year.monitoring.rounds import ResultFiled, ReturnResult
from domain.subjects.project_year.monitoring.state import Reviewed
from domain.subjects.registry import SUBJECTS
from domain.subjects.rulings import decider as rulings
from domain.subjects.third_parties import decider as third_parties
from domain.subjects.work_calendar import decider as calendar
from testkit.builders import policies
from testkit.builders import project_evaluation as evaluations
from testkit.builders import third_parties as institutions
from testkit.builders import unit_stages as units
from testkit.builders.annotations import PROOF, STRANGE, annotation
from testkit.builders.bureau_work import without_duties
from testkit.builders.jurisdiction_evaluation import STAGES as YEARS
from testkit.builders.project_year import (
    LOW_RATE,
    MAY,
    RESULT,
    STAGES,
    correction,
    monitored,
    reviewed,
    target,
)
from testkit.decider_spec import FILER, REVIEWER, STORED_AT, DeciderSpec, FakeRules, in_force

DUE = date(2023, 6, 10)
SECOND = timedelta(seconds=1)
FALSE, TODAY = "2023-06-05", "2023-06-20"
DATED = {one.dated.state: one.dated for one in SUBJECTS if one.dated}
OTHER = Actor("f-2", REVIEWER.organisation, Role.FINANCE)


def filed(on: str = FALSE) -> DeciderSpec:
    """A result that is due on 10 June, filed on a day by the log; today is the 20th."""
    return monitored().on(on).given(LOW_RATE).on(TODAY)


def closed_year() -> DeciderSpec:
    """A work year that is closed; the duties that were open are dropped."""
    return without_duties(YEARS["over"]().on("2024-01-20")).given(CloseYear())


def newest(scene: DeciderSpec) -> UUID:
    return scene.recorded()[-1].id


def redated(scene: DeciderSpec, true_on: str, *events: UUID) -> DeciderSpec:
    """The scene with its newest event, or those named, annotated."""
    return scene.given(annotation(true_on, *(events or (newest(scene),))), by=REVIEWER)


def result_of(scene: DeciderSpec) -> Filing:
    found: Filing | None = scene.state.rounds[MAY].filing
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("true_on", "late"), [("2023-06-09", False), ("2023-06-10", False), ("2023-06-11", True)]
)
@pytest.mark.parametrize("on_record", [FALSE, "2023-06-15"])
def test_a_filing_is_late_by_its_true_day(on_record: str, true_on: str, late: bool) -> None:
    scene = filed(on_record)
    assert result_of(scene).late is (on_record > str(DUE))
    # when
    after = redated(scene, true_on)
    # then
    dated = DatedEvent(
        event=newest(scene),
        on_record=date.fromisoformat(on_record),
        deadline=RESULT,
        due=DUE,
        late=late,
    )
    after.then(
        RecordAnnotated(
            events=(dated,),
            true_on=date.fromisoformat(true_on),
            reason="系统时钟停滞",
            document=PROOF,
        )
    )
    filing = result_of(after)
    day = date.fromisoformat(true_on)
    assert (filing.late, filing.on, filing.first_on) == (late, day, day)
    assert filing.recorded_on == date.fromisoformat(on_record)


def test_a_filing_without_its_own_due_day_is_judged_by_the_one_that_binds() -> None:
    scene = STAGES["target"]()
    scene = scene.on("2023-02-01").given(target()).on("2023-03-02")
    # when, then
    (dated,) = redated(scene, "2023-03-01").the(RecordAnnotated).events
    assert (dated.deadline, dated.due, dated.late) == ("target.filing", None, False)


def test_a_day_that_is_confirmed_stands_alone() -> None:
    after = redated(filed(), FALSE)
    assert result_of(after).recorded_on is None
    assert result_of(after).first_on == date.fromisoformat(FALSE)


def test_of_two_annotations_the_newest_counts_and_both_name_the_day_on_record() -> None:
    scene = filed()
    event = newest(scene)
    # when
    after = redated(redated(scene, "2023-06-11"), "2023-06-09", event)
    # then
    assert (result_of(after).late, result_of(after).first_on) == (False, date(2023, 6, 9))
    assert after.the(RecordAnnotated).events[0].on_record == date.fromisoformat(FALSE)


def test_one_day_counts_for_several_acts() -> None:
    scene = STAGES["filed"]()
    events = [one.id for one in scene.recorded()]
    # when
    after = scene.when(annotation("2023-01-09", *events), by=OTHER)
    # then
    assert [one.event for one in after.the(RecordAnnotated).events] == events
    assert after.state.target.filing.first_on == date(2023, 1, 9)


def test_what_is_filed_again_after_a_return_keeps_the_true_first_day() -> None:
    scene = filed()
    first = newest(scene)
    again = redated(scene, "2023-06-11").given(ReturnResult(node=MAY, reason="请核对"), LOW_RATE)
    assert again.the(ResultFiled).late
    # when: what was filed first is annotated after it was filed again
    later = redated(again, "2023-06-10", first)
    # then
    filing = result_of(later)
    assert (filing.late, filing.first_on) == (False, date(2023, 6, 10))
    assert filing.on == date.fromisoformat(TODAY)


def test_the_day_of_a_later_filing_leaves_its_lateness_to_the_first() -> None:
    again = filed().given(ReturnResult(node=MAY, reason="请核对"), LOW_RATE)
    # when
    after = redated(again, "2023-06-18")
    # then
    assert after.the(RecordAnnotated).events[0].late is None
    filing = result_of(after)
    assert (filing.late, filing.on) == (False, date(2023, 6, 18))
    assert filing.first_on == date.fromisoformat(FALSE)


@pytest.mark.parametrize(("true_on", "kind"), [("2023-06-10", None), ("2023-06-11", "overdue")])
def test_what_came_late_by_its_true_day_and_went_back_is_overdue_at_once(
    true_on: str, kind: str | None
) -> None:
    back = redated(filed(), true_on).given(ReturnResult(node=MAY, reason="请核对"))
    step = back.view.next_step
    assert step is not None
    assert (step.kind if step.deadline == RESULT else None) == kind


@pytest.mark.parametrize(
    ("true_on", "late", "covered"),
    [
        ("2023-06-10", False, False),
        ("2023-06-11", True, True),
        ("2023-06-15", True, True),
        ("2023-06-16", True, False),
    ],
)
def test_a_filing_is_judged_by_its_own_day_and_shows_an_extension_given_since(
    true_on: str, late: bool, covered: bool
) -> None:
    extension = Extend(deadline=RESULT, until=date(2023, 6, 15), approver="局长", reason="灾情")
    scene = filed("2023-06-12")
    event = newest(scene)
    for after in (
        redated(scene.given(extension), true_on, event),
        redated(scene, true_on).given(extension),
    ):
        filing = after.state.rounds[MAY].filing
        assert (filing.late, filing.extended is not None) == (late, covered)


def test_a_filing_that_was_taken_back_is_named_and_nothing_is_judged() -> None:
    scene = filed()
    event = newest(scene)
    after = redated(scene.given(correction(), by=FILER), "2023-06-11", event)
    assert after.the(RecordAnnotated).events[0].late is None
    assert after.state.rounds[MAY].result is None


def test_a_review_already_taken_stays_as_it_was() -> None:
    scene = filed()
    event = newest(scene)
    scene = scene.given(reviewed(), by=REVIEWER)
    # when
    after = redated(scene, "2023-06-11", event)
    # then
    before, now = scene.state.rounds[MAY], after.state.rounds[MAY]
    assert isinstance(now, Reviewed)
    assert (now.failed, now.score) == (before.failed, before.score)
    assert (before.filing.late, now.filing.late) == (False, True)


def test_a_check_that_was_due_is_late_by_its_true_day() -> None:
    drawn = evaluations.EVALUATION_STAGES["drawn"]().under(
        in_force(FakeRules(), {AUTHENTICITY: "2023-05-31"})
    )
    scene = drawn.on("2023-05-20").given(evaluations.finding()).on("2023-06-20")
    assert scene.recorded()[-1].event.late is False
    # when
    (dated,) = redated_by_another(scene, "2023-06-01").the(RecordAnnotated).events
    # then
    assert (dated.deadline, dated.due, dated.late) == (None, date(2023, 5, 31), True)


def redated_by_another(scene: DeciderSpec, true_on: str) -> DeciderSpec:
    return scene.given(annotation(true_on, newest(scene)), by=OTHER)


@pytest.mark.parametrize(
    ("true_on", "today", "field"),
    [
        ("2023-06-20", "2023-06-20", None),
        ("2023-06-21", "2023-06-20", "true_on"),
        ("2026-01-02", "2026-01-05", None),
        ("2026-01-03", "2026-01-05", "true_on"),
        ("2023-01-10", "2023-06-20", None),
        ("2023-01-09", "2023-06-20", "true_on"),
    ],
)
def test_the_true_day_has_come_precedes_the_storing_and_follows_the_registration(
    true_on: str, today: str, field: str | None
) -> None:
    assert STORED_AT.date() == date(2026, 1, 2)
    scene = filed().on(today)
    assert scene.recorded()[0].effective_on == date(2023, 1, 10)
    tried = scene.when(annotation(true_on, newest(scene)), by=REVIEWER)
    if field is None:
        assert len(tried.events) == 1
    else:
        tried.refused(Code.INVALID_FIELD, field)


@pytest.mark.parametrize(("true_on", "field"), [("2021-01-01", None), ("2020-12-31", "true_on")])
def test_the_registration_itself_may_have_been_two_years_before_and_no_more(
    true_on: str, field: str | None
) -> None:
    scene = filed()
    tried = scene.when(annotation(true_on, scene.recorded()[0].id), by=OTHER)
    if field is None:
        assert len(tried.events) == 1
    else:
        tried.refused(Code.INVALID_FIELD, field)


@pytest.mark.parametrize(
    ("true_on", "field"), [("2023-01-04", "true_on"), ("2023-01-05", None), ("2023-01-06", None)]
)
def test_what_a_subject_did_was_not_done_before_its_registration_by_its_true_day(
    true_on: str, field: str | None
) -> None:
    # given: a registration of the 10th that was really one of the 5th
    scene = filed()
    event = newest(scene)
    scene = scene.given(annotation("2023-01-05", scene.recorded()[0].id), by=OTHER)
    # when
    tried = scene.when(annotation(true_on, event), by=REVIEWER)
    # then
    if field is None:
        assert len(tried.events) == 1
    else:
        assert "2023-01-05" in tried.refused(Code.INVALID_FIELD, field).zh


def stored_after(wait: timedelta) -> DeciderSpec:
    """A result that was recorded, late, so long before it was stored; today is a week later."""
    return monitored().at(STORED_AT - wait).given(LOW_RATE).on("2026-01-09")


@pytest.mark.parametrize("wait", [timedelta(0), LONGEST_WAIT, -LONGEST_WAIT])
@pytest.mark.parametrize("true_on", ["2024-06-09", "2026-01-01", "2026-01-02"])
def test_an_event_that_is_soundly_dated_is_not_redated(wait: timedelta, true_on: str) -> None:
    scene = stored_after(wait)
    assert result_of(scene).late
    # when
    refusal = scene.when(annotation(true_on, newest(scene)), by=REVIEWER)
    # then
    told = refusal.refused(Code.INVALID_FIELD, "events")
    assert f"事项 {newest(scene)} 的登记日期与存储时间一致，无须更正" in told.zh
    assert "extend" in told.en


@pytest.mark.parametrize("wait", [LONGEST_WAIT + SECOND, -LONGEST_WAIT - SECOND])
def test_an_event_that_waited_longer_than_any_act_may_is_redated(wait: timedelta) -> None:
    scene = stored_after(wait)
    assert result_of(redated(scene, "2024-06-09")).first_on == date(2024, 6, 9)


def test_one_sound_event_among_several_is_enough_to_refuse_them_all() -> None:
    scene = filed()
    first = newest(scene)
    scene = scene.at(STORED_AT).given(ReturnResult(node=MAY, reason="请核对"))
    scene = scene.on("2026-01-09")
    sound = newest(scene)
    tried = scene.when(annotation("2024-06-09", first, sound), by=OTHER)
    assert str(sound) in tried.refused(Code.INVALID_FIELD, "events").zh


@pytest.mark.parametrize(("true_on", "accepted"), [("2026-01-01", False), ("2026-01-02", True)])
def test_a_sound_event_that_an_older_program_redated_may_get_its_own_day_back(
    monkeypatch: pytest.MonkeyPatch, true_on: str, accepted: bool
) -> None:
    # given
    scene = stored_after(timedelta(0))
    event = newest(scene)
    with monkeypatch.context() as before:
        before.setattr(annotation_gate, "sound", lambda _act: None)
        scene = scene.given(annotation("2024-06-09", event), by=REVIEWER)
    assert result_of(scene).first_on == date(2024, 6, 9)
    # when
    tried = scene.when(annotation(true_on, event), by=REVIEWER)
    # then
    if accepted:
        assert result_of(tried).first_on == date(2026, 1, 2)
    else:
        tried.refused(Code.INVALID_FIELD, "events")


def test_an_event_of_another_subject_is_refused() -> None:
    scene = filed()
    command = annotation("2023-06-09", newest(scene), STRANGE)
    assert str(STRANGE) in scene.when(command, by=REVIEWER).refused(Code.INVALID_FIELD, "events").zh


def test_an_annotation_is_none_of_the_events_that_are_annotated() -> None:
    scene = redated(filed(), "2023-06-09")
    tried = scene.when(annotation("2023-06-09", newest(scene)), by=OTHER)
    tried.refused(Code.INVALID_FIELD, "events")


def test_who_filed_does_not_redate_the_filing_and_another_of_the_bureau_does() -> None:
    scene = filed()
    at_the_bureau = Actor(FILER.id, REVIEWER.organisation, Role.FINANCE)
    command = annotation("2023-06-09", newest(scene))
    scene.when(command, by=at_the_bureau).refused(Code.REVIEWER_IS_FILER)
    scene.given(command, by=OTHER)


@pytest.mark.parametrize("field", ["reason", "document"])
def test_a_blank_reason_or_document_is_refused(field: str) -> None:
    scene = filed()
    blank = annotation("2023-06-09", newest(scene)).model_copy(update={field: " \u3000"})
    scene.when(blank, by=REVIEWER).refused(Code.MISSING_FIELD, field)
    with pytest.raises(ValueError, match=field):
        AnnotateRecord.model_validate({**blank.model_dump(), field: ""})


@pytest.mark.parametrize(
    ("stage", "late"),
    [
        pytest.param(units.STAGES["filed"], True, id="overall target"),
        pytest.param(units.STAGES["reported"], False, id="overall monitoring"),
        pytest.param(units.STAGES["evaluated"], False, id="overall self-evaluation"),
        pytest.param(policies.STAGES["assessed"], False, id="policy report"),
        pytest.param(policies.STAGES["filed"], False, id="policy target"),
        pytest.param(YEARS["reported"], True, id="county summary"),
        pytest.param(evaluations.EVALUATION_STAGES["self-filed"], False, id="self"),
    ],
)
def test_whatever_a_subject_files_is_filed_on_the_true_day(
    stage: Callable[[], DeciderSpec], late: bool
) -> None:
    scene = stage().on("2026-01-02")
    event = newest(scene)
    # when
    after = scene.given(annotation("2026-01-01", event), by=OTHER)
    # then
    filings = DATED[type(after.state)].filings(after.state)
    found = {one.first_id: one for _, one in filings}
    assert found[event].first_on == date(2026, 1, 1)
    (said,) = after.the(RecordAnnotated).events
    assert (said.late, found[event].late) == (late, late)


@pytest.mark.parametrize(
    "stage",
    [
        pytest.param(STAGES["withdrawn"], id="a withdrawn project"),
        pytest.param(policies.STAGES["withdrawn"], id="a withdrawn policy"),
        pytest.param(units.STAGES["withdrawn"], id="a withdrawn unit"),
        pytest.param(closed_year, id="a closed year"),
        pytest.param(institutions.STAGES["rated"], id="an institution"),
    ],
)
def test_a_subject_that_takes_nothing_else_takes_it(stage: Callable[[], DeciderSpec]) -> None:
    scene = stage()
    event = scene.recorded()[0]
    command = annotation(str(event.effective_on), event.id)
    assert len(scene.when(command, by=OTHER).events) == 1


@pytest.mark.parametrize("kind", [packs, rulings, calendar, organisations, third_parties])
def test_every_kind_of_subject_knows_it(kind: Any) -> None:
    assert AnnotateRecord in kind.COMMANDS
