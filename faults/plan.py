"""The plan of a run: which fault strikes at which act, all of it drawn from the seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from console.cli.input.act_lines import ActLine
from domain.kernel.subject_ids import SubjectKind, parse_subject
from faults.kind import Kind
from faults.kinds import KINDS

_SPARE = 1.08
"""Planned over struck: a fault that misses is not counted, and another takes its place."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at an act; `much` is how far, how often or how many, as its kind says."""

    number: int
    kind: str
    command_id: str
    command: str
    subject: str
    much: int

    @property
    def name(self) -> str:
        """The name of its order."""
        return f"{self.number:04}-{self.kind}"

    def as_json(self) -> dict[str, Any]:
        """The fault as JSON values."""
        return asdict(self)


class TooFewActs(ValueError):  # noqa: N818 - the field's own name
    """The years have too few acts for so many faults."""


def planned(seed: int, faults: int, acts: Sequence[ActLine]) -> tuple[Fault, ...]:
    """As many faults as are wanted, and a few to spare, in the order of their acts.

    The same seed and the same acts give the same plan. Every kind comes; each act is struck at
    most once. Raises `TooFewActs`.
    """
    drawing = random.Random(seed)  # noqa: S311 - repeatable, and no secret
    kinds = _shares(max(faults + 1, round(faults * _SPARE)))
    left = _struck_at(acts)
    if len(kinds) > len(left):
        raise TooFewActs(f"{len(left)} acts are too few for {len(kinds)} faults: take more years")
    drawing.shuffle(left)
    kinds.sort(key=lambda kind: kind.id not in _PARTICULAR)  # the particular ones choose first
    chosen = []
    for kind in kinds:
        at = next((at for at in left if fits(kind, acts, at)), None)
        if at is None:
            raise TooFewActs(f"no act is left for {kind.id}: take more years")
        left.remove(at)
        chosen.append((at, kind, drawing.randrange(1, 1 << 30)))
    return tuple(
        Fault(
            number,
            kind.id,
            str(acts[at].request.command_id),
            acts[at].request.command,
            acts[at].request.subject,
            much,
        )
        for number, (at, kind, much) in enumerate(sorted(chosen, key=lambda one: one[0]), start=1)
    )


def _shares(total: int) -> list[Kind]:
    """So many kinds by their weights, each at least once, the largest remainders rounded up."""
    rest = max(total - len(KINDS), 0)
    weights = sum(kind.weight for kind in KINDS)
    exact = {kind.id: rest * kind.weight / weights for kind in KINDS}
    counts = {name: 1 + int(share) for name, share in exact.items()}
    by_remainder = sorted(KINDS, key=lambda kind: int(exact[kind.id]) - exact[kind.id])
    for kind in by_remainder[: max(total - sum(counts.values()), 0)]:
        counts[kind.id] += 1
    return [kind for kind in KINDS for _ in range(counts[kind.id])]


def _struck_at(acts: Sequence[ActLine]) -> list[int]:
    """The acts that faults strike at: those with a day of their own."""
    return [at for at, act in enumerate(acts) if act.on is not None]


_PARTICULAR = frozenset(
    {
        "clock-skipped",
        "repeated-later",
        "step-killed-before",
        "step-killed-during",
        "step-killed-after",
    }
)


def fits(kind: Kind, acts: Sequence[ActLine], at: int) -> bool:
    """Whether a kind can strike at an act.

    A step needs time to come before the year is over; an act is repeated later, and a clock is
    moved, where the subject has had another act before.
    """
    if kind.step:
        return at < len(acts) * 2 // 3
    if kind.id not in _PARTICULAR:
        return True
    subject = acts[at].request.subject
    if parse_subject(subject).kind is not SubjectKind.PROJECT_YEAR:
        return False
    return any(True for _ in _before(acts, at, subject))


def _before(acts: Sequence[ActLine], at: int, subject: str) -> Iterator[ActLine]:
    """The acts of a subject on earlier days."""
    day = acts[at].on
    return (
        act
        for act in acts[:at]
        if act.request.subject == subject and act.on is not None and day and act.on < day
    )
