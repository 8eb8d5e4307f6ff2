"""The fields of one line of a file of acts: what is asked, and what the line says of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, NoReturn
from uuid import UUID

from console.cli.input.act_ids import Frame
from console.cli.input.filled_fields import FILLED
from console.cli.input.unfilled import require_filled
from console.tables.role_words import role_of, roles_listed
from domain.kernel.codes import BadCode, read_code
from domain.kernel.message import Command
from domain.kernel.plain_fields import plain_fields, plain_subject, require_plain
from domain.kernel.plain_text import UNPRINTABLE, shown
from domain.kernel.request import BadRequest, Request, read_actor, together
from domain.kernel.subject_ids import (
    SubjectKind,
    indicators,
    jurisdiction_year,
    organisations,
    packs,
    policy,
    project_year,
    rulings,
    third_party,
    unit_year,
    work_calendar,
)
from domain.kernel.vocabulary import Role
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.command_parsing import command_of, parse_command
from domain.subjects.registry import takes

Fill = Callable[[str, dict[str, Any], str], dict[str, Any]]
"""A function that adds fields that a file leaves out: command name, fields, subject -> fields."""

OWN_ID = (
    "不能与 id 同用：自带 id 的行换一个 id 即为另一次办理 / "
    "does not stand beside an id: another id is another act"
)
NO_NUMBER = (
    "请写第几次办理，如 2 / say for which time the act is meant, as 2: "
    "the number keeps it from being taken twice"
)
_OF_NO_YEAR = {
    SubjectKind.PACKS: packs,
    SubjectKind.RULINGS: rulings,
    SubjectKind.WORK_CALENDAR: work_calendar,
    SubjectKind.ORGANISATIONS: organisations,
    SubjectKind.INDICATORS: indicators,
}
_DEEPEST = 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_CODE = re.compile(r"[^\s/:]{1,64}")
_YEARS = range(1990, 2101)
_TIMES = re.compile(r"[1-9]\d{0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Given:
    """A line as it was read; `request` has no id as yet.

    `again` is the number of the repetition, from 2 on; none if the line has no `again`. `says_on`
    tells that the line has `on`, be it null.
    """

    on: date | None
    command_id: UUID | None
    again: int | None
    request: Request
    says_on: bool


def read_fields(text: str, frame: Frame, fill: Fill) -> Given:
    """Read a line; raises `BadRequest` naming the field that is wrong."""
    given = _object(text)
    require_filled(given)
    says_on = "on" in given
    on, command_id, again = _day(given), _id(given), _again(given)
    if command_id is not None and again is not None:
        raise BadRequest("again", OWN_ID)
    return Given(on, command_id, again, _request(given, frame, fill), says_on)


def _request(given: dict[str, Any], frame: Frame, fill: Fill) -> Request:
    """Read what a line asks, as yet without an id."""
    actor = read_actor(_with_code(_with_role(given.pop("actor", None))))
    if actor.role is Role.SYSTEM:
        raise BadRequest("actor.role", "nobody acts as the system from a file")
    command = _command(given)
    subject = _subject(given, command, frame)
    fields = fill(command.name, _plain(command, given, subject), subject)
    request = Request(UUID(int=0), subject, command.name, actor, fields)
    command_of(request)
    require_plain(command, request)
    return request


def _plain(command: type[Command], given: dict[str, Any], subject: str) -> dict[str, Any]:
    """The fields with codes normalised; raises `BadRequest` naming every wrong field."""
    try:
        return plain_fields(command, given)
    except BadRequest as error:
        named = {one.field.partition(".")[0] for one in (error, *error.others)}
        raise together([error, *_other_faults(command, given, subject, named)]) from None


def _other_faults(
    command: type[Command], given: dict[str, Any], subject: str, named: set[str]
) -> list[BadRequest]:
    """The faults of the fields that are not `named`; those that `submit` fills are not missing."""
    filled = FILLED.get(command.name)
    passed = named | set(filled.fields if filled else ()) | {"command"}
    try:
        parse_command(subject, command.name, given)
    except BadRequest as error:
        found = (BadRequest(error.field, error.message, absent=error.absent), *error.others)
        return [one for one in found if one.field.partition(".")[0] not in passed]
    return []


def _with_role(actor: Any) -> Any:
    """An actor with the id of the role that is named in Chinese; a word for none is refused."""
    said = actor.get("role") if isinstance(actor, dict) else None
    if not isinstance(said, str) or not said.strip():
        return actor
    role = role_of(said)
    if role is None:
        why = f"{shown(said)} 不是角色，可填：{roles_listed()} / is no role: write one of these"
        raise BadRequest("actor.role", why)
    return actor if said != said.strip() else {**actor, "role": role.value}


def _with_code(actor: Any) -> Any:
    """An actor with the code of the organisation as the reader of codes reads it.

    An organisation that is called by a name with blanks stays as it is.
    """
    said = actor.get("organisation") if isinstance(actor, dict) else None
    if not isinstance(said, str) or said != said.strip() or not _CODE.fullmatch(said):
        return actor
    try:
        return {**actor, "organisation": read_code(said)}
    except BadCode as error:
        raise BadRequest("actor.organisation", str(error)) from None


def _object(text: str) -> dict[str, Any]:
    """Read a JSON object whose numbers stay the literals that were written."""
    try:
        value = json.loads(
            text,
            parse_float=str,
            parse_int=str,
            parse_constant=_no_number,
            object_pairs_hook=_without_duplicates,
        )
        _check_texts(value, "line")
    except json.JSONDecodeError as error:
        raise BadRequest("line", f"is no JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise BadRequest("line", "is nested too deeply") from None
    if not isinstance(value, dict):
        raise BadRequest("line", "a JSON object is expected")
    return value


def _no_number(literal: str) -> NoReturn:
    raise BadRequest("line", f"{literal} is no number")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise BadRequest(twice, "stands twice in one object")
    return value


def _check_texts(value: Any, where: str, depth: int = 0) -> None:
    """Refuse what no store keeps or no screen shows: control characters, a bottomless nest."""
    if depth > _DEEPEST:
        raise BadRequest("line", "is nested too deeply")
    if isinstance(value, str):
        if UNPRINTABLE.search(value):
            raise BadRequest(where, "有控制字符 / has a control character, or half a character")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_texts(key, where, depth + 1)
            _check_texts(item, key, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check_texts(item, where, depth + 1)


def _day(given: dict[str, Any]) -> date | None:
    text = given.pop("on", None)
    if text is None:
        return None
    try:
        if isinstance(text, str) and _DAY.fullmatch(text) and int(text[:4]) in _YEARS:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadRequest("on", f"{shown(text)} is no date (YYYY-MM-DD) of {_YEARS[0]} to {_YEARS[-1]}")


def _id(given: dict[str, Any]) -> UUID | None:
    text = given.pop("id", None)
    if text is None:
        return None
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        raise BadRequest("id", f"{shown(text)} is no UUID") from None


def _again(given: dict[str, Any]) -> int | None:
    """Read the number of the repetition; the number makes a second sending harmless."""
    text = given.pop("again", None)
    if text is None:
        return None
    if not isinstance(text, str) or not _TIMES.fullmatch(text) or int(text) == 1:
        raise BadRequest("again", NO_NUMBER)
    return int(text)


def _command(given: dict[str, Any]) -> type[Command]:
    name = given.pop("command", None)
    command = Command.by_name.get(name) if isinstance(name, str) else None
    if command is None:
        raise BadRequest("command", _no_act(name), absent=name is None)
    if command.who == {Role.SYSTEM}:
        raise BadRequest("command", f"{name} is the system's own step and stands in no file")
    return command


def _subject(given: dict[str, Any], command: type[Command], frame: Frame) -> str:
    """Give the stream id; an explicit `subject` wins over `project`, that over the year."""
    explicit, project = given.pop("subject", None), given.pop("project", None)
    budget_year = given.pop("budget_year", None)
    if explicit is not None:
        return _explicit(explicit, command, frame)
    if frame.jurisdiction is None or frame.work_year is None:
        raise BadRequest("subject", "is needed where no jurisdiction and work year are given")
    if project is not None:
        if not isinstance(project, str):
            raise BadRequest("project", "a project's code is expected")
        year = _year(budget_year, frame.work_year)
        return plain_subject(project_year(frame.jurisdiction, year, project))
    if budget_year is not None:
        raise BadRequest("budget_year", "stands beside a project only")
    if takes(SubjectKind.JURISDICTION_YEAR, command):
        return jurisdiction_year(frame.jurisdiction, frame.work_year)
    for kind, stream in _OF_NO_YEAR.items():
        if takes(kind, command):
            return stream(frame.jurisdiction)
    raise _without_subject(command, frame.jurisdiction, frame.work_year)


def _explicit(subject: Any, command: type[Command], frame: Frame) -> str:
    """The stream id that a line gives."""
    if not isinstance(subject, str):
        raise BadRequest("subject", "a text is expected")
    if "/" not in subject:
        raise BadRequest("subject", _whole_subject(subject, command, frame))
    return subject


def _whole_subject(code: str, command: type[Command], frame: Frame) -> str:
    """The fault of a code that stands in the place of a subject, with what to write."""
    known = frame.jurisdiction is not None and frame.work_year is not None
    if not known or not takes(SubjectKind.PROJECT_YEAR, command):
        return f"{shown(code)} is no subject"
    stream = f"{frame.jurisdiction}/{frame.work_year}/{code}"
    return (
        f'{shown(code)} 不是事项编号，请写作 {stream}，或以 "project": "{code}" 代替 subject / '
        f'is no subject: write {stream}, or "project": "{code}" in place of subject'
    )


def _without_subject(command: type[Command], jurisdiction: str, work_year: int) -> BadRequest:
    """The fault of a line that names no subject, with an example of a subject that it may name."""
    if takes(SubjectKind.PROJECT_YEAR, command):
        why = f"is needed: {command.name} is an act on a project"
        return BadRequest("project", why, absent=True)
    examples = {
        SubjectKind.UNIT_YEAR: unit_year(jurisdiction, work_year, "U01"),
        SubjectKind.POLICY: policy(jurisdiction, "Z01"),
        SubjectKind.THIRD_PARTY: third_party(jurisdiction, "T01"),
    }
    named = " / ".join(one for kind, one in examples.items() if takes(kind, command))
    why = f"is needed: {command.name} is no act on a project: name its subject, as {named}"
    return BadRequest("subject", why, absent=True)


def _year(budget_year: Any, work_year: int) -> int:
    if budget_year is None:
        return work_year
    if not isinstance(budget_year, str) or not _YEAR.fullmatch(budget_year):
        raise BadRequest("budget_year", f"{shown(budget_year)} is no year")
    return int(budget_year)


def _no_act(name: Any) -> str:
    """The fault of an unknown act, with the acts of a like name and their titles."""
    known = get_close_matches(str(name), Command.by_name, n=3)
    zh = "、".join(f"{one}（{CATALOGUES.named(one)}）" for one in known)
    en = f"; there is {', '.join(known)}" if known else ""
    told = f"，相近的有 {zh}" if known else ""
    return f"没有名为 {shown(name)} 的事项{told} / no act is called {shown(name)}{en}"
