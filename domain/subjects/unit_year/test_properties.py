"""Whatever acts come in whatever order, these hold of a unit's year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from domain.kernel.decider import Frame
from domain.kernel.vocabulary import SHANGHAI, start_of
from domain.shared.filings.filing import Filing
from domain.subjects.unit_year.selection import ProjectsSelected
from testkit.builders.unit_stages import ACTS, STAGES
from testkit.builders.unit_year import REPORT, evaluation, member
from testkit.decider_spec import DeciderSpec, FakeRules, in_force, packaged_rules
from testkit.stateful import AnyLife, Life, ensure, keeps

CODES = ("P1", "P2", "P3", "P4")

amounts = st.decimals(0, 20_000_000, places=2)
deadlines = st.sampled_from(["overall-target.filing", REPORT, "overall-self-evaluation.filing"])
days = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    """A frame of up to four projects, with budgets or without."""
    budgets = draw(st.lists(st.none() | amounts, max_size=len(CODES)))
    named = (
        member(code, None if budget is None else str(budget))
        for code, budget in zip(CODES, budgets, strict=False)
    )
    return Frame(draw(st.integers(0, 99)), tuple(named))


def of(place: str) -> Callable[[Any, Any], Filing | None]:
    """The filing at a place of the state."""
    find = attrgetter(place)
    return lambda state, _event: find(state)


def monitored(state: Any, event: Any) -> Filing | None:
    """The report of a node that an event is of."""
    filing: Filing | None = state.rounds[event.node].filing
    return filing


class AnyYear(AnyLife):
    """A unit's year to which anything may happen."""

    life = Life(
        stages=STAGES,
        acts=(*ACTS.values(), *(evaluation(share) for share in ("0.5", "0.8"))),
        under={
            "伽师": in_force(
                packaged_rules("653129"), {REPORT: "2025-07-10"}, reminder_lead_days="3"
            ),
            "且末": in_force(packaged_rules("652825"), {}, escalation_after_days="5"),
            "none": in_force(FakeRules()),
        },
        changes={
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
            "selected": st.lists(st.sampled_from([*CODES, "P9"]), min_size=1, max_size=4),
            "department-evaluation.select:reason": st.sampled_from(["理由", "其他"]),
            "artefact": st.sampled_from(["overall_target", "self_evaluation_form"]),
            "of": st.integers(1, 12),
        },
        order=(
            "unregistered",
            "overall-target",
            "execution",
            "overall-monitoring",
            "overall-self-evaluation",
            "appraisal",
            "disclosure",
            "done",
            "ended",
            "withdrawn",
        ),
        always=frozenset(
            {
                "unit.withdraw",
                "unit.end",
                "unit.succeed",
                "deadline.set",
                "extend",
                "unit-appraisal.score",
            }
        ),
        back=frozenset({"act.withdrawn", "feedback.given"}),
        reviews={
            "overall-target.returned": of("target_filing"),
            "overall-target.approved": of("target_filing"),
            "overall-monitoring.returned": monitored,
            "overall-monitoring.reviewed": monitored,
            "overall-self-evaluation.returned": of("self_evaluation.filing"),
            "overall-self-evaluation.reviewed": of("self_evaluation.filing"),
        },
        frames=frames(),
        last=datetime(2027, 1, 1, tzinfo=SHANGHAI),
        ends=start_of(date(2027, 12, 31)),
    )

    def checked(self, before: DeciderSpec) -> None:
        """The amounts of a selection are the sums of its frame, and one selection is open."""
        for event in self.scene.events:
            if isinstance(event, ProjectsSelected):
                budgets = {one.project: one.budget or Decimal(0) for one in event.frame}
                ensure(event.base == sum(budgets.values()), f"the base is the frame's: {event}")
                parts = sum(budgets[code] for code in event.selected)
                ensure(event.amount == parts <= event.base, f"the sum of its parts: {event}")
                reached = [one.subject.rpartition("/")[2] for one in event.reaches(self.stream)]
                ensure(tuple(reached) == event.selected, f"each is reached: {reached}")
                ensure(before.state.selection is None, "projects are selected once")

    @property
    def stream(self) -> str:
        """The unit's stream."""
        return str(self.scene.state.stream)

    @invariant()
    def a_grade_stands_beside_a_score(self) -> None:
        """Grades are computed: none without a score, none before the review."""
        found = self.scene.state.self_evaluation
        reviewed = found.score is not None and found.reviewed
        ensure(found.grade is None or reviewed, f"a grade beside a score: {found}")


def test_any_sequence_of_acts_keeps_the_invariants() -> None:
    keeps(AnyYear)
