"""Differences between the recorded acts and the same acts under other rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.kernel.decider import Actor
from projections.ending import Ending

SUPPOSED = "supposed"
"""The version of a pack that a replay changed."""


class ChangeKind(StrEnum):
    """The kinds of difference of an act under the other rules."""

    CHANGED = "changed"
    REFUSED = "refused"
    ADMITTED = "admitted"
    REFUSED_OTHERWISE = "refused_otherwise"
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an act: its events (name and data), or the reason of its refusal."""

    events: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    code: str | None = None
    zh: str | None = None
    en: str | None = None

    @property
    def refused(self) -> bool:
        """Whether the act was refused."""
        return self.code is not None


@dataclass(frozen=True, slots=True)
class Said:
    """The answer of a rule: its outcome (null with a reason) and the clauses that it rests on.

    It is `supposed` if it rests on a value that no adopted pack states.
    """

    outcome: Any
    reason: str | None
    clauses: tuple[str, ...]
    supposed: bool = False


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule with another answer to an act; null if it was not asked."""

    rule: str
    recorded: Said | None
    other: Said | None


@dataclass(frozen=True, slots=True)
class Change:
    """An act with another result.

    `rules` are the rules with another answer; if empty, the act follows from earlier changes.
    `recorded` is null if the record lacks the act, `other` if it would not have been taken.
    """

    kind: ChangeKind
    stream: str
    command: str
    command_id: UUID
    actor: Actor
    on: date
    at: datetime
    recorded: Outcome | None
    other: Outcome | None
    rules: tuple[RuleChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Stricter:
    """An act that stays as recorded, and that today's program would decide otherwise.

    `version` is that of the command that it was taken by, `newest` the current one. `policy` is the
    name of the policy that refuses it today, null where no policy does; `grounds` are the rules
    that today's decision rests on, each with its answer.
    """

    stream: str
    command: str
    command_id: UUID
    actor: Actor
    on: date
    version: int
    newest: int
    recorded: Outcome
    today: Outcome
    policy: str | None = None
    grounds: tuple[tuple[str, Said], ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A project whose grade, score or use of results differs."""

    stream: str
    recorded: Ending
    other: Ending


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """A figure of the work year that differs; an empty value means that there is none."""

    id: str
    name: str
    budget_year: int
    recorded: str
    other: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """An act of a person that the other rules would have requested; nobody took it."""

    stream: str
    role: str
    deadline: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """The result of a replay; `rests` counts unchanged decisions that rest on other clauses.

    `stricter` are acts that stay as recorded, by the version that they were taken by, and that
    today's program would decide otherwise. They are no changes.
    """

    decided: int
    rests: int
    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]
    figures: tuple[MovedFigure, ...]
    unknown: tuple[Unknown, ...]
    stricter: tuple[Stricter, ...] = ()
