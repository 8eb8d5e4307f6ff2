"""Scenario files and files of acts: JSONL, one act per line (design, section 6).

{"on": "2023-01-10", "actor": {...}, "command": "target.file", "project": "P001", ...}

The fields of the command are written beside these keys, as in `jixiao schema commands`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from console.cli.errors import InputError, together
from console.cli.input.act_fields import Fill, read_fields
from console.cli.input.act_ids import Frame, made_id, own_id
from console.cli.input.input_file import LONGEST_LINE, too_long
from console.cli.templates.field_names import with_name
from domain.kernel.plain_text import NotUtf8, utf8
from domain.kernel.request import BadRequest, Request


def as_given(_command: str, fields: dict[str, Any], _subject: str) -> dict[str, Any]:
    """Add no fields."""
    return fields


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act of a file; `on` is the day on which it is taken; none if the file gives no day.

    `nth` is the number of the repetition: 1 if the line has no `again`, none if the line has an id
    of its own.
    """

    line: int
    on: date | None
    request: Request
    file: str = ""
    nth: int | None = 1
    says_on: bool = False
    """Whether the line has `on`, be it null."""

    @property
    def place(self) -> str:
        """The place of the act: `FILE:LINE`."""
        return f"{self.file}:{self.line}"


def read_act_lines(
    content: bytes, file: str, frame: Frame, *, dated: bool, fill: Fill = as_given
) -> tuple[ActLine, ...]:
    """Read and validate every line of a file of acts, in its order; raises `InputError`.

    `dated`: every line has to say `on` (a drill), and a line that stands there twice is two acts.
    The id of an act whose line gives none is made from what is asked, so that the same file again
    is the same acts.
    """
    acts = ActLines(frame, dated=dated, fill=fill)
    acts.read(content, file)
    if acts.faults:
        first = acts.faults[0]
        raise together(acts.faults) if first.file != file else first
    return tuple(acts.lines)


class ActLines:
    """The acts of some files in their order, and all faults of their lines."""

    def __init__(self, frame: Frame, *, dated: bool, fill: Fill = as_given) -> None:
        """Read files as `read_act_lines` does."""
        self.lines: list[ActLine] = []
        self.faults: list[InputError] = []
        self._frame, self._dated, self._fill = frame, dated, fill
        self._seen: Counter[UUID] = Counter()
        self._first: dict[UUID, ActLine] = {}

    def read(self, content: bytes, file: str) -> None:
        """Add the lines of a file; raises `InputError` where its lines cannot be told apart."""
        for line, text in _lines(content, file):
            try:
                act = self._act(file, line, text)
                self._check(act)
            except BadRequest as error:
                for one in (error, *error.others):
                    said = with_name(one.field, one.message)
                    self.faults.append(InputError(file, line, one.field, said))
                continue
            except InputError as error:  # of a file that the line names
                self.faults += (error, *error.others)
                continue
            self._first[act.request.command_id] = act
            self.lines.append(act)

    def _act(self, file: str, line: int, text: str) -> ActLine:
        if len(text.encode()) > LONGEST_LINE:
            raise BadRequest("line", too_long())
        given = read_fields(text, self._frame, self._fill)
        request, command_id = given.request, given.command_id
        nth: int | None = None
        if command_id is None and self._dated:
            nth = given.again or self._next(request, given.on)
            command_id = made_id(request, given.on, self._frame, nth)
        elif command_id is None:
            nth = given.again or 1
            command_id = own_id(request, given.on, nth)
        request = replace(request, command_id=command_id)
        return ActLine(line, given.on, request, file, nth, given.says_on)

    def _next(self, request: Request, on: date | None) -> int:
        content = made_id(request, on, self._frame, 0)
        self._seen[content] += 1
        return self._seen[content]

    def _check(self, act: ActLine) -> None:
        if self._dated and act.on is None:
            raise BadRequest("on", "is needed: the day on which the act is taken", absent=True)
        before = self._first.get(act.request.command_id)
        if before is None:
            return
        if act.nth is None or self._dated:
            raise BadRequest("id", f"stands on line {before.line} too")
        raise BadRequest("line", _doubled(act, before))


def _doubled(act: ActLine, before: ActLine) -> str:
    marker = f'"again": {(act.nth or 1) + 1}'
    is_near = act.file == before.file
    zh = f"第 {before.line} 行" if is_near else f" {before.place} "
    en = f"line {before.line}" if is_near else before.place
    return (
        f"与{zh}是同一事项，请删去其中一行；确需再办一次的，请在本行加上 {marker} / "
        f"is the act of {en} too: delete one of them, or add {marker} here if it is meant again"
    )


def _lines(content: bytes, file: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers."""
    try:
        text = utf8(content)
    except NotUtf8 as error:
        raise InputError(file, error.line, "line", str(error)) from None
    for number, line in enumerate(text.split("\n"), start=1):
        if said := line.strip(" \t\r"):
            yield number, said
