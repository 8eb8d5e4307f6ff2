"""What a bureau wants to know: another day, another cap, a ruling that nobody recorded."""

from __future__ import annotations

from collections import Counter
from typing import Any

from projections.what_if.changes import ChangeKind, Replayed
from projections.what_if.hypothetical_rules import HypotheticalRules, Ruling
from projections.what_if.overrides import Override
from tests.replayed import replayed

KIZILSU, QIEMO, JIASHI = "653000-2023", "652825-2024", "653129-2026"


def test_a_report_due_on_the_7th_instead_of_the_10th(logs: Any) -> None:
    day = Override("monitoring.due", "project", ("day",), 7)

    told = replayed(logs(KIZILSU), KIZILSU, HypotheticalRules(settings=(day,)))

    filed = [one for one in told.changes if one.command == "monitoring.file-result"]
    late = {change.on.day for change in filed if other(change)["late"]}
    in_time = {change.on.day for change in filed if not recorded(change)["late"]}
    assert min(late) == 8
    assert max(in_time) <= 10
    for change in filed:
        assert other(change)["late"] or not recorded(change)["late"]
        assert {one.rule for one in change.rules} == {"monitoring.due"}
    added = [one for one in told.changes if one.kind is ChangeKind.ADDED]
    assert {one.command for one in added} == {"deadline.pass"}
    assert {other(one)["deadline"].partition(":")[0] for one in added} == {"monitoring.result"}
    assert told.moved == ()


def test_the_audit_cap_of_another_county(logs: Any) -> None:
    cap = Override("grade.final", "audit_cap", (), "653129")

    told = replayed(logs(QIEMO), QIEMO, HypotheticalRules(settings=(cap,)))

    assert {(one.recorded.grade, one.other.grade) for one in told.moved} == {("excellent", "fair")}
    signed = [one for one in told.changes if one.command == "act.sign"]
    finalised = [one for one in signed if grade_in(one.other)]
    assert {one.stream for one in finalised} == {one.stream for one in told.moved}
    for change in finalised:
        grade, other_grade = (grade_in(one) for one in (change.recorded, change.other))
        steps = [(step["step"], step["clause"]) for step in other_grade["chain"]]
        assert steps[-1] == ("audit_cap", "JS-072")
        assert grade["score"] == other_grade["score"]


def test_a_ruling_that_money_follows_the_grade(logs: Any) -> None:
    told = replayed(logs(JIASHI), JIASHI, HypotheticalRules(rulings=(Ruling("AMB-18", True),)))

    assert told.moved
    for one in told.moved:
        assert one.recorded.grade == one.other.grade
        assert set(one.other.actions) - set(one.recorded.actions) == {"deduct"}
        assert one.other.score is not None
        assert one.other.score >= 80  # money did not follow the score before
    assert _kinds(told)[ChangeKind.CHANGED, "results.propose"] == len(told.moved)
    waiting = {one.stream for one in told.unknown if one.deadline == "results.application"}
    assert waiting <= {one.stream for one in told.moved}


def grade_in(outcome: Any) -> Any:
    """The grade among the events of a signature."""
    return dict(outcome.events).get("grade.finalised")


def recorded(change: Any) -> Any:
    return change.recorded.events[0][1]


def other(change: Any) -> Any:
    return change.other.events[0][1]


def _kinds(told: Replayed) -> Counter[tuple[ChangeKind, str]]:
    return Counter((one.kind, one.command) for one in told.changes)
