"""Due dates of a policy: notices give days to its filings, rules to its key evaluation.

A policy is in no budget year. `key_evaluation.due` is asked for the work year of its selection.
Without a selection it is asked for the work year in which the evaluation was commissioned, for the
next one where that year's day is over by then; a notice to all subjects of a work year does not
reach it.
"""

from __future__ import annotations

from datetime import date

from domain.kernel.decider import InForce
from domain.kernel.vocabulary import business_date
from domain.shared.deadlines.due_dates import Day, binding, is_key, ruled_by
from domain.shared.deadlines.endorsements import filing_of
from domain.shared.deadlines.problem_deadlines import FEEDBACK, is_of_problem, is_of_report
from domain.shared.rectification.days import day_of_feedback
from domain.shared.signatures import duties as signatures
from domain.subjects.policies.state import Policy
from domain.subjects.project_year.deadlines.due_dates import KEY_EVALUATION

_FEEDBACK = f"{FEEDBACK}.key_evaluation"
_FILINGS = frozenset({"exante.report", "target.filing"})
_FREE = _FILINGS | {"exante.review", "target.review"}


def known(deadline: str) -> bool:
    """Whether a deadline has a key that a policy knows."""
    filing = filing_of(deadline)
    if filing is not None:
        return filing in _FILINGS or is_of_report(filing)
    free = _FREE | {KEY_EVALUATION, _FEEDBACK}
    return is_key(deadline, free, frozenset()) or is_of_problem(deadline)


def keys() -> tuple[str, ...]:
    """The keys of all deadlines of a policy."""
    return (*sorted(_FREE), KEY_EVALUATION, _FEEDBACK)


def year_of(state: Policy) -> int:
    """The year of the newest event, around which a day may be given."""
    return business_date(state.last_at).year if state.last_at else state.known.registered_on.year


def ruled_due(state: Policy, in_force: InForce, deadline: str) -> Day:
    """The day that the rules give for a deadline, if any."""
    evaluator, selection = state.evaluation.key.evaluator, state.evaluation.key.selected
    if deadline == KEY_EVALUATION and selection is not None and selection.work_year is not None:
        return _of_year(in_force, selection.work_year)
    if deadline != KEY_EVALUATION or evaluator is None:
        return Day(None)
    first_on = evaluator.first_commissioned_on
    this_year = _of_year(in_force, first_on.year)
    if this_year.due is None or first_on <= this_year.due:
        return this_year
    return _of_year(in_force, first_on.year + 1)


def _of_year(in_force: InForce, work_year: int) -> Day:
    first = date(work_year, 1, 1)
    return ruled_by(in_force.ask("key_evaluation.due", first, work_year=work_year))


def due_of(state: Policy, in_force: InForce, deadline: str) -> Day:
    """The due date of a deadline of this policy."""
    if signatures.is_signature(deadline):
        return signatures.due_of(state.proposals, in_force, deadline)
    own = state.own_days.get(deadline)
    notified = day_of_feedback(state.evaluation.fed_back, deadline) if own is None else None
    if notified is not None:
        return Day(notified)
    return binding(own, ruled_due(state, in_force, deadline), None)
