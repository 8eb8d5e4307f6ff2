"""A client in a process of its own, to be killed: sends the acts that it is given, many at once.

Over a pipe it gets `{"n", "request", "start"}` (`start` is the business instant of a workflow that
the act starts) and answers `{"n", "outcome"}`, after both are in its record. It ends with the pipe.
"""

from __future__ import annotations

import asyncio
import os
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from temporalio.client import Client
from temporalio.service import GrpcCompression

from activities.submission import Patience, submit
from console import logs
from domain.kernel.request import read_request
from faults.forked import received
from faults.record import Record

READY = "ready"
_CONNECTS_AGAIN = 0.2
PATIENCE = Patience(attempts=200, longest=0.5)


def client_process(address: str, namespace: str, record: str, end: Connection) -> None:
    """Send until the pipe ends."""
    logs.configure(machine=True)
    asyncio.run(_main(address, namespace, Record(Path(record)), end))


async def _connected(address: str, namespace: str) -> Client:
    """A client, once the server is there: it may have been killed just now."""
    while True:
        try:
            return await Client.connect(
                address,
                namespace=namespace,
                identity="client",
                grpc_compression=GrpcCompression.NONE,  # so that the wire can be looked into
            )
        except RuntimeError:  # the one that the client raises where nobody answers
            await asyncio.sleep(_CONNECTS_AGAIN)


async def _main(address: str, namespace: str, record: Record, end: Connection) -> None:
    connected = asyncio.create_task(_connected(address, namespace))
    sending: set[asyncio.Task[None]] = set()

    async def send(given: dict[str, Any]) -> None:
        try:
            record.sent(given["n"], given["request"])
            request = read_request(given["request"])
            outcome = await submit(await connected, request, given["start"], PATIENCE)
            record.acknowledged(given["n"], outcome)
            end.send({"n": given["n"], "outcome": outcome})
        except Exception:  # noqa: BLE001 - who waits is told of any by the end of the process
            traceback.print_exc()
            os._exit(1)

    end.send(READY)
    while True:
        try:
            given = await received(end)
        except EOFError:
            os._exit(0)
        task = asyncio.create_task(send(given))
        sending.add(task)
        task.add_done_callback(sending.discard)
