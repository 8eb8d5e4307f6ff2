"""The rows that the log has of an act before it is sent: taken or refused.

docs/decisions/1267-a-refusal-is-not-final-and-an-act-is-meant-again-by-its-number.md
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, count, dropwhile
from typing import Any

from console.cli.input.act_ids import attempt_id, earlier_ids, own_id
from console.cli.input.act_lines import ActLine
from domain.kernel.request import Request
from domain.shared.filings.import_messages import ImportAct
from domain.shared.filings.undoable import CorrectAct, WithdrawAct
from store.port import CommandRow, EventLog


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier rows of an act; `request` has the id under which it may be sent now.

    `taken` is the row of the act if it was taken: then it is not sent. `refused` is the row of its
    newest refusal. `is_too_early` says that the act is repeated (`again`) before it was taken: it
    was not, and no act of its name was undone on the subject. `is_undone` says that it was taken
    and then withdrawn or corrected (`act.withdraw`, `act.correct`).
    """

    request: Request
    taken: CommandRow | None = None
    refused: CommandRow | None = None
    is_too_early: bool = False
    is_undone: bool = False


class EarlierActs:
    """Finds acts in a log by the ids that they may have."""

    def __init__(self, log: EventLog) -> None:
        """Ask `log`; rows that an earlier program wrote are read once for each stream."""
        self._log = log
        self._alike: dict[str, dict[str, list[CommandRow]]] = {}
        self._ordered: dict[str, list[CommandRow]] = {}

    def of(self, act: ActLine) -> Earlier:
        """The earlier rows of an act."""
        found = self._of(act.request, act.nth)
        if found.taken is None and act.nth is not None and act.nth > 1:
            in_turn = self._was_taken(act.request, act.nth - 1) or self._is_mending(act)
            return replace(found, is_too_early=not in_turn)
        return replace(found, is_undone=found.taken is not None and self._is_undone(found.taken))

    def next_time(self, act: ActLine) -> int:
        """The number of the next repetition of an act."""
        return next(nth for nth in count(1) if not self._was_taken(act.request, nth))

    def again_after_undoing(
        self, stream: str, command: str, named: Mapping[str, Any]
    ) -> int | None:
        """The number with which an act that was undone is taken once more, whatever its content.

        `named` are its fields that name a key. `None` where the newest such act stands, or there is
        none. An act that undoes another is taken as often as that.
        """
        rows = self._taken_as(stream, command)
        same = [row for row in rows if _has(row.act["fields"], named)]
        if not same or not (command in _UNDOING or self._is_undone(same[-1])):
            return None
        return len(rows) + 1

    def content_of(self, stream: str, key: str) -> dict[str, Any] | None:
        """The replacement that `act.correct` would have for an act as it was last taken, by key.

        That of an import is its `content`. `None` if no act of the key was taken.
        """
        bare = key.removeprefix(_OF_IMPORT)
        for row in filter(_is_taken, reversed(self._in_order(stream))):
            undone = str(row.act["fields"].get("act", "")).removeprefix(_OF_IMPORT)
            one = _in_its_place(row)
            if one is None or not (_is_named(key, one) or undone == bare):
                continue
            fields = one.act["fields"]
            if one.act["command"] != ImportAct.name:
                return dict(fields)
            content = dict(fields.get("content", {}))
            return {"content": content} if key.startswith(_OF_IMPORT) else content
        return None

    def _taken_as(self, stream: str, command: str) -> list[CommandRow]:
        """The rows of the acts of a name that were taken on a stream."""
        rows = self._in_order(stream)
        return [row for row in rows if row.act["command"] == command and _is_taken(row)]

    def _is_mending(self, act: ActLine) -> bool:
        """Whether a repeated act is taken for one that was undone, perhaps with another content."""
        rows = self._taken_as(act.request.subject, act.request.command)
        undone = act.request.command in _UNDOING or any(map(self._is_undone, rows))
        return undone and (act.nth or 1) <= len(rows) + 1

    def stored(self, request: Request) -> CommandRow | None:
        """The row that the log has under the id of a request, be it of this act or of another."""
        return self._log.command(request.command_id)

    def _was_taken(self, request: Request, nth: int) -> bool:
        before = replace(request, command_id=own_id(request, None, nth))
        return self._of(before, nth).taken is not None

    def _of(self, first: Request, nth: int | None) -> Earlier:
        """Follow an act from refusal to refusal, until it was taken or is to be sent."""
        refused = None
        for older in self._by_an_earlier_program(first, nth):
            if _is_taken(older):
                return Earlier(first, taken=older)
            refused = older
        for attempt in count(1):
            request = replace(first, command_id=attempt_id(first.command_id, attempt))
            row = its_own(self.stored(request), request)
            if row is None:
                return Earlier(request, refused=refused)
            if _is_taken(row):
                return Earlier(request, taken=row)
            refused = row
        raise AssertionError

    def _is_undone(self, taken: CommandRow) -> bool:
        """Whether an act that was taken was withdrawn or corrected afterwards."""
        rows = iter(self._in_order(taken.stream))
        later = dropwhile(lambda row: row.command_id != taken.command_id, rows)
        return any(
            _is_taken(row) and row.act["command"] in _UNDOING and _names(row, taken)
            for row in later
        )

    def _by_an_earlier_program(self, request: Request, nth: int | None) -> Iterator[CommandRow]:
        """The rows of an act under the ids that held the options of `submit`."""
        alike = self._rows(request.subject).get(request.hash(), []) if nth else []
        if nth and alike:
            ids = {*earlier_ids(request, nth)} - {request.command_id}
            yield from (row for row in alike if row.command_id in ids)

    def _rows(self, stream: str) -> dict[str, list[CommandRow]]:
        """All rows of a stream by their content."""
        if stream not in self._alike:
            rows = self._alike[stream] = defaultdict(list)
            for row in self._in_order(stream):
                rows[row.request_hash].append(row)
        return self._alike[stream]

    def _in_order(self, stream: str) -> list[CommandRow]:
        """All rows of a stream in the order of the log, read once."""
        if stream not in self._ordered:
            self._ordered[stream] = self._log.commands(stream)
        return self._ordered[stream]


