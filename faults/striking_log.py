"""An event log that strikes at appends, as orders say."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from domain.kernel.serialization.envelope import Sealed
from faults.orders import Moment, Order, Orders, Struck
from store.port import NOTHING, CommandRow, EventLog, StoreUnavailable, Versions

NO_LIMIT = 4_294_967_294
"""The most pages that SQLite lets a file have."""


class StrikingLog:
    """The worker's log; every write that the database refuses is noted in `refused.jsonl`."""

    def __init__(self, log: EventLog, folder: Path, file: Path) -> None:
        """Strike at appends to `log`, which is kept in `file`, by the orders in `folder`."""
        self._log = log
        self._orders = Orders(folder)
        self._refused = folder / "refused.jsonl"
        self._file = file
        self._seen: Counter[str] = Counter()
        self._now = threading.local()
        self._full: Order | None = None
        self._left = 0
        self._taking, self._killing = threading.Lock(), threading.Lock()
        inside: Any = log  # the recorder below the log is the only one inside the transaction
        self._database: Any = inside._database  # noqa: SLF001 - inside the transaction
        recorder = self._database._recorder  # noqa: SLF001 - inside the transaction
        self._insert_events = recorder._insert_events  # noqa: SLF001 - inside the transaction
        recorder._insert_events = self._insert  # noqa: SLF001 - inside the transaction

    def __getattr__(self, name: str) -> Any:
        """Everything else is the log's own."""
        return getattr(self._log, name)

    def append(
        self, row: CommandRow, events: Sequence[Sealed], expected: Versions = NOTHING
    ) -> CommandRow:
        """Append, and do before, inside and behind it what is ordered."""
        fitting = [order for order in self._orders.laid() if order.fits(row.act)]
        self._now.orders, self._now.row = fitting, row
        self._strike(Moment.BEFORE)
        try:
            stored = self._log.append(row, events, expected)
        except StoreUnavailable as error:
            self._note_refusal(row, error)
            raise
        if stored is row:
            with self._taking:
                self._seen.update(one.name for one in fitting)
            self._strike(Moment.AFTER)
        return stored

    def _insert(self, *given: Any) -> Any:
        inserted = self._insert_events(*given)
        self._strike(Moment.DURING)
        return inserted

    def _strike(self, moment: Moment) -> None:
        stored = moment is Moment.AFTER  # then it is counted itself
        for order in self._now.orders:
            due = order.moment is moment and self._seen[order.name] + (not stored) >= order.number
            if due and order.refuse:
                self._fill(order)
            elif due:
                self._kill(order)

    def _fill(self, order: Order) -> None:
        """Let the file have no more pages until so many writes were refused."""
        if self._orders.withdraw(order.name):
            self._note(order, {})
            self._limit(1)
            self._full, self._left = order, order.refuse

    def _kill(self, order: Order) -> None:
        """Note, and kill; one order at a time, so that no two count one death."""
        with self._killing:
            if not self._orders.withdraw(order.name):
                return
            victims = {name: self._orders.pid(name) for name in order.kills}
            self._note(order, victims)
            for pid in sorted(victims.values(), key=lambda pid: pid == os.getpid()):
                with suppress(ProcessLookupError):  # the driver asks how it ended
                    os.kill(pid, signal.SIGKILL)

    def _note(self, order: Order, victims: dict[str, int]) -> None:
        row: CommandRow = self._now.row
        command_id, command = str(row.command_id), row.act["command"]
        stored = self._is_stored(row)
        self._orders.note(Struck(order.name, command_id, command, row.stream, stored, victims))

    def _is_stored(self, row: CommandRow) -> bool:
        """Whether others see the command in the log now."""
        with closing(sqlite3.connect(self._file)) as other:
            asked = "SELECT 1 FROM command_log WHERE command_id = ?"
            return other.execute(asked, (str(row.command_id),)).fetchone() is not None

    def _note_refusal(self, row: CommandRow, error: StoreUnavailable) -> None:
        order = self._full.name if self._full is not None else None
        told = {"order": order, "command_id": str(row.command_id), "why": str(error)}
        with self._taking, self._refused.open("a") as refused:
            refused.write(json.dumps(told) + "\n")
            refused.flush()
        if order is not None:
            self._left -= 1
            if self._left <= 0:
                self._limit(NO_LIMIT)  # where it fails, the next refused write lifts it
                self._full = None

    def _limit(self, pages: int) -> None:
        """Let the file have so many pages for what this worker writes; at least what it has."""
        with self._database._writer as cursor:  # noqa: SLF001 - the limit is the connection's
            cursor.execute(f"PRAGMA max_page_count = {pages}")
