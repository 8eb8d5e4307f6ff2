"""A scenario that has rates of completion alone: the values that give these rates."""

from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from console.drill.rates import results_by_rates, valued, valuing
from console.drill.test_plan import acts
from domain.kernel.request import Request
from domain.rules.families.completion import completion_of
from domain.shared.filings.indicator_values import IndicatorClass
from domain.subjects.project_year.monitoring.rounds import ResultFiled
from domain.subjects.project_year.targets.indicators import Indicator
from store.port import EventLog
from testkit.builders.bureau import MAY, UNIT, Bureau, morning, project

PROJECT = project()
BY_RATE = {"node": str(MAY), "executed": "450000.00", "completion_rate": "50"}


def request(command: str = "monitoring.file-result", **fields: Any) -> Request:
    return Request(UUID(int=1), PROJECT, command, UNIT, fields)


def completed(log: EventLog, asked: Request) -> Request:
    return asyncio.run(valuing(log)(asked))


def values(of: Any) -> list[str]:
    return [one["actual"] for one in of["indicators"]]


def indicator(relation: Any, target: Decimal | date | None) -> Indicator:
    return Indicator(
        id="1.1",
        indicator_class=IndicatorClass.OUTPUT,
        title="指标",
        relation=relation,
        target=target,
        points=Decimal(90),
    )


@pytest.mark.parametrize("rate", ["0", "33.3", "99.9", "100"])
@pytest.mark.parametrize("relation", [">=", ">", "=", "<="])
def test_the_value_has_the_completion_that_was_typed(relation: str, rate: str) -> None:
    promised = indicator(relation, Decimal(80))
    actual = Decimal(valued(promised, Decimal(rate))["actual"])
    assert completion_of(relation, promised.target, actual) == Decimal(rate)


@pytest.mark.parametrize(("rate", "actual"), [("99.9", "2023-06-01"), ("100", "2023-05-31")])
def test_a_day_is_reached_with_the_whole_rate(rate: str, actual: str) -> None:
    assert valued(indicator("by", MAY), Decimal(rate)) == {"actual": actual}


@pytest.mark.parametrize(("rate", "level"), [("60", "60"), ("120", "100")])
def test_a_qualitative_indicator_has_a_level_of_at_most_100(rate: str, level: str) -> None:
    assert valued(indicator("qualitative", None), Decimal(rate)) == {"level": level}


def test_a_result_by_its_rate_is_taken_with_that_rate(log: EventLog, bureau: Bureau) -> None:
    bureau.budgeted(PROJECT)
    bureau.take_steps(PROJECT, morning(date(2023, 6, 2)))
    taken = completed(log, request(**BY_RATE))
    bureau.act(PROJECT, taken.command, date(2023, 6, 2), UNIT, **taken.fields)
    (filed,) = [one.event for one in log.read(PROJECT) if isinstance(one.event, ResultFiled)]
    assert filed.completion_rate == Decimal(50)


def test_each_indicator_keeps_the_rate_of_its_own(log: EventLog, bureau: Bureau) -> None:
    bureau.budgeted(PROJECT)
    typed = [{"id": "i-1", "completion": "20"}]
    taken = completed(log, request(**BY_RATE, indicators=typed))
    assert [Decimal(one) for one in values(taken.fields)] == [50, 20, 50]


def test_the_replacement_of_a_correction_is_completed_too(log: EventLog, bureau: Bureau) -> None:
    bureau.budgeted(PROJECT)
    taken = completed(log, request("correct", action="replace", replacement=BY_RATE))
    assert taken.fields["action"] == "replace"
    assert "completion_rate" not in taken.fields["replacement"]
    assert [Decimal(one) for one in values(taken.fields["replacement"])] == [50, 50, 50]


@pytest.mark.parametrize(
    "fields",
    [
        {"node": str(MAY), "executed": "1", "indicators": [{"id": "i-0", "actual": "3"}]},
        {**BY_RATE, "indicators": [{"id": "i-0", "actual": "3"}]},
        {**BY_RATE, "completion_rate": "half"},
        {"node": str(MAY)},
    ],
    ids=["values", "values and a rate", "no number", "neither"],
)
def test_any_other_result_is_sent_as_it_is_written(
    log: EventLog, bureau: Bureau, fields: dict[str, Any]
) -> None:
    bureau.budgeted(PROJECT)
    assert completed(log, request(**fields)).fields == fields


def test_a_project_without_an_approved_target_files_the_rate(log: EventLog, bureau: Bureau) -> None:
    bureau.registered(PROJECT)
    assert completed(log, request(**BY_RATE)).fields == BY_RATE


def test_the_results_by_rates_of_a_scenario_are_counted() -> None:
    actor = UNIT.as_json()
    line = {"actor": actor, "command": "monitoring.file-result", "subject": PROJECT, **BY_RATE}
    measured = {**line, "indicators": [{"id": "i-0", "actual": "3"}], "node": "2023-08-31"}
    del measured["completion_rate"]
    assert results_by_rates(acts(line, measured)) == 1
