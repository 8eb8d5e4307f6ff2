"""Subjects that fan-outs did not reach: found in the whole log, and sent to again."""

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
    """Why a subject does not have what a fan-out sent it."""

    PASSING = "not-reached"
    FINAL = "not-reached-final"


OWNERS = frozenset(
    {SubjectKind.JURISDICTION_YEAR, SubjectKind.UNIT_YEAR, SubjectKind.ORGANISATIONS}
)
"""The kinds of subjects that own fan-outs."""

_SETTLE_SECONDS = 20.0
_LOOK_SECONDS = 0.2


def all_unreached(log: EventLog, views: Iterable[View]) -> Iterator[Unreached]:
    """Whom no fan-out of these subjects reached yet, owner by owner.

    Nothing passes with time where the owner takes no more acts.
    """
    for view in views:
        if parse_subject(view.subject).kind in OWNERS:
            over = view.closed and view.phase != "ended"  # a unit's year that ended still passes on
            for one in unreached_in(log, log.read(view.subject)):
                yield replace(one, final=one.final or over)


async def send_again(client: Client, log: EventLog, found: Iterable[Unreached]) -> list[Unreached]:
    """Have the owners send again, once for each sending; returns what is not reached afterwards.

    The same sending is always asked for by the same command: two who mend at once ask once.
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
    """The system's act that asks for another sending to those that a sending did not reach."""
    of = {"of": str(sent.version)}
    name: UUID = uuid5(sent.id, "subjects.send-again")
    return Request(name, sent.stream, "subjects.send-again", SYSTEM, of, sent.id)
