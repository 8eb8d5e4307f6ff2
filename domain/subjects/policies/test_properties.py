"""Whatever acts come in whatever order, these hold of a policy."""

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

from domain.kernel.decider import Actor, InForce
from domain.kernel.message import Command
from domain.kernel.vocabulary import SHANGHAI, Role, start_of
from domain.shared.filings.filing import Filing
from testkit.builders.policies import ACTS, KEY_DAY, STAGES
from testkit.decider_spec import THIRD_PARTY, UNIT, DeciderSpec, FakeRules, in_force, packaged_rules

ORDER = (
    "unregistered",
    "ex-ante",
    "target",
    "execution",
    "key-evaluation",
    "disclosure",
    "disclosed",
    "withdrawn",
)
PEOPLE = ("u-1", "t-1", "f-1", "f-2")
REVIEWS = {
    "exante.returned",
    "exante.reviewed",
    "target.returned",
    "target.approved",
    "key-evaluation.panel-reviewed",
    "key-evaluation.finalised",
}
LIFE_END = start_of(date(2028, 12, 31))

amounts = st.decimals(0, 20_000_000, places=2)
keys = st.sampled_from(["exante.report", "target.filing", "key-evaluation.report", KEY_DAY])
days = st.dates(date(2023, 1, 1), date(2025, 12, 31))
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "amount": amounts,
    "estimated": amounts,
    "is_new": st.booleans(),
    "is_major": st.booleans(),
    "confidential": st.booleans(),
    "deadline": keys,
    "filing": keys,
    "due": days,
    "until": days,
    "published_on": days,
    "passed": st.booleans(),
    "result": st.sampled_from(["支持", "不支持"]),
}
RULES: tuple[InForce, ...] = (
    in_force(packaged_rules(), reminder_lead_days="3"),
    in_force(packaged_rules("653000"), escalation_after_days="5"),
    in_force(FakeRules()),
)


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
    """Every filing of a policy that the bureau or its panel reviews."""
    return [state.exante.filing, state.target.filing, state.evaluation.key.filing]


class AnyPolicy(RuleBasedStateMachine):
    """A policy to which anything may happen."""

    scene: DeciderSpec
    reached: int
    chapter: int

    @initialize(stage=st.sampled_from(list(STAGES)), under=st.sampled_from(RULES))
    def begin(self, stage: str, under: InForce) -> None:
        """Begin at any stage, under the rules of two jurisdictions, or under none."""
        self.scene = STAGES[stage]().under(under)
        self.reached = self.chapter = 0

    @rule(act=commands(), person=st.sampled_from(PEOPLE), role=st.integers(0, 2))
    def somebody_acts(self, act: Command, person: str, role: int) -> None:
        """Somebody tries an act; a refusal changes nothing."""
        before, roles = self.scene, sorted(act.who)
        acting = roles[role % len(roles)]
        theirs = THIRD_PARTY.organisation if acting is Role.THIRD_PARTY else UNIT
        self.scene = before.when(act, by=Actor(person, theirs, acting))
        if not self.scene.events:
            assert self.scene.state == before.state
        for event in self.scene.events:
            if event.name in REVIEWS:
                pairs = zip(filings(before.state), filings(self.scene.state), strict=True)
                changed = [old for old, new in pairs if old is not None and old != new]
                assert all(old.by != person for old in changed)
                assert changed or event.name == "key-evaluation.panel-reviewed"

    @rule(passed=st.integers(0, 60), hours=st.integers(0, 23))
    def time_passes(self, passed: int, hours: int) -> None:
        """Time passes without the system's steps, as when the engine is down."""
        later = self.scene.now + timedelta(days=passed, hours=hours)
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
    def neither_phase_nor_chapter_goes_back(self) -> None:
        """A phase is left for a later one, and the border is passed once, but for undoing."""
        view = self.scene.view
        position = ORDER.index(view.phase)
        undone = any(event.name == "act.withdrawn" for event in self.scene.events)
        assert undone or position >= self.reached
        assert undone or view.chapter >= self.chapter
        self.reached, self.chapter = position, view.chapter

    @invariant()
    def what_is_assessed_gets_no_target_before_it_is_supported(self) -> None:
        """Where an assessment is required under rules with a gate, it stands before the target."""
        state, gated = self.scene.state, self.scene.in_force.rules != FakeRules()
        if gated and state.exante.required and state.target.filing is not None:
            assert state.exante.result == "支持"

    @invariant()
    def a_final_result_has_a_report_on_which_views_were_exchanged(self) -> None:
        """Nothing is final without a report of 0 to 100 points and an exchange of views."""
        key = self.scene.state.evaluation.key
        if key.finalised:
            assert key.filed.views_exchanged
            assert Decimal(0) <= key.filed.score <= Decimal(100)

    @invariant()
    def steps_of_the_system_come_to_an_end(self) -> None:
        """Taking the first step again and again ends, whatever was left open."""
        self.scene.until(LIFE_END)

    @invariant()
    def a_closed_policy_has_nothing_to_come(self) -> None:
        """What is closed waits for nothing and has no steps."""
        view = self.scene.view
        assert not view.closed or (view.next_step, view.waiting_for) == (None, ())


def test_any_sequence_of_acts_keeps_the_invariants() -> None:
    run_state_machine_as_test(
        AnyPolicy,
        settings=settings(
            max_examples=100,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
