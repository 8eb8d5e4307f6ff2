"""Due dates that all subjects share: their keys, the source of a date, the nodes of a year.

The first of these that exists gives the date: an extension or a notice to this subject alone, the
rule, the bureau's notice to all (only if the rules give no date). Without any of them nothing
binds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, TypeVar

from domain.kernel.answer import Answer
from domain.kernel.decider import InForce, Notice
from domain.kernel.frozen import replace
from domain.kernel.known import latest
from domain.kernel.vocabulary import start_of

_LIFE = 2

Monitored = Literal["project", "overall"]
"""The object of a monitoring node: projects, or the overall expenditure of units."""


@dataclass(frozen=True, slots=True)
class Day:
    """A due date (inclusive, Asia/Shanghai) and its source; null if nothing binds.

    `since` is the business instant of the notice, extension or parameter that gave it, else null.
    `found_at` is the instant at which a date that was over then is found so, otherwise null.
    """

    due: date | None
    basis: tuple[Answer, ...] = ()
    notice: str | None = None
    since: datetime | None = None
    found_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A due date for one deadline of one subject, by notice or extension.

    `since` is the business instant at which it was given; `found_at` that at which a date that was
    over then is found so, otherwise null.
    """

    due: date
    extended: bool
    since: datetime | None = None
    found_at: datetime | None = None


def within_life(day: date, year: int) -> bool:
    """Whether a date may bind subjects of a year: from two years before it to two years after."""
    return abs(day.year - year) <= _LIFE and day.year < date.max.year


class Dated(Protocol):
    """The state of a subject whose deadlines may have days of their own."""

    @property
    def own_days(self) -> Mapping[str, OwnDay]:
        """The days by the keys of their deadlines."""
        ...


D = TypeVar("D", bound=Dated)


def with_own_day(state: D, deadline: str, own: OwnDay | None) -> D:
    """The state in which a deadline has this day of its own; null: it has none."""
    others = {name: day for name, day in state.own_days.items() if name != deadline}
    return replace(state, own_days=others if own is None else {**others, deadline: own})


def key(kind: str, place: date | str) -> str:
    """The key of a deadline of a kind at a monitoring node, or of a problem that was fed back."""
    return f"{kind}:{place}"


def node_of(deadline: str) -> date | None:
    """The monitoring node of a deadline, or `None`."""
    _, _, node = deadline.partition(":")
    return date.fromisoformat(node) if node and is_day(node) else None


def the_node(deadline: str) -> date:
    """The monitoring node of a deadline; raises `ValueError` if it has none."""
    node = node_of(deadline)
    if node is None:
        raise ValueError(f"{deadline} has no node")
    return node


def earliest_of(deadline: str, first_year: int) -> date:
    """The first date that a deadline can have: its node, or the beginning of its first year."""
    return node_of(deadline) or date(first_year, 1, 1)


def is_key(deadline: str, free: frozenset[str], at_node: frozenset[str]) -> bool:
    """Whether a key is one of the `free` kinds, or one of the kinds `at_node` with its node."""
    kind, colon, node = deadline.partition(":")
    return kind in at_node and is_day(node) if colon else kind in free


def is_day(text: str) -> bool:
    """Whether a text is a day as keys write it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def ruled_by(answer: Answer) -> Day:
    """The date in the answer of a deadline rule, if there is one."""
    due = answer.outcome and answer.outcome["due"]
    return Day(date.fromisoformat(due) if due else None, (answer,))


def binding(own: OwnDay | None, ruled: Day, notice: Notice | None) -> Day:
    """The binding date: the subject's own, the rule's, or the date of the notice to all."""
    if own is not None:
        return Day(own.due, ruled.basis, since=own.since, found_at=own.found_at)
    if ruled.due is not None or notice is None:
        return ruled
    return Day(notice.due, ruled.basis, notice.document, notice.since, notice.found_at)


def by_parameter(in_force: InForce, name: str, start: date, day: Day) -> Day:
    """The day as the bureau's parameter in force on `start` counts it from there; else `day`.

    A date that was over when the parameter was set is found overdue at that instant, like the date
    of a late notice (docs/domain/deadlines.md, 1285).
    """
    days = in_force.parameter(name, start)
    if days is None:
        return day
    due = start + timedelta(days=int(days))
    set_at = in_force.parameter_known_since(name, start)
    over = set_at is not None and set_at >= start_of(due + timedelta(days=1))
    found = set_at if over else day.found_at
    return replace(day, due=due, since=latest(day.since, set_at), found_at=found)


def nodes(in_force: InForce, year: int, subject: Monitored) -> tuple[date, ...]:
    """The monitoring nodes of a year (`monitoring.nodes`), each in force on its own date."""
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
    """The answer of `monitoring.nodes` on a date, and the nodes in it."""
    answer = in_force.ask("monitoring.nodes", on, work_year=year, subject=subject)
    return answer, [date.fromisoformat(node) for node in answer.outcome or ()]
