"""Importing acts: a project that comes in on 28 November has what was done before as facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from domain.kernel.decider import SYSTEM
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import start_of
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.filings.import_messages import ActImported, ImportAct
from domain.subjects.project_year.monitoring.outcome import monitored_of
from domain.subjects.project_year.monitoring.review import Reviewed
from domain.subjects.project_year.monitoring.rounds import ResultFiled
from domain.subjects.project_year.monitoring.state import Open, Skipped, rectification_in
from testkit.builders import late_project
from testkit.builders.late_project import (
    BUDGET,
    CLERK,
    OPENED,
    PREPARED,
    TARGET,
    budgeted,
    dropping,
    entered,
    imported,
)
from testkit.builders.project_year import (
    ATTACHED,
    AUGUST,
    AUGUST_RESULT,
    DIMENSIONS,
    LOW_RATE,
    MAY,
    RECTIFICATION,
    RESULT,
    REVIEW,
    add,
    result,
    reviewed,
    unregistered,
)
from testkit.builders.undoing import undo
from testkit.decider_spec import COLLEAGUE, REVIEWER, UNIT, DeciderSpec

NEXT = start_of(date(2023, 11, 29))


def effective(scene: DeciderSpec) -> list[tuple[str, str]]:
    """The events of the last outcome, each with its business date."""
    return [
        (one.event.name, one.effective_on.isoformat())
        for one in scene.recorded()[-len(scene.events) :]
    ]


def test_an_imported_act_is_an_event_of_its_own_day_after_its_mark() -> None:
    scene = entered().given(*PREPARED)
    scene = scene.when(BUDGET)
    assert effective(scene) == [
        ("history.act-imported", "2023-02-20"),
        ("budget.approved", "2023-02-20"),
        ("monitoring.round-opened", "2023-05-31"),
        ("monitoring.round-opened", "2023-08-31"),
    ]
    mark, *others = scene.recorded()[-4:]
    assert {one.caused_by for one in others} == {mark.id}
    assert {one.recorded_at for one in others} == {scene.now}
    assert {one.actor for one in others} == {REVIEWER}
    assert mark.event.done_by == "人大"


def test_the_budget_counts_from_its_own_day_and_opens_the_rounds_after_it() -> None:
    late = entered().given(*PREPARED, imported("budget.approve", "2023-06-01", amount="1000000"))
    assert late.state.rounds == {AUGUST: Open(AUGUST)}
    on_the_node = entered().given(
        *PREPARED, imported("budget.approve", "2023-05-31", amount="1000000")
    )
    assert list(on_the_node.state.rounds) == [MAY, AUGUST]


def test_a_round_that_was_skipped_for_want_of_a_budget_is_opened() -> None:
    # given a project whose planned day was in January: its rounds are over, and it has no budget
    scene = unregistered(on=OPENED)
    planned = replace(scene.act(add(is_major=False), SYSTEM), effective_on=date(2023, 1, 10))
    scene = scene.take(planned).given(ATTACHED).until(scene.now)
    assert scene.state.rounds == {MAY: Skipped(MAY), AUGUST: Skipped(AUGUST)}
    # when its budget of February is imported
    scene = scene.given(*PREPARED, BUDGET)
    # then it is in both rounds
    assert scene.state.rounds == {MAY: Open(MAY), AUGUST: Open(AUGUST)}


def test_a_result_is_judged_by_its_own_day() -> None:
    for on, late in (("2023-06-09", False), ("2023-06-10", False), ("2023-06-11", True)):
        filed = budgeted().when(late_project.result(on)).the(ResultFiled)
        assert (filed.late, filed.due) == (late, date(2023, 6, 10))


def test_the_year_goes_on_from_the_step_after() -> None:
    scene = budgeted().given(late_project.result())
    assert scene.view.waiting_for == (f"finance:{REVIEW}", f"unit:{AUGUST_RESULT}")
    # then the clerk who imported it reviews it as usual: another person filed it
    reviewed_now = scene.when(reviewed(), by=REVIEWER)
    assert reviewed_now.the(Reviewed).failed is False


def test_who_did_an_act_is_not_who_reviewed_it() -> None:
    scene = budgeted().given(late_project.result())
    own = imported("monitoring.review", "2023-06-20", CLERK, node="2023-05-31", score="85")
    scene.when(own).refused(Code.REVIEWER_IS_FILER)


def test_both_failed_reviews_count_for_the_grade() -> None:
    failing = (
        late_project.result(),
        late_project.reviewed(score="50"),
        late_project.result("2023-09-05", AUGUST),
        late_project.reviewed("2023-09-20", AUGUST, "40"),
    )
    scene = budgeted().given(*failing)
    assert monitored_of(scene.state).failed == (MAY, AUGUST)
    assert f"unit:rectification.report:{MAY}" in scene.view.waiting_for


def test_an_imported_record_of_execution_feeds_the_rate() -> None:
    record = imported(
        "execution.record", "2023-06-05", executed="300000", as_of="2023-05-31", source="国库"
    )
    scene = budgeted().given(record)
    differing = late_project.result().model_copy(
        update={
            "content": {
                "node": "2023-05-31",
                "executed": "500000",
                "completion_rate": "50",
                "explanation": "口径不同",
            }
        }
    )
    filed = scene.when(differing).the(ResultFiled)
    assert (filed.executed, filed.execution_rate) == (Decimal(300_000), Decimal(30))
    scene.when(record).refused(Code.DUPLICATE)


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (imported("library.admit", "2023-11-29"), "done_on"),  # after today
        (imported("library.admit", "2021-12-31"), "done_on"),  # before it was prepared
        (imported("library.admit", "2024-01-01"), "done_on"),
        (imported("grade.finalise", "2023-01-12"), "act"),
        (
            imported("library.admit", "2023-01-12").model_copy(update={"document": "0" * 64}),
            "document",
        ),
        (imported("target.file", "2023-01-12", amount="1"), "content.execution_points"),
        (imported("budget.approve", "2023-02-20", amount="-1"), "content.amount"),
    ],
)
def test_a_wrong_import_names_its_field(act: Command, field: str) -> None:
    entered().when(act).refused(Code.INVALID_FIELD, field)


@pytest.mark.parametrize("on", ["2022-01-01", "2022-12-31", "2023-01-01", OPENED])
def test_a_day_of_the_year_or_of_the_year_before_until_the_opening_is_taken(on: str) -> None:
    assert entered().when(imported("library.admit", on)).events


def test_a_budget_prepared_and_approved_the_year_before_opens_the_rounds_of_the_year() -> None:
    # given a project admitted and targeted in the autumn, approved by the congress in December
    scene = entered().given(
        imported("library.admit", "2022-10-20"),
        imported("target.file", "2022-11-10", CLERK, **TARGET),
        imported("target.approve", "2022-11-25"),
        imported("budget.approve", "2022-12-28", "人大", amount="1000000"),
    )
    # then the rounds of its own year stand open, and a result of June is taken
    assert scene.state.rounds == {MAY: Open(MAY), AUGUST: Open(AUGUST)}
    assert scene.when(late_project.result()).the(ResultFiled).late is False


def test_the_year_before_has_no_result_and_no_record_of_execution() -> None:
    early = budgeted().when(late_project.result("2022-12-31"))
    early.refused(Code.INVALID_FIELD, "content.node")
    record = imported(
        "execution.record", "2022-12-31", executed="1", as_of="2022-12-31", source="国库"
    )
    early_budget = imported("budget.approve", "2022-12-28", "人大", amount="1000000")
    target = (
        imported("library.admit", "2022-10-20"),
        imported("target.file", "2022-11-10", CLERK, **TARGET),
        imported("target.approve", "2022-11-25"),
    )
    entered().given(*target, early_budget).when(record).refused(Code.INVALID_FIELD)


def test_what_was_done_after_the_opening_is_no_import() -> None:
    later = entered().on("2023-12-05")
    later.when(imported("library.admit", "2023-11-29")).refused(Code.INVALID_FIELD, "done_on")
    later.given(imported("library.admit", "2023-11-28"))


def test_a_duty_that_was_not_over_on_its_day_is_refused() -> None:
    early = late_project.result("2023-05-30")
    budgeted().when(early).refused(Code.INVALID_FIELD, "content.node")
    budgeted().given(late_project.result("2023-05-31"))


def test_an_act_is_not_earlier_than_what_it_rests_on() -> None:
    scene = budgeted().given(late_project.result("2023-06-08"))
    scene.when(late_project.reviewed("2023-06-07")).refused(Code.INVALID_FIELD, "done_on")
    scene.given(late_project.reviewed("2023-06-08"))


def test_what_is_done_already_is_refused() -> None:
    scene = budgeted().given(late_project.result(), late_project.reviewed())
    scene.when(late_project.result()).refused(Code.ALREADY_REVIEWED)
    scene.when(late_project.reviewed()).refused(Code.ALREADY_REVIEWED)
    scene.when(BUDGET).refused(Code.DUPLICATE)


def test_only_the_bureau_imports() -> None:
    entered().when(PREPARED[0], by=COLLEAGUE).refused(Code.WRONG_ROLE)


def test_a_project_that_nobody_registered_has_no_imports() -> None:
    unregistered().when(PREPARED[0]).refused(Code.UNKNOWN_SUBJECT)


def test_what_is_imported_on_the_day_is_not_found_overdue() -> None:
    scene = budgeted()
    step = scene.view.next_step
    assert (step and step.kind, step and step.planned) == ("overdue", NEXT)
    imported_all = scene.given(
        late_project.result(),
        late_project.reviewed(),
        late_project.result("2023-09-12", AUGUST),
        late_project.reviewed("2023-09-20", AUGUST),
    ).until(datetime.fromisoformat("2023-12-20T09:00:00+08:00"))
    assert not [one for one in imported_all.recorded() if isinstance(one.event, Passed)]


def test_what_is_left_is_found_overdue_once_and_filed_late() -> None:
    scene = budgeted().given(late_project.result()).until(NEXT)
    assert scene.view.overdue == (AUGUST_RESULT,)
    again = scene.until(datetime.fromisoformat("2023-12-20T09:00:00+08:00"))
    overdue = [
        one.event.deadline
        for one in again.recorded()
        if isinstance(one.event, Passed) and one.event.step == "overdue"
    ]
    assert overdue == [AUGUST_RESULT]
    filed = again.when(result(node=AUGUST)).the(ResultFiled)
    assert filed.late


def test_a_duty_is_dropped_by_an_exception() -> None:
    scene = budgeted().given(late_project.result(), dropping())
    assert scene.state.rounds[AUGUST] == Skipped(AUGUST, "例外1号")
    assert scene.view.waiting_for == (f"finance:{REVIEW}",)
    refusal = scene.when(result(node=AUGUST)).refused(Code.WRONG_PHASE, "node")
    assert "例外1号" in refusal.zh
    scene.when(dropping()).refused(Code.INVALID_FIELD, "duty")


def test_what_is_filed_or_was_not_over_is_not_dropped() -> None:
    scene = budgeted().given(late_project.result())
    scene.when(dropping(RESULT)).refused(Code.DUPLICATE)
    scene.when(dropping("monitoring.review:2023-05-31")).refused(Code.INVALID_FIELD, "duty")
    scene.when(dropping().model_copy(update={"rule": "grade.bands"})).refused(
        Code.INVALID_FIELD, "rule"
    )


@pytest.mark.parametrize(
    ("due", "dropped"), [("2023-11-27", True), ("2023-11-28", False), ("2023-11-29", False)]
)
def test_a_duty_is_dropped_if_its_day_was_over_at_the_opening(due: str, *, dropped: bool) -> None:
    scene = budgeted(entered({AUGUST_RESULT: due})).when(dropping())
    assert bool(scene.events) is dropped
    if not dropped:
        scene.refused(Code.INVALID_FIELD, "duty")


def test_a_duty_that_no_day_binds_is_dropped_after_its_node() -> None:
    budgeted(entered({RESULT: "2023-06-10"})).given(dropping())


IMPORTS = (
    "library.admit",
    "target.file",
    "target.approve",
    "budget.approve",
    "execution.record:2023-05-31",
    "monitoring.file-result:2023-05-31",
    "monitoring.review:2023-05-31",
)


def test_imports_are_withdrawn_the_newest_first_and_taken_again() -> None:
    record = imported(
        "execution.record", "2023-06-05", executed="500000", as_of="2023-05-31", source="国库"
    )
    acts = (*PREPARED, BUDGET, record, late_project.result(), late_project.reviewed())
    scene = entered().given(*acts)
    scene.when(undo("history.import-act:monitoring.file-result:2023-05-31")).refused(
        Code.WRONG_PHASE
    )
    for key in reversed(IMPORTS):
        scene = scene.given(undo(f"history.import-act:{key}"))
        scene.when(undo(f"history.import-act:{key}")).refused(Code.WRONG_PHASE)
    assert scene.state.imports == {}
    assert scene.state.execution is None
    assert scene.view.phase == "library"
    again = scene.given(*acts)
    assert again.state.budget == Decimal(1_000_000)
    assert len(again.state.imports) == len(IMPORTS)


def test_the_state_folded_from_the_log_is_the_state_that_was_decided() -> None:
    scene = budgeted().given(late_project.result(), late_project.reviewed(score="50"), dropping())
    assert scene.read_back() == scene.state


def test_a_rate_by_the_imported_budget_is_that_of_the_unit() -> None:
    scene = budgeted().given(LOW_RATE)
    assert scene.the(ResultFiled).late
    assert scene.the(ResultFiled).execution_rate == Decimal(10)


def test_the_mark_says_what_is_imported() -> None:
    mark = budgeted().when(late_project.result()).the(ActImported)
    assert (mark.key, mark.organisation, mark.role) == (
        "monitoring.file-result:2023-05-31",
        "201001",
        "unit",
    )


def test_an_exception_that_dropped_a_duty_is_withdrawn() -> None:
    scene = budgeted().given(dropping())
    scene.when(undo("exception.grant")).refused(Code.WRONG_PHASE)
    again = scene.given(undo(f"exception.grant:{AUGUST_RESULT}"))
    assert again.state.rounds[AUGUST] == Open(AUGUST)
    again.when(undo(f"exception.grant:{AUGUST_RESULT}")).refused(Code.WRONG_PHASE)
    again.given(dropping())


def test_a_day_for_rectification_was_set_then_and_is_over_now() -> None:
    review = imported(
        "monitoring.review", "2023-06-20", node="2023-05-31", score="50", rectify_by="2023-07-10"
    )
    scene = budgeted().given(late_project.result(), review, dropping())
    overdue = scene.until(NEXT)
    assert overdue.view.overdue == (RECTIFICATION,)
    done = imported(
        "rectification.report", "2023-07-08", CLERK, node="2023-05-31", measures="已整改"
    )
    accepted = imported("rectification.accept", "2023-07-12", node="2023-05-31")
    settled = scene.given(done, accepted).until(NEXT)
    assert settled.view.overdue == ()
    assert settled.state.rounds[MAY].settled


def test_an_assessment_that_came_before_is_imported() -> None:
    scene = unregistered(on=OPENED).given(add(), ATTACHED)
    scene.when(imported("library.admit", "2023-01-12")).refused(Code.GATE_NOT_MET)
    report = {"amount": "1000000", "dimensions": dict.fromkeys(DIMENSIONS, "充分")}
    filed = imported("exante.file-report", "2023-01-03", CLERK, document="评估报告", **report)
    found = imported("exante.review", "2023-01-08", result="支持", score="96")
    admitted = scene.given(filed, found, imported("library.admit", "2023-01-12"))
    assert admitted.view.phase == "target"


def test_a_document_is_attached_with_the_import_that_names_its_file() -> None:
    scene = unregistered(on=OPENED).given(add(is_major=False))
    act = imported("library.admit", "2023-01-12")
    file = {"file_name": "批复.pdf", "size": 3, "media_type": "application/pdf"}
    scene.when(act).refused(Code.INVALID_FIELD, "document")
    scene.when(act.model_copy(update={**file, "media_type": "image/png"})).refused(
        Code.INVALID_FIELD, "media_type"
    )
    attached = scene.given(act.model_copy(update=file))
    assert attached.state.documents == {(ATTACHED.sha256, "批复.pdf")}
    assert effective(attached)[-1] == ("document.attached", OPENED)
    again = attached.when(PREPARED[1].model_copy(update=file))
    assert [one.name for one in again.events] == ["history.act-imported", "target.filed"]


def test_what_waits_again_after_a_withdrawal_is_overdue_when_the_day_ends() -> None:
    scene = budgeted().given(late_project.result(), late_project.result("2023-09-05", AUGUST))
    again = scene.given(undo(f"history.import-act:monitoring.file-result:{AUGUST}"))
    assert again.view.next_step is not None
    assert again.view.next_step.planned == NEXT
    dropped = budgeted().given(late_project.result(), dropping())
    taken_up = dropped.given(undo(f"exception.grant:{AUGUST_RESULT}"))
    assert taken_up.view.next_step is not None
    assert taken_up.view.next_step.planned == NEXT


@pytest.mark.parametrize(
    ("act", "organisation"),
    [
        (PREPARED[0], REVIEWER.organisation),
        (PREPARED[1], UNIT),
        (BUDGET, "652825"),  # the congress is no part of the bureau
    ],
)
def test_the_mark_names_the_organisation_that_did_the_act(
    act: ImportAct, organisation: str
) -> None:
    before = PREPARED[: PREPARED.index(act)] if act in PREPARED else PREPARED
    assert entered().given(*before).when(act).the(ActImported).organisation == organisation


def test_an_imported_rectification_names_its_node() -> None:
    problems = {"source": "self_evaluation", "problems": ["W1"]}
    act = imported("rectification.report", "2023-07-08", CLERK, measures="已整改", **problems)
    budgeted().when(act).refused(Code.INVALID_FIELD, "content.node")


@pytest.mark.parametrize(
    ("on", "taken"), [("2023-07-09", False), ("2023-07-10", False), ("2023-07-11", True)]
)
def test_a_refusal_that_was_found_on_paper_is_imported(on: str, *, taken: bool) -> None:
    seen = imported(
        "monitoring.review", "2023-06-20", node="2023-05-31", score="50", rectify_by="2023-07-10"
    )
    scene = budgeted().given(late_project.result(), seen)
    found = imported("rectification.find-refused", on, node="2023-05-31", reason="书面拒绝")
    if not taken:
        scene.when(found).refused(Code.WRONG_PHASE)
        return
    of_then = scene.given(found)
    order = rectification_in(of_then.state.rounds[MAY])
    assert order is not None
    assert order.refused
    key = "history.import-act:rectification.find-refused:2023-05-31"
    again = rectification_in(of_then.given(undo(key), by=REVIEWER).state.rounds[MAY])
    assert again is not None
    assert not again.refused
