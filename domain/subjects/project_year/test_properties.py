"""Whatever acts come in whatever order, these hold of a project's year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from domain.kernel.vocabulary import SHANGHAI, start_of
from domain.shared.filings.filing import Filing
from testkit.builders.project_year import ACTS, AUGUST, DIMENSIONS, RECTIFICATION, RESULT, STAGES
from testkit.decider_spec import FakeRules, in_force, packaged_rules
from testkit.stateful import AnyLife, Life, ensure, keeps

amounts = st.decimals(0, 2_000_000, places=2)
june_to_june = st.dates(date(2022, 12, 1), date(2024, 6, 1))
deadlines = st.sampled_from(
    [RESULT, RECTIFICATION, "target.filing", "monitoring.result:2023-08-31"]
)


def result(state: Any, event: Any) -> Filing | None:
    """The result of a node that an event is of."""
    filing: Filing | None = state.rounds[event.node].filing
    return filing


def rectified(state: Any, event: Any) -> Filing | None:
    """The rectification of a node that an event is of."""
    filing: Filing | None = state.rounds[event.node].rectification.report
    return filing


def returned_target(state: Any, _event: Any) -> Filing | None:
    """What a return sends back: an adjustment that waits, otherwise the target."""
    target = state.target
    waiting: Filing | None = target.adjustment_filing
    filing: Filing | None = target.filing
    return waiting if target.is_approved and waiting is not None and waiting.open else filing


def of(place: str) -> Callable[[Any, Any], Filing | None]:
    """The filing at a place of the state."""
    find = attrgetter(place)
    return lambda state, _event: find(state)


class AnyYear(AnyLife):
    """A project's year to which anything may happen."""

    life = Life(
        stages=STAGES,
        acts=tuple(ACTS.values()),
        under={
            "county": in_force(packaged_rules(), {RESULT: "2023-06-10"}, reminder_lead_days="3"),
            "prefecture": in_force(packaged_rules("652800"), escalation_after_days="5"),
            "none": in_force(FakeRules()),
        },
        changes={
            "amount": amounts,
            "executed": amounts,
            "completion_rate": st.none() | st.decimals(0, 1000, places=2),
            "county_level_investment": amounts,
            "score": st.decimals(0, 100, places=2),
            "node": st.sampled_from([date(2023, 5, 31), AUGUST]),
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
        },
        order=(
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
        ),
        always=frozenset(
            {
                "project.withdraw",
                "execution.record",
                "monitoring.warn",
                "monitoring.analyse-cause",
                "deadline.set",
                "extend",
                "unit.hand-over",
            }
        ),
        back=frozenset({"act.withdrawn", "rectification.notified", "rectification.reported"}),
        reviews={
            "exante.returned": of("exante.filing"),
            "exante.reassessment-commissioned": of("exante.filing"),
            "exante.reviewed": of("exante.filing"),
            "target.returned": returned_target,
            "target.approved": of("target.filing"),
            "target.adjustment-approved": of("target.adjustment_filing"),
            "monitoring.returned": result,
            "monitoring.reviewed": result,
            "rectification.accepted": rectified,
            "rectification.rejected": rectified,
        },
        last=datetime(2025, 1, 1, tzinfo=SHANGHAI),
        ends=start_of(date(2025, 12, 31)),
    )

    @invariant()
    def the_self_evaluation_begins_when_monitoring_is_over(self) -> None:
        """Nothing of a round is open in the phase after the rounds, until the year is over."""
        view = self.scene.view
        open_ends = " ".join(view.waiting_for)
        over = view.phase == "self-evaluation" and not self.scene.state.evaluation.opened
        waits = "monitoring" in open_ends or "rectification" in open_ends
        ensure(not over or not waits, f"monitoring is over: {open_ends}")


def test_any_sequence_of_acts_keeps_the_invariants() -> None:
    keeps(AnyYear, examples=150, steps=30)
