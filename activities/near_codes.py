"""A subject that the log does not have, beside one that is called nearly the same.

A new subject is not called as another but for case. An act on a subject that is not there names the
one that looks like it; a subject may be registered beside it, as the right code beside a wrong one.
"""

from __future__ import annotations

from domain.kernel.in_force import Assignments
from domain.kernel.look_alikes import look_alike, told_apart
from domain.kernel.message import Command
from domain.kernel.plain_fields import require_plain_subject
from domain.kernel.refusal import Code, Refusal
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


def alike(log: EventLog, stream: str) -> str | None:
    """A subject of the log whose code looks like the code of one that is not there."""
    subject = subject_of(stream)
    if subject is None or subject.code is None:
        return None
    beside = stream.removesuffix(subject.code)
    known = (subject_of(one) for one in log.streams(beside))
    codes = [one.code for one in known if one and one.kind is subject.kind and one.code]
    found = look_alike(subject.code, codes)
    return None if found is None else f"{beside}{found}"


def not_registered(log: EventLog, stream: str) -> Refusal | None:
    """The refusal of an act on a subject that is not there, if one is there that looks like it."""
    found = alike(log, stream)
    if found is None:
        return None
    zh, en = told_apart(stream.rpartition("/")[2], found.rpartition("/")[2])
    return Refusal(
        Code.UNKNOWN_SUBJECT,
        f"{stream} 尚未登记，已登记的有 {found}（{zh}），请核对编码后重新提交。",
        f"{stream} is not registered, {found} is ({en}): check the code and submit again.",
    )


def fault_of_institution(command: Command, assignments: Assignments) -> BadRequest | None:
    """The reason not to commission an institution without people: one with people looks like it."""
    code = getattr(command, "institution", None)
    if code is None:
        return None
    known = [one for one, role in assignments if role is Role.THIRD_PARTY]
    found = look_alike(code, known)
    if found is None:
        return None
    zh, en = told_apart(code, found)
    return BadRequest(
        "institution", f"没有机构 {code} 的人员任职；{zh} / nobody acts for {code}; {en}"
    )
