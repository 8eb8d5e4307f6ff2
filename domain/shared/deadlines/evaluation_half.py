"""The evaluation half of a budget year: it runs in the following work year, from 1 January."""

from __future__ import annotations

from datetime import date

from domain.kernel import refusals
from domain.kernel.decider import Step, Steps
from domain.kernel.message import Command, Event
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role, start_of

OPEN_EVALUATION = "open-evaluation"
"""The system's step that opens the evaluation half."""

EVALUATION = "evaluation"
"""The key of that step."""


class OpenEvaluation(Command, name="evaluation.open", who={Role.SYSTEM}):
    """Open the evaluation half after the end of the budget year."""


class EvaluationOpened(Event, name="evaluation.opened", version=1):
    """The budget year ended and its evaluation began."""


def first_day(budget_year: int) -> date:
    """The first day of a budget year's evaluation half."""
    return date(budget_year + 1, 1, 1)


def not_before(opens: date, on: date, zh: str, en: str) -> Refusal | None:
    """Refuse an act of the evaluation half before the day on which it opens.

    `zh` and `en` say what the act does, and from which day on.
    """
    if on >= opens:
        return None
    return refusals.wrong_phase(f"预算年度尚未结束，{zh}", f"the budget year is not over: {en}")


def opening(budget_year: int) -> Step:
    """The step that opens the evaluation half of a budget year."""
    return Step(EVALUATION, OPEN_EVALUATION, start_of(first_day(budget_year)))


def _open(_step: Step, _reached: object) -> OpenEvaluation:
    return OpenEvaluation()


STEPS: Steps = {OPEN_EVALUATION: _open}
