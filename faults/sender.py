"""The driver's end of the client process: acts go in, outcomes come out, and it may die."""

from __future__ import annotations

import asyncio
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from domain.kernel.request import Request
from faults.client_process import READY, client_process
from faults.forked import ForkedProcess, pipe, received

Outcome = dict[str, Any]


class ClientDied(Exception):  # noqa: N818 - it is what happened
    """The client process ended before it told the outcome."""


class Sender:
    """Sends through a client process; `exits` is how each one that is dead ended."""

    def __init__(self, address: str, namespace: str, record: Path) -> None:
        """Have the client connect to `address` and keep its record in a file."""
        self._given = (address, namespace, str(record))
        self._log = record.with_suffix(".log")
        self._process: ForkedProcess | None = None
        self._end: Connection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting: dict[str, tuple[str, asyncio.Future[Outcome]]] = {}
        self._alive = asyncio.Event()
        self._number = 0
        self.exits: dict[int, int | None] = {}

    @property
    def waiting(self) -> set[str]:
        """The command ids of the acts that are under way: sent and not answered."""
        return {command_id for command_id, _ in self._waiting.values()}

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid if self._process else 0

    @property
    def is_down(self) -> bool:
        """Whether there is no process that takes acts."""
        return not self._alive.is_set()

    async def start(self) -> None:
        """Start a client; returns when it takes acts. Raises `ClientDied`."""
        mine, its = pipe()
        given = (*self._given, its)
        self._process = await asyncio.to_thread(ForkedProcess, client_process, given, self._log)
        its.close()
        self._end = mine
        try:
            ready = await received(mine)
        except EOFError as error:
            raise ClientDied(f"it did not start: see {self._log}") from error
        if ready != READY:
            raise RuntimeError(f"the client says {ready!r} first")
        self._reading = asyncio.create_task(self._read(self._process, mine))
        self._alive.set()

    async def stop(self) -> None:
        """End the client, if it runs."""
        if self._process is not None:
            await asyncio.to_thread(self._process.kill)
        if self._reading is not None:
            await self._reading

    async def send(self, request: Request, start: str | None) -> Outcome:
        """Send an act, and again by the next client where one dies; returns the outcome."""
        while True:
            await self._alive.wait()
            try:
                return await self._send_once(request, start)
            except ClientDied:
                continue

    async def _send_once(self, request: Request, start: str | None) -> Outcome:
        """Send an act; raises `ClientDied` where the client dies before it tells the outcome."""
        self._number += 1
        n = f"{self.pid}-{self._number}"
        told: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting[n] = (str(request.command_id), told)
        try:
            if self._end is not None:
                self._end.send({"n": n, "request": request.as_json(), "start": start})
        except OSError:
            self._alive.clear()  # it is dead, and its end will be read
        try:
            return await told
        finally:
            self._waiting.pop(n, None)

    async def _read(self, process: ForkedProcess, end: Connection) -> None:
        """Hand out what the client tells, until it ends."""
        while True:
            try:
                told = await received(end)
            except EOFError:
                break
            waiting = self._waiting.get(told["n"])
            if waiting is not None and not waiting[1].done():
                waiting[1].set_result(told["outcome"])
        await asyncio.to_thread(process.wait)
        code = self.exits[process.pid] = process.exit_code()
        end.close()
        self._alive.clear()
        for _, told_to in list(self._waiting.values()):
            if not told_to.done():
                told_to.set_exception(self._why(code))

    def _why(self, code: int | None) -> Exception:
        """Why nothing was told: the client was killed, or it failed by itself."""
        if code == -signal.SIGKILL:
            return ClientDied("the client was killed")
        return RuntimeError(f"the client ended by itself ({code}): see {self._log}")
