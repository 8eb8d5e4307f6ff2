"""Unreached subjects: it finds them in the whole log and has the acts sent again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from temporalio.client import Client

from activities.submission import submit
from domain.kernel.decider import SYSTEM, Recorded, View
from domain.kernel.request import Request
from domain.kernel.subject_ids import SubjectKind, parse_subject
from projections.boards.unreached import Unreached, unreached_in
from store.port import EventLog


class Undelivered(StrEnum):
    """The reason why a subject did not accept the act of a fan-out."""

    PASSING = "not-reached"
    FINAL = "not-reached-final"


OWNERS = frozenset(
    {SubjectKind.JURISDICTION_YEAR, SubjectKind.UNIT_YEAR, SubjectKind.ORGANISATIONS}
)
"""The kinds of subjects that own fan-outs."""

_SETTLE_SECONDS = 20.0
_LOOK_SECONDS = 0.2


def all_unreached(log: EventLog, views: Iterable[View]) -> Iterator[Unreached]:
    """The subjects that the fan-outs of these owners have not reached, owner by owner.

    If the owner is closed, a refusal is final: it cannot send again.
    """
    for view in views:
        if parse_subject(view.subject).kind in OWNERS:
            over = view.closed and view.phase != "ended"  # a unit's ended year still hands over
            for one in unreached_in(log, log.read(view.subject)):
                yield replace(one, final=one.final or over)


async def send_again(client: Client, log: EventLog, found: Iterable[Unreached]) -> list[Unreached]:
    """Request another sending from the owners, once per fan-out; returns what is still unreached.

    The command id is the same for the same sending, so two callers at the same time request it
    once.
    """
    asked = {one.sent.id: one.sent for one in found}
    owners = [View(sent.stream, 0, "") for sent in asked.values()]
    for sent in asked.values():
        await submit(client, request_of(sent))
    give_up = time.monotonic() + _SETTLE_SECONDS
    while True:
        left = await asyncio.to_thread(lambda: [*all_unreached(log, owners)])
        if not {one.sent.id for one in left} & {*asked} or time.monotonic() > give_up:
            return left
        await asyncio.sleep(_LOOK_SECONDS)


def request_of(sent: Recorded[Any]) -> Request:
    """The system's act that requests another sending to the unreached subjects of a sending."""
    of = {"of": str(sent.version)}
    name: UUID = uuid5(sent.id, "subjects.send-again")
    return Request(name, sent.stream, "subjects.send-again", SYSTEM, of, sent.id)
