"""The check of a log, row by row in the order of positions, from the last sound position.

Each batch is read, checked and released. The file of the last sound position gives the facts about
earlier rows (docs/decisions/1228-a-log-is-checked-row-by-row-without-a-secret.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from store.databases.database import Database, Row
from store.port import ContentDamaged, ContentMissing, EventLog, StoreDamaged
from store.progress import Progress
from store.soundness.business_time import BusinessTime
from store.soundness.chain import NO_ROWS, Chain, Link
from store.soundness.checked_file import CHECKS, CheckedFile, GivenUp, Mark
from store.soundness.comparison import (
    OfCommand,
    command_of_row,
    compare,
    compare_order,
    is_uuid,
)
from store.soundness.findings import Fault, Found, Unsound, shown
from store.soundness.stored_command import CommandRead, read_command
from store.soundness.stored_event import EventRead, as_damage, read_event
from store.splitting.elsewhere import elsewhere

_BATCH = 1_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Checked:
    """The checked range: rows after `since` up to `until`, and their number.

    `kept`: the next check continues from `until`. `given_up`: the reason why this check did not
    continue from the position that the previous check kept.
    """

    faults: tuple[Unsound, ...]
    since: tuple[int, int]
    until: tuple[int, int]
    events: int
    commands: int
    kept: bool
    given_up: GivenUp | None = None


class LogCheck:
    """One check of the log in a database."""

    def __init__(
        self, database: Database, log: EventLog, file: CheckedFile, progress: Progress
    ) -> None:
        """Check `log` in its `database`; neither is changed."""
        self._database = database
        self._sql = database.checks
        self._log = log
        self._file = file
        self._progress = progress
        self._found = Found()
        self._business = BusinessTime(log, file)
        self._elsewhere = elsewhere(database)
        self._newest = 0
        self._done = 0
        self._all = 0

    def run(self, place: str, *, whole: bool) -> Checked:
        """Check the rows since the last sound check, or the whole log.

        `place` is the database's name in findings. If the database file itself is damaged, no row
        is read, because a damaged index returns rows in any order and without end.
        """
        before, given_up = self._file.mark(), self._file.given_up()
        whole = whole or before.checks != CHECKS or not before.events.count
        self._structure(place, whole=whole)
        if not self._found.is_sound:
            return Checked(tuple(self._found.all()), (0, 0), (0, 0), 0, 0, False, given_up)
        whole = whole or not self._stands(before)
        start = Mark() if whole else before
        if whole:
            self._file.begin()
        self._newest = start.commands.position
        ends = self._database.ends()
        self._all = sum(ends) - start.events.position - start.commands.position
        self._progress(0, self._all)
        events = self._events(start.events, ends[0], before.events)
        commands = self._commands(start.commands, ends[1], before.commands)
        self._contents(whole=whole)
        kept = self._found.is_sound and self._file.kept
        if kept:
            self._file.keep(Mark(events, commands))
        return Checked(
            tuple(self._found.all()),
            (start.events.position, start.commands.position),
            (events.position, commands.position),
            events.count - start.events.count,
            commands.count - start.commands.count,
            kept,
            given_up,
        )

    def _structure(self, place: str, *, whole: bool) -> None:
        pragma = self._sql.thorough if whole else self._sql.quick
        try:
            verdicts = [row[0] for row in self._database.rows(pragma, ())] if pragma else []
        except StoreDamaged as error:
            verdicts = [str(error)]
        for verdict in verdicts:
            if verdict != "ok":
                self._add(Unsound(Fault.DATABASE_DAMAGED, place, shown(verdict)))

    def _stands(self, mark: Mark) -> bool:
        """Whether the rows up to the mark are as many as before, and the last ones unchanged."""
        at = mark.events.position, mark.commands.position
        ((events, commands),) = self._database.rows(self._sql.counts, at)
        return (
            (events, commands) == (mark.events.count, mark.commands.count)
            and self._tail(self._sql.events, mark.events) == mark.events.tail
            and self._tail(self._sql.commands, mark.commands) == mark.commands.tail
        )

    def _tail(self, statement: str, link: Link) -> str:
        """The digest of the row at a link's position; `None` without a row."""
        chain = Chain(NO_ROWS)
        for row in self._database.rows(statement, (link.position - 1, link.position, 1)):
            chain.add(row[0], row[:-1])
        return chain.link().tail

    def _rows(
        self, statement: str, name: str, chain: Chain, end: int, known: Link
    ) -> Iterator[list[Row]]:
        """Batches of rows after the chain's position; the chain advances with them."""
        first: int | None = None
        is_changed = False
        while rows := self._database.rows(statement, (chain.position, end, _BATCH)):
            digests: list[tuple[int, int]] = []
            for row in rows:
                if self._lacks(name, chain.position, row[0]):
                    detail = f"none after {chain.position}"
                    self._add(Unsound(Fault.POSITION_GAP, f"{name} position {row[0]}", detail))
                reaches = chain.position < known.position <= row[0]
                chain.add(row[0], row[:-1])
                digests.append((row[0], chain.short()))
                if reaches and chain.link() != known:
                    is_changed = True
            first = self._file.first_changed(name, digests) if first is None else first
            yield rows
            self._done += len(rows)
            self._progress(min(self._done, self._all), self._all)
        if is_changed or chain.position < known.position:
            self._changed(name, known, first, chain.position)

    def _lacks(self, name: str, before: int, after: int) -> bool:
        """Whether rows between two positions are missing and were not moved to another log."""
        if not self._sql.dense or after == before + 1:
            return False
        return not self._elsewhere.explains(name, before, after)

    def _changed(self, name: str, known: Link, first: int | None, end: int) -> None:
        """Note a change of the rows up to a known link: the `first` of them, if it is known.

        `end` is the last position that is there.
        """
        if first is not None and first <= known.position:
            where, detail = f"{name} position {first}", "this row is not as at an earlier check"
        elif end < known.position:
            where, detail = f"{name} position {known.position}", f"no row is there after {end}"
        else:
            where = f"{name} positions up to {known.position}"
            detail = "these rows are not those that an earlier check found sound"
        self._add(Unsound(Fault.LOG_CHANGED, where, detail))

    def _events(self, start: Link, end: int, known: Link) -> Link:
        chain = Chain(start)
        for rows in self._rows(self._sql.events, "event", chain, end, known):
            self._event_batch([read_event(row) for row in rows])
        return chain.link()

    def _event_batch(self, events: Sequence[EventRead]) -> None:
        commands = self._commands_of(events)
        doubtful = set[int]()
        for one in events:
            told = list(compare_order(one))
            if one.leaf is not None:
                command = commands.get(one.leaf["command_id"])
                told += compare(one, command)
                told += self._command_order(one, command)
            own = [as_damage(fault) if told else fault for fault in one.faults]
            self._add_all([*own, *told])
            if own or told:
                doubtful.add(one.columns.position)
        self._causes(events)
        self._add_all(self._business.faults(events, doubtful))
        spoken_of: dict[str, str] = {}
        for one in events:
            for sha256 in one.contents:
                if _SHA256.fullmatch(sha256) and one.event is not None:
                    spoken_of.setdefault(sha256, f"{one.columns.stream} {one.event.name}")
        self._spoken_of(spoken_of)

    def _command_order(self, one: EventRead, command: OfCommand | None) -> Iterator[Unsound]:
        """Find events whose order differs from the order of their commands.

        Only SQLite guarantees this order: one writer inserts both. In PostgreSQL a command draws
        its position before it waits for the events of other writers.
        """
        if not self._sql.dense or command is None:
            return
        if command.position < self._newest:
            detail = "it stands after an event of a newer command"
            yield one.columns.unsound(Fault.EVENT_ORDER, detail)
        self._newest = max(self._newest, command.position)

    def _commands_of(self, events: Iterable[EventRead]) -> Mapping[str, OfCommand]:
        """The commands that the events name, by id."""
        asked = {one.leaf["command_id"] for one in events if one.leaf is not None}
        known = json.dumps([one for one in asked if is_uuid(one)])
        rows = self._database.rows(self._sql.commands_by_id, (known,))
        return {one.command_id: one for one in map(command_of_row, rows)}

    def _causes(self, events: Sequence[EventRead]) -> None:
        """Find events whose cause is not an earlier event."""
        read = [one for one in events if one.leaf is not None]
        self._file.note_events(
            (one.leaf["event_id"], one.columns.position)
            for one in read
            if one.leaf is not None and is_uuid(one.leaf["event_id"])
        )
        caused = [
            (one, one.leaf["caused_by"]) for one in read if one.leaf and one.leaf["caused_by"]
        ]
        found = self._file.positions({cause for _, cause in caused if is_uuid(cause)})
        for one, cause in caused:
            if cause in self._elsewhere.causes:
                continue
            if found.get(cause, one.columns.position) >= one.columns.position:
                detail = f"its cause {shown(cause)} is no event before it"
                self._add(one.columns.unsound(Fault.CAUSE_MISSING, detail))

    def _commands(self, start: Link, end: int, known: Link) -> Link:
        chain = Chain(start)
        for rows in self._rows(self._sql.commands, "command", chain, end, known):
            self._command_batch([read_command(row) for row in rows])
        return chain.link()

    def _command_batch(self, commands: Sequence[CommandRead]) -> None:
        told = {event for one in commands for event, _ in one.told if is_uuid(event)}
        found = self._file.positions(told)
        for one in commands:
            self._add_all(one.faults)
            missing = [event for event, _ in one.told if event not in found]
            if missing and not one.faults:
                detail = f"its outcome names {shown(missing[0])}, but there is no such event"
                self._add(one.columns.unsound(Fault.OUTCOME_WRONG, detail))

    def _spoken_of(self, spoken_of: Mapping[str, str]) -> None:
        for sha256 in sorted(self._file.note_contents(spoken_of)):
            self._content(sha256, spoken_of[sha256])

    def _content(self, sha256: str, by: str) -> None:
        try:
            self._log.content(sha256)
        except ContentMissing:
            self._add(Unsound(Fault.CONTENT_MISSING, sha256, by))
        except ContentDamaged:
            self._add(Unsound(Fault.CONTENT_ALTERED, sha256, by))

    def _contents(self, *, whole: bool) -> None:
        """Check the contents of earlier events, and contents that no event names."""
        kept = {str(row[0]) for row in self._database.rows(self._sql.contents, ())}
        spoken_of = dict(self._file.contents())
        for sha256, by in spoken_of.items():
            if sha256 not in kept:
                self._add(Unsound(Fault.CONTENT_MISSING, sha256, by))
        for sha256 in sorted(kept - spoken_of.keys()) if whole else ():
            self._content(sha256, "nobody speaks of it")

    def _add(self, one: Unsound) -> None:
        self._found.add(one)

    def _add_all(self, faults: Iterable[Unsound]) -> None:
        for one in faults:
            self._found.add(one)
