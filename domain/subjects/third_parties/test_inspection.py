"""Inspections: directed by leads, or drawn at random in object and inspector."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.kernel.refusal import Code
from domain.shared.fan_out.draws import drawn
from domain.subjects.third_parties.inspection import (
    InspectDirected,
    InspectionDirected,
    InspectionDrawn,
    InspectionRecorded,
)
from testkit.builders.third_parties import DIRECTED, FOUND, draw, entrust, entrusted
from testkit.decider_spec import FakeRules, packaged_rules

DAY = date(2025, 6, 1)
CANDIDATES = st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=20, unique=True)


@pytest.mark.parametrize(("act", "event"), [(DIRECTED, InspectionDirected), (draw(), None)])
def test_the_rule_on_inspections_is_cited(act: Any, event: type[Any] | None) -> None:
    taken = entrusted().when(act)
    taken.the(event or InspectionDrawn)
    assert taken.rules_asked() == ["third_party.inspection"]


def test_a_directed_inspection_needs_leads() -> None:
    with pytest.raises(ValidationError):
        InspectDirected(inspection="JC-1", leads="")


def test_where_nothing_is_stated_the_method_is_the_actors_own() -> None:
    silent = entrusted(packaged_rules("652825"))
    silent.given(DIRECTED, draw())


def test_rules_that_want_the_other_kind_are_followed() -> None:
    rules = FakeRules({"third_party.inspection": "random_eligible"})
    entrusted(rules).when(DIRECTED).refused(Code.GATE_NOT_MET)
    directed = FakeRules({"third_party.inspection": "directed"})
    entrusted(directed).when(draw()).refused(Code.GATE_NOT_MET)


def test_a_draw_keeps_seed_candidates_and_what_was_drawn() -> None:
    two = entrusted().given(entrust("HT-2", evaluated="653129/2024/P002"))
    event = two.when(draw(objects=("HT-1", "HT-2"), inspectors_drawn=2)).the(InspectionDrawn)
    assert event.drawn_objects == drawn(event.seed, event.objects, 1)
    assert event.drawn_inspectors == drawn(event.seed, event.inspectors, 2)
    assert (len(event.drawn_objects), len(event.drawn_inspectors)) == (1, 2)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"objects": ("HT-9",)}, "objects"),
        ({"objects": ("HT-1", "HT-1")}, "objects"),
        ({"inspectors": ("f-1", "f-1")}, "inspectors"),
        ({"objects_drawn": 2}, "objects_drawn"),
        ({"inspectors_drawn": 4}, "inspectors_drawn"),
    ],
)
def test_a_draw_that_cannot_be_made_is_refused(changes: dict[str, Any], field: str) -> None:
    entrusted().when(draw(**changes)).refused(Code.INVALID_FIELD, field)


def test_a_finding_is_recorded_once_for_either_kind() -> None:
    for act in (DIRECTED, draw("JC-1")):
        found = entrusted().given(act).when(FOUND)
        found.then(InspectionRecorded(**FOUND.model_dump()))
        told = [found.when(act).refused(Code.DUPLICATE).zh for act in (FOUND, DIRECTED)]
        assert "事项 third-party.record-inspection:" in told[0]
        assert f"事项 {act.name}:JC-1" in told[1]


@given(seed=st.text(max_size=10), candidates=CANDIDATES, count=st.integers(1, 20))
def test_a_draw_does_not_depend_on_the_order_of_its_candidates(
    seed: str, candidates: list[str], count: int
) -> None:
    found = drawn(seed, candidates, count)
    assert found == drawn(seed, reversed(candidates), count)
    assert len(found) == min(count, len(candidates))
    assert set(found) <= set(candidates)
    assert found == tuple(sorted(found))


@pytest.mark.parametrize("ratio", ["0.1", "0.5", "1"])
def test_the_draw_is_that_of_the_authenticity_sample(ratio: str) -> None:
    frame = [f"P{number:03}" for number in range(10)]
    asked = {"frame": frame, "ratio": ratio, "seed": "2025"}
    answer = packaged_rules("653129").answer("authenticity.sample", DAY, asked)
    assert tuple(answer.outcome) == drawn("2025", frame, len(answer.outcome))
