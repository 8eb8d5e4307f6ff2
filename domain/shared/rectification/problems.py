"""The problems that were fed back to a subject, each until it is closed (销号)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from typing import Literal
from uuid import UUID

from domain.kernel.vocabulary import Code
from domain.rules.families.feedback import Source
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.rectification.orders import Rectification

SOURCE_NAMES: Mapping[str, str] = {
    "self_evaluation": "绩效自评",
    "department_evaluation": "部门评价",
    "key_evaluation": "财政重点评价",
    "authenticity_check": "真实性核查",
    "audit_finding": "审计和监督检查",
    "overall_evaluation": "整体支出评价",
}
"""The sources of problems in Chinese."""

PROJECT_SOURCES: tuple[Source, ...] = (
    "self_evaluation",
    "department_evaluation",
    "key_evaluation",
    "authenticity_check",
    "audit_finding",
)
"""The sources of the problems of a project."""

Problems = tuple[Code, ...]
"""The problems that an act names, by their ids."""


class Renewing(Enum):
    """How a problem was given another day."""

    NOTIFIED = auto()
    CARRIED_OVER = auto()


@dataclass(frozen=True, slots=True)
class Renewal:
    """An act that gave a problem another day, with the order and the own day before it."""

    act: Renewing
    before: Rectification
    own: OwnDay | None


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem that was fed back by the event `fed_back`, with its order to rectify.

    `measure` is the measure that the bureau wants; `proposed` the one that the unit proposed.
    `unit_proposes`: the unit owes a proposal.
    """

    source: Source
    fed_back: UUID
    text: str
    order: Rectification
    measure: str | None = None
    unit_proposes: bool = False
    proposed: str | None = None
    renewals: tuple[Renewal, ...] = ()

    @property
    def awaits_proposal(self) -> bool:
        """Whether the unit still has to propose a measure."""
        return self.unit_proposes and self.proposed is None and not self.order.settled

    @property
    def carried_over(self) -> bool:
        """Whether it was carried over, and nothing was done since."""
        last = self.renewals[-1].act if self.renewals else None
        order = self.order
        return last is Renewing.CARRIED_OVER and not (order.report or order.answered)

    @property
    def is_answered(self) -> bool:
        """Whether anything was done about it since it was fed back."""
        order = self.order
        return bool(self.renewals or self.proposed or order.report or order.answered)

    def renewed(self, act: Renewing, order: Rectification, own: OwnDay | None) -> Problem:
        """The same problem with a new order, by an act that gave it another day."""
        renewals = (*self.renewals, Renewal(act, self.order, own))
        return replace(self, order=order, renewals=renewals)

    def without_renewal(self) -> Problem:
        """The same problem with the order before the last renewal."""
        *earlier, last = self.renewals
        return replace(self, order=last.before, renewals=tuple(earlier))


@dataclass(frozen=True, slots=True)
class Asked:
    """A feedback that the rules ask for; `due` (inclusive) is null where no day was given.

    `grade` is that of the result; `measure_by` is who proposes the measures, where the rules say.
    `after` is the number of feedbacks that were given of the source before.
    """

    event_id: UUID
    grade: str | None = None
    measure_by: Literal["unit"] | None = None
    due: date | None = None
    after: int = 0


@dataclass(frozen=True, slots=True)
class FedBack:
    """What was asked and fed back: by source, and the problems by their ids."""

    asked: Mapping[Source, tuple[Asked, ...]] = field(default_factory=dict)
    given: Mapping[Source, tuple[UUID, ...]] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)

    def owed(self) -> tuple[Source, ...]:
        """The sources whose feedback is asked for and was not given since."""
        return tuple(source for source in self.asked if self.wanted(source, owed=True))

    def wanted(self, source: Source, *, owed: bool = False) -> Asked | None:
        """The newest question for the feedback of a source, if any; if `owed`, one that is open."""
        asked, given = self.asked.get(source, ()), len(self.given.get(source, ()))
        return next((one for one in asked[::-1] if not owed or given <= one.after), None)

    def of(self, source: Source) -> Mapping[str, Problem]:
        """The problems of a source."""
        return {id_: one for id_, one in self.problems.items() if one.source == source}

    def with_problem(self, id_: str, problem: Problem) -> FedBack:
        """The same with a problem changed."""
        return replace(self, problems={**self.problems, id_: problem})

    def without_asked(self, source: Source) -> FedBack:
        """The same without the newest question for the feedback of a source, if it is open."""
        if self.wanted(source, owed=True) is None:
            return self
        left = {**self.asked, source: self.asked[source][:-1]}
        return replace(self, asked={name: asked for name, asked in left.items() if asked})


NOTHING_FED_BACK = FedBack()
"""Nothing was asked for or fed back yet."""
