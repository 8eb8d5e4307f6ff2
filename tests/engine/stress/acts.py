"""The acts of a stress, drawn from a seed: accepted, refused, and some that change the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

from domain.kernel.decider import Actor
from domain.kernel.request import Request
from testkit.builders.bureau import FINANCE, RESULT, UNIT
from tests.engine.stress.subjects import streams

BUSIEST = 8
BUSIEST_SHARE = 0.6
"""Which subjects have more acts than others, and how much of all."""

Fields = dict[str, Any]


def drawn(random: Random, stream: str) -> Request:
    """An act on a subject."""
    actor, command, fields = random.choice(_KINDS)(random)
    return Request(_id(random), stream, command, actor, fields)


def burst(random: Random) -> list[Request]:
    """Acts on one subject, to be sent at once."""
    among = streams()[:BUSIEST] if random.random() < BUSIEST_SHARE else streams()
    stream = random.choice(among)
    return [drawn(random, stream) for _ in range(random.randint(1, 4))]


def with_other_content(request: Request) -> Request:
    """Another act under the id of one."""
    return replace(request, actor=replace(request.actor, id=f"{request.actor.id}-2"))


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _day(random: Random) -> str:
    return f"2023-06-{random.randint(5, 29):02}"


def _delegates(random: Random) -> tuple[Actor, str, Fields]:
    number, until = random.randint(1, 99), _day(random)
    given = {"organisation": f"O{number}", "since": "2023-03-01", "until": until}
    return UNIT, "delegate", {**given, "document": "合成委托书"}


def _sets_a_day(random: Random) -> tuple[Actor, str, Fields]:
    """Moves a timer of the subject."""
    given = {"deadline": RESULT, "due": _day(random), "document": "合成通知"}
    return FINANCE, "deadline.set", given


def _is_refused(_random: Random) -> tuple[Actor, str, Fields]:
    return FINANCE, "library.admit", {}


_KINDS: list[Callable[[Random], tuple[Actor, str, Fields]]] = [
    _delegates,
    _delegates,
    _sets_a_day,
    _is_refused,
]
