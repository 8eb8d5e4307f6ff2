"""A tiny whole year: both halves, a unit's June monitoring and an institution, under one bureau.

It has deadlines of every kind: of targets, rounds, reviews and rectification, of self-evaluation,
department evaluation, key evaluation, authenticity, grades, results and disclosure.
"""

from __future__ import annotations

from tests.engine import tiny, tiny_evaluation
from tests.histories.scenario import of_others

PORTFOLIO = tiny.PORTFOLIO + tiny_evaluation.PORTFOLIO.removeprefix(tiny.HEADER)
UNTIL = tiny.UNTIL


def lines() -> list[tiny.Line]:
    """All acts, by day; the bureau's first ones once."""
    begun = list(tiny.bureau())
    evaluated = [line for line in tiny_evaluation.lines() if line not in begun]
    acts = [*tiny.lines(), *evaluated, *of_others()]
    return sorted(acts, key=lambda line: str(line["on"]))
