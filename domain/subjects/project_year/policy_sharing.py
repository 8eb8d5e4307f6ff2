"""The slices that a project shares with a policy: ex-ante assessment, targets, key evaluation.

Both kinds of subject use the same slices. The protocols name the parts of a state that the slices
need; the `Sharing` of each kind of subject has the functions that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, Self, TypeVar
from uuid import UUID

from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, Decision, InForce
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Origin
from domain.shared.deadlines.due_dates import Day
from domain.shared.filings.filing import Filing
from domain.shared.filings.lateness import judged
from domain.subjects.project_year.evaluation.state import KeyEvaluation
from domain.subjects.project_year.exante.state import ExAnte
from domain.subjects.project_year.targets.state import Target


class Known(Protocol):
    """The register entry of a subject."""

    @property
    def origin(self) -> Origin:
        """The way by which it came into the year's budget."""
        ...


class Prepared(Protocol):
    """The state of something that is assessed and gets a target."""

    @property
    def exante(self) -> ExAnte:
        """Its ex-ante assessment."""
        ...

    @property
    def target(self) -> Target:
        """Its target."""
        ...

    @property
    def known(self) -> Known:
        """The register; every act but its registration is refused before there is one."""
        ...


class Evaluation(Protocol):
    """An evaluation half with a key evaluation in it."""

    @property
    def key(self) -> KeyEvaluation:
        """The key evaluation."""
        ...


class Evaluated(Protocol):
    """The state of something that is key evaluated."""

    @property
    def evaluation(self) -> Evaluation:
        """Its evaluation."""
        ...

    def evaluated(self, **parts: Any) -> Self:
        """The state with parts of its evaluation changed."""
        ...

    def found(self, event_id: UUID, /, **parts: Any) -> Self:
        """The state with parts changed by what a final grade may be reopened for."""
        ...


P = TypeVar("P", bound=Prepared)
E = TypeVar("E", bound=Evaluated)


@dataclass(frozen=True, slots=True)
class Sharing:
    """The functions of one kind of subject that the shared slices call.

    `due` gives the day of a deadline. `assessed` refuses acts of the ex-ante assessment once it is
    over. `before_target` refuses a target that comes too early; otherwise it gives the answers that
    the target rests on. `unselected` refuses acts on a key evaluation that does not exist.
    `executed` is the evaluated amount, in yuan, if a report names none. `amounts` gives the amounts
    against which those of an act are held, in yuan, by what they are. `fed_back` is the feedback
    that is asked for once the evaluation is final. `reviewed` refuses to approve a target before
    its joint review.
    """

    due: Callable[[Any, InForce, str], Day]
    assessed: Callable[[Any], Refusal | None]
    before_target: Callable[[Any, CommandContext[Any], InForce], tuple[Answer, ...] | Refusal]
    unselected: Callable[[Any], Refusal | None]
    executed: Callable[[Any], Decimal | None]
    amounts: Callable[[Any], Mapping[str, Decimal]]
    fed_back: Callable[..., tuple[Decision[Any], ...]] = lambda *_asked: ()
    reviewed: Callable[[Any, CommandContext[Any], InForce], Refusal | None] = lambda *_asked: None

    def lateness(
        self,
        state: Any,
        act: CommandContext[Any],
        in_force: InForce,
        deadline: str,
        before: Filing | None,
        since: int = 2,
    ) -> tuple[Day, bool]:
        """The day that a filing was due, and whether it is late: the due day itself is in time.

        A filing made again after a return or a correction is judged as it was first.
        """
        return judged(act, self.due(state, in_force, deadline), before, since)
