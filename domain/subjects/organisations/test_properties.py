"""Whatever acts come in whatever order, these hold of a jurisdiction's people and units."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import combinations

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from domain.kernel.vocabulary import SHANGHAI, start_of
from domain.shared.fan_out.messages import RecordReached, Refused, SendAgain
from domain.shared.people.successions import unit_on
from domain.subjects.organisations import decider
from testkit.builders.organisations import (
    ACTS,
    OF_UNIT,
    P1,
    P2,
    POLICY,
    YEAR,
    frame,
    merge,
    nobody,
    part,
    tried,
)
from testkit.decider_spec import DeciderSpec, FakeRules, in_force
from testkit.stateful import AnyLife, Life, ensure, keeps

UNITS = ("201001", "301001", "301002", "301003")
DAYS = st.dates(date(2023, 1, 1), date(2023, 12, 31))


@st.composite
def parts(draw: st.DrawFn) -> list[object]:
    """Successors of a split among whom the open subjects are given out, or nearly so."""
    units = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3))
    takers = [draw(st.sampled_from(units)) for _ in (P1, P2, POLICY)]
    given = list(zip((P1, P2, POLICY), takers, strict=True))
    return [part(unit, *(one for one, taker in given if taker == unit)) for unit in units]


def refused(*, final: bool = False) -> Refused:
    return Refused(code="wrong-phase", final=final, count=1, subjects=(P1,))


class AnyOrganisations(AnyLife):
    """People and units to whom anything may happen."""

    life = Life(
        stages={"nobody": nobody, "merged": lambda: tried(nobody(), merge())},
        acts=(*ACTS.values(), RecordReached(of=1, subjects=4), SendAgain(of=2)),
        under={"none": in_force(FakeRules())},
        changes={
            "unit": st.sampled_from(UNITS),
            "successor": st.sampled_from(UNITS),
            "successors": parts(),
            "since": DAYS,
            "until": st.none() | DAYS,
            "delegate:until": DAYS,
            "last_day": DAYS,
            "person": st.sampled_from(["u-1", "u-2"]),
            "organisation": st.sampled_from(UNITS),
            "role": st.sampled_from(["unit", "department"]),
            "of": st.integers(1, 9),
            "refused": st.sampled_from([(), (refused(),), (refused(final=True),)]),
        },
        order=("empty", "recorded"),
        frames=st.sampled_from([OF_UNIT, frame(P1, P2, POLICY, YEAR), frame()]),
        last=datetime(2023, 12, 1, tzinfo=SHANGHAI),
        ends=start_of(date(2024, 12, 31)),
    )

    def checked(self, before: DeciderSpec) -> None:
        """What was recorded of an end stays as it was."""
        for unit, end in before.state.successions.items():
            ensure(self.scene.state.successions[unit] == end, f"{unit} ended once")

    @invariant()
    def every_unit_has_one_that_acts_for_it(self) -> None:
        """On every day each unit's subjects belong to a unit that is one."""
        ends = self.scene.state.successions
        for unit in UNITS:
            for day in (date(2023, 1, 1), *(end.since for end in ends.values()), date(2025, 1, 1)):
                owner = unit_on(ends, unit, P1, day)
                gone = owner in ends and ends[owner].since <= day
                ensure(not gone, f"{owner} is no more on {day}")

    @invariant()
    def a_role_is_held_once_at_a_time(self) -> None:
        """No two assignments of one person to one role run on the same day."""
        for given in self.scene.state.assignments.values():
            for one, other in combinations(given, 2):
                shared = max(one.since, other.since)
                both = one.person == other.person and one.runs(shared) and other.runs(shared)
                ensure(not both, f"{one} and {other}")

    @invariant()
    def a_delegation_lasts_a_day_or_was_taken_back(self) -> None:
        """A delegation ends on its first day at the earliest, or on the day before it."""
        for given in self.scene.state.unit_delegations.values():
            for one in given.values():
                ensure(one.until >= one.since - timedelta(days=1), f"{one} is in order")

    @invariant()
    def what_is_still_to_be_handed_over_has_a_day(self) -> None:
        """Each end that was not reached yet is planned for its day, not before it."""
        planned = self.scene.state.reaching
        for end in self.scene.state.successions.values():
            if end.version in planned:
                early = planned[end.version].at - start_of(end.since)
                ensure(early >= timedelta(0), f"{end.unit} is reached on its day")


def test_any_sequence_of_acts_keeps_the_invariants() -> None:
    keeps(AnyOrganisations)


def test_every_act_is_tried() -> None:
    assert {command.name for command in decider.COMMANDS} == {
        *ACTS,
        RecordReached.name,
        SendAgain.name,
    }
