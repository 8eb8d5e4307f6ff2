"""A subject that the log does not have, beside one that is called the same but for case."""

from __future__ import annotations

from domain.kernel.plain_fields import require_plain_subject
from domain.kernel.request import BadRequest, Request
from domain.kernel.subject_ids import subject_of
from domain.kernel.vocabulary import Role
from store.port import EventLog


def fault_of_new(log: EventLog, request: Request) -> BadRequest | None:
    """The reason not to begin a subject: its code is not plain, or is known in another case."""
    try:
        require_plain_subject(request)
    except BadRequest as error:
        return error
    known = None if request.actor.role is Role.SYSTEM else near(log, request.subject)
    if known is None:
        return None
    return BadRequest(
        "subject",
        f"已有 {known}，仅大小写不同，请写作 {known} / {known} is there and differs in case alone: "
        "write that",
    )


def near(log: EventLog, stream: str) -> str | None:
    """A subject of the log that differs in case alone."""
    subject = subject_of(stream)
    if subject is None or subject.code is None or subject.code.upper() == subject.code.lower():
        return None
    beside = stream.removesuffix(subject.code)
    wanted = stream.casefold()
    found = (one for one in log.streams(beside) if one != stream and one.casefold() == wanted)
    return next(found, None)
