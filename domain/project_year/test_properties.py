"""Whatever acts come in whatever order, these hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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

from domain.decision import Actor, InForce
from domain.message import Command
from domain.project_year.given import ACTS, AUGUST, DIMENSIONS, RECTIFICATION, RESULT, STAGES
from domain.project_year.state import Filing, Round
from domain.testing import UNIT, FakeRules, Scene, in_force, packaged_rules
from domain.vocabulary import SHANGHAI, start_of

ORDER = (
    "unregistered",
    "ex-ante",
    "library",
    "target",
    "approval",
    "execution",
    "monitoring-05",
    "monitoring-08",
    "self-evaluation",
    "withdrawn",
)
PEOPLE = ("u-1", "f-1", "f-2")
ALWAYS = {
    "project.withdraw",
    "execution.record",
    "monitoring.warn",
    "monitoring.analyse-cause",
    "deadline.set",
    "extend",
}
YEAR_END = start_of(date(2025, 12, 31))
REVIEWS = {
    "exante.returned",
    "exante.reassessment-commissioned",
    "exante.reviewed",
    "target.returned",
    "target.approved",
    "target.adjustment-approved",
    "monitoring.returned",
    "monitoring.reviewed",
    "rectification.accepted",
    "rectification.rejected",
}

amounts = st.decimals(0, 2_000_000, places=2)
points = st.decimals(0, 100, places=2)
rates = st.decimals(0, 1000, places=2)
june_to_june = st.dates(date(2022, 12, 1), date(2024, 6, 1))
nodes = st.sampled_from([date(2023, 5, 31), AUGUST])
deadlines = st.sampled_from(
    [RESULT, RECTIFICATION, "target.filing", "monitoring.result:2023-08-31"]
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "amount": amounts,
    "executed": amounts,
    "completion_rate": rates,
    "county_level_investment": amounts,
    "score": points,
    "node": nodes,
    "due": june_to_june,
    "until": june_to_june,
    "as_of": june_to_june,
    "rectify_by": st.none() | june_to_june,
    "rectify": st.none() | st.booleans(),
    "deadline": deadlines,
    "filing": deadlines | st.sampled_from(["exante.report", "target.adjustment"]),
    "is_major": st.booleans(),
    "is_new": st.booleans(),
    "origin": st.sampled_from(["initial", "mid_year"]),
    "dimensions": st.sampled_from([dict.fromkeys(DIMENSIONS, "好"), {}]),
    "result": st.sampled_from(["支持", "不支持"]),
}
RULES: Mapping[str, Callable[[], InForce]] = {
    "county": lambda: in_force(packaged_rules(), {RESULT: "2023-06-10"}, reminder_lead_days="3"),
    "prefecture": lambda: in_force(packaged_rules("652800"), escalation_after_days="5"),
    "none": lambda: in_force(FakeRules()),
}


@st.composite
def commands(draw: st.DrawFn) -> Command:
    """An act with some of its fields changed."""
    act = draw(st.sampled_from(list(ACTS.values())))
    changes = {
        name: draw(FIELDS[name])
        for name in sorted(type(act).model_fields.keys() & FIELDS.keys())
        if draw(st.integers(0, 3)) == 0
    }
    return type(act).model_validate(act.model_dump() | changes)


def filings(state: Any) -> list[Filing | None]:
    """Every filing of a project."""
    rounds: list[Round] = list(state.rounds.values())
    reports = [found.rectification.report for found in rounds if found.rectification]
    results = [found.result for found in rounds]
    target = state.target
    return [state.exante.report, target.filing, target.adjustment, *results, *reports]


def others(act: Command, *, backwards: bool) -> list[Command]:
    """The acts before or after one in the year, but for those that are always taken."""
    acts = [other for other in ACTS.values() if other.name not in ALWAYS or other.name == act.name]
    if backwards:
        acts.reverse()
    at = [other.name for other in acts].index(act.name)
    return [*acts[at + 1 :], *acts[:at]]


def names(scene: Scene) -> list[str]:
    """The names of the events of the last outcome."""
    return [event.name for event in scene.events]


class AnyYear(RuleBasedStateMachine):
    """A project's year to which anything may happen."""

    scene: Scene
    reached: int

    @initialize(stage=st.sampled_from(list(STAGES)), rules=st.sampled_from(list(RULES)))
    def begin(self, stage: str, rules: str) -> None:
        """Begin at any stage, under the rules of a county, of a prefecture, or under none."""
        self.scene = STAGES[stage]().under(RULES[rules]())
        self.reached = 0

    @rule(act=commands(), person=st.sampled_from(PEOPLE), backwards=st.booleans())
    def somebody_acts(self, act: Command, person: str, *, backwards: bool) -> None:
        """Somebody tries an act, or the next one that is taken; a refusal changes nothing."""
        before = self.scene
        for tried in (act, *others(act, backwards=backwards)):
            self.scene = before.when(tried, by=Actor(person, UNIT, min(tried.who)))
            if self.scene.events:
                break
            assert self.scene.state == before.state
        if any(name in REVIEWS for name in names(self.scene)):
            self.was_reviewed_by_another(before, person)

    def was_reviewed_by_another(self, before: Scene, person: str) -> None:
        """Whoever filed what was open before and is changed now is somebody else."""
        if names(self.scene) == ["exante.reassessment-commissioned"]:
            assert before.state.exante.report.by != person
            return
        pairs = zip(filings(before.state), filings(self.scene.state), strict=False)
        changed = [old for old, new in pairs if old is not None and old != new]
        assert changed
        assert all(old.by != person for old in changed)

    @rule(days=st.integers(0, 45), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        """Time passes without the system's steps, as when the engine is down."""
        later = self.scene.now + timedelta(days=days, hours=hours)
        self.scene = self.scene.at(min(later, datetime(2025, 1, 1, tzinfo=SHANGHAI)))

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
    def the_phase_never_goes_back(self) -> None:
        """A phase is left for a later one; only a withdrawn ex-ante report sends nobody back."""
        position = ORDER.index(self.scene.view.phase)
        assert position >= self.reached or self.goes_back()
        self.reached = position

    def goes_back(self) -> bool:
        """Whether the last act opened anew what was done: a notice after both rounds."""
        notice = {"rectification.notified", "rectification.reported"}
        return bool(notice & set(names(self.scene)))

    @invariant()
    def no_amount_is_negative(self) -> None:
        """Every amount that the state holds is none or not below zero."""
        state = self.scene.state
        held = (state.budget, state.executed, state.exante.amount, state.target.amount)
        assert all(amount is None or amount >= Decimal(0) for amount in held)

    @invariant()
    def steps_of_the_system_come_to_an_end(self) -> None:
        """Taking the first step again and again ends, whatever was left open."""
        self.scene.until(YEAR_END)

    @invariant()
    def the_self_evaluation_begins_when_monitoring_is_over(self) -> None:
        """Nothing of a round is open in the phase after the rounds, until the year is over."""
        view = self.scene.view
        open_ends = " ".join(view.waiting_for)
        over = view.phase == "self-evaluation" and not self.scene.state.evaluation.opened
        assert not over or ("monitoring" not in open_ends and "rectification" not in open_ends)

    @invariant()
    def a_closed_project_has_no_steps(self) -> None:
        """What is withdrawn waits for nothing."""
        view = self.scene.view
        assert not view.closed or (view.next_step, view.waiting_for) == (None, ())


def test_any_sequence_of_acts_keeps_the_invariants() -> None:
    run_state_machine_as_test(
        AnyYear,
        settings=settings(
            max_examples=150,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