_UNDOING = frozenset({WithdrawAct.name, CorrectAct.name})


def _names(undoing: CommandRow, taken: CommandRow) -> bool:
    """Whether an undoing names an act."""
    return _is_named(str(undoing.act["fields"].get("act", "")), taken)


def _is_named(key: str, taken: CommandRow) -> bool:
    """Whether a key is of an act, with its node or document where it has one.

    An import is named by its own key or by that of the act that was imported.
    """
    command, fields = taken.act["command"], taken.act["fields"]
    if command == ImportAct.name:
        key, command = key.removeprefix(f"{command}:"), fields.get("act")
    name, _, of = key.partition(":")
    return name == command and _is_of(of, fields.values())


def _in_its_place(row: CommandRow) -> CommandRow | None:
    """The act that a row put into the log: its own, or that of a correction; none of others."""
    if row.act["command"] not in _UNDOING:
        return row
    fields = row.act["fields"]
    if not fields.get("replacement"):
        return None
    name, _, of = str(fields["act"]).partition(":")
    imported = {"act": of.partition(":")[0]} if name == ImportAct.name else {}
    return row._replace(act={"command": name, "fields": {**imported, **fields["replacement"]}})


_OF_IMPORT = f"{ImportAct.name}:"


def _has(fields: Mapping[str, Any], named: Mapping[str, Any]) -> bool:
    """Whether the fields of an act have these values."""
    return all(fields.get(name) == value for name, value in named.items())


def _is_of(of: str, values: Iterable[Any]) -> bool:
    """Whether the second part of a key is of an act with these values; some are several of them."""
    known = {"", *map(str, chain.from_iterable(map(_each, values)))}
    if of in known:
        return True
    parts = re.split(r"[:+.]", of)
    if "+" in of and len(parts) > _NAMED and parts[-1].isdecimal():
        parts.pop()  # how many more there are
    return set(parts) <= known


_NAMED = 3


def _each(value: Any) -> tuple[Any, ...]:
    """The value itself, each item of a list, or each value of an imported act's content."""
    if isinstance(value, Mapping):
        return tuple(value.values())
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def its_own(row: CommandRow | None, request: Request) -> CommandRow | None:
    """The row under the id of a request; none if the row is of another act."""
    return row if row and row.request_hash == request.hash() else None


def _is_taken(row: CommandRow) -> bool:
    return bool(row.outcome["status"] == "accepted")
