"""A decider composed of slices: each slice decides its own commands and folds its own events."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Protocol

from domain.kernel import refusals
from domain.kernel.bad_input import BadInput
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.keys import Keys, offering
from domain.kernel.message import Command, Event
from domain.kernel.refusal import Refusal

Admit = Callable[[Any, CommandContext[Any], InForce], Refusal | None]
"""The checks of every command of a kind of subject, before its slice decides."""

MayTake = Callable[[CommandContext[Any], InForce, str], Refusal | None]
"""The role check: refuses an actor who may not take the act on a subject (given by stream id)."""


_NO_KEYS: Keys = MappingProxyType({})


class Slice(Protocol):
    """A part of a decider: a module, or another object, with its commands and its events."""

    @property
    def DECIDE(self) -> Deciders:  # noqa: N802 - the name that modules give it
        """The commands."""
        ...

    @property
    def EVOLVE(self) -> Evolvers:  # noqa: N802 - the name that modules give it
        """The events."""
        ...


class CompositeDecider:
    """The commands and events of a kind of subject, in the order of its year."""

    def __init__(self, *slices: Slice, may_take: MayTake, keys: Keys = _NO_KEYS) -> None:
        """Compose slices that each have `DECIDE: Deciders` and `EVOLVE: Evolvers`.

        `may_take` is the first check of every act. `keys` are offered by a refusal of a key that
        does not fit.
        """
        self._may_take = may_take
        self._keys = keys
        self._decide: dict[type[Command], Callable[..., Decided]] = {}
        self._evolve: dict[type[Event], Callable[..., Any]] = {}
        for part in slices:
            self._decide.update(part.DECIDE)
            self._evolve.update(part.EVOLVE)

    @property
    def commands(self) -> tuple[type[Command], ...]:
        """The commands that the subject accepts."""
        return tuple(self._decide)

    def decide(
        self, state: Any, act: CommandContext[Any], in_force: InForce, admit: Admit
    ) -> Decided:
        """Decide an act after the checks `may_take` and `admit`.

        Raises `KeyError` for a command of another subject.
        """
        decide = self._decide[type(act.command)]
        refusal = self._may_take(act, in_force, state.stream) or admit(state, act, in_force)
        if refusal:
            return refusal
        try:
            decided = decide(state, act, in_force)
        except BadInput as error:
            return refusals.beyond_the_rules(error, error.field)
        if isinstance(decided, Refusal):
            return offering(self._keys, state, act, in_force, decided)
        return refusals.awaiting_ruling(decided) or decided

    def evolve(self, state: Any, recorded: Recorded[Any]) -> Any:
        """The state after an event; the state's version is left to the caller.

        Raises `KeyError` for an event of another subject.
        """
        return self._evolve[type(recorded.event)](state, recorded)
