"""The reports on problems that were fed back, by the keys of their deadlines."""

from __future__ import annotations

from domain.kernel.frozen import replace
from domain.shared.deadlines.problem_deadlines import RECTIFICATION
from domain.shared.filings.filing import Filing
from domain.shared.rectification.problems import FedBack


def report_at(fed_back: FedBack, key: str) -> Filing | None:
    """The report on the problem of a key, if there is one."""
    kind, _, id_ = key.partition(":")
    problem = fed_back.problems.get(id_) if kind == RECTIFICATION else None
    return problem.order.report if problem else None


def with_report(fed_back: FedBack, key: str, report: Filing | None) -> FedBack:
    """What was fed back with another report on the problem of a key, or without one.

    Raises `ValueError` where there is no such problem.
    """
    kind, _, id_ = key.partition(":")
    problem = fed_back.problems.get(id_)
    if problem is None or kind != RECTIFICATION:
        raise ValueError(f"no filing is called {key}")
    return fed_back.with_problem(id_, replace(problem, order=replace(problem.order, report=report)))
