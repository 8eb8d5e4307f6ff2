"""Scenario files and files of acts: JSONL, one act per line (design, section 6).

{"on": "2023-01-10", "actor": {...}, "command": "target.file", "project": "P001", ...}

The fields of the command are written beside these keys, as in `jixiao schema commands`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn
from uuid import UUID, uuid5

from console.cli.errors import InputError
from console.cli.input.input_file import LONGEST_LINE, too_long
from domain.kernel.message import Command
from domain.kernel.plain_text import UNPRINTABLE, NotUtf8, shown, utf8
from domain.kernel.request import BadRequest, Request, read_actor
from domain.kernel.serialization.canonical_json import canonical
from domain.kernel.subject_ids import (
    SubjectKind,
    jurisdiction_year,
    organisations,
    packs,
    project_year,
    rulings,
    work_calendar,
)
from domain.kernel.vocabulary import Role
from domain.subjects.command_parsing import command_of
from domain.subjects.registry import takes

Fill = Callable[[str, dict[str, Any]], dict[str, Any]]
"""A function that adds omitted fields: command name, its fields -> its fields."""

_OF_NO_YEAR = {
    SubjectKind.PACKS: packs,
    SubjectKind.RULINGS: rulings,
    SubjectKind.WORK_CALENDAR: work_calendar,
    SubjectKind.ORGANISATIONS: organisations,
}
_IDS = UUID("5d0d3a86-6f0c-5a3e-9f51-2f6f6f0a6b1e")
_DEEPEST = 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act of a file; `on` is its day, `None` if the file gives none."""

    line: int
    on: date | None
    request: Request


@dataclass(frozen=True, slots=True)
class Frame:
    """The default subject of a file's lines."""

    jurisdiction: str | None = None
    work_year: int | None = None


def as_given(_command: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Add no fields."""
    return fields


def read_act_lines(
    content: bytes, file: str, frame: Frame, *, dated: bool, fill: Fill = as_given
) -> tuple[ActLine, ...]:
    """Read and validate every line of a file of acts, in order.

    `dated`: every line must have `on` (a drill). If a line has no id, its id is derived from its
    content, so that the same file again repeats no act. Raises `InputError`.
    """
    seen: Counter[bytes] = Counter()
    first: dict[UUID, int] = {}
    acts = []
    for line, text in _lines(content, file):
        try:
            act = _act(line, text, frame, fill, seen)
            _check_line(act, dated, first)
        except BadRequest as error:
            raise InputError(file, line, error.field, error.message) from error
        first[act.request.command_id] = line
        acts.append(act)
    return tuple(acts)


def _lines(content: bytes, file: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers."""
    try:
        text = utf8(content)
    except NotUtf8 as error:
        raise InputError(file, error.line, "line", str(error)) from None
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line.encode()) > LONGEST_LINE:
            raise InputError(file, number, "line", too_long())
        if said := line.strip(" \t\r"):
            yield number, said


def _act(line: int, text: str, frame: Frame, fill: Fill, seen: Counter[bytes]) -> ActLine:
    given = _object(text)
    on, command_id = _day(given), _id(given)
    actor = read_actor(given.pop("actor", None))
    if actor.role is Role.SYSTEM:
        raise BadRequest("actor.role", "nobody acts as the system from a file")
    command = _command(given)
    subject = _subject(given, command, frame)
    request = Request(UUID(int=0), subject, command.name, actor, fill(command.name, given))
    command_of(request)
    if command_id is None:
        command_id = _made_id(request, on, frame, seen)
    return ActLine(line, on, Request(command_id, subject, command.name, actor, request.fields))


def _check_line(act: ActLine, dated: bool, first: Mapping[UUID, int]) -> None:
    if dated and act.on is None:
        raise BadRequest("on", "is needed: the day on which the act is taken", absent=True)
    before = first.get(act.request.command_id)
    if before is not None:
        raise BadRequest("id", f"stands on line {before} too")


def _object(text: str) -> dict[str, Any]:
    """Read a JSON object; numbers keep their literals."""
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
    """Refuse text that cannot be stored or shown: control characters, or too deep nesting."""
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


def _command(given: dict[str, Any]) -> type[Command]:
    name = given.pop("command", None)
    command = Command.by_name.get(name) if isinstance(name, str) else None
    if command is None:
        raise BadRequest("command", f"no act is called {shown(name)}", absent=name is None)
    if command.who == {Role.SYSTEM}:
        raise BadRequest("command", f"{name} is the system's own step and stands in no file")
    return command


def _subject(given: dict[str, Any], command: type[Command], frame: Frame) -> str:
    """The stream id; an explicit `subject` wins over `project`, which wins over the year."""
    explicit, project = given.pop("subject", None), given.pop("project", None)
    budget_year = given.pop("budget_year", None)
    if explicit is not None:
        if not isinstance(explicit, str):
            raise BadRequest("subject", "a text is expected")
        return explicit
    if frame.jurisdiction is None or frame.work_year is None:
        raise BadRequest("subject", "is needed where no jurisdiction and work year are given")
    if project is not None:
        if not isinstance(project, str):
            raise BadRequest("project", "a project's code is expected")
        return project_year(frame.jurisdiction, _year(budget_year, frame.work_year), project)
    if budget_year is not None:
        raise BadRequest("budget_year", "stands beside a project only")
    if takes(SubjectKind.JURISDICTION_YEAR, command):
        return jurisdiction_year(frame.jurisdiction, frame.work_year)
    for kind, stream in _OF_NO_YEAR.items():
        if takes(kind, command):
            return stream(frame.jurisdiction)
    raise BadRequest("project", f"is needed: {command.name} is an act on a project", absent=True)


def _year(budget_year: Any, work_year: int) -> int:
    if budget_year is None:
        return work_year
    if not isinstance(budget_year, str) or not _YEAR.fullmatch(budget_year):
        raise BadRequest("budget_year", f"{shown(budget_year)} is no year")
    return int(budget_year)


def _made_id(request: Request, on: date | None, frame: Frame, seen: Counter[bytes]) -> UUID:
    content = canonical(
        [frame.jurisdiction, frame.work_year, on.isoformat() if on else None, request.hash()]
    )
    seen[content] += 1
    return uuid5(_IDS, f"{content.decode()}{seen[content]}")
