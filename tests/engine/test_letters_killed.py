"""Processes that send letters are killed: none is lost, and one sent twice says so itself."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid5

import pytest

from deploy.process import ServerProcess
from tests.engine.office import SENT, Office
from tests.engine.stage import until

PROCESS = Path(__file__).with_name("letters_process.py")


@asynccontextmanager
async def sender(office: Office, dies: str | None = None) -> AsyncIterator[ServerProcess]:
    """A process that writes and sends letters, until it dies or the context ends."""
    orders = {
        "address": office.client.service_client.config.target_host,
        "namespace": office.client.namespace,
        "store": office.url,
        "notices": str(office.folder),
        "dies": dies,
    }
    log = office.folder / f"sender-{dies}.log"
    process = ServerProcess([sys.executable, str(PROCESS), json.dumps(orders)], log)
    try:
        await until(lambda: "ready" in process.output(), "the process polls")
        yield process
    finally:
        process.kill()


async def killed(office: Office, dies: str) -> None:
    """A process that dies over the letters of a reminder."""
    async with sender(office, dies) as process:
        office.reminds()
        await until(lambda: process.exit_code() is not None, f"it dies when {dies}")
        assert process.exit_code() == -9, process.last_words()


async def sends(office: Office) -> None:
    """Another process that sends what is left."""
    async with sender(office):
        await until(lambda: office.states() == SENT, "the letters are sent")
        await until(office.ended, "nothing is left to be sent")


@pytest.mark.parametrize(
    ("dies", "states"),
    [
        ("written", ["file pending", "smtp pending"]),
        ("sending", ["file sent", "smtp pending"]),
    ],
)
async def test_given_a_process_killed_before_its_mail_when_another_starts_then_it_is_sent_once(
    office: Office, dies: str, states: list[str]
) -> None:
    with office.relay.serving():
        # given
        await killed(office, dies)
        assert office.states() == states
        assert office.relay.mails == []
        # when
        await sends(office)
    # then
    assert len(office.relay.mails) == 1
    assert len(list((office.folder / "notices").iterdir())) == 1


async def test_given_a_process_killed_behind_a_mail_when_another_starts_then_both_have_one_id(
    office: Office,
) -> None:
    with office.relay.serving():
        # given a mail that was taken, which nobody noted
        await killed(office, "sent")
        assert office.states() == ["file sent", "smtp pending"]
        assert len(office.relay.mails) == 1
        # when
        await sends(office)
    # then it comes again, and whoever knows the first can drop the second
    first, second = office.relay.mails
    mail = office.outbox.rows()[1].letter
    assert mail.letter_id == uuid5(mail.event_id, f"smtp\n{mail.role}\n{mail.organisation}")
    assert first["Message-ID"] == second["Message-ID"] == f"<{mail.letter_id}@bureau.example>"
    assert first["X-Jixiao-Event"] == second["X-Jixiao-Event"] == str(mail.event_id)
    assert first.get_content() == second.get_content()
    assert len(list((office.folder / "notices").iterdir())) == 1
