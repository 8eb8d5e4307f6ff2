"""Whatever acts come in whatever order in an evaluation half, these hold."""

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

from domain.corrections import Correct
from domain.decision import Actor, InForce
from domain.filing import Filing
from domain.message import Command
from domain.project_year.given import correction
from domain.project_year.given_evaluation import (
    DEPARTMENT_REPORT,
    EVALUATION_ACTS,
    EVALUATION_STAGES,
    INSTITUTION,
    KEY_REPORT,
    SELF,
    VETO,
)
from domain.testing import UNIT, Scene, in_force, packaged_rules
from domain.vocabulary import SHANGHAI, Role, start_of

ORDER = (
    "self-evaluation",
    "department-evaluation",
    "finance-review",
    "authenticity",
    "key-evaluation",
    "grading",
    "results",
    "disclosed",
)
OPENS = {
    "department-evaluation.marked-selected",
    "authenticity.marked-drawn",
    "key-evaluation.marked-selected",
    "grade.reopened",
}
"""What opens anew what was done."""

BACK = {
    "self-evaluation.returned",
    "department-evaluation.returned",
    "filing.withdrawn",
    "self-evaluation.filed",
    "department-evaluation.report-filed",
}
"""What sends a filing back, or brings one that comes after its time."""

REVIEWS = {
    "self-evaluation.returned": "itself",
    "self-evaluation.reviewed": "itself",
    "department-evaluation.returned": "department",
    "department-evaluation.reviewed": "department",
    "key-evaluation.panel-reviewed": "key",
    "key-evaluation.finalised": "key",
}
PEOPLE = ("p-1", "p-2", "p-3")
LAST = datetime(2025, 12, 1, tzinfo=SHANGHAI)

amounts = st.decimals(0, 1_500_000, places=2)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "amount": amounts,
    "planned": amounts,
    "budget": amounts,
    "executed": amounts,
    "untrue": st.booleans(),
    "passed": st.booleans(),
    "overlapping": st.booleans(),
    "document": st.sampled_from(["文1号", "文2号"]),
    "institution": st.sampled_from([INSTITUTION, "third-2"]),
    "filing": st.sampled_from([SELF, DEPARTMENT_REPORT, KEY_REPORT]),
    "action": st.none() | st.sampled_from(["priority", "reduce", "not_arranged"]),
    "exception": st.none() | st.just("例外1号"),
}
ACTS: tuple[Command, ...] = (*EVALUATION_ACTS.values(), correction(SELF))
RULES: dict[str, InForce] = {
    "county": in_force(packaged_rules(), {SELF: "2023-03-31"}, reminder_lead_days="3"),
    "prefecture": in_force(packaged_rules("653000"), {}, escalation_after_days="5"),
    "veto": in_force(VETO),
}


@st.composite
def commands(draw: st.DrawFn) -> Command:
    """An act with some of its fields changed."""
    act = draw(st.sampled_from(ACTS))
    known = type(act).model_fields.keys() & FIELDS.keys()
    if isinstance(act, Correct):
        known = {"filing"}
    changes = {name: draw(FIELDS[name]) for name in sorted(known) if draw(st.integers(0, 3)) == 0}
    return type(act).model_validate(act.model_dump() | changes)


def organisation(role: Role) -> str:
    """Where people of a role work: the unit is its own department."""
    return INSTITUTION if role is Role.THIRD_PARTY else UNIT


def filer(scene: Scene, part: str) -> Filing | None:
    """The filing of a part of the evaluation."""
    found = getattr(scene.state.evaluation, part)
    filing: Filing | None = found.report if part == "key" else found.filing
    return filing


