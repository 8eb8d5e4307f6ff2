"""The deadlines of feedback and of the problems that were fed back, on any kind of subject."""

from __future__ import annotations

from domain.shared.deadlines.due_dates import is_day

NOTICE = "rectification.notice"
"""The bureau's duty to send a notice of rectification in a failed round."""

RECTIFICATION = "rectification.report"
RECTIFIED = "rectification.review"
FINDING = "rectification.finding"
PROPOSAL = "rectification.proposal"
"""The unit's duty to propose a measure for a problem that was fed back."""

FEEDBACK = "feedback"
"""The bureau's duty to feed the problems of a source back: `feedback.SOURCE`."""

_OF_PROBLEM = frozenset({PROPOSAL, RECTIFICATION, RECTIFIED, FINDING})


def is_of_problem(deadline: str) -> bool:
    """Whether a deadline is that of a problem that was fed back."""
    kind, _, problem = deadline.partition(":")
    return kind in _OF_PROBLEM and bool(problem) and not is_day(problem)


def is_of_report(deadline: str) -> bool:
    """Whether a deadline is that of the report on a problem that was fed back."""
    return deadline.startswith(f"{RECTIFICATION}:") and is_of_problem(deadline)
