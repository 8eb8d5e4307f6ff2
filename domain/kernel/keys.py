"""Keys: fields of commands that name something of the subject, and the keys that fit now.

A deadline, a filing, a monitoring node, a county, a contract. The subject knows which there are, so
a refusal of another one lists them, and a template is filled with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.kernel.decider import CommandContext, Frame, InForce, Recorded
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal

MOST = 30
"""The number of keys that a refusal lists."""


@dataclass(frozen=True, slots=True)
class Naming:
    """An act whose key is asked for: its command with the fields that are known so far."""

    command: type[Command]
    fields: Mapping[str, Any]
    frame: Frame | None = None
    past: tuple[Recorded[Any], ...] = ()

    @classmethod
    def of(cls, act: CommandContext[Any]) -> Naming:
        """An act with all its fields."""
        return cls(type(act.command), vars(act.command), act.frame, act.past)


Offer = Callable[[Any, Naming, InForce], Iterable[object]]
"""The keys that fit, given a registered subject's state; the most likely ones first."""


def each(value: Any) -> tuple[object, ...]:
    """The keys in the value of a field: itself, or each of its items."""
    return tuple(value) if isinstance(value, tuple) else (value,)


@dataclass(frozen=True, slots=True)
class KeyField:
    """A field that names keys: `offer` gives those that fit, `named` those in its value.

    The keys of a `part` stand inside the objects of the field, under this name. `kinds` are the
    kinds of keys that are known without a subject: a key is one of them, or begins so before a
    colon.
    """

    offer: Offer
    named: Callable[[Any], Iterable[object]] = each
    part: str | None = None
    kinds: tuple[str, ...] = ()


def in_parts(offer: Offer, part: str) -> KeyField:
    """A field with objects, each of which names a key in its field `part`."""
    return KeyField(offer, lambda value: (getattr(one, part) for one in value), part)


Keys = Mapping[tuple[type[Command], str], KeyField]
"""The key fields of a subject's commands."""


def of_all(commands: Iterable[type[Command]], field: str, key: KeyField) -> Keys:
    """The same key field of several commands."""
    return {(command, field): key for command in commands}


def past_events(_state: Any, naming: Naming, _in_force: InForce) -> Iterable[object]:
    """The ids of the subject's own events, the newest first."""
    return (recorded.id for recorded in reversed(naming.past))


def fitting(keys: Keys, state: Any, naming: Naming, field: str, in_force: InForce) -> list[str]:
    """The keys that fit a field, each once; none for a field that names no key."""
    found = keys.get((naming.command, field))
    return list(dict.fromkeys(map(str, found.offer(state, naming, in_force)))) if found else []


def offering(
    keys: Keys, state: Any, act: CommandContext[Any], in_force: InForce, refusal: Refusal
) -> Refusal:
    """The refusal, with the keys that fit where it is about a key that is none of them."""
    found = keys.get((type(act.command), refusal.field or ""))
    if found is None or refusal.field is None:
        return refusal
    there = fitting(keys, state, Naming.of(act), refusal.field, in_force)
    value = getattr(act.command, refusal.field)
    given = set() if value is None else set(map(str, found.named(value)))
    if not there or given <= set(there):
        return refusal
    if all(key in refusal.zh and key in refusal.en for key in there[:MOST]):
        return refusal
    zh, en = _listed(there)
    return replace(
        refusal,
        zh=f"{refusal.zh}可填：{zh}。",
        en=f"{refusal.en} These fit: {en}.",
        keys=(*refusal.keys, *there[:MOST]),
    )


def _listed(there: list[str]) -> tuple[str, str]:
    shown, left = there[:MOST], len(there) - MOST
    zh, en = "、".join(shown), ", ".join(shown)
    return (f"{zh} 等 {len(there)} 项", f"{en} and {left} more") if left > 0 else (zh, en)
