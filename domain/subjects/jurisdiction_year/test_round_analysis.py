"""The analysis of a monitoring round: its figures, its day, what comes before it (LT-048)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.answer import Rules
from domain.kernel.decider import Frame, Member
from domain.kernel.known import Known
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import start_of
from domain.shared.deadlines.deadline_acts import Extend, Passed
from domain.shared.deadlines.set_day import SetDay
from domain.shared.people.exception_grants import GrantException
from domain.subjects.jurisdiction_year.announcements import SetParameter
from domain.subjects.jurisdiction_year.closing import CloseYear
from domain.subjects.jurisdiction_year.round_analysis import (
    AnalyseRound,
    RoundAnalysed,
)
from testkit.builders.jurisdiction_evaluation import framed
from testkit.builders.prefecture_year import opened
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, in_force

MAY, AUGUST = date(2023, 5, 31), date(2023, 8, 31)
NODES = {"monitoring.nodes": lambda asked: _nodes(asked["work_year"])}
OWED = NODES | {"monitoring.round_analysis": "each_round"}
ANALYSE = AnalyseRound(node=MAY, text="总体平稳，个别项目执行偏慢。")
OF_MAY = "monitoring.analysis:2023-05-31"
OF_AUGUST = "monitoring.analysis:2023-08-31"
WAITS = {f"finance:{OF_MAY}", f"finance:{OF_AUGUST}"}


def _nodes(year: int) -> list[str]:
    return [f"{year}-05-31", f"{year}-08-31"]


def project(code: str, node: date = MAY, **facts: Any) -> Member:
    """A project in a round: not filed, unless said otherwise."""
    known: dict[str, Any] = {
        "filed": False,
        "late": False,
        "executed": None,
        "execution_rate": None,
        "completion_rate": None,
        "warned": False,
        "reviewed": False,
        "failed": None,
        "rectification": None,
        "reasons": [],
    }
    rounds = {node.isoformat(): known | facts}
    return Member(f"653000/2023/{code}", code, "U01", {"budget": "1000", "rounds": rounds})


def reviewed(code: str, rate: str = "60", **facts: Any) -> Member:
    """A project whose result was filed and reviewed; 600 of 1,000 yuan were executed."""
    filed = {"filed": True, "executed": "600", "execution_rate": "60", "completion_rate": rate}
    return project(code, **{**filed, "reviewed": True, "failed": False, **facts})


def frame(*members: Member) -> Frame:
    return Frame(41, members)


ROUND = frame(
    reviewed("P1"),
    reviewed("P2", "59", late=True),
    reviewed("P3", "30", failed=True, rectification="accepted", reasons=["score", "deviation"]),
    reviewed("P4", "31", failed=True, rectification="unmet", reasons=["deviation"]),
    reviewed("P5", "32", failed=True, rectification="refused", reasons=["deviation"]),
    reviewed("P6", "33", failed=True, rectification="reported", reasons=["score"], warned=True),
    project("P7"),
    project("P8", AUGUST, filed=True),
)


def year(rules: Rules | None = None, on: str = "2023-06-20") -> DeciderSpec:
    """An open year where each round is to be analysed, unless other rules are given."""
    return opened(rules or FakeRules(OWED)).on(on)


def analysed(scene: DeciderSpec, seen: Frame = ROUND, act: AnalyseRound = ANALYSE) -> DeciderSpec:
    return framed(scene, act, seen)


def counts(event: RoundAnalysed) -> dict[str, tuple[str, ...] | None]:
    """The projects of each figure."""
    return {one.figure: one.ids for one in event.figures}


def test_the_figures_are_those_of_the_log_at_its_position() -> None:
    event = analysed(year()).the(RoundAnalysed)
    assert event.position == 41
    failed = ("P3", "P4", "P5", "P6")
    assert counts(event) == {
        "projects": ("P1", "P2", *failed, "P7"),
        "filed": ("P1", "P2", *failed),
        "late": ("P2",),
        "reviewed": ("P1", "P2", *failed),
        "failed": failed,
        "notified": failed,
        "accepted": ("P3",),
        "unmet": ("P4",),
        "refused": ("P5",),
        "warned": ("P6",),
    }


def test_the_rates_are_rounded_once_and_the_reasons_counted() -> None:
    event = analysed(year()).the(RoundAnalysed)
    assert event.filing_rate == Decimal("85.7143")
    assert (event.failure_rate, event.rectification_rate) == (Decimal("66.6667"), Decimal(25))
    assert (event.execution_rate, event.completion_rate) == (Decimal(60), Decimal("40.8333"))
    assert [(one.reason, one.ids) for one in event.reasons] == [
        ("deviation", ("P3", "P4", "P5")),
        ("score", ("P3", "P6")),
    ]


def test_of_nothing_there_is_no_rate() -> None:
    event = analysed(year(), frame(project("P1"))).the(RoundAnalysed)
    assert event.filing_rate == 0
    assert event.failure_rate is None
    assert event.rectification_rate is None
    assert event.execution_rate is None
    assert event.completion_rate is None


def test_an_unknown_amount_counts_in_no_rate_of_execution() -> None:
    unknown = reviewed("P2", executed=None)
    event = analysed(year(), frame(reviewed("P1", executed="250"), unknown)).the(RoundAnalysed)
    assert event.execution_rate == 25


def test_where_it_is_a_duty_the_results_that_were_filed_are_reviewed_first() -> None:
    waiting = [project(f"P{number:02}", filed=True, completion_rate="50") for number in range(11)]
    first = analysed(year(), frame(*waiting[:10], reviewed("P9"))).refused(Code.WRONG_PHASE)
    assert "P09的监控结果" in first.zh
    assert "等" not in first.zh
    more = analysed(year(), frame(*waiting, reviewed("P9"))).refused(Code.WRONG_PHASE)
    assert "P09等 11 个项目" in more.zh
    assert "P10" not in more.zh
    assert [answer.rule for answer in more.basis] == ["monitoring.round_analysis"]
    offered = analysed(year(FakeRules(NODES)), frame(*waiting)).the(RoundAnalysed)
    assert len(counts(offered)["filed"] or ()) == 11
    assert not counts(offered)["reviewed"]


@pytest.mark.parametrize(
    ("on", "node", "taken"),
    [
        ("2023-05-30", "2023-05-31", False),
        ("2023-05-31", "2023-05-31", True),
        ("2023-06-01", "2023-05-31", True),
        ("2023-06-01", "2023-06-01", False),
        ("2023-08-30", "2023-08-31", False),
        ("2023-08-31", "2023-08-31", True),
    ],
)
def test_a_round_is_analysed_once_its_node_has_come(on: str, node: str, *, taken: bool) -> None:
    act = AnalyseRound(node=date.fromisoformat(node), text="平稳")
    seen = frame(project("P1", act.node))
    scene = framed(year(on=on), act, seen)
    if taken:
        assert scene.the(RoundAnalysed).node == act.node
    else:
        scene.refused(Code.INVALID_FIELD, "node")


def test_a_round_without_projects_is_not_analysed() -> None:
    analysed(year(), frame(project("P8", AUGUST))).refused(Code.WRONG_PHASE)


def test_each_round_waits_for_its_analysis_even_without_a_day() -> None:
    waits = set(year().view.waiting_for)
    assert waits == WAITS
    assert set(analysed(year()).view.waiting_for) == WAITS - {f"finance:{OF_MAY}"}


def test_where_no_text_asks_for_it_nothing_waits_until_a_notice_does() -> None:
    free = year(FakeRules(NODES))
    assert not free.view.waiting_for
    noticed = free.given(SetDay(deadline=OF_MAY, due=date(2023, 6, 30), document="通知1号"))
    assert noticed.view.waiting_for == (f"finance:{OF_MAY}",)
    wrong = SetDay(deadline="monitoring.analysis:2023-06-30", due=date(2023, 7, 1), document="2号")
    free.when(wrong).refused(Code.INVALID_FIELD, "deadline")


@pytest.mark.parametrize(
    ("on", "late"), [("2023-06-29", False), ("2023-06-30", False), ("2023-07-01", True)]
)
def test_after_the_day_of_the_notice_it_is_late(on: str, *, late: bool) -> None:
    noticed = year().given(SetDay(deadline=OF_MAY, due=date(2023, 6, 30), document="通知1号"))
    event = analysed(noticed.on(on)).the(RoundAnalysed)
    assert (event.due, event.late) == (date(2023, 6, 30), late)


@pytest.mark.parametrize(
    ("on", "late"), [("2023-06-29", False), ("2023-06-30", False), ("2023-07-01", True)]
)
def test_the_parameter_of_the_bureau_gives_the_day_after_the_node(on: str, *, late: bool) -> None:
    scene = year().under(with_days("30"))
    event = analysed(scene.on(on)).the(RoundAnalysed)
    assert (event.due, event.late) == (date(2023, 6, 30), late)


def with_days(days: str) -> Any:
    known = in_force(FakeRules(OWED))
    return replace(known, parameters={"analysis.after_days": ((date.min, days),)})


def with_days_set(days: str, at: datetime) -> Any:
    """The bureau's days since the beginning of the year, set at an instant."""
    name, first = "analysis.after_days", date(2023, 1, 1)
    known = Known(parameters={(name, first): at})
    return replace(in_force(FakeRules(OWED)), parameters={name: ((first, days),)}, known=known)


