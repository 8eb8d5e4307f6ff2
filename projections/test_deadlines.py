"""How a deadline stands on the board, from its notice to its end."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.vocabulary import SHANGHAI, start_of
from projections.given import (
    FINANCE,
    MAY,
    RESULT,
    TARGET,
    THE_YEAR,
    UNIT,
    Bureau,
    morning,
    project,
)
from projections.projection import Projection
from projections.rows import DeadlineState, Source
from projections.seen import columns, deadline

DUE = date(2023, 6, 10)
REVIEW = f"monitoring.review:{MAY}"
RECTIFICATION = f"rectification.report:{MAY}"
P001 = project()


@pytest.fixture
def in_may(bureau: Bureau) -> Bureau:
    """A budgeted project whose May round is open, due on 10 June by notice."""
    for name, days in (("reminder.lead_days", "5"), ("escalation.after_days", "3")):
        bureau.act(
            THE_YEAR,
            "parameter.set",
            date(2023, 1, 4),
            FINANCE,
            parameter=name,
            value=days,
            since="2023-01-01",
        )
    bureau.notice(RESULT, DUE)
    bureau.budgeted(P001)
    bureau.take_steps(P001, morning(MAY))
    return bureau


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (datetime(2023, 6, 5, 8, 59, tzinfo=SHANGHAI), DeadlineState.OPEN),
        (datetime(2023, 6, 5, 9, tzinfo=SHANGHAI), DeadlineState.REMINDED),
        (datetime(2023, 6, 10, 8, 59, tzinfo=SHANGHAI), DeadlineState.REMINDED),
        (datetime(2023, 6, 10, 9, tzinfo=SHANGHAI), DeadlineState.DUE),
        (start_of(date(2023, 6, 11)) - timedelta(seconds=1), DeadlineState.DUE),
        (start_of(date(2023, 6, 11)), DeadlineState.OVERDUE),
        (datetime(2023, 6, 14, 8, 59, tzinfo=SHANGHAI), DeadlineState.OVERDUE),
        (datetime(2023, 6, 14, 9, tzinfo=SHANGHAI), DeadlineState.ESCALATED),
    ],
)
def test_an_open_deadline_shows_the_last_step_that_was_taken(
    in_may: Bureau, boards: Projection, until: datetime, state: DeadlineState
) -> None:
    in_may.take_steps(P001, until)
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.state, found.due, found.filed_on) == (state, DUE, None)
    assert (found.responsible, found.source) == ("unit", Source.NOTICE)
    assert found.reference == "且财绩〔2023〕1号"


@pytest.mark.parametrize(
    ("on", "state", "late"),
    [
        (date(2023, 6, 9), DeadlineState.MET, 0),
        (date(2023, 6, 10), DeadlineState.MET, 0),
        (date(2023, 6, 11), DeadlineState.MET_LATE, 1),
    ],
)
def test_what_is_filed_is_met_up_to_its_day_and_late_after_it(
    in_may: Bureau, boards: Projection, on: date, state: DeadlineState, late: int
) -> None:
    in_may.take_steps(P001, start_of(on))
    in_may.file_result(P001, on)
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.state, found.filed_on, found.due) == (state, on, DUE)
    assert columns(boards, P001, "late_filings") == (late,)


def test_an_extension_opens_an_overdue_deadline_again(in_may: Bureau, boards: Projection) -> None:
    # given
    in_may.take_steps(P001, start_of(date(2023, 6, 11)))
    boards.catch_up()
    assert columns(boards, P001, "overdue") == (f'["{RESULT}"]',)
    # when
    extend(in_may, until="2023-06-20")
    boards.catch_up()
    # then
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.state, found.due) == (DeadlineState.OPEN, date(2023, 6, 20))
    assert found.source is Source.EXTENSION
    assert columns(boards, P001, "overdue", "next_due") == ("[]", "2023-06-20")


def test_a_late_filing_that_waits_for_review_is_in_time_by_an_extension(
    in_may: Bureau, boards: Projection
) -> None:
    in_may.take_steps(P001, start_of(date(2023, 6, 12)))
    in_may.file_result(P001, date(2023, 6, 12))
    extend(in_may, until="2023-06-20")
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.state, found.due) == (DeadlineState.MET, date(2023, 6, 20))
    assert columns(boards, P001, "late_filings") == (0,)


def test_a_filing_is_shown_by_the_day_that_it_was_judged_by(
    in_may: Bureau, boards: Projection
) -> None:
    in_may.file_result(P001, date(2023, 6, 8))
    in_may.notice(RESULT, date(2023, 6, 1), document="且财绩〔2023〕9号")
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.state, found.due) == (DeadlineState.MET, DUE)


def test_a_notice_set_later_moves_the_day_of_every_open_project(
    in_may: Bureau, boards: Projection
) -> None:
    # given
    second = project("P002")
    in_may.budgeted(second)
    in_may.take_steps(second, morning(MAY))
    boards.catch_up()
    # when
    in_may.notice(RESULT, date(2023, 6, 15), document="且财绩〔2023〕2号")
    boards.catch_up()
    # then
    for stream in (P001, second):
        found = deadline(boards, stream, RESULT)
        assert found is not None
        assert (found.due, found.reference) == (date(2023, 6, 15), "且财绩〔2023〕2号")


def test_a_notice_of_the_work_year_after_it_moves_a_budget_year_too(
    in_may: Bureau, boards: Projection
) -> None:
    # given
    after = "652825/2024"
    opened = {"portfolio": "1" * 64, "clock": "simulated"}
    in_may.act(after, "year.open", date(2024, 1, 2), FINANCE, **opened)
    boards.catch_up()
    # when
    notice = {"deadline": RESULT, "due": "2024-01-31", "document": "且财绩〔2024〕1号"}
    in_may.act(after, "deadline.set", date(2024, 1, 3), FINANCE, **notice)
    boards.catch_up()
    # then
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.due, found.reference) == (date(2024, 1, 31), "且财绩〔2024〕1号")


def test_without_a_day_there_is_a_wait_and_no_deadline(bureau: Bureau, boards: Projection) -> None:
    bureau.budgeted(P001)
    bureau.take_steps(P001, morning(MAY))
    boards.catch_up()
    assert deadline(boards, P001, RESULT) is None
    assert columns(boards, P001, "waiting_for", "next_due") == (f'["unit:{RESULT}"]', None)


def test_a_notice_to_one_project_binds_that_one_by_its_own_document(
    in_may: Bureau, boards: Projection
) -> None:
    own = {"deadline": RESULT, "due": "2023-06-30", "document": "且财函〔2023〕7号"}
    in_may.act(P001, "deadline.set", date(2023, 6, 1), FINANCE, **own)
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.due, found.source) == (date(2023, 6, 30), Source.NOTICE)
    assert found.reference == "且财函〔2023〕7号"


def test_a_result_sent_back_keeps_its_day_and_the_review_counts_as_done(
    in_may: Bureau, boards: Projection
) -> None:
    # given
    in_may.notice(REVIEW, date(2023, 6, 20))
    in_may.file_result(P001, date(2023, 6, 8))
    # when
    back = {"node": str(MAY), "reason": "请补充"}
    in_may.act(P001, "monitoring.return", date(2023, 6, 12), FINANCE, **back)
    boards.catch_up()
    # then
    result, review = deadline(boards, P001, RESULT), deadline(boards, P001, REVIEW)
    assert result is not None
    assert (result.state, result.filed_on) == (DeadlineState.MET, date(2023, 6, 8))
    assert review is not None
    assert (review.state, review.filed_on) == (DeadlineState.MET, date(2023, 6, 12))
    assert columns(boards, P001, "waiting_for") == (f'["unit:{RESULT}"]',)


def test_a_late_result_sent_back_is_overdue_again(in_may: Bureau, boards: Projection) -> None:
    in_may.take_steps(P001, start_of(date(2023, 6, 11)))
    in_may.file_result(P001, date(2023, 6, 12))
    back = {"node": str(MAY), "reason": "请补充"}
    in_may.act(P001, "monitoring.return", date(2023, 6, 13), FINANCE, **back)
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.state, found.filed_on) == (DeadlineState.OVERDUE, None)


def test_an_extension_after_the_review_changes_no_judgement(
    in_may: Bureau, boards: Projection
) -> None:
    in_may.file_result(P001, date(2023, 6, 11))
    in_may.review_result(P001, date(2023, 6, 12))
    extend(in_may, until="2023-06-20")
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.state, found.due) == (DeadlineState.MET_LATE, DUE)


def test_an_adjustment_sent_back_is_no_review_of_the_target(
    in_may: Bureau, boards: Projection
) -> None:
    in_may.notice("target.review", date(2023, 2, 10))
    in_may.act(P001, "target.adjust", date(2023, 6, 1), UNIT, **TARGET, reason="调整")
    in_may.act(P001, "target.return", date(2023, 6, 2), FINANCE, reason="不合理")
    boards.catch_up()
    found = deadline(boards, P001, "target.review")
    assert found is not None
    assert (found.state, found.filed_on) == (DeadlineState.MET, date(2023, 2, 1))


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2023, 6, 20), DeadlineState.MET),
        (date(2023, 6, 21), DeadlineState.MET_LATE),
    ],
)
def test_the_bureau_too_may_be_late(
    in_may: Bureau, boards: Projection, on: date, state: DeadlineState
) -> None:
    in_may.notice(REVIEW, date(2023, 6, 20))
    in_may.file_result(P001, date(2023, 6, 8))
    in_may.review_result(P001, on)
    boards.catch_up()
    found = deadline(boards, P001, REVIEW)
    assert found is not None
    assert (found.state, found.filed_on, found.responsible) == (state, on, "finance")


def test_a_filing_taken_back_is_open_again(in_may: Bureau, boards: Projection) -> None:
    in_may.file_result(P001, date(2023, 6, 8))
    boards.catch_up()
    fields = {"filing": RESULT, "action": "withdraw", "reason": "数据有误"}
    in_may.act(P001, "correct", date(2023, 6, 9), UNIT, **fields)
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.state, found.filed_on) == (DeadlineState.OPEN, None)


def test_a_rectification_has_the_day_of_its_notice(in_may: Bureau, boards: Projection) -> None:
    in_may.file_result(P001, date(2023, 6, 8))
    in_may.review_result(P001, date(2023, 6, 9), score="50", verdict="不合格", **RECTIFY)
    boards.catch_up()
    found = deadline(boards, P001, RECTIFICATION)
    assert found is not None
    assert (found.due, found.source) == (date(2023, 7, 10), Source.RECTIFICATION)
    notice = in_may.state(P001).rounds[MAY].rectification.notice
    assert found.reference == str(notice)


def test_a_withdrawn_project_waits_for_nothing(in_may: Bureau, boards: Projection) -> None:
    boards.catch_up()
    assert deadline(boards, P001, RESULT) is not None
    in_may.act(P001, "project.withdraw", date(2023, 6, 1), FINANCE, reason="项目取消")
    boards.catch_up()
    assert deadline(boards, P001, RESULT) is None
    closed = columns(boards, P001, "phase", "closed", "waiting_for", "next_due")
    assert closed == ("withdrawn", 1, "[]", None)


RECTIFY = {"rectify_by": "2023-07-10"}


def extend(bureau: Bureau, until: str) -> None:
    granted = {"deadline": RESULT, "until": until, "approver": "局长", "reason": "汛情"}
    bureau.act(P001, "extend", date(2023, 6, 12), FINANCE, **granted)
