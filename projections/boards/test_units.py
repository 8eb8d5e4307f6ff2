"""Units and institutions on the boards, beside projects."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.kernel.vocabulary import start_of
from domain.subjects.unit_year.due_dates import SELECTION
from projections.boards import queries
from projections.boards.answers import NextDue, OverdueRole, PhaseCount, Waiting
from projections.boards.in_force_cache import InForceCache
from projections.boards.projection import Projection
from projections.boards.rows import DeadlineRow, DeadlineState, Source
from store.port import EventLog
from testkit.builders.bureau import (
    COUNTY,
    FINANCE,
    RESULT,
    THE_YEAR,
    YEAR,
    Bureau,
    morning,
    project,
)
from testkit.builders.bureau_units import (
    DEPARTMENT,
    INSTITUTION,
    JUNE,
    REPORT,
    REPORT_REVIEW,
    SELF,
    TARGET,
    U101,
    U102,
    add_unit,
    entrusted,
    file_evaluation,
    file_report,
    file_target,
    next_year,
)
from testkit.projection_rows import as_folded, columns, deadline, folded_afresh

DUE = date(2023, 2, 28)
SPRING = date(2024, 4, 30)
TODAY = date(2026, 11, 21)
DAYS = pytest.mark.parametrize(
    ("after", "state", "late"),
    [(-1, DeadlineState.MET, 0), (0, DeadlineState.MET, 0), (1, DeadlineState.MET_LATE, 1)],
)


@pytest.fixture
def unit(bureau: Bureau) -> Bureau:
    """A unit whose overall target is due on 28 February by notice."""
    bureau.notice(TARGET, DUE)
    add_unit(bureau)
    return bureau


def the(boards: Projection, stream: str, key: str) -> DeadlineRow:
    boards.catch_up()
    found = deadline(boards, stream, key)
    assert found is not None
    return found


def shown(row: DeadlineRow) -> tuple[DeadlineState, date, date | None, str]:
    return row.state, row.due, row.filed_on, row.responsible


def test_a_unit_has_its_name_and_its_amounts(unit: Bureau, boards: Projection) -> None:
    boards.catch_up()
    names = ("kind", "code", "name", "unit", "unit_name", "phase")
    assert columns(boards, U101, *names) == (
        *("unit-year", "101", "合成单位101", "101", "合成单位101", "overall-target"),
    )
    amounts = ("requested", "adjusted", "approved", "executed")
    assert columns(boards, U101, *amounts) == ("10000000.00", None, None, None)
    file_target(unit, DUE)
    boards.catch_up()
    assert columns(boards, U101, *amounts) == ("10000000.00", None, None, None)
    unit.act(U101, "overall-target.approve", DUE, FINANCE)
    unit.take_steps(U101, start_of(date(2024, 1, 1)))
    file_evaluation(unit, date(2024, 3, 1))
    boards.catch_up()
    assert columns(boards, U101, *amounts) == ("10000000.00", None, "10000000", "12000000")


def test_what_is_known_at_registration_stands_until_the_unit_tells(
    bureau: Bureau, boards: Projection
) -> None:
    add_unit(bureau, adjusted="11000000.00", executed="9000000.00")
    boards.catch_up()
    assert columns(boards, U101, "adjusted", "executed") == ("11000000.00", "9000000.00")


@DAYS
def test_a_target_is_met_up_to_its_day_and_late_after_it(
    unit: Bureau, boards: Projection, after: int, state: DeadlineState, late: int
) -> None:
    on = DUE + timedelta(days=after)
    unit.take_steps(U101, start_of(on))
    file_target(unit, on)
    row = the(boards, U101, TARGET)
    assert shown(row) == (state, DUE, on, "unit")
    assert (row.source, row.reference) == (Source.NOTICE, "且财绩〔2023〕1号")
    assert columns(boards, U101, "late_filings") == (late,)


@pytest.mark.parametrize(("after", "state"), [(0, DeadlineState.OPEN), (1, DeadlineState.OVERDUE)])
def test_a_target_that_is_not_filed_is_overdue_when_its_day_is_over(
    unit: Bureau, boards: Projection, after: int, state: DeadlineState
) -> None:
    unit.take_steps(U101, start_of(DUE + timedelta(days=after)))
    assert shown(the(boards, U101, TARGET)) == (state, DUE, None, "unit")


def test_a_late_target_sent_back_is_overdue_again_and_its_review_done(
    unit: Bureau, boards: Projection
) -> None:
    unit.notice("overall-target.review", date(2023, 3, 5))
    unit.take_steps(U101, start_of(date(2023, 3, 1)))
    file_target(unit, date(2023, 3, 2))
    unit.act(U101, "overall-target.return", date(2023, 3, 6), FINANCE, reason="不完整")
    assert shown(the(boards, U101, TARGET)) == (DeadlineState.OVERDUE, DUE, None, "unit")
    review = (DeadlineState.MET_LATE, date(2023, 3, 5), date(2023, 3, 6), "finance")
    assert shown(the(boards, U101, "overall-target.review")) == review


def test_an_extension_of_what_waits_for_review_stands_beside_its_lateness(
    unit: Bureau, boards: Projection
) -> None:
    unit.take_steps(U101, start_of(date(2023, 3, 1)))
    file_target(unit, date(2023, 3, 2))
    granted = {"deadline": TARGET, "until": "2023-03-02", "approver": "局长", "reason": "灾情"}
    unit.act(U101, "extend", date(2023, 3, 3), FINANCE, **granted)
    row = the(boards, U101, TARGET)
    assert shown(row) == (DeadlineState.MET_LATE, DUE, date(2023, 3, 2), "unit")
    assert (row.source, row.reference) == (Source.EXTENSION, "2023-03-03 局长 → 2023-03-02")


def test_the_june_report_and_its_review_have_their_days(bureau: Bureau, boards: Projection) -> None:
    node_due = date(2023, 7, 10)
    add_unit(bureau)
    bureau.notice(REPORT, node_due)
    bureau.notice(REPORT_REVIEW, date(2023, 7, 20))
    bureau.take_steps(U101, morning(JUNE))
    assert shown(the(boards, U101, REPORT)) == (DeadlineState.OPEN, node_due, None, "unit")
    file_report(bureau, node_due)
    assert shown(the(boards, U101, REPORT)) == (DeadlineState.MET, node_due, node_due, "unit")
    waits = (DeadlineState.OPEN, date(2023, 7, 20), None, "finance")
    assert shown(the(boards, U101, REPORT_REVIEW)) == waits
    bureau.notice(REPORT, date(2023, 7, 1), document="且财绩〔2023〕9号")
    assert the(boards, U101, REPORT).due == node_due, "it was judged by the day of its filing"
    fields = {"node": str(JUNE), "opinion": "正常"}
    bureau.act(U101, "overall-monitoring.review", date(2023, 7, 20), FINANCE, **fields)
    met = (DeadlineState.MET, date(2023, 7, 20), date(2023, 7, 20), "finance")
    assert shown(the(boards, U101, REPORT_REVIEW)) == met


@DAYS
def test_a_selection_is_the_departments_up_to_its_day_and_late_after_it(
    unit: Bureau, boards: Projection, after: int, state: DeadlineState, late: int
) -> None:
    # given
    unit.budgeted(project())
    next_year(unit, selection=str(SPRING))
    unit.take_steps(U101, start_of(date(2024, 1, 5)))
    waiting = (DeadlineState.OPEN, SPRING, None, "department")
    assert shown(the(boards, U101, SELECTION)) == waiting
    assert f"department:{SELECTION}" in columns(boards, U101, "waiting_for")[0]
    # when
    on = SPRING + timedelta(days=after)
    unit.take_steps(U101, start_of(on))
    unit.act(U101, "department-evaluation.select", on, DEPARTMENT, selected=["P001"])
    # then
    assert shown(the(boards, U101, SELECTION)) == (state, SPRING, on, "department")
    assert SELECTION not in columns(boards, U101, "waiting_for")[0]


@pytest.mark.parametrize("projects", [0, 1])
def test_only_a_department_with_projects_is_late_with_its_selection(
    unit: Bureau, boards: Projection, projects: int
) -> None:
    for number in range(projects):
        unit.budgeted(project(f"P00{number + 1}"))
    next_year(unit, selection=str(SPRING))
    unit.take_steps(U101, start_of(SPRING + timedelta(days=1)))
    boards.catch_up()
    found = deadline(boards, U101, SELECTION)
    assert (found is not None) == bool(projects)
    if found is not None:
        assert found.state is DeadlineState.OVERDUE


@pytest.mark.parametrize(
    ("published", "state"),
    [(19, DeadlineState.MET), (20, DeadlineState.MET), (21, DeadlineState.MET_LATE)],
)
def test_a_disclosure_is_met_on_the_day_of_its_publication(
    unit: Bureau, boards: Projection, published: int, state: DeadlineState
) -> None:
    # given
    file_target(unit, date(2023, 2, 10))
    unit.act(U101, "overall-target.approve", date(2023, 2, 12), FINANCE)
    key = "disclosure.overall_target"
    unit.notice(key, date(2023, 3, 20))
    # when
    on = date(2023, 3, published)
    where = {"channel": "网站", "medium": "government_portal", "address": "合成网址"}
    fields = {"artefact": "overall_target", **where, "published_on": str(on)}
    unit.act(U101, "disclosure.publish", date(2023, 3, 25), FINANCE, **fields)
    # then
    assert shown(the(boards, U101, key)) == (state, date(2023, 3, 20), on, "finance")


def test_a_publication_in_another_channel_leaves_the_disclosure_to_do(
    unit: Bureau, boards: Projection
) -> None:
    # given
    file_target(unit, date(2023, 2, 10))
    unit.act(U101, "overall-target.approve", date(2023, 2, 12), FINANCE)
    key = "disclosure.overall_target"
    unit.notice(key, date(2023, 3, 20))
    of_list = {"parameter": "disclosure.channels", "value": "县公告栏", "since": "2023-01-01"}
    unit.act(THE_YEAR, "parameter.set", date(2023, 2, 12), FINANCE, **of_list)
    # when
    where = {"channel": "公众号", "medium": "other", "address": "合成网址"}
    fields = {"artefact": "overall_target", **where, "published_on": "2023-03-01"}
    unit.act(U101, "disclosure.publish", date(2023, 3, 2), FINANCE, **fields)
    # then
    assert shown(the(boards, U101, key))[:2] == (DeadlineState.OPEN, date(2023, 3, 20))
    # when
    fields = {**fields, "channel": "县公告栏"}
    unit.act(U101, "disclosure.publish", date(2023, 3, 25), FINANCE, **fields)
    # then
    assert shown(the(boards, U101, key))[0] is DeadlineState.MET


@pytest.fixture
def spring(unit: Bureau, boards: Projection) -> Projection:
    """2 March: unit 101 filed late, 102 did not; a project; an institution owes its report."""
    add_unit(unit, U102)
    unit.budgeted(project())
    unit.notice(RESULT, date(2023, 6, 10))
    for stream in (U101, U102):
        unit.take_steps(stream, start_of(date(2023, 3, 1)))
    file_target(unit, date(2023, 3, 2))
    entrusted(unit)
    boards.catch_up()
    return boards


def test_the_status_counts_each_kind_and_says_what_waits_for_whom(spring: Projection) -> None:
    found = spring.ask(lambda boards: queries.status(boards, COUNTY, YEAR))
    assert (found.projects, found.units, found.institutions) == (1, 2, 1)
    assert PhaseCount("unit-year", "overall-target", 2) in found.phases
    assert PhaseCount("third-party", "registered", 1) in found.phases
    assert Waiting("unit-year", "finance", "overall-target.review", 1) in found.waiting
    assert Waiting("third-party", "third_party", "third-party.report:HT-1", 1) in found.waiting
    assert [(late.kind, late.code, late.row.state) for late in found.late] == [
        ("unit-year", "101", DeadlineState.MET_LATE),
        ("unit-year", "102", DeadlineState.OVERDUE),
    ]


@pytest.mark.parametrize(
    ("asked", "streams"),
    [
        ({"kind": SubjectKind.UNIT_YEAR}, {U101, U102}),
        ({"kind": SubjectKind.PROJECT_YEAR}, {project()}),
        ({"kind": SubjectKind.THIRD_PARTY}, {INSTITUTION}),
        ({"unit": "101"}, {U101, project()}),
        ({"unit": "102"}, {U102}),
        ({"kind": SubjectKind.PROJECT_YEAR, "unit": "102"}, set()),
        ({"phase": "overall-target"}, {U101, U102}),
        ({"subject": "unit/101"}, {U101}),
        ({"subject": "third-party/T01"}, {INSTITUTION}),
        ({"subject": "P001"}, {project()}),
        ({"subject": U101}, {U101}),
    ],
)
def test_a_question_is_about_a_kind_a_unit_a_phase_or_one_subject(
    spring: Projection, asked: dict[str, Any], streams: set[str]
) -> None:
    found = spring.ask(lambda boards: queries.status(boards, COUNTY, YEAR, each=True, **asked))
    assert {row.stream for row in found.each} == streams
    assert sum(count.subjects for count in found.phases) == len(streams)
    assert (found.detail is not None) == ("subject" in asked)


def test_a_role_narrows_what_waits_and_what_is_due(spring: Projection) -> None:
    found = spring.ask(lambda boards: queries.status(boards, COUNTY, YEAR, role="finance"))
    assert {wait.responsible for wait in found.waiting} == {"finance"}
    assert found.late == ()
    units = SubjectKind.UNIT_YEAR
    mine = spring.ask(lambda boards: queries.status(boards, COUNTY, YEAR, role="unit", kind=units))
    assert {late.code for late in mine.late} == {"101", "102"}


def test_a_code_that_several_have_is_several_streams(bureau: Bureau, boards: Projection) -> None:
    add_unit(bureau)
    bureau.budgeted(project("101"))
    boards.catch_up()

    def ask(subject: str, kind: SubjectKind | None = None) -> tuple[str, ...]:
        return boards.ask(lambda c: queries.streams(c, COUNTY, YEAR, subject, kind=kind))

    assert ask("101") == (project("101"), U101)
    assert ask("101", SubjectKind.UNIT_YEAR) == ask("unit/101") == ask(U101) == (U101,)
    assert ask("109") == ()


def test_the_calendar_counts_units_on_their_own_lines(spring: Projection) -> None:
    found = spring.ask(lambda boards: queries.calendar(boards, COUNTY, YEAR, DUE, DUE))
    (line,) = found.lines
    assert (line.kind, line.deadline, line.responsible) == ("unit-year", TARGET, "unit")
    assert line.subjects == 2
    assert line.states == {DeadlineState.MET_LATE: 1, DeadlineState.OVERDUE: 1}


def test_overdue_is_by_unit_and_by_role(spring: Projection) -> None:
    found = spring.ask(lambda boards: queries.overdue(boards, COUNTY, YEAR, today=TODAY))
    (group,) = found.groups
    assert (group.unit, group.unit_name, group.responsible) == ("102", "合成单位102", "unit")
    days = (found.on - DUE).days
    assert [(line.kind, line.code, line.days) for line in group.lines] == [
        ("unit-year", "102", days)
    ]
    assert found.roles == (OverdueRole("unit", 1, 1, days),)


def test_what_is_due_next_is_told_by_kind(bureau: Bureau, boards: Projection) -> None:
    bureau.notice(TARGET, DUE)
    for stream in (U101, U102):
        add_unit(bureau, stream)
    boards.catch_up()
    found = boards.ask(lambda connection: queries.status(connection, COUNTY, YEAR))
    assert found.next_due == (NextDue("unit-year", DUE, TARGET, "unit", 2),)


def test_the_evaluation_half_of_units_is_due_by_the_notices_of_its_work_year(
    unit: Bureau, boards: Projection
) -> None:
    next_year(unit, self_evaluation=str(SPRING))
    unit.take_steps(U101, start_of(date(2024, 1, 1)))
    assert the(boards, U101, SELF).due == SPRING


def test_an_institution_has_a_name_and_no_year(spring: Projection) -> None:
    assert columns(spring, INSTITUTION, "name", "year") == ("合成会计师事务所", None)


def test_adopted_packs_bind_institutions_too_and_notices_of_a_year_do_not(
    spring: Projection, log: EventLog
) -> None:
    bound = InForceCache(log).of(parse_subject(INSTITUTION))
    asked = {"artefact": "project_target", "confidential": False}
    assert bound.ask("disclosure.required", TODAY, **asked).stated
    assert not bound.notices


def test_every_subject_is_shown_as_its_decider_shows_it(spring: Projection, log: EventLog) -> None:
    assert as_folded(spring) == folded_afresh(Bureau(log))
    assert {INSTITUTION, U101, U102, project()} <= set(as_folded(spring))


def test_a_unit_has_its_own_name_on_every_board_whatever_its_projects_call_it(
    unit: Bureau, boards: Projection
) -> None:
    # given
    unit.notice(RESULT, date(2023, 6, 10))
    unit.budgeted(project(), unit_name="单位101旧称")
    unit.take_steps(project(), morning(date(2023, 6, 12)))
    # when
    boards.catch_up()
    stood = boards.ask(lambda found: queries.status(found, COUNTY, YEAR, each=True))
    late = boards.ask(lambda found: queries.overdue(found, COUNTY, YEAR, today=TODAY, on=TODAY))
    one = boards.ask(lambda found: queries.status(found, COUNTY, YEAR, subject="P001"))
    # then
    names = {row.unit_name for row in (stood.each or ()) if row.unit == "101"}
    assert one.detail is not None
    assert names | {one.detail.subject.unit_name} == {"合成单位101"}
    assert {group.unit_name for group in late.groups if group.unit == "101"} == {"合成单位101"}
    assert {row.unit_name for row in stood.late} == {"合成单位101"}


def test_a_unit_that_is_not_registered_has_the_name_of_its_project(
    bureau: Bureau, boards: Projection
) -> None:
    bureau.budgeted(project(), unit_name="单位101旧称")
    boards.catch_up()
    one = boards.ask(lambda found: queries.status(found, COUNTY, YEAR, subject="P001"))
    assert one.detail is not None
    assert one.detail.subject.unit_name == "单位101旧称"
