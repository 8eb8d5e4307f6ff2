"""Whatever acts come in whatever order, these hold of a jurisdiction's work year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from domain.kernel.decider import Actor, Frame
from domain.kernel.message import Command
from domain.kernel.vocabulary import SHANGHAI, Role, start_of
from domain.shared.fan_out.messages import SubjectsReached
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.authenticity_draw import Drawn, repeated
from domain.subjects.jurisdiction_year.counties import CountyAct
from domain.subjects.jurisdiction_year.key_selection import KeyEvaluationSelected
from domain.subjects.jurisdiction_year.plan import PlannedObjects, PlanSet
from domain.subjects.jurisdiction_year.sheets import ChecklistIssued, ScoreSheetIssued
from testkit.builders.jurisdiction_evaluation import ACTS, OWED, STAGES, member
from testkit.builders.prefecture_year import COUNTY, PREFECTURE
from testkit.decider_spec import DeciderSpec, FakeRules, in_force, packaged_rules
from testkit.stateful import AnyLife, Life, ensure, keeps

CODES = ("P1", "P2", "P3", "P4")
REACHING = (KeyEvaluationSelected, Drawn)

amounts = st.decimals(0, 2_000_000, places=2)
known = st.none() | amounts.map(str)
days = st.dates(date(2023, 1, 1), date(2023, 12, 31))
objects = st.builds(
    PlannedObjects,
    object_type=st.sampled_from(["project", "government_debt"]),
    objects=st.integers(1, 40),
    funds=amounts,
)


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    """A frame of up to three projects with a budget, and of one without."""
    budgets = [*draw(st.lists(amounts.map(str), max_size=3)), None]
    members = [
        member(
            code,
            budget,
            executed=draw(known),
            self_score=draw(st.none() | st.just("91.5")),
            grade=draw(st.none() | st.just("good")),
        )
        for code, budget in zip(CODES, budgets, strict=False)
    ]
    return Frame(draw(st.integers(0, 99)), tuple(members))


class AnyYear(AnyLife):
    """A work year to which anything may happen."""

    life = Life(
        stages=STAGES,
        acts=tuple(ACTS.values()),
        under={
            "克州": in_force(packaged_rules(PREFECTURE), {}, reminder_lead_days="3"),
            "伽师": in_force(packaged_rules("653129"), {}, escalation_after_days="5"),
            "none": in_force(FakeRules()),
        },
        changes={
            "objects": st.lists(objects, min_size=1, max_size=2).map(tuple),
            "funds_last_year": st.none() | amounts,
            "selected": st.lists(st.sampled_from([*CODES, "P9"]), min_size=1, max_size=4),
            "key-evaluation.select:reason": st.sampled_from(["理由", "其他"]),
            "ratio": st.decimals(Decimal("0.01"), 1, places=2),
            "seed": st.sampled_from(["20230619", "种子"]),
            "seed_published_on": st.dates(date(2022, 12, 1), date(2023, 3, 1)),
            "due": days,
            "until": days,
            "held_on": days,
            "county-appraisal.score:score": st.decimals(0, 100, places=2),
            "exception": st.none() | st.just("批1号"),
            "of": st.integers(1, 12),
            "up_to": st.integers(1, 12),
            "extend:deadline": st.sampled_from([OWED, "prefecture-summary.issue"]),
        },
        order=("unopened", "open", "closed"),
        always=frozenset(ACTS) - {"year.open", "key-evaluation.select", "authenticity.draw"},
        frames=frames(),
        last=datetime(2024, 1, 20, tzinfo=SHANGHAI),
        ends=start_of(date(2025, 12, 31)),
    )

    def actor(self, person: str, command: Command) -> Actor:
        """A person of the county for its own acts, else of the bureau."""
        owner = COUNTY if isinstance(command, CountyAct) else PREFECTURE
        own = Role.FINANCE if Role.FINANCE in command.who else min(command.who)
        return Actor(person, owner, own)

    def checked(self, before: DeciderSpec) -> None:
        """Sums equal their parts, and whom an event reaches is who it took."""
        for event in self.scene.events:
            if isinstance(event, PlanSet):
                parts = event.objects
                ensure(event.count == sum(one.objects for one in parts), f"count: {event}")
                ensure(event.funds == sum(one.funds for one in parts), f"funds: {event}")
            elif isinstance(event, KeyEvaluationSelected):
                of_selection(event, before.state.key_selected)
            elif isinstance(event, Drawn):
                of_draw(event)
            elif isinstance(event, ScoreSheetIssued | ChecklistIssued):
                listed = [line.project for line in event.lines]
                ensure(len(set(listed)) == len(listed), f"each stands once: {listed}")
            if isinstance(event, REACHING):
                taken = event.selected if isinstance(event, KeyEvaluationSelected) else event.drawn
                ensure(reached(event, self.stream) == list(taken), f"each is reached: {event}")

    @property
    def stream(self) -> str:
        """The work year's stream."""
        return str(self.scene.state.stream)

    @invariant()
    def what_was_selected_is_the_sum_of_the_selections(self) -> None:
        """No project is selected twice, and each reaching ends once."""
        events = self.recorded()
        selected = [code for e in of(events, KeyEvaluationSelected) for code in e.selected]
        ensure(len(set(selected)) == len(selected), f"selected once: {selected}")
        ensure(self.scene.state.key_selected == set(selected), f"selected: {selected}")
        ensure(len(of(events, Drawn)) == (self.scene.state.drawn is not None), "drawn once at most")
        ended = [event.of for event in of(events, SubjectsReached)]
        ensure(len(set(ended)) == len(ended), f"reached once: {ended}")
        begun = {n for n, event in enumerate(events, start=1) if isinstance(event, REACHING)}
        still = set(self.scene.state.reaching)
        ensure(still == begun - set(ended), f"still to be reached: {still}")


def of(events: Iterable[Any], kind: type[Any]) -> list[Any]:
    """The events of a kind."""
    return [event for event in events if isinstance(event, kind)]


def reached(event: Any, stream: str) -> list[str]:
    """The codes of those that an event reaches."""
    return [one.subject.rpartition("/")[2] for one in event.reaches(stream)]


def of_selection(event: KeyEvaluationSelected, before: frozenset[str]) -> None:
    """The amount is the sum of what its projects executed, or of their budgets."""
    parts = {
        one.project: one.budget if one.executed is None else one.executed for one in event.frame
    }
    amount = sum(parts[code] or Decimal(0) for code in event.selected)
    ensure(event.amount == amount, f"the sum of its parts, {amount}: {event}")
    ensure(not before & set(event.selected), f"selected before: {event}")


def of_draw(event: Drawn) -> None:
    """Anybody repeats the draw: a share of the frame, rounded up, each once."""
    ensure(repeated(event) == event.drawn, f"repeated: {event}")
    ensure(set(event.drawn) <= set(event.frame), f"within the frame: {event}")
    ensure(len(set(event.drawn)) == len(event.drawn), f"each once: {event}")
    if event.ratio is not None:
        size = ceil(Fraction(event.ratio) * len(event.frame))
        ensure(len(event.drawn) == size, f"{size} of the frame: {event}")


def test_any_sequence_of_acts_keeps_the_invariants() -> None:
    keeps(AnyYear, examples=40)


def test_every_act_of_the_year_is_tried() -> None:
    assert {command.name for command in decider.COMMANDS} == set(ACTS)
