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
"""The id of the workflow that sends letters; it runs while some are pending."""

OUTBOX_QUEUE = "jixiao-outbox"
"""The task queue of the workers that have a data directory to send letters from."""

RETRYABLE = "store-unavailable"
"""The type of a failed update that may be sent again with the same id."""

FILES_GONE = "log-files-gone"
"""The detail of a retryable failure that waiting does not help: see `store.port.FilesGone`."""

BAD_REQUEST = "bad-request"
"""The type of a failed update that can never succeed."""


@dataclass(frozen=True)
class StepMessage:
    """A step of the system to come; `planned` in ISO 8601."""

    deadline: str
    kind: str
    planned: str

    @staticmethod
    def of(step: Step) -> StepMessage:
        """Write a step."""
        return StepMessage(step.deadline, step.kind, step.planned.isoformat())

    def step(self) -> Step:
        """Read the step."""
        return Step(self.deadline, self.kind, datetime.fromisoformat(self.planned))


@dataclass(frozen=True)
class ViewMessage:
    """A subject as it stands in the log; replaces whatever a workflow held before.

    `awaiting_ruling` are the ambiguities that its parked steps wait for, null where none is parked.
    Where the log has a `real_clock`, business time is the engine's time, whatever was told before.
    `ahead_seconds` is said by a workflow that is asked, not by the log: how far its business time
    is ahead of the engine's, null where an older program runs it.
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
        """Write a view."""
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
        """The next due day (inclusive), or none."""
        return date.fromisoformat(self.next_due) if self.next_due else None


@dataclass(frozen=True)
class Start:
    """The input of every subject's workflow.

    `business_start` is the business instant of the start in a drill, and none on a real log;
    `offset_seconds` is derived from it once and carried over continue-as-new, with the view. A
    `stale` view is looked at again before anything else; `pause_seconds` is how long to rest if the
    log does not answer.
    """

    subject: str
    business_start: str | None = None
    offset_seconds: float | None = None
    view: ViewMessage | None = None
    stale: bool = False
    pause_seconds: float | None = None


@dataclass(frozen=True)
class SubmitInput:
    """A request with the business instant of its deciding."""

    request: dict[str, Any]
    at: str


@dataclass(frozen=True)
class StepInput:
    """A step of a subject with the business instant of its taking."""

    subject: str
    step: StepMessage
    at: str


@dataclass(frozen=True)
class Answered:
    """The outcome of an act and the subject after it."""

    outcome: dict[str, Any]
    view: ViewMessage
