"""Whatever acts come in whatever order in an evaluation half, these hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.vocabulary import SHANGHAI, Role, start_of
from domain.shared.filings.filing import Filing
from testkit.builders.project_evaluation import (
    DEPARTMENT_REPORT,
    EVALUATION_ACTS,
    EVALUATION_STAGES,
    INSTITUTION,
    KEY_REPORT,
    SELF,
    VETO,
)
from testkit.builders.project_year import correction
from testkit.decider_spec import UNIT, DeciderSpec, in_force, packaged_rules
from testkit.stateful import AnyLife, Life, ensure, keeps

DISCLOSED = "disclosed"

amounts = st.decimals(0, 1_500_000, places=2)


def of(part: str, filing: str = "filing") -> Callable[[Any, Any], Filing | None]:
    """The filing of a part of the evaluation."""

    def find(state: Any, _event: Any) -> Filing | None:
        found: Filing | None = getattr(getattr(state.evaluation, part), filing)
        return found

    return find


class AnyEvaluation(AnyLife):
    """An evaluation half to which anything may happen."""

    life = Life(
        stages=EVALUATION_STAGES,
        acts=(*EVALUATION_ACTS.values(), correction(SELF)),
        under={
            "county": in_force(packaged_rules(), {SELF: "2023-03-31"}, reminder_lead_days="3"),
            "prefecture": in_force(packaged_rules("653000"), {}, escalation_after_days="5"),
            "veto": in_force(VETO),
        },
        changes={
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
            "results.apply:action": st.none()
            | st.sampled_from(["priority", "reduce", "not_arranged"]),
            "exception": st.none() | st.just("例外1号"),
        },
        order=(
            "self-evaluation",
            "department-evaluation",
            "finance-review",
            "authenticity",
            "key-evaluation",
            "grading",
            "results",
            DISCLOSED,
        ),
        always=frozenset(
            {
                "accountability.propose",
                "accountability.record",
                "carry-over.clear",
                "exception.grant",
                "funds.record-major-problem",
                "funds.recover",
                "unit.hand-over",
            }
        ),
        back=frozenset(
            {
                "act.withdrawn",
                # what opens anew what was done
                "department-evaluation.marked-selected",
                "authenticity.marked-drawn",
                "key-evaluation.marked-selected",
                "grade.reopened",
                # what sends a filing back, or brings one that comes after its time
                "self-evaluation.returned",
                "department-evaluation.returned",
                "filing.withdrawn",
                "self-evaluation.filed",
                "department-evaluation.report-filed",
            }
        ),
        reviews={
            "self-evaluation.returned": of("itself"),
            "self-evaluation.reviewed": of("itself"),
            "department-evaluation.returned": of("department"),
            "department-evaluation.reviewed": of("department"),
            "key-evaluation.panel-reviewed": of("key", "filing"),
            "key-evaluation.finalised": of("key", "filing"),
        },
        last=datetime(2025, 12, 1, tzinfo=SHANGHAI),
        ends=start_of(date(2025, 12, 31)),
    )

    def actor(self, person: str, command: Command) -> Actor:
        """A person of the institution, or of the unit, which is its own department."""
        role = min(command.who)
        return Actor(person, INSTITUTION if role is Role.THIRD_PARTY else UNIT, role)

    def may_go_back(self) -> bool:
        """By a selection, a return, a reopening, or what comes after everything was disclosed."""
        more = self.reached == self.life.order.index(DISCLOSED) and bool(self.names)
        return more or super().may_go_back()

    def checked(self, before: DeciderSpec) -> None:
        """At most one grade: finalised where none is open, and reopened where one is."""
        graded = before.state.evaluation.final is not None
        ensure(not graded or "grade.finalised" not in self.names, "one grade at most")
        ensure(graded or "grade.reopened" not in self.names, "a grade that is open is reopened")

    @invariant()
    def no_more_is_taken_back_than_was_given(self) -> None:
        """What was given bounds what is taken back."""
        state = self.scene.state
        results = state.evaluation.results
        most = max(state.budget, state.executed or Decimal(0))
        ensure(max(results.recovered, results.cleared) <= most, f"within {most}: {results}")

    @invariant()
    def a_proposal_stands_on_a_grade(self) -> None:
        """What is proposed or applied rests on the final grade that is open."""
        evaluation = self.scene.state.evaluation
        used = evaluation.results.proposal is not None
        ensure(evaluation.final is not None or not used, "a proposal stands on a grade")

    @invariant()
    def a_score_is_of_100_points(self) -> None:
        """Every score that stands reviewed lies between 0 and 100."""
        scores = self.scene.state.evaluation.scores.values()
        ensure(all(0 <= score <= 100 for score in scores), f"scores {scores}")

    @invariant()
    def the_half_is_one_chapter(self) -> None:
        """No act of an evaluation half makes its workflow continue as new."""
        chapter, rounds = self.scene.view.chapter, len(self.scene.state.rounds)
        ensure(chapter == rounds + 1, f"chapter {chapter} with {rounds} rounds")


def test_any_sequence_of_acts_keeps_the_invariants() -> None:
    keeps(AnyEvaluation)
