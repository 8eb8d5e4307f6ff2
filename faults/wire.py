"""A wire between a process and the server that can be held and cut.

What is held is kept back and can be looked into; a cut throws it away and breaks the connections,
as a network does. The other side then connects anew through the same wire.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum

_CHUNK = 1 << 16


class Way(Enum):
    """The direction of what is held."""

    TO_SERVER = "to the server"
    FROM_SERVER = "from the server"


class Wire:
    """Forwards connections to the server at an address; use `running_wire`."""

    def __init__(self, server: str) -> None:
        """Forward to `server` (host:port)."""
        host, _, port = server.rpartition(":")
        self._server = (host, int(port))
        self._listening: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()
        self._held: dict[Way, bytearray] = {}

    @property
    def address(self) -> str:
        """Where a process connects to instead of the server."""
        if self._listening is None:
            raise RuntimeError("the wire is not laid")
        host, port = self._listening.sockets[0].getsockname()[:2]
        return f"{host}:{port}"

    async def lay(self) -> None:
        """Take connections."""
        self._listening = await asyncio.start_server(self._connect, "127.0.0.1", 0)

    def hold(self, way: Way) -> None:
        """Keep back all that goes one way, until the wire is cut."""
        self._held[way] = bytearray()

    def holds(self, content: str) -> bool:
        """Whether something is among what is kept back, in one piece."""
        return any(content.encode() in held for held in self._held.values())

    def cut(self) -> int:
        """Break all connections and throw away what is kept back; returns how many were broken."""
        broken = len(self._open) // 2
        for writer in self._open:
            writer.transport.abort()
        self._held.clear()
        return broken

    async def close(self) -> None:
        """Take no more connections and break those that are open."""
        if self._listening is not None:
            self._listening.close()
        self.cut()
        for pump in list(self._pumps):
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            from_server, to_server = await asyncio.open_connection(*self._server)
        except OSError:  # the server is away: so is its wire
            writer.transport.abort()
            return
        self._open |= {writer, to_server}
        self._pump(reader, to_server, Way.TO_SERVER)
        self._pump(from_server, writer, Way.FROM_SERVER)

    def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: Way) -> None:
        async def pump() -> None:
            try:
                with suppress(OSError):
                    while content := await source.read(_CHUNK):
                        if way in self._held:
                            self._held[way] += content
                        else:
                            sink.write(content)
                            await sink.drain()
            finally:
                self._open.discard(sink)
                sink.transport.abort()

        task = asyncio.create_task(pump())
        self._pumps.add(task)
        task.add_done_callback(self._pumps.discard)


@asynccontextmanager
async def running_wire(server: str) -> AsyncIterator[Wire]:
    """A wire to a server for as long as the context lasts."""
    wire = Wire(server)
    await wire.lay()
    try:
        yield wire
    finally:
        await wire.close()
