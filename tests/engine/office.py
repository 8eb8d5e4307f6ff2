"""A bureau in real time that has to remind a unit, with a mail server and an engine of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from temporalio.client import Client, WorkflowExecutionStatus

from activities.messages import OUTBOX
from store import sqlite_url
from store.outbox import Outbox
from store.port import EventLog
from testkit.builders import bureau
from testkit.builders.bureau import P001, Bureau, morning
from tests.mail_relay import UNIT_101, Relay

SENT = ["file sent", "smtp sent"]


class Office:
    """A bureau in real time: a log, its outbox, and an engine's namespace of its own."""

    def __init__(self, client: Client, folder: Path, log: EventLog, outbox: Outbox) -> None:
        self.client = client
        self.folder = folder
        self.url = sqlite_url(folder / "log.db")
        self.log = log
        self.outbox = outbox
        self.relay = Relay()
        self.relay.configure(folder, UNIT_101)
        self.bureau = Bureau(log)
        self.bureau.open_year("real")
        bureau.in_may_with_a_day(self.bureau)

    def reminds(self) -> None:
        self.bureau.take_steps(P001, morning(date(2023, 6, 5)))

    async def another_client(self) -> Client:
        """A client of a process of its own."""
        address = self.client.service_client.config.target_host
        return await Client.connect(address, namespace=self.client.namespace)

    def states(self) -> list[str]:
        return [f"{row.letter.channel} {row.state}" for row in self.outbox.rows()]

    async def ended(self) -> bool:
        described = await self.client.get_workflow_handle(OUTBOX).describe()
        return described.status is WorkflowExecutionStatus.COMPLETED
