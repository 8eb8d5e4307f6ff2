"""A worker in a process of its own that sends letters, and may be told to die over one.

`python letters_process.py ORDERS`: a JSON object with `address`, `namespace`, `store`, `notices`
(the data directory) and `dies`: null, or when it kills itself: `written` (letters are in the outbox
and nobody was told), `sending` (a mail is about to be sent), `sent` (the mail server took a mail
and nobody noted it).
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from temporalio.client import Client

from activities.notifications import channels
from console import logs, outbox_worker
from console.worker import running_worker
from store.factory import open_outbox
from store.outbox import Channel, Letter, LetterState
from workflows import outbox as outbox_workflow

HEARTBEAT = timedelta(seconds=2)
"""How soon the engine takes a killed worker's sending for lost; a minute in production."""


class DeadlyOutbox:
    """An outbox of a process that dies behind the writing of letters, or before noting a mail."""

    def __init__(self, url: str, dies: str | None) -> None:
        self._outbox = open_outbox(url)
        self._dies = dies
        self._mails = {row.letter.letter_id for row in self._outbox.rows() if is_mail(row.letter)}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._outbox, name)

    def take_in(self, letters: Sequence[Letter], position: int) -> None:
        self._outbox.take_in(letters, position)
        self._mails |= {letter.letter_id for letter in letters if is_mail(letter)}
        if letters and self._dies == "written":
            die()

    def settle(self, letter_id: UUID, state: LetterState, error: str = "") -> None:
        if letter_id in self._mails and self._dies == "sent":
            die()
        self._outbox.settle(letter_id, state, error)


class DeadlyMail(channels.MailChannel):
    """Mail of a process that dies before the first one."""

    def send(self, _letter: Letter) -> None:
        die()


def is_mail(letter: Letter) -> bool:
    return letter.channel is Channel.SMTP


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def main(orders: dict[str, Any]) -> None:
    client = await Client.connect(orders["address"], namespace=orders["namespace"])
    outbox_workflow._HEARTBEAT = HEARTBEAT
    dies = orders["dies"]
    outbox_worker.open_outbox = lambda url: DeadlyOutbox(url, dies)  # type: ignore[assignment,attr-defined,return-value]
    if dies == "sending":
        channels.MailChannel = DeadlyMail  # type: ignore[misc]
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with running_worker(client, orders["store"], None, Path(orders["notices"])):
        print("ready", flush=True)  # noqa: T201 - who started it waits for this
        await stop.wait()


if __name__ == "__main__":
    logs.configure(machine=True)
    asyncio.run(main(json.loads(sys.argv[1])))
