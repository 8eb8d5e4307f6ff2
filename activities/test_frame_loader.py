"""The frame loader: the subjects that an act selects among or counts, as the log has them."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities import frame_loader
from activities.frame_loader import FrameIsColdError, frame_of, warm
from activities.messages import COLD, SubmitInput
from activities.state_cache import StateCache
from activities.subject_activities import SubjectActivities
from domain.kernel.decider import Frame
from domain.kernel.message import Command
from domain.kernel.request import Request
from domain.kernel.subject_ids import parse_subject, unit_year
from domain.kernel.vocabulary import BudgetType
from domain.shared.filings.undoable import CorrectAct
from domain.subjects.jurisdiction_year.direct_funds import ReviewDirectFunds
from domain.subjects.jurisdiction_year.plan import PlannedObjects, SetPlan
from domain.subjects.jurisdiction_year.round_analysis import AnalyseRound
from domain.subjects.project_year.results.use_of_results import ApplyResults
from testkit.builders.bureau import FINANCE, P001, REGISTERED, THREE, Bureau, a_half_year
from testkit.builders.bureau_units import add_unit
from testkit.builders.unit_year import DEDUCTED
from testkit.fixtures import bureau, log

__all__ = ["bureau", "log"]

MAY = date(2023, 5, 31)


def test_an_analysis_sees_the_rounds_of_the_projects_of_its_own_year(bureau: Bureau) -> None:
    a_half_year(bureau)
    known = StateCache(bureau.log)
    year = parse_subject("652825/2023")
    act = AnalyseRound(node=MAY, text="平稳")
    frame = frame_of(bureau.log, known, year, act, lambda *_: None)  # type: ignore[arg-type]
    assert frame is not None
    assert frame.position == bureau.log.last_position()
    rounds = {one.code: one.facts["rounds"][str(MAY)] for one in frame.members}
    assert list(rounds) == [one.rpartition("/")[2] for one in THREE]
    assert [one["filed"] for one in rounds.values()] == [True, True, False]
    assert [one["late"] for one in rounds.values()] == [False, True, False]
    assert [one["reviewed"] for one in rounds.values()] == [True, False, False]


def test_the_use_of_a_result_sees_what_its_unit_has_deducted(bureau: Bureau) -> None:
    bureau.act(P001, "project.add", date(2023, 1, 10), FINANCE, **REGISTERED)
    mine, another = (unit_year("652825", 2024, code) for code in ("101", "102"))
    for stream in (mine, another):
        add_unit(bureau, stream)
        fields = DEDUCTED.model_dump(mode="json") | {"of_project": "P001"}
        bureau.act(stream, "department-deduction.record", date(2024, 9, 1), FINANCE, **fields)
    act = ApplyResults(amount=Decimal(1_000), department_deduction=DEDUCTED.document)
    known = StateCache(bureau.log)
    frame = frame_of(bureau.log, known, parse_subject(P001), act, lambda *_: None)  # type: ignore[arg-type]
    assert frame is not None
    assert [(one.subject, one.facts["deductions"]) for one in frame.members] == [
        (mine, {DEDUCTED.document: {"of_project": "P001", "deduction": f"{DEDUCTED.deduction}"}})
    ]
    free = ApplyResults(amount=Decimal(1_000))
    assert frame_of(bureau.log, known, parse_subject(P001), free, lambda *_: None) is None  # type: ignore[arg-type]


def test_a_plan_of_key_evaluations_sees_the_work_year_before(bureau: Bureau) -> None:
    a_half_year(bureau)
    known, next_year = StateCache(bureau.log), parse_subject("652825/2024")
    plan = SetPlan(
        objects=(PlannedObjects(object_type="project", objects=1, funds=Decimal(1)),),
        budget_types=tuple(BudgetType),
    )
    frame = frame_of(bureau.log, known, next_year, plan, lambda *_: None)  # type: ignore[arg-type]
    first = frame_of(bureau.log, known, COUNTY_YEAR, plan, lambda *_: None)  # type: ignore[arg-type]
    assert frame is not None
    assert first is not None
    assert [(one.subject, dict(one.facts)) for one in frame.members] == [
        ("652825/2023", {"key_evaluation_funds": None})
    ]
    assert first.members == ()


@pytest.mark.parametrize(
    "command",
    [
        ReviewDirectFunds(county="652825", reviewed=0, document="记录"),
        CorrectAct(act="direct-funds.review:652825", reason="更正", replacement={}),
    ],
)
def test_a_review_of_direct_funds_sees_the_projects_of_the_county(
    bureau: Bureau, command: Command
) -> None:
    a_half_year(bureau)
    prefecture = parse_subject("652800/2023")
    frame = frame_of(bureau.log, StateCache(bureau.log), prefecture, command, lambda *_: None)  # type: ignore[arg-type]
    assert frame is not None
    assert [one.subject for one in frame.members] == list(THREE)
    assert {tuple(one.facts) for one in frame.members} == {("subject_kind",)}


ANALYSE = AnalyseRound(node=MAY, text="平稳")
COUNTY_YEAR = parse_subject("652825/2023")


@pytest.mark.parametrize(("most", "taken"), [(2, False), (3, True), (4, True)])
def test_a_decision_reads_no_more_states_than_it_has_time_for(
    bureau: Bureau, most: int, *, taken: bool
) -> None:
    a_half_year(bureau)
    known = StateCache(bureau.log)

    def load() -> Frame | None:
        return frame_of(bureau.log, known, COUNTY_YEAR, ANALYSE, lambda *_: None, most_cold=most)  # type: ignore[arg-type]

    if not taken:
        with pytest.raises(FrameIsColdError):
            load()
    assert warm(bureau.log, known, COUNTY_YEAR, ANALYSE) == 3
    frame = load()
    assert frame is not None
    assert len(frame.members) == 3


def test_only_a_frame_of_projects_is_read_before(bureau: Bureau) -> None:
    a_half_year(bureau)
    use = ApplyResults(amount=Decimal(1_000), department_deduction="扣减1号")
    known = StateCache(bureau.log)
    assert warm(bureau.log, known, parse_subject(P001), use) == 0


def test_an_act_with_a_cold_frame_fails_and_is_decided_once_it_is_prepared(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_half_year(bureau)
    monkeypatch.setattr(frame_loader, "MOST_COLD", 2)
    fields = ANALYSE.model_dump(mode="json", exclude_none=True)
    request = Request(uuid4(), COUNTY_YEAR.stream, ANALYSE.name, FINANCE, fields)
    given = SubmitInput(request.as_json(), datetime(2023, 6, 20, 1, tzinfo=UTC).isoformat())
    activities, environment = SubjectActivities(bureau.log), ActivityEnvironment()
    with pytest.raises(ApplicationError) as failed:
        environment.run(activities.decide, given)
    assert (failed.value.type, failed.value.non_retryable) == (COLD, True)
    assert bureau.log.command(request.command_id) is None
    assert asyncio.run(environment.run(activities.prepare_frame, given)) == 3
    assert environment.run(activities.decide, given).outcome["status"] == "accepted"
    another = SubjectActivities(bureau.log)
    assert environment.run(another.decide_prepared, given).outcome["status"] == "accepted"
