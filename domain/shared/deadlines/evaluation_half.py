"""The evaluation half of a budget year: it is lived in the work year after it, from 1 January."""

from __future__ import annotations

from datetime import date

from domain.kernel.decider import Step, Steps
from domain.kernel.message import Command, Event
from domain.kernel.vocabulary import Role, start_of

OPEN_EVALUATION = "open-evaluation"
"""The step of the system that opens it."""

EVALUATION = "evaluation"
"""The key of that step."""


class OpenEvaluation(Command, name="evaluation.open", who={Role.SYSTEM}):
    """The budget year is over: open its evaluation half."""


class EvaluationOpened(Event, name="evaluation.opened", version=1):
    """The budget year is over; it is evaluated from now on."""


def first_day(budget_year: int) -> date:
    """The first day of a budget year's evaluation half."""
    return date(budget_year + 1, 1, 1)


def opening(budget_year: int) -> Step:
    """The step that opens the evaluation half of a budget year."""
    return Step(EVALUATION, OPEN_EVALUATION, start_of(first_day(budget_year)))


def _open(_step: Step, _reached: object) -> OpenEvaluation:
    return OpenEvaluation()


STEPS: Steps = {OPEN_EVALUATION: _open}
