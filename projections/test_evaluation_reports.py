"""The list of reports of key evaluation, as the statements of 2024 and 2025 published it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import unseal
from domain.subjects.policies import decider as policies
from domain.subjects.policies.evaluation_objects import SelectObject
from projections.evaluation_reports import Disclosure, Report, listed
from projections.figures.evaluated_objects import EvaluatedObjects
from testkit.builders.evaluated_objects import (
    BAZHOU,
    JIASHI,
    ON,
    PUBLISH,
    Published,
    evaluated,
    portfolio,
    selected,
)
from testkit.builders.policies import add_object
from testkit.builders.project_evaluation import COMMISSION, key_indicators, key_report
from testkit.decider_spec import REVIEWER, DeciderSpec, packaged_rules


def reports(*scenes: DeciderSpec) -> list[Report]:
    """The list of the work year 2025 from the events of subjects."""
    events = {
        scene.state.stream: [unseal(one.topic, one.state) for one in scene.stored]
        for scene in scenes
    }
    objects = EvaluatedObjects(next(iter(events)).partition("/")[0], 2024)
    for recorded in (one for these in events.values() for one in these):
        objects.note(recorded)

    def read(stream: str) -> Iterable[Recorded[Any]]:
        return events[stream]

    return list(listed(objects.selected(), read))


@pytest.mark.parametrize("told", [JIASHI, BAZHOU], ids=["653129", "652800"])
def test_every_report_that_is_public_stands_in_the_list_by_its_name(told: Published) -> None:
    # given
    found = reports(*portfolio(told))
    # then
    public = [one for one in found if one.disclosure is Disclosure.DISCLOSED]
    assert [one.name for one in public] == list(told.titles[: told.objects - told.withheld])
    assert {(one.channel, str(one.published_on)) for one in public} == {("政府门户网站", ON)}
    withheld = [one for one in found if one.disclosure is Disclosure.WITHHELD]
    assert [one.name for one in withheld] == [None] * told.withheld, "a secret has no name"
    assert len(found) == told.objects


def test_an_object_is_in_the_list_from_its_selection_on() -> None:
    one = selected("652822", "Z01", "subsidy")
    (line,) = reports(one)
    assert (line.counted_as, line.disclosure) == ("subsidy", Disclosure.UNREPORTED)
    assert (line.evaluated, line.score, line.finalised_on) == (None, None, None)
    final = evaluated(one, Decimal(900_000))
    (line,) = reports(final)
    assert (line.evaluated, line.disclosure) == ("900000", Disclosure.UNDISCLOSED)
    assert reports(final.given(PUBLISH, by=REVIEWER))[0].disclosure is Disclosure.DISCLOSED


def test_a_lower_government_stands_in_the_list_like_a_project() -> None:
    scene = DeciderSpec.of(policies, "652822/policy/D01", packaged_rules("652822"), on=ON)
    added = scene.given(add_object(object_type="lower_government", evaluated_year=2024))
    found = reports(added.given(SelectObject(work_year=2025)))
    assert [(one.stream, one.name, one.counted_as, one.disclosure) for one in found] == [
        ("652822/policy/D01", "示例单位整体支出", "lower_government", Disclosure.UNREPORTED)
    ]


def test_the_list_says_what_a_report_lacks_of_its_framework() -> None:
    one = selected("652822", "Z01", "subsidy").given(COMMISSION)
    three = ("resource_allocation", "fund_benefit", "duty_performance")
    parts = (("40", "40"), ("30", "25"), ("30", "25"))
    for number in (0, 2, 3):
        report = key_report(indicators=key_indicators(*parts, of=three[:number]))
        assert [line.lacking for line in reports(one.given(report))] == [three[number:]]
