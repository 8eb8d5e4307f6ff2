"""Messages between workflows, activities and clients: plain data, JSON on the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.kernel.decider import Step, View
from domain.shared.deadlines.blocked_steps import awaited_rulings

TASK_QUEUE = "jixiao"
NAMESPACE = "jixiao"

OUTBOX = "outbox"
"""The id of the workflow that sends letters; it runs while letters are pending."""

OUTBOX_QUEUE = "jixiao-outbox"
"""The task queue of the workers with a data directory, from which letters are sent."""

RETRYABLE = "store-unavailable"
"""The type of a failed update that may be retried with the same id."""

COLD = "frame-is-cold"
"""The failure of an act that looks at more subjects than it has time to read."""

FILES_GONE = "log-files-gone"
"""The detail of a retryable failure that waiting does not help: see `store.port.FilesGone`."""

BAD_REQUEST = "bad-request"
"""The type of a failed update that can never succeed."""


@dataclass(frozen=True)
class StepMessage:
    """A future step of the system; `planned` in ISO 8601."""

    deadline: str
    kind: str
    planned: str

    @staticmethod
    def of(step: Step) -> StepMessage:
        """The message of a step."""
        return StepMessage(step.deadline, step.kind, step.planned.isoformat())

    def step(self) -> Step:
        """The step of the message."""
        return Step(self.deadline, self.kind, datetime.fromisoformat(self.planned))


@dataclass(frozen=True)
class ViewMessage:
    """The view of a subject; it replaces the workflow's copy.

    `awaiting_ruling` are the ambiguities that its blocked steps wait for, null if no step is
    blocked. If the log has a `real_clock`, business time is the engine's time, whatever the start
    said. Only a queried workflow sets `ahead_seconds`, not the log: its business time minus the
    engine's, null from an older program.
    """

    subject: str
    version: int
    phase: str
    chapter: int
    closed: bool
    unit: str | None
    next_step: StepMessage | None
    next_due: str | None
    overdue: bool
    awaiting_ruling: list[str] | None = None
    real_clock: bool = False
    ahead_seconds: float | None = field(default=None, compare=False)

    @staticmethod
    def of(view: View, *, real_clock: bool = False) -> ViewMessage:
        """The message of a view."""
        return ViewMessage(
            subject=view.subject,
            version=view.version,
            phase=view.phase,
            chapter=view.chapter,
            closed=view.closed,
            unit=view.unit,
            next_step=StepMessage.of(view.next_step) if view.next_step else None,
            next_due=view.next_due.isoformat() if view.next_due else None,
            overdue=bool(view.overdue),
            awaiting_ruling=list(awaited_rulings(view)) or None,
            real_clock=real_clock,
        )

    def due(self) -> date | None:
        """The next due date (inclusive), or `None`."""
        return date.fromisoformat(self.next_due) if self.next_due else None


@dataclass(frozen=True)
class Start:
    """The input of every subject's workflow.

    `business_start` is the business instant of the start in a drill, and null on a real log.
    `offset_seconds` is derived from it once and carried over continue-as-new, with the view. A
    `stale` view is read again before anything else. `pause_seconds` is the pause before the next
    retry if the log does not answer.
    """

    subject: str
    business_start: str | None = None
    offset_seconds: float | None = None
    view: ViewMessage | None = None
    stale: bool = False
    pause_seconds: float | None = None


@dataclass(frozen=True)
class SubmitInput:
    """A request with the business instant of the decision."""

    request: dict[str, Any]
    at: str


@dataclass(frozen=True)
class StepInput:
    """A step of a subject with the business instant at which it is taken."""

    subject: str
    step: StepMessage
    at: str


@dataclass(frozen=True)
class Answered:
    """The outcome of an act and the view of the subject after it."""

    outcome: dict[str, Any]
    view: ViewMessage
