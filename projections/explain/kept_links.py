"""The leaves of a log, linked by its boards: what one subject asks costs the same in any log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import structlog

from projections.boards.links import BoardLinks
from projections.boards.projection import Projection, reading
from projections.errors import UnreadableEvent
from projections.explain.causation import JoinedLinks, Leaves, Links, ReadLinks
from projections.explain.unread import Unread
from store.port import EventLog
from store.views.as_of import PastLog

log = structlog.get_logger()

_NOT_FOLDED = (UnreadableEvent, LookupError, ValueError, TypeError, AttributeError)


@contextmanager
def leaves_of(events: EventLog, boards: Path) -> Iterator[Leaves]:
    """The leaves of a log, or of a past day of it, by the boards at a path, caught up first.

    Boards that cannot take in an event are asked for what stands before it, and the rest is read;
    where there can be none the whole log is. Events that cannot be read are noted as `unread`.
    Raises `StoreUnavailable`.
    """
    unread = Unread()
    with ExitStack() as stack:
        if isinstance(events, PastLog):
            links = _links(events.below, boards, stack, unread)
            yield Leaves(events.below, links, events.has, unread)
        else:
            yield Leaves(events, _links(events, boards, stack, unread), unread=unread)


def _links(events: EventLog, path: Path, stack: ExitStack, unread: Unread) -> Links:
    try:
        with closing(Projection(events, path)) as boards:
            _catch_up(boards)
        kept = BoardLinks(stack.enter_context(reading(path)))
        return JoinedLinks(kept, ReadLinks(events, kept.built_on(), unread))
    except (sqlite3.Error, OSError) as error:
        log.warning("no boards, the whole log is read", path=str(path), why=str(error))
        return ReadLinks(events, unread=unread)


def _catch_up(boards: Projection) -> None:
    try:
        boards.catch_up()
    except _NOT_FOLDED as error:  # who asks the boards themselves is given the reason
        log.info("boards end before the log does", why=str(error))
