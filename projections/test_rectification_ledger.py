"""The ledger of rectification: what failed, and how far it has come, by unit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.kernel.decider import Actor
from domain.kernel.vocabulary import Role
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from domain.subjects.project_year.targets.target import ApproveTarget
from projections.rectification_ledger import Line, Standing, Step, ledger_of
from store import migrate, open_log, sqlite_url
from testkit.builders import policies
from testkit.builders.bureau import (
    COUNTY,
    FINANCE,
    MAY,
    P001,
    TARGET,
    UNIT,
    YEAR,
    Bureau,
    in_may_with_a_day,
    morning,
)
from testkit.builders.bureau_units import U101, add_unit, file_evaluation, take
from testkit.builders.feedback import feedback, problem
from testkit.builders.project_evaluation import COMMISSION, PASSED, VIEWS, key_report
from testkit.builders.project_year import target

REVIEWED, DUE = date(2023, 6, 12), date(2023, 6, 30)
NODE = {"node": str(MAY)}
REPORT: Any = ("rectification.report", UNIT, {"measures": "已整改"})
REFUSE: Any = ("rectification.refuse", UNIT, {"reason": "不认可"})
ACCEPT: Any = ("rectification.accept", FINANCE, {})
UNMET: Any = ("rectification.find-unmet", FINANCE, {"reason": "未整改"})
FOUND: Any = ("rectification.find-refused", FINANCE, {"reason": "拒不整改"})


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """A bureau whose project filed its May result."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year()
        in_may_with_a_day(bureau)
        bureau.file_result(P001, date(2023, 6, 8))
        yield bureau


def lines(bureau: Bureau, on: date) -> tuple[Line, ...]:
    return ledger_of(bureau.log, COUNTY, YEAR, on).lines


def line(bureau: Bureau, on: date) -> Line:
    (only,) = lines(bureau, on)
    return only


def failed(bureau: Bureau) -> None:
    bureau.review_result(P001, REVIEWED, score="50", rectify_by=str(DUE))


def test_what_did_not_fail_is_not_in_the_ledger(bureau: Bureau) -> None:
    assert lines(bureau, REVIEWED) == ()
    bureau.review_result(P001, REVIEWED)
    assert lines(bureau, REVIEWED) == ()


def test_a_failed_round_without_a_notice_is_open(bureau: Bureau) -> None:
    bureau.act(
        P001, "monitoring.review", REVIEWED, FINANCE, **NODE, verdict="不合格", reason="合成"
    )
    found = line(bureau, date(2024, 3, 1))
    assert (found.step, found.standing, found.due) == (Step.NO_NOTICE, Standing.OPEN, None)
    assert (found.unit, found.unit_name, found.failed) == ("101", "合成单位", True)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2023, 6, 29), Standing.OPEN),
        (DUE, Standing.OPEN),
        (date(2023, 7, 1), Standing.OVERDUE),
    ],
)
def test_a_round_is_overdue_after_the_day_of_its_notice(
    bureau: Bureau, on: date, standing: Standing
) -> None:
    failed(bureau)
    found = line(bureau, on)
    assert (found.notified_on, found.due) == (REVIEWED, DUE)
    assert (found.step, found.standing) == (Step.NOTIFIED, standing)


@pytest.mark.parametrize(
    ("acts", "step", "standing"),
    [
        ((REPORT,), Step.REPORTED, Standing.OVERDUE),
        ((REPORT, ACCEPT), Step.ACCEPTED, Standing.CLOSED),
        ((REFUSE,), Step.REFUSED, Standing.OVERDUE),
        ((UNMET,), Step.UNMET, Standing.OVERDUE),
        ((REFUSE, FOUND), Step.REFUSAL_FOUND, Standing.OVERDUE),
        ((UNMET, REPORT), Step.REPORTED, Standing.OVERDUE),
        ((UNMET, REPORT, ACCEPT), Step.ACCEPTED, Standing.CLOSED),
    ],
)
def test_only_an_accepted_rectification_closes_a_round(
    bureau: Bureau, acts: tuple[Any, ...], step: Step, standing: Standing
) -> None:
    failed(bureau)
    for name, actor, fields in acts:
        bureau.act(P001, name, date(2023, 7, 1), actor, **NODE, **fields)
    found = line(bureau, date(2023, 7, 2))
    assert (found.step, found.standing) == (step, standing)
    assert found.refused == (REFUSE in acts)


def test_a_lapse_of_the_bureau_closes_a_round(bureau: Bureau) -> None:
    bureau.act(
        P001, "monitoring.review", REVIEWED, FINANCE, **NODE, verdict="不合格", reason="合成"
    )
    lapse = {
        "rule": "grade.final",
        "reference": "财例1号",
        "approver": "局长",
        "reason": "漏发",
        "duty": f"rectification.notice:{MAY}",
    }
    bureau.act(P001, "exception.grant", date(2024, 1, 2), FINANCE, **lapse)
    found = line(bureau, date(2024, 3, 1))
    assert (found.step, found.standing) == (Step.LAPSED, Standing.CLOSED)


# --- problems that were fed back

SELF = {"source": "self_evaluation"}
W1 = {**SELF, "problems": ["W1"]}
FED_BACK: Any = (
    "feedback.give",
    FINANCE,
    {
        **SELF,
        "problems": [
            {"id": "W1", "text": "台账不全", "clause": "第五条", "rectify_by": "2024-06-30"},
            {"id": "W2", "text": "资料不全", "clause": "第六条"},
        ],
    },
)
PROPOSED: Any = ("rectification.propose", UNIT, {**W1, "measures": "补记台账"})
OWN_REPORT: Any = ("rectification.report", UNIT, {**W1, "measures": "已补记"})
OWN_ACCEPT: Any = ("rectification.accept", FINANCE, W1)
CARRIED: Any = (
    "rectification.carry-over",
    FINANCE,
    {**W1, "reason": "跨年", "rectify_by": "2024-12-31"},
)


