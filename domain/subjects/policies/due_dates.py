"""Due dates of a policy: notices give days to its filings, rules to its key evaluation.

A policy is in no budget year. `key_evaluation.due` is asked for the work year in which the
evaluation was commissioned, for the next one where that year's day is over by then; a notice to
all subjects of a work year does not reach it.
"""

from __future__ import annotations

from datetime import date

from domain.kernel.decider import InForce
from domain.kernel.vocabulary import business_date
from domain.shared.deadlines.due_dates import Day, binding, is_key, ruled_by
from domain.shared.deadlines.endorsements import filing_of
from domain.subjects.policies.state import Policy
from domain.subjects.project_year.deadlines.due_dates import KEY_EVALUATION

_FILINGS = frozenset({"exante.report", "target.filing"})
_FREE = _FILINGS | {"exante.review", "target.review"}


def known(deadline: str) -> bool:
    """Whether a deadline has a key that a policy knows."""
    filing = filing_of(deadline)
    if filing is not None:
        return filing in _FILINGS
    return is_key(deadline, _FREE | {KEY_EVALUATION}, frozenset())


def keys() -> tuple[str, ...]:
    """The keys of all deadlines of a policy."""
    return (*sorted(_FREE), KEY_EVALUATION)


def year_of(state: Policy) -> int:
    """The year of the newest event, around which a day may be given."""
    return business_date(state.last_at).year if state.last_at else state.known.registered_on.year


def ruled_due(state: Policy, in_force: InForce, deadline: str) -> Day:
    """The day that the rules give for a deadline, if any."""
    evaluator = state.evaluation.key.evaluator
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
    return binding(state.own_days.get(deadline), ruled_due(state, in_force, deadline), None)