def overdue_of(scene: DeciderSpec) -> list[Passed]:
    passed = (one.event for one in scene.recorded() if isinstance(one.event, Passed))
    return [one for one in passed if (one.deadline, one.step) == (OF_MAY, "overdue")]


@pytest.mark.parametrize(
    ("set_on", "late"), [("2023-06-29", False), ("2023-06-30", False), ("2023-07-01", True)]
)
def test_a_day_that_was_over_when_the_parameter_was_set_is_found_overdue_then(
    set_on: str, *, late: bool
) -> None:
    set_at = start_of(date.fromisoformat(set_on)) + timedelta(hours=10)
    scene = year(on="2023-06-01").at(set_at).under(with_days_set("30", set_at))
    assert scene.view.next_due == date(2023, 6, 30)
    (found,) = overdue_of(scene.until(start_of(date(2023, 7, 20))))
    known = (set_at, "day") if late else (None, None)
    assert found.planned == (set_at if late else start_of(date(2023, 7, 1)))
    assert (found.due, found.known_at, found.known_by) == (date(2023, 6, 30), *known)


def test_each_setting_of_the_parameter_has_its_own_finding_and_escalation() -> None:
    first = start_of(date(2023, 11, 29)) + timedelta(hours=10)
    second = first + timedelta(hours=1)
    escalated = {"escalation.after_days": ((date.min, "3"),)}

    def set_to(days: str, at: datetime) -> Any:
        given = with_days_set(days, at)
        return replace(given, parameters={**given.parameters, **escalated})

    scene = year(on="2023-06-01").at(first).under(set_to("30", first)).until(first)
    assert OF_MAY in scene.view.overdue
    moved = scene.at(second).under(set_to("20", second))
    assert OF_MAY not in moved.view.overdue
    later = moved.until(start_of(date(2023, 12, 20)))
    assert [(one.planned, one.due) for one in overdue_of(later)] == [
        (first, date(2023, 6, 30)),
        (second, date(2023, 6, 20)),
    ]
    (letter,) = [
        one.event
        for one in later.recorded()
        if isinstance(one.event, Passed) and (one.event.step, one.event.deadline) == ESCALATED
    ]
    assert letter.planned == start_of(date(2023, 12, 2)) + timedelta(hours=9)