def a_fair_self_evaluation(bureau: Bureau) -> None:
    """The form of 70 points is filed and reviewed in the year after, which asks for feedback."""
    bureau.take_steps(P001, morning(date(2024, 1, 2)))
    promised = [
        {name: one[name] for name in ("id", "indicator_class", "relation", "target", "points")}
        for one in TARGET["indicators"]
    ]
    form = {
        "budget": "900000.00",
        "budget_basis": "initial",
        "executed": "630000.00",
        "indicators": [{**one, "actual": "70"} for one in promised],
        "document": "自评表",
        "explanation": "全年执行数",
    }
    bureau.act(P001, "self-evaluation.file", date(2024, 3, 1), UNIT, **form)
    bureau.act(P001, "self-evaluation.review", date(2024, 4, 1), FINANCE)


def self_evaluated(bureau: Bureau, *acts: Any) -> tuple[Line, ...]:
    """The lines after acts on the problems of a fair self-evaluation, which asks for feedback."""
    a_fair_self_evaluation(bureau)
    for name, actor, fields in acts:
        bureau.act(P001, name, date(2024, 6, 1), actor, **fields)
    return tuple(one for one in lines(bureau, date(2024, 7, 1)) if one.source != "monitoring")


def test_a_feedback_that_is_owed_is_a_line(bureau: Bureau) -> None:
    (owed,) = self_evaluated(bureau)
    assert (owed.source, owed.problem, owed.node) == ("self_evaluation", None, None)
    assert (owed.step, owed.standing) == (Step.NO_FEEDBACK, Standing.OPEN)


@pytest.mark.parametrize(
    ("acts", "step", "standing"),
    [
        ((), Step.TO_PROPOSE, Standing.OVERDUE),
        ((PROPOSED,), Step.NOTIFIED, Standing.OVERDUE),
        ((PROPOSED, OWN_REPORT), Step.REPORTED, Standing.OVERDUE),
        ((PROPOSED, OWN_REPORT, OWN_ACCEPT), Step.ACCEPTED, Standing.CLOSED),
        ((PROPOSED, CARRIED), Step.CARRIED_OVER, Standing.OPEN),
    ],
)
def test_each_problem_is_a_line_of_its_own(
    bureau: Bureau, acts: tuple[Any, ...], step: Step, standing: Standing
) -> None:
    first, second = self_evaluated(bureau, FED_BACK, *acts)
    assert (first.problem, first.text, first.step, first.standing) == (
        "W1",
        "台账不全",
        step,
        standing,
    )
    assert (second.problem, second.step, second.standing, second.due) == (
        "W2",
        Step.TO_PROPOSE,
        Standing.OPEN,
        None,
    )


# --- units and policies

THIRD = Actor("e-1", "third-1", Role.THIRD_PARTY)
PANEL = Actor("x-1", COUNTY, Role.EXPERT_PANEL)
POLICY = f"{COUNTY}/policy/ZC01"


def of_unit(bureau: Bureau, **registered: Any) -> tuple[Line, ...]:
    """The lines of a unit whose overall evaluation led to a problem."""
    add_unit(bureau, **registered)
    bureau.take_steps(U101, morning(date(2024, 1, 2)))
    file_evaluation(bureau, date(2024, 3, 1))
    bureau.act(U101, "overall-self-evaluation.review", date(2024, 4, 1), FINANCE)
    given = feedback("overall_evaluation", problem(date(2024, 6, 30)))
    take(bureau, U101, date(2024, 4, 2), FINANCE, given)
    return tuple(one for one in lines(bureau, date(2024, 7, 1)) if one.stream == U101)


def test_a_problem_of_a_unit_is_a_line(bureau: Bureau) -> None:
    (found,) = of_unit(bureau)
    assert (found.unit, found.unit_name, found.name) == ("101", "合成单位101", "合成单位101")
    assert (found.source, found.problem) == ("overall_evaluation", "Z1")
    assert (found.step, found.standing) == (Step.NOTIFIED, Standing.OVERDUE)


def test_the_line_of_a_confidential_unit_says_no_name(bureau: Bureau) -> None:
    (found,) = of_unit(bureau, confidential=True)
    assert (found.name, found.text, found.problem) == (None, None, "Z1")


def of_policy(bureau: Bureau, work_year: int) -> tuple[Line, ...]:
    """The lines of the budget year after a policy was evaluated in a work year."""
    january = date(work_year, 1, 10)
    prepared = (
        (FINANCE, policies.add(is_major=False, unit="101")),
        (UNIT, target()),
        (FINANCE, ApproveTarget()),
        (FINANCE, COMMISSION),
        (THIRD, key_report()),
        (UNIT, VIEWS),
        (PANEL, PASSED),
        (FINANCE, Finalise()),
        (FINANCE, feedback("key_evaluation", problem(date(work_year, 6, 30)))),
    )
    for actor, command in prepared:
        take(bureau, POLICY, january, actor, command)
    return tuple(one for one in lines(bureau, date(2024, 7, 1)) if one.stream == POLICY)


@pytest.mark.parametrize(("work_year", "stands"), [(2023, False), (2024, True), (2025, False)])
def test_a_policy_stands_with_the_evaluations_of_its_work_year(
    bureau: Bureau, work_year: int, *, stands: bool
) -> None:
    found = of_policy(bureau, work_year)
    assert [one.problem for one in found] == (["Z1"] if stands else [])
