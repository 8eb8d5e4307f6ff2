"""Whatever acts come in whatever order, these hold of a third-party institution."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from domain.kernel.vocabulary import SHANGHAI, start_of
from domain.subjects.third_parties import decider
from domain.subjects.third_parties.inspection import InspectionDrawn, InspectionRecorded
from domain.subjects.third_parties.rating import Rated
from testkit.builders.third_parties import ACTS, CONTRACT, STAGES
from testkit.decider_spec import DeciderSpec, FakeRules, in_force, packaged_rules
from testkit.stateful import AnyLife, Life, ensure, keeps

CONTRACTS = (CONTRACT, "HT-2", "HT-9")
INSPECTIONS = ("JC-1", "JC-2", "JC-9")

points = st.decimals(0, 100, places=2)
people = st.lists(st.sampled_from(["f-1", "f-2", "f-3"]), min_size=1, max_size=3)


class AnyInstitution(AnyLife):
    """An institution to which anything may happen."""

    life = Life(
        stages=STAGES,
        acts=tuple(ACTS.values()),
        under={
            "伽师": in_force(packaged_rules("653129")),
            "且末": in_force(packaged_rules("652825")),
            "none": in_force(FakeRules()),
        },
        changes={
            "contract": st.sampled_from(CONTRACTS),
            "inspection": st.sampled_from(INSPECTIONS),
            "objects": st.lists(st.sampled_from(CONTRACTS), min_size=1, max_size=3),
            "inspectors": people,
            "objects_drawn": st.integers(1, 3),
            "inspectors_drawn": st.integers(1, 3),
            "fee": st.decimals(0, 1_000_000, places=2),
            "procured": st.booleans(),
            "violation": st.booleans(),
            "quantity": points,
            "quality": points,
            "year": st.integers(2023, 2027),
            "received_on": st.dates(date(2025, 5, 1), date(2025, 7, 1)),
            "weights": st.none(),
        },
        order=("unregistered", "registered"),
        last=datetime(2027, 1, 1, tzinfo=SHANGHAI),
        ends=start_of(date(2027, 12, 31)),
    )

    def checked(self, before: DeciderSpec) -> None:
        """A draw takes each once and from its candidates; a score is within its parts."""
        for event in self.scene.events:
            if isinstance(event, InspectionDrawn):
                drawn = (event.drawn_objects, event.drawn_inspectors)
                ensure(all(len(set(one)) == len(one) for one in drawn), f"each once: {event}")
                ensure(set(drawn[0]) <= set(event.objects), f"its objects: {event}")
                ensure(set(drawn[1]) <= set(event.inspectors), f"its inspectors: {event}")
                contracts = before.state.entrustments
                ensure(set(event.objects) <= set(contracts), f"its own contracts: {event}")
            elif isinstance(event, InspectionRecorded):
                ordered = before.state.inspections.get(event.inspection)
                ensure(ordered is not None and not ordered.recorded, f"found once: {event}")
            elif isinstance(event, Rated) and event.score is not None:
                parts = (event.quantity, event.quality, event.effect, event.satisfaction)
                ensure(min(parts) <= event.score <= max(parts), f"within its parts: {event}")

    @invariant()
    def every_report_is_of_a_contract(self) -> None:
        """What waits for a report was entrusted, and a fee is an amount."""
        reports = [wait for wait in self.scene.view.waiting_for if "third-party.report" in wait]
        unreported = [one for one in self.scene.state.entrustments.values() if not one.reported]
        ensure(len(reports) == len(unreported), f"waits {reports} for {unreported}")


def test_any_sequence_of_acts_keeps_the_invariants() -> None:
    keeps(AnyInstitution)


def test_every_act_of_an_institution_is_tried() -> None:
    assert {command.name for command in decider.COMMANDS} == set(ACTS)
