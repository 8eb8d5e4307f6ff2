"""How a deadline stands on the board, from its notice to its end."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.kernel.vocabulary import SHANGHAI, start_of
from domain.subjects.catalogues import CATALOGUES
from projections.boards.problems import Kind, problems_of
from projections.boards.projection import Projection
from projections.boards.rows import DeadlineState, Source
from testkit.builders.bureau import (
    DUE,
    FINANCE,
    MAY,
    P001,
    RESULT,
    Bureau,
    extend,
    morning,
    project,
)
from testkit.projection_rows import columns, deadline


@pytest.mark.parametrize(
    ("day", "hour", "state"),
    [
        (5, 10, DeadlineState.REMINDED),
        (5, 11, DeadlineState.REMINDED_LATE),
        (9, 9, DeadlineState.REMINDED_LATE),
    ],
)
def test_a_reminder_given_late_is_shown_as_late(
    in_may: Bureau, boards: Projection, day: int, hour: int, state: DeadlineState
) -> None:
    in_may.take_step_late(P001, datetime(2023, 6, day, hour, tzinfo=SHANGHAI))
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert found.state is state
    # and the due notice takes its place
    in_may.take_steps(P001, datetime(2023, 6, 10, 9, tzinfo=SHANGHAI))
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert found.state is DeadlineState.DUE


def test_a_due_notice_given_late_is_shown_as_late(in_may: Bureau, boards: Projection) -> None:
    in_may.take_steps(P001, datetime(2023, 6, 9, tzinfo=SHANGHAI))
    in_may.take_step_late(P001, datetime(2023, 6, 10, 15, tzinfo=SHANGHAI))
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert found.state is DeadlineState.DUE_LATE


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


def test_a_late_filing_that_is_extended_later_is_late_on_every_page(
    in_may: Bureau, boards: Projection
) -> None:
    in_may.take_steps(P001, start_of(date(2023, 6, 12)))
    in_may.file_result(P001, date(2023, 6, 12))
    extend(in_may, until="2023-06-20")
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.state, found.due) == (DeadlineState.MET_LATE, date(2023, 6, 10))
    assert (found.source, found.reference) == (Source.EXTENSION, "2023-06-12 局长 → 2023-06-20")
    assert columns(boards, P001, "late_filings") == (1,)
    late, extension = (
        one for one in problems_of(in_may.log, P001) if one.kind in {Kind.LATE, Kind.EXTENSION}
    )
    assert late.extended == {"until": "2023-06-20", "on": "2023-06-12", "approver": "局长"}
    mark = CATALOGUES.event(extension.name, extension.data).mark
    assert mark is not None
    assert mark.zh == "事后延期"


def test_a_filing_is_shown_by_the_day_that_it_was_judged_by(
    in_may: Bureau, boards: Projection
) -> None:
    in_may.file_result(P001, date(2023, 6, 8))
    in_may.notice(RESULT, date(2023, 6, 1), document="且财绩〔2023〕9号")
    boards.catch_up()
    found = deadline(boards, P001, RESULT)
    assert found is not None
    assert (found.state, found.due) == (DeadlineState.MET, DUE)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (None, date(2023, 1, 19), None),  # filed on 20 January, by no day
        (None, date(2023, 1, 20), date(2023, 1, 20)),
        (date(2023, 1, 25), date(2023, 1, 19), date(2023, 1, 25)),
        (date(2023, 1, 25), date(2023, 6, 1), date(2023, 1, 25)),
    ],
)
def test_a_target_is_shown_by_the_day_that_it_was_judged_by(
    bureau: Bureau, boards: Projection, before: date | None, after: date, shown: date | None
) -> None:
    # given
    if before:
        bureau.notice("target.filing", before)
    bureau.budgeted(P001)
    # when
    fields = {"deadline": "target.filing", "due": str(after), "document": "通知"}
    bureau.act(P001, "deadline.set", date(2023, 3, 1), FINANCE, **fields)
    boards.catch_up()
    # then
    found = deadline(boards, P001, "target.filing")
    assert (found and found.due) == shown
    assert found is None or found.state is DeadlineState.MET


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (None, date(2023, 1, 19), None),  # approved on 1 February, by no day
        (date(2023, 1, 31), date(2023, 6, 1), (date(2023, 1, 31), DeadlineState.MET_LATE)),
        (date(2023, 2, 1), date(2023, 1, 19), (date(2023, 2, 1), DeadlineState.MET)),
        (date(2023, 2, 2), date(2023, 1, 19), (date(2023, 2, 2), DeadlineState.MET)),
    ],
)
def test_a_review_is_shown_by_the_day_that_it_had_when_it_was_done(
    bureau: Bureau,
    boards: Projection,
    before: date | None,
    after: date,
    shown: tuple[date, DeadlineState] | None,
) -> None:
    # given
    def to(due: date, on: date) -> None:
        fields = {"deadline": "target.review", "due": str(due), "document": "通知"}
        bureau.act(P001, "deadline.set", on, FINANCE, **fields)

    bureau.registered(P001)
    if before:
        to(before, date(2023, 1, 10))
    bureau.approved(P001)
    # when
    to(after, date(2023, 3, 1))
    boards.catch_up()
    # then
    found = deadline(boards, P001, "target.review")
    assert (found and (found.due, found.state)) == shown


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