class AnyEvaluation(RuleBasedStateMachine):
    """An evaluation half to which anything may happen."""

    scene: Scene
    reached: int

    @initialize(stage=st.sampled_from(list(EVALUATION_STAGES)), rules=st.sampled_from(list(RULES)))
    def begin(self, stage: str, rules: str) -> None:
        """Begin at any stage, under the rules of a county, a prefecture, or one with a veto."""
        self.scene = EVALUATION_STAGES[stage]().under(RULES[rules])
        self.reached = 0

    @rule(act=commands(), person=st.sampled_from(PEOPLE))
    def somebody_acts(self, act: Command, person: str) -> None:
        """Somebody tries an act, or the next one that is taken; a refusal changes nothing."""
        before = self.scene
        at = [other.name for other in ACTS].index(act.name)
        for tried in (act, *ACTS[at + 1 :], *ACTS[:at]):
            role = min(tried.who)
            self.scene = before.when(tried, by=Actor(person, organisation(role), role))
            if self.scene.events:
                break
            assert self.scene.state == before.state
        self.was_reviewed_by_another(before, person)
        self.one_grade_at_most(before)

    def was_reviewed_by_another(self, before: Scene, person: str) -> None:
        """Whoever filed what is reviewed now is somebody else."""
        for event in self.scene.events:
            if event.name in REVIEWS:
                filing = filer(before, REVIEWS[event.name])
                assert filing is not None
                assert filing.by != person

    def one_grade_at_most(self, before: Scene) -> None:
        """A grade is finalised where none is open, and reopened where one is."""
        graded = before.state.evaluation.grading.final is not None
        names = [event.name for event in self.scene.events]
        assert not (graded and "grade.finalised" in names)
        assert graded or "grade.reopened" not in names

    @rule(days=st.integers(0, 60), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        """Time passes without the system's steps, as when the engine is down."""
        later = self.scene.now + timedelta(days=days, hours=hours)
        self.scene = self.scene.at(min(later, LAST))

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
    def the_phase_goes_back_only_for_what_opens_anew(self) -> None:
        """A phase is left for a later one, but by a selection, a return, or a reopening."""
        phase = self.scene.view.phase
        position = ORDER.index(phase)
        names = {event.name for event in self.scene.events}
        assert position >= self.reached or names & (OPENS | BACK) or self.more_to_do(names)
        self.reached = position

    def more_to_do(self, names: set[str]) -> bool:
        """Whether a finding or an artefact came after everything was disclosed."""
        return self.reached == ORDER.index("disclosed") and bool(names)

    @invariant()
    def no_amount_is_negative_and_none_too_much_is_taken_back(self) -> None:
        """Every amount is not below zero; what was given bounds what is taken back."""
        state = self.scene.state
        results, itself, key = (
            state.evaluation.results,
            state.evaluation.itself,
            state.evaluation.key,
        )
        held = (results.recovered, results.cleared, itself.executed, key.evaluated)
        assert all(amount is None or amount >= Decimal(0) for amount in held)
        most = max(state.budget, state.executed or Decimal(0))
        assert max(results.recovered, results.cleared) <= most

    @invariant()
    def a_proposal_stands_on_a_grade(self) -> None:
        """What is proposed or applied rests on the final grade that is open."""
        evaluation = self.scene.state.evaluation
        if evaluation.grading.final is None:
            assert evaluation.results.proposal is None
            assert not evaluation.results.applied

    @invariant()
    def a_score_is_of_100_points(self) -> None:
        """Every score that stands reviewed lies between 0 and 100."""
        scores = self.scene.state.evaluation.scores.values()
        assert all(Decimal(0) <= score <= Decimal(100) for score in scores)

    @invariant()
    def the_half_is_one_chapter(self) -> None:
        """No act of an evaluation half makes its workflow continue as new."""
        assert self.scene.view.chapter == len(self.scene.state.rounds) + 1

    @invariant()
    def steps_of_the_system_come_to_an_end(self) -> None:
        """Taking the first step again and again ends, whatever was left open."""
        self.scene.until(start_of(date(2025, 12, 31)))

    @invariant()
    def a_closed_project_has_no_steps(self) -> None:
        """What is disclosed waits for nothing."""
        view = self.scene.view
        assert not view.closed or (view.waiting_for, view.next_due) == ((), None)


def test_any_sequence_of_acts_keeps_the_invariants() -> None:
    run_state_machine_as_test(
        AnyEvaluation,
        settings=settings(
            max_examples=100,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
