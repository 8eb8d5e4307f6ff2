"""The recorded and the hypothetical simulation as a pair that shares states.

While a subject has the same history in both, both hold the same state object: an event is folded
once, and no comparison is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.kernel.decider import Recorded, Step
from domain.kernel.subject_ids import Subject, SubjectKind
from domain.kernel.vocabulary import business_date
from domain.shared.fan_out.messages import FAN_OUT
from projections.what_if.simulation import Simulation
from projections.what_if.timer_equivalence import TimerEquivalence
from store.in_force import NotAdopted

_GIVEN = frozenset(
    {
        SubjectKind.PACKS,
        SubjectKind.RULINGS,
        SubjectKind.WORK_CALENDAR,
        SubjectKind.ORGANISATIONS,
        SubjectKind.INDICATORS,
    }
)


def is_given(subject: Subject) -> bool:
    """Whether a subject makes the rules: a replay leaves its acts unchanged."""
    return subject.kind in _GIVEN


@dataclass(slots=True)
class PairedSimulation:
    """The recorded simulation and the hypothetical one."""

    recorded: Simulation
    other: Simulation
    _alike: TimerEquivalence = field(default_factory=TimerEquivalence)

    def take_both(self, subject: Subject, events: Iterable[Recorded[Any]]) -> None:
        """Take recorded events in both simulations; a shared state is folded only once."""
        same = self.same(subject.stream)
        for one in events:
            state = self.recorded.take(subject, one)
            if same:
                self.other.take_over(subject, one, state)
            else:
                self.other.take(subject, self.other.following(one))

    def same(self, stream: str) -> bool:
        """Whether both simulations hold the same state object of a subject."""
        return self.other.states.get(stream) is self.recorded.states.get(stream)

    def apart(self) -> list[str]:
        """The subjects whose state differs in the other simulation."""
        recorded = self.recorded.states
        return [one for one, state in self.other.states.items() if recorded.get(one) is not state]

    def may_plan_apart(self) -> list[str]:
        """The subjects that may have other steps in the other simulation."""
        years = [*self.other.years.values()]
        if all(map(self._bound_alike, years)):
            return self.apart()
        return [*self.other.states]

    def plan_alike(self, subject: Subject) -> bool:
        """Whether both simulations plan the same steps for a subject: same state, same rules."""
        if is_given(subject):
            return True
        return self.same(subject.stream) and self._bound_alike(subject)

    def _bound_alike(self, subject: Subject) -> bool:
        try:
            one, other = self.recorded.in_force(subject), self.other.in_force(subject)
        except NotAdopted:
            return True
        return self._alike.plan_alike(one, other)

    def other_step(self, subject: Subject, since: date, until: datetime) -> Step | None:
        """The step that only the other simulation plans, from `since` to `until`.

        (A business day and an instant, both inclusive.)
        """
        if self.plan_alike(subject):
            return None
        view = self.other.view(subject.stream)
        step = view.next_step if view else None
        if step is None or step.planned > until or step.kind in FAN_OUT:
            return None
        if business_date(step.planned) < since:
            return None
        recorded = self.recorded.view(subject.stream)
        return None if recorded and step == recorded.next_step else step
