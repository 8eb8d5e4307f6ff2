"""The system warns by itself of a stated line that is touched, at a node and between two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import SYSTEM
from domain.kernel.refusal import Code, Refusal
from domain.subjects.project_year.deadlines.due_dates import CAUSE, key
from domain.subjects.project_year.monitoring.rounds import ReturnResult
from domain.subjects.project_year.monitoring.warnings import (
    AnalyseCause,
    CauseAnalysed,
    Warn,
    Warned,
)
from domain.subjects.project_year.targets.budget import RecordExecution
from testkit.builders.project_year import (
    MAY,
    RESULT,
    budgeted,
    correction,
    monitored,
    result,
    result_fields,
)
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec, FakeRules, in_force, packaged_rules

JULY = date(2023, 7, 15)
ANALYSED = AnalyseCause(node=MAY, cause="开工晚", measure="加快")


def under(
    jurisdiction: str,
    on: str = "2024-06-05",
    scene: DeciderSpec | None = None,
    days: str | None = None,
) -> DeciderSpec:
    """A project in its round of May, under the rules that a jurisdiction has on a day.

    `days` is the bureau's parameter: the days after a warning for its analysis.
    """
    rules = packaged_rules(jurisdiction)
    given = in_force(rules, warning_after_days=days) if days else in_force(rules)
    return (scene or monitored()).under(given).on(on)


def clauses(scene: DeciderSpec) -> list[str]:
    """The clauses behind the second event of the last outcome."""
    assert not isinstance(scene.outcome, Refusal)
    return [one.clause for answer in scene.outcome[1].basis for one in answer.citations]


def warnings(scene: DeciderSpec) -> list[Warned]:
    """The warnings in the last outcome."""
    return [event for event in scene.events if isinstance(event, Warned)]


@pytest.mark.parametrize(
    ("completion", "touches"), [("59.99", False), ("60", False), ("60.01", True)]
)
def test_a_filing_that_touches_the_line_of_deviation_is_warned_of(
    completion: str, touches: bool
) -> None:
    filed = under("652822").when(result("400000", completion))
    assert [one.lines for one in warnings(filed)] == ([("deviation",)] if touches else [])


def test_the_warning_is_the_systems_and_rests_on_its_clauses() -> None:
    filed = under("652822").when(result("400000", "61"))
    assert [one.lines for one in warnings(filed)] == [("deviation",)]
    (warned,) = warnings(filed)
    assert (warned.execution_rate, warned.completion_rate) == (Decimal(40), Decimal(61))
    recorded = filed.recorded()[-1]
    assert (recorded.actor, recorded.event) == (SYSTEM, warned)
    assert recorded.caused_by == filed.recorded()[-2].id
    assert clauses(filed) == ["LT-019", "LT-020", "LT-021"]


@pytest.mark.parametrize("jurisdiction", ["652800", "653000", "652825", "653129"])
def test_where_no_line_is_stated_nothing_is_warned_of(jurisdiction: str) -> None:
    assert not warnings(under(jurisdiction).when(result("100000", "90")))


def test_the_lines_are_asked_with_rates_rounded_once() -> None:
    assert not warnings(under("652822").when(result("400000.49", "60.00004")))
    assert warnings(under("652822").when(result("399999.49", "60")))


@pytest.mark.parametrize(("days", "due"), [(None, None), ("7", date(2024, 6, 12))])
def test_the_cause_is_due_by_the_parameter_of_the_bureau(
    days: str | None, due: date | None
) -> None:
    filed = under("652822", days=days).given(result("400000", "61"))
    assert warnings(filed)[0].analyse_by == due
    assert f"unit:{key(CAUSE, MAY)}" in filed.view.waiting_for
    done = filed.given(ANALYSED)
    assert done.the(CauseAnalysed).node == MAY
    assert f"unit:{key(CAUSE, MAY)}" not in done.view.waiting_for


@pytest.mark.parametrize(("day", "is_over"), [("2024-06-12", False), ("2024-06-13", True)])
def test_a_cause_that_nobody_analyses_is_overdue_after_its_day(day: str, is_over: bool) -> None:
    filed = under("652822", days="7").given(result("400000", "61"))
    lived = filed.until(filed.on(day).now)
    steps = {(one[0], one[1]) for one in lived.state.done}
    assert ((key(CAUSE, MAY), "overdue") in steps) is is_over


def test_a_result_that_is_filed_again_is_looked_at_again() -> None:
    filed = under("652822").given(result("400000", "61"))
    corrected = filed.given(correction(RESULT, result_fields("400000", "50")))
    assert not warnings(corrected)
    assert not corrected.state.warned
    back = filed.given(ReturnResult(node=MAY, reason="请核对"))
    assert warnings(back.when(result("400000", "62")))


def test_what_a_person_warns_of_waits_for_no_cause() -> None:
    filed = under("652822").given(result("400000", "50"), Warn(node=MAY, reason="进度慢"))
    assert not filed.state.warned


def test_a_filing_of_the_first_version_led_to_no_warning() -> None:
    scene = under("652822")
    typed = result("400000").model_copy(update={"indicators": (), "completion_rate": Decimal(61)})
    past = scene.take(replace(scene.act(typed, FILER), version=1))
    assert len(past.events) == 1


# --- between two nodes


def recorded(executed: str = "100000", as_of: date = JULY) -> RecordExecution:
    """An amount executed as of a day."""
    return RecordExecution(executed=Decimal(executed), as_of=as_of, source="一体化系统")


def lines(asked: dict[str, Any]) -> dict[str, list[str]]:
    """Lines of which that of execution is below 50 % and that of completion below 90 %."""
    execution, completion = (Decimal(asked[f"{one}_rate"]) for one in ("execution", "completion"))
    found = {"execution": execution < 50, "completion": completion < 90}
    found["deviation"] = abs(execution - completion) > 20
    return {"touched": [name for name, is_so in found.items() if is_so], "open": []}


def ruled(scene: DeciderSpec, *, between: bool = True) -> DeciderSpec:
    """A project under rules with three lines, which bind between two nodes or not."""
    table: dict[str, Any] = {"monitoring.warning_lines": lines}
    if between:
        table["monitoring.between_nodes"] = "execution_records"
    return scene.under(in_force(FakeRules(table))).on("2023-07-20")


@pytest.mark.parametrize(
    ("executed", "touches"), [("499999", True), ("500000", False), ("500001", False)]
)
def test_between_two_nodes_only_the_line_of_execution_is_looked_at(
    executed: str, touches: bool
) -> None:
    found = warnings(ruled(budgeted()).when(recorded(executed), by=REVIEWER))
    assert [(one.node, one.lines) for one in found] == ([(JULY, ("execution",))] if touches else [])
    assert all(one.completion_rate is None for one in found)


def test_a_completion_filed_as_of_the_same_day_brings_the_other_lines() -> None:
    filed = ruled(monitored().given(result("600000", "80")))
    (warned,) = warnings(filed.when(recorded("400000", MAY), by=REVIEWER))
    assert warned.lines == ("execution", "completion", "deviation")
    (alone,) = warnings(filed.when(recorded("400000", JULY), by=REVIEWER))
    assert alone.lines == ("execution",)


def test_the_cause_is_analysed_as_of_the_day_of_the_record() -> None:
    warned = ruled(budgeted()).given(recorded(), by=REVIEWER)
    assert f"unit:{key(CAUSE, JULY)}" in warned.view.waiting_for
    other = ANALYSED.model_copy(update={"node": date(2023, 7, 16)})
    warned.when(other).refused(Code.WRONG_PHASE)
    done = warned.given(ANALYSED.model_copy(update={"node": JULY}))
    assert not done.state.warned


def test_where_only_nodes_are_looked_at_a_record_leads_to_no_warning() -> None:
    assert not warnings(ruled(budgeted(), between=False).when(recorded(), by=REVIEWER))


@pytest.mark.parametrize(
    ("on", "touches"), [("2024-12-31", False), ("2025-01-01", True), ("2025-01-02", True)]
)
def test_records_are_looked_at_from_2025_on_in_luntai(on: str, touches: bool) -> None:
    filed = under("652822", on, monitored().given(result("600000", "80")))
    assert bool(warnings(filed.when(recorded("500000", MAY), by=REVIEWER))) is touches


def test_a_warning_between_two_nodes_rests_on_the_clause_that_asks_for_it() -> None:
    filed = under("652822", "2025-01-01", monitored().given(result("600000", "80")))
    made = filed.when(recorded("500000", MAY), by=REVIEWER)
    assert [one.lines for one in warnings(made)] == [("deviation",)]
    assert clauses(made) == ["LT-019", "LT-020", "LT-021", "LT-036"]


def test_a_record_of_the_first_version_led_to_no_warning() -> None:
    scene = ruled(budgeted())
    past = scene.take(replace(scene.act(recorded(), REVIEWER), version=1))
    assert len(past.events) == 1
