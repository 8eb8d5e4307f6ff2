"""Letters on the real engine: retried while the mail server is away, and each sent once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from activities.letter_writing import Writing
from activities.messages import OUTBOX
from activities.recovery import Recovery
from console.worker import running_worker
from deploy.engine import EngineProcess, prepare_namespace, prepare_search_attributes
from projections import given
from projections.given import P001, Bureau, morning
from store import migrate, open_log, sqlite_url
from store.opening import open_outbox
from store.outbox import Outbox
from store.port import EventLog
from tests.engine.stage import until
from tests.mail_relay import UNIT_101, Relay


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
        given.in_may_with_a_day(self.bureau)

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


@pytest.fixture
async def office(engine: EngineProcess, tmp_path: Path) -> AsyncIterator[Office]:
    namespace, address = f"test-{uuid4().hex[:12]}", engine.engine.address
    await prepare_namespace(address, namespace)
    await prepare_search_attributes(address, namespace)
    client = await Client.connect(address, namespace=namespace)
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log, closing(open_outbox(url)) as outbox:
        yield Office(client, tmp_path, log, outbox)


SENT = ["file sent", "smtp sent"]


async def test_given_a_mail_server_that_is_away_when_it_is_back_then_the_mail_is_sent_once(
    office: Office,
) -> None:
    async with running_worker(office.client, office.url, None, office.folder):
        # when
        office.reminds()
        # then the file is there and the mail was tried
        await until(lambda: office.states() == ["file sent", "smtp pending"], "the file")
        await until(lambda: office.outbox.rows()[1].attempts >= 2, "the engine tries again")
        assert "127.0.0.1" in office.outbox.rows()[1].last_error
        # and what sends is no subject's workflow
        assert await Recovery(office.client, office.log).running() == set()
        # when
        with office.relay.serving():
            await until(lambda: office.states() == SENT, "the mail is sent")
            await until(office.ended, "nothing is left to be sent")
    assert len(office.relay.mails) == 1
    assert len(list((office.folder / "notices").iterdir())) == 1


async def test_given_letters_written_by_a_worker_that_was_killed_when_another_starts_then_sent(
    office: Office,
) -> None:
    # given
    office.reminds()
    Writing(office.log, office.outbox, office.folder).catch_up()
    assert office.states() == ["file pending", "smtp pending"]
    # when
    with office.relay.serving():
        async with running_worker(office.client, office.url, None, office.folder):
            await until(lambda: office.states() == SENT, "the letters are sent")
    # then
    assert len(office.relay.mails) == 1


async def test_given_two_workers_when_reminded_then_each_letter_leaves_once(
    office: Office,
) -> None:
    with office.relay.serving():
        async with AsyncExitStack() as workers:
            for _ in range(2):
                client = await office.another_client()
                worker = running_worker(client, office.url, None, office.folder)
                await workers.enter_async_context(worker)
            office.reminds()
            await until(lambda: office.states() == SENT, "the letters are sent")
            # when asked for once more, by the command's own way
            office.outbox.again([office.outbox.rows()[1].letter.letter_id])
            await until(lambda: len(office.relay.mails) == 2, "the mail is sent again")
            await until(lambda: office.states() == SENT, "and that is noted")
    # then under the same id
    first, again = (mail["Message-ID"] for mail in office.relay.mails)
    assert first == again
    assert [row.attempts for row in office.outbox.rows()] == [1, 2]


async def test_given_a_worker_without_a_data_directory_then_it_writes_no_letter(
    office: Office,
) -> None:
    office.reminds()
    async with running_worker(office.client, office.url, None):
        assert (office.outbox.rows(), office.outbox.position()) == ([], 0)
