"""Orders to a worker: what it does to whom at the append of an act, and its note that it did.

The driver lays an order down as a file; whichever worker comes to that append first takes the file
away, notes what it saw, and strikes. So an order strikes once, also when the worker is killed by
it, and what never struck is known: its file is still there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

_UNFINISHED = ".new"


class Moment(StrEnum):
    """When an order strikes: before the append, inside its transaction, behind its commit."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is to do, once.

    It strikes at the `number`th append that fits: of the command id, of the command's name, or,
    with `step`, of a step of the system. `kills` names the victims: `client`, `server`, `worker`
    (itself, last). With `refuse`, the database refuses so many writes instead.
    """

    name: str
    moment: Moment
    kills: tuple[str, ...] = ()
    command_id: str | None = None
    command: str | None = None
    number: int = 1
    step: bool = False
    refuse: int = 0

    def fits(self, act: Mapping[str, Any]) -> bool:
        """Whether an act is one of those that the order is for."""
        if self.step:
            return bool(act["actor"]["role"] == "system" and act["caused_by"] is None)
        if self.command_id is not None:
            return bool(act["command_id"] == self.command_id)
        return bool(act["command"] == self.command)


@dataclass(frozen=True, slots=True)
class Struck:
    """A worker's note: whom it killed (name and process id), at which act, as it was stored."""

    order: str
    command_id: str
    command: str
    subject: str
    stored: bool
    killed: Mapping[str, int] = field(default_factory=dict)


class Orders:
    """The orders of a folder, as driver and workers see them."""

    def __init__(self, folder: Path) -> None:
        """Keep orders, notes and the victims' ids under `folder`."""
        self._laid = folder / "orders"
        self._struck = folder / "struck"
        self._pids = folder / "pids"
        for one in (self._laid, self._struck, self._pids):
            one.mkdir(parents=True, exist_ok=True)

    def lay(self, order: Order) -> None:
        """Lay an order down."""
        write_whole(self._laid / order.name, json.dumps(asdict(order)))

    def withdraw(self, name: str) -> bool:
        """Take an order back; false where it has been taken by a worker."""
        try:
            (self._laid / name).unlink()
        except FileNotFoundError:
            return False
        return True

    def laid(self) -> Iterator[Order]:
        """The orders that nobody has taken yet."""
        for file in sorted(self._laid.iterdir()):
            if file.suffix == _UNFINISHED:
                continue
            with suppress(FileNotFoundError):
                given = json.loads(file.read_text())
                kills = tuple(given.pop("kills"))
                yield Order(**{**given, "moment": Moment(given["moment"])}, kills=kills)

    def note(self, struck: Struck) -> None:
        """Note that an order struck."""
        write_whole(self._struck / struck.order, json.dumps(asdict(struck)))

    def struck(self, name: str) -> Struck | None:
        """The note of an order that struck."""
        try:
            return Struck(**json.loads((self._struck / name).read_text()))
        except FileNotFoundError:
            return None

    def tell_pid(self, name: str, pid: int) -> None:
        """Say which process a victim is."""
        write_whole(self.pid_file(name), str(pid))

    def pid(self, name: str) -> int:
        """The process that a victim is."""
        return int(self.pid_file(name).read_text())

    def pid_file(self, name: str) -> Path:
        """The file that says which process a victim is."""
        return self._pids / name


def write_whole(file: Path, text: str) -> None:
    """Write a file that is there as a whole or not at all, and outlives its writer."""
    new = file.with_name(f"{file.name}.{os.getpid()}{_UNFINISHED}")
    with new.open("w") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    new.replace(file)
