"""Due dates that all subjects share: their keys, the source of a day, the nodes of a year.

A day comes from, in this order: an extension or the notice to this subject alone, the rule, the
bureau's notice to all (only where the rules give no day), or from nowhere; then nothing binds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from domain.kernel.answer import Answer
from domain.kernel.decider import InForce, Notice

_LIFE = 2

Monitored = Literal["project", "overall"]
"""What a monitoring node is for: projects, or the overall expenditure of units."""


@dataclass(frozen=True, slots=True)
class Day:
    """A due day (inclusive, Asia/Shanghai) and where it comes from; null where nothing binds.

    `since` is the business instant at which a notice or an extension gave it, else null.
    """

    due: date | None
    basis: tuple[Answer, ...] = ()
    notice: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day given for one deadline of one subject alone, by notice or by extension.

    `since` is the business instant at which it was given.
    """

    due: date
    extended: bool
    since: datetime | None = None


def within_life(day: date, year: int) -> bool:
    """Whether a day may bind subjects of a year: two years before it to two years after it."""
    return abs(day.year - year) <= _LIFE and day.year < date.max.year


def key(kind: str, node: date) -> str:
    """The deadline of a kind at a monitoring node."""
    return f"{kind}:{node.isoformat()}"


def node_of(deadline: str) -> date | None:
    """The monitoring node that a deadline belongs to, or none."""
    _, _, node = deadline.partition(":")
    return date.fromisoformat(node) if node else None


def the_node(deadline: str) -> date:
    """The monitoring node that a deadline belongs to; raises `ValueError` where it has none."""
    node = node_of(deadline)
    if node is None:
        raise ValueError(f"{deadline} has no node")
    return node


def is_key(deadline: str, free: frozenset[str], at_node: frozenset[str]) -> bool:
    """Whether a deadline is one of the `free` kinds, or one of those `at_node` with its node."""
    kind, colon, node = deadline.partition(":")
    return kind in at_node and _is_day(node) if colon else kind in free


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def ruled_by(answer: Answer) -> Day:
    """The day that a deadline rule answers, if any."""
    due = answer.outcome and answer.outcome["due"]
    return Day(date.fromisoformat(due) if due else None, (answer,))


def binding(own: OwnDay | None, ruled: Day, notice: Notice | None) -> Day:
    """The day that binds: the subject's own, the rule's, or that of the notice to all."""
    if own is not None:
        return Day(own.due, ruled.basis, since=own.since)
    if ruled.due is not None or notice is None:
        return ruled
    return Day(notice.due, ruled.basis, notice.document, notice.since)


def nodes(in_force: InForce, year: int, subject: Monitored) -> tuple[date, ...]:
    """The monitoring nodes of a year (`monitoring.nodes`), each in force on its own day."""
    return in_force.once((nodes, year, subject), lambda: _nodes(in_force, year, subject))


def _nodes(in_force: InForce, year: int, subject: Monitored) -> tuple[date, ...]:
    candidates: set[date] = set()
    for on in (date(year, 1, 1), date(year, 12, 31)):
        candidates.update(stated_nodes(in_force, year, on, subject)[1])
    return tuple(
        sorted(
            node for node in candidates if node in stated_nodes(in_force, year, node, subject)[1]
        )
    )


def stated_nodes(
    in_force: InForce, year: int, on: date, subject: Monitored
) -> tuple[Answer, list[date]]:
    """What `monitoring.nodes` answers on a day, and the nodes in it."""
    answer = in_force.ask("monitoring.nodes", on, work_year=year, subject=subject)
    return answer, [date.fromisoformat(node) for node in answer.outcome or ()]
