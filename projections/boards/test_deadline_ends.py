"""How a deadline ends: filed, sent back, reviewed, taken back, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.kernel.vocabulary import start_of
from projections.boards.projection import Projection
from projections.boards.rows import DeadlineState, Source
from testkit.builders.bureau import (
    DUE,
    FINANCE,
    MAY,
    P001,
    RESULT,
    TARGET,
    THE_YEAR,
    UNIT,
    Bureau,
    extend,
)
from testkit.projection_rows import columns, deadline

REVIEW = f"monitoring.review:{MAY}"
RECTIFICATION = f"rectification.report:{MAY}"
RECTIFY = {"rectify_by": "2023-07-10"}


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


@pytest.mark.parametrize(
    ("moved_on", "due"),
    [
        (date(2023, 6, 11), date(2023, 6, 30)),
        (date(2023, 6, 13), date(2023, 6, 20)),
    ],
)
def test_a_changed_notice_to_all_moves_no_review_that_is_done(
    in_may: Bureau, boards: Projection, moved_on: date, due: date
) -> None:
    """The review is done on 12 June; the notice is changed the day before, or the day after."""
    in_may.notice(REVIEW, date(2023, 6, 20))
    in_may.file_result(P001, date(2023, 6, 8))
    changed = {"deadline": REVIEW, "due": "2023-06-30", "document": "改期通知"}
    acts: list[tuple[date, Callable[[], object]]] = [
        (date(2023, 6, 12), lambda: in_may.review_result(P001, date(2023, 6, 12))),
        (moved_on, lambda: in_may.act(THE_YEAR, "deadline.set", moved_on, FINANCE, **changed)),
    ]
    for _, take in sorted(acts, key=lambda one: one[0]):
        take()
        boards.catch_up()
    found = deadline(boards, P001, REVIEW)
    assert found is not None
    assert (found.state, found.due, found.filed_on) == (DeadlineState.MET, due, date(2023, 6, 12))
    assert found.reference == ("改期通知" if due == date(2023, 6, 30) else "且财绩〔2023〕1号")


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
    ended = [{"of": "monitoring.result:2023-05-31", "decision": "不再填报"}]
    on = date(2023, 6, 1)
    in_may.act(P001, "project.withdraw", on, FINANCE, reason="项目取消", duties=ended)
    boards.catch_up()
    assert deadline(boards, P001, RESULT) is None
    closed = columns(boards, P001, "phase", "closed", "waiting_for", "next_due")
    assert closed == ("withdrawn", 1, "[]", None)