ESCALATED = ("escalate", OF_MAY)


def test_a_notice_goes_before_the_parameter_and_an_extension_before_both() -> None:
    scene = year().under(with_days("10"))
    noticed = scene.given(SetDay(deadline=OF_MAY, due=date(2023, 7, 5), document="通知1号"))
    assert analysed(noticed).the(RoundAnalysed).due == date(2023, 7, 5)
    later = Extend(deadline=OF_MAY, until=date(2023, 7, 20), approver="局长", reason="汛期")
    assert analysed(noticed.given(later)).the(RoundAnalysed).due == date(2023, 7, 20)


def test_the_parameter_can_be_set() -> None:
    set_now = SetParameter(parameter="analysis.after_days", value="30", since=date(2023, 1, 1))
    assert year().given(set_now).state.parameters["analysis.after_days"]


def test_it_is_reminded_of_overdue_and_escalated() -> None:
    known = with_days("30")
    more = {"reminder.lead_days": ((date.min, "5"),), "escalation.after_days": ((date.min, "3"),)}
    scene = year(on="2023-06-01").under(replace(known, parameters={**known.parameters, **more}))
    lived = scene.until(start_of(date(2023, 7, 20)))
    steps = [one.event for one in lived.recorded() if isinstance(one.event, Passed)]
    assert [(one.step, one.deadline) for one in steps] == [
        ("remind", OF_MAY),
        ("due", OF_MAY),
        ("overdue", OF_MAY),
        ("escalate", OF_MAY),
    ]
    assert lived.view.overdue == (OF_MAY,)
    done = analysed(scene).until(start_of(date(2023, 7, 20)))
    assert not any(isinstance(one.event, Passed) for one in done.recorded())


