"""The command matrix: every act at every stage of a subject, accepted or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from domain.kernel.refusal import Code
from testkit.decider_spec import DeciderSpec

Stages = Mapping[str, Callable[[], DeciderSpec]]

_ACCEPTED, _NOTHING_TO_DO = "+", "-"
_REFUSED = {
    "p": Code.WRONG_PHASE,
    "u": Code.UNKNOWN_SUBJECT,
    "d": Code.DUPLICATE,
    "r": Code.ALREADY_REVIEWED,
    "g": Code.GATE_NOT_MET,
    "f": Code.INVALID_FIELD,
    "m": Code.MISSING_FIELD,
    "w": Code.WRONG_ROLE,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What is expected of one act at one stage, as a mark of the table."""

    act: str
    stage: str
    mark: str

    def __str__(self) -> str:
        return f"{self.act} at {self.stage}"

    def expect(self, before: DeciderSpec, after: DeciderSpec) -> None:
        """Expect of the act that led from one scene to the other what the mark says.

        A refusal leaves the subject as it was; what is accepted counts its events.
        """
        if self.mark in _REFUSED:
            after.refused(_REFUSED[self.mark])
            kept = after.state == before.state
        else:
            accepted = {_ACCEPTED: True, _NOTHING_TO_DO: False}[self.mark]
            counted = before.view.version + len(after.events)
            kept = (
                isinstance(after.outcome, tuple)
                and bool(after.events) == accepted
                and after.view.version == counted
            )
        if not kept:
            raise AssertionError(f"expected {self.mark} of {self}, got {after.outcome}")


@dataclass(frozen=True, slots=True)
class PhaseTable:
    """A row for each act, a column for each of the stages, in their order.

    + is accepted, - leaves nothing to do; p (wrong phase), u (unknown subject), d (duplicate),
    r (already reviewed), g (gate not met) and f (invalid field) are refused.
    """

    stages: Stages
    text: str

    @property
    def _rows(self) -> list[list[str]]:
        return [line.split() for line in self.text.strip().splitlines()]

    @property
    def acts(self) -> list[str]:
        """The acts of the rows, in their order."""
        return [act for act, *_ in self._rows]

    @property
    def cells(self) -> list[Cell]:
        """Each act at each stage; a row that is short of a column, or has one more, is an error."""
        return [
            Cell(act, stage, mark)
            for act, *marks in self._rows
            for stage, mark in zip(self.stages, marks, strict=True)
        ]

    def at(self, stage: str) -> DeciderSpec:
        """The subject at a stage; it is brought there once."""
        return _brought(self.stages[stage])


@cache
def _brought(to_stage: Callable[[], DeciderSpec]) -> DeciderSpec:
    return to_stage()
