"""Whether an ex-ante assessment is required, and the gate that it opens.

The gate leads to the library, or to the target of a policy; it is asked only where
`exante.required` required the assessment.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.subjects.project_year.policy_sharing import Prepared


class Facts(Protocol):
    """What is registered about a project or a policy."""

    @property
    def is_new(self) -> bool:
        """Whether it is new in the budget year."""
        ...

    @property
    def is_major(self) -> bool:
        """Whether it is major."""
        ...


def ask_required(
    subject: str, facts: Facts, on: date, in_force: InForce, funding: str | None = None
) -> tuple[bool | None, Answer]:
    """Whether `exante.required` asks on a day for an assessment of what is registered.

    `subject` is the rule's: project or policy; `funding` is the level of government by whose money
    it goes. None where the rules say nothing.
    """
    answer = in_force.ask(
        "exante.required",
        on,
        subject=subject,
        is_new=facts.is_new,
        is_major=facts.is_major,
        funding=funding,
    )
    return answer.outcome == "required" if answer.stated else None, answer


def ask_gate(state: Prepared, act: CommandContext[Any], in_force: InForce) -> tuple[Answer, ...]:
    """The answer of `exante.gate`; empty if no assessment is required."""
    exante = state.exante
    if not exante.required:
        return ()
    answer = in_force.ask(
        "exante.gate",
        act.effective_on,
        report_filed=exante.report is not None,
        review_result=exante.result.value if exante.result else None,
    )
    return (answer,)


def is_closed(asked: tuple[Answer, ...]) -> bool:
    """Whether the gate is closed, for good or until the review."""
    return any(answer.outcome in {"refuse", "pending"} for answer in asked)