def test_an_analysis_is_taken_back_and_owed_again() -> None:
    key = "monitoring.analyse-round:2023-05-31"
    gone = analysed(year()).given(undo(key), by=REVIEWER)
    assert set(gone.view.waiting_for) == WAITS
    gone.when(undo(key), by=REVIEWER).refused(Code.WRONG_PHASE, "act")
    again = analysed(gone, frame(reviewed("P1"))).the(RoundAnalysed)
    assert counts(again)["projects"] == ("P1",)


def test_a_corrected_analysis_is_computed_anew() -> None:
    right = mend("monitoring.analyse-round:2023-05-31", {"node": "2023-05-31", "text": "更正"})
    assert right.frame_for(vars(right)) == ANALYSE.framed_by
    mended = framed(analysed(year()), right, frame(reviewed("P1")))
    event = mended.the(RoundAnalysed)
    assert (event.text, counts(event)["projects"]) == ("更正", ("P1",))


def test_of_several_analyses_the_newest_counts_and_the_first_day() -> None:
    scene = year().under(with_days("30"))
    twice = analysed(analysed(scene).on("2023-07-05"), frame(reviewed("P1"))).the(RoundAnalysed)
    assert not twice.late


def test_what_was_over_at_the_opening_may_be_dropped() -> None:
    late = opened(FakeRules(OWED), on="2023-09-15").under(with_days("5"))
    dropped = GrantException(
        rule="monitoring.round_analysis",
        reference="批1号",
        approver="局长",
        reason="启用前",
        duty=OF_MAY,
    )
    assert f"finance:{OF_MAY}" not in late.given(dropped).view.waiting_for


def test_the_year_is_not_closed_while_a_round_is_not_analysed() -> None:
    over = year(on="2023-12-31")
    refusal = over.when(CloseYear()).refused(Code.GATE_NOT_MET)
    assert OF_MAY in refusal.zh
    assert OF_AUGUST in refusal.zh
    may = analysed(over)
    august = AnalyseRound(node=AUGUST, text="平稳")
    done = framed(may, august, frame(reviewed("P1"), project("P8", AUGUST)))
    assert done.when(CloseYear()).state.life != done.state.life
    free = year(FakeRules(NODES), on="2023-12-31")
    assert free.given(CloseYear())
