"""Letters on the real engine: retried while the mail server is away, and each sent once."""

from __future__ import annotations

from contextlib import AsyncExitStack

from activities.notifications.outbox_filler import OutboxFiller
from activities.recovery import Recovery
from console.worker import running_worker
from tests.engine.office import SENT, Office
from tests.engine.stage import until


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
    OutboxFiller(office.log, office.outbox, office.folder).catch_up()
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
