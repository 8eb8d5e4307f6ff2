"""Whatever acts come in whatever order, these hold of a unit's year."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.decision import Actor, Frame, InForce
from domain.filing import Filing
from domain.message import Command
from domain.testing import UNIT, FakeRules, Scene, in_force, packaged_rules
from domain.unit_year.given import REPORT, evaluation, member, taken
from domain.unit_year.selection import ProjectsSelected
from domain.unit_year.stages import ACTS, STAGES
from domain.vocabulary import SHANGHAI, start_of

ORDER = (
    "unregistered",
    "overall-target",
    "execution",
    "overall-monitoring",
    "overall-self-evaluation",
    "appraisal",
    "disclosure",
    "done",
    "withdrawn",
)
PEOPLE = ("u-1", "f-1", "f-2")
REVIEWS = {
    "overall-target.returned",
    "overall-target.approved",
    "overall-monitoring.returned",
    "overall-monitoring.reviewed",
    "overall-self-evaluation.returned",
    "overall-self-evaluation.reviewed",
}
LIFE_END = start_of(date(2027, 12, 31))

amounts = st.decimals(0, 20_000_000, places=2)
deadlines = st.sampled_from(["overall-target.filing", REPORT, "overall-self-evaluation.filing"])
days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
codes = st.lists(st.sampled_from(["P1", "P2", "P3", "P4", "P9"]), min_size=1, max_size=4)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "amount": amounts,
    "budget": amounts,
    "executed": amounts,
    "completion_rate": st.decimals(0, 1000, places=2),
    "deadline": deadlines,
    "filing": deadlines,
    "due": days,
    "until": days,
    "published_on": days,
    "confidential": st.booleans(),
    "history": st.booleans(),
    "selected": codes,
    "reason": st.sampled_from(["理由", "其他"]),
    "artefact": st.sampled_from(["overall_target", "self_evaluation_form"]),
    "of": st.integers(1, 12),
}
RULES: tuple[InForce, ...] = (
    in_force(packaged_rules("653129"), {REPORT: "2025-07-10"}, reminder_lead_days="3"),
    in_force(packaged_rules("652825"), {}, escalation_after_days="5"),
    in_force(FakeRules()),
)
ALL_ACTS = [*ACTS.values(), *(evaluation(share) for share in ("0.5", "0.8"))]


@st.composite
def commands(draw: st.DrawFn) -> Command:
    """An act with some of its fields changed."""
    act = draw(st.sampled_from(ALL_ACTS))
    changes = {
        name: draw(FIELDS[name])
        for name in sorted(type(act).model_fields.keys() & FIELDS.keys())
        if draw(st.integers(0, 3)) == 0
    }
    return type(act).model_validate(act.model_dump() | changes)


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    """A frame of up to four projects, with budgets or without."""
    budgets = draw(st.lists(st.none() | amounts, max_size=4))
    named = (
        member(f"P{number}", None if budget is None else str(budget))
        for number, budget in enumerate(budgets, start=1)
    )
    return Frame(draw(st.integers(0, 99)), tuple(named))


def filings(state: Any) -> list[Filing | None]:
    """Every filing of a unit."""
    rounds = [found.filing for found in state.rounds.values()]
    return [state.target.filing, state.self_evaluation.filing, *rounds]


class AnyYear(RuleBasedStateMachine):
    """A unit's year to which anything may happen."""

    scene: Scene
    reached: int
    chapter: int

    @initialize(stage=st.sampled_from(list(STAGES)), under=st.sampled_from(RULES))
    def begin(self, stage: str, under: InForce) -> None:
        """Begin at any stage, under the rules of two counties, or under none."""
        self.scene = STAGES[stage]().under(under)
        self.reached = self.chapter = 0

    @rule(act=commands(), person=st.sampled_from(PEOPLE), frame=frames())
    def somebody_acts(self, act: Command, person: str, frame: Frame) -> None:
        """Somebody tries an act; a refusal changes nothing."""
        before = self.scene
        self.scene = taken(before, act, Actor(person, UNIT, min(act.who)), frame)
        if not self.scene.events:
            assert self.scene.state == before.state
        for event in self.scene.events:
            if event.name in REVIEWS:
                self.was_reviewed_by_another(before, person)
            if isinstance(event, ProjectsSelected):
                self.sums_equal_their_parts(event)

    def was_reviewed_by_another(self, before: Scene, person: str) -> None:
        """Whoever filed what is changed now is somebody else."""
        pairs = zip(filings(before.state), filings(self.scene.state), strict=True)
        changed = [old for old, new in pairs if old is not None and old != new]
        assert changed
        assert all(old.by != person for old in changed)

    def sums_equal_their_parts(self, event: ProjectsSelected) -> None:
        """The amounts of a selection are the sums of its frame."""
        budgets = {one.project: one.budget or Decimal(0) for one in event.frame}
        assert event.base == sum(budgets.values())
        assert event.amount == sum(budgets[code] for code in event.selected)
        assert event.amount <= event.base

    @rule(passed=st.integers(0, 60), hours=st.integers(0, 23))
    def time_passes(self, passed: int, hours: int) -> None:
        """Time passes without the system's steps, as when the engine is down."""
        later = self.scene.now + timedelta(days=passed, hours=hours)
        self.scene = self.scene.at(min(later, datetime(2027, 1, 1, tzinfo=SHANGHAI)))

    @precondition(lambda self: self.scene.view.next_step is not None)
    @rule()
    def a_timer_fires(self) -> None:
        """The next step of the agenda is always one that can be taken."""
        step = self.scene.view.next_step
        assert step is not None
        self.scene = self.scene.at(max(step.planned, self.scene.now)).step(step)
        assert self.scene.events
        assert self.scene.view.next_step != step

    @invariant()
    def neither_phase_nor_chapter_goes_back(self) -> None:
        """A phase is left for a later one, and a border is passed once."""
        view = self.scene.view
        position = ORDER.index(view.phase)
        assert position >= self.reached
        assert view.chapter >= self.chapter
        self.reached, self.chapter = position, view.chapter

    @invariant()
    def no_amount_is_negative(self) -> None:
        """Every amount that the state holds is none or not below zero."""
        state = self.scene.state
        held = (state.target.amount, state.self_evaluation.executed, state.appraisal.total)
        assert all(amount is None or amount >= Decimal(0) for amount in held)

    @invariant()
    def a_grade_stands_beside_a_score(self) -> None:
        """Grades are computed: none without a score, none before the review."""
        found = self.scene.state.self_evaluation
        assert found.grade is None or (found.score is not None and found.reviewed)

    @invariant()
    def steps_of_the_system_come_to_an_end(self) -> None:
        """Taking the first step again and again ends, whatever was left open."""
        self.scene.until(LIFE_END)

    @invariant()
    def a_closed_unit_has_nothing_to_come(self) -> None:
        """What is closed waits for nothing and has no steps."""
        view = self.scene.view
        assert not view.closed or (view.next_step, view.waiting_for) == (None, ())


def test_any_sequence_of_acts_keeps_the_invariants() -> None:
    run_state_machine_as_test(
        AnyYear,
        settings=settings(
            max_examples=100,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
