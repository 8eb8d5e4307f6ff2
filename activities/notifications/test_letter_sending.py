"""Letters leave as files and as mail through a real server, and what is not taken waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from activities.notifications.letter_sending import LetterSender, Sent
from store import migrate, sqlite_url
from store.factory import open_outbox
from store.outbox import Channel, Letter, LetterState, Outbox
from tests.mail_relay import ALL_UNITS, UNIT_101, Relay


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_outbox(url)) as opened:
        yield opened


@pytest.fixture
def relay(tmp_path: Path) -> Relay:
    made = Relay()
    made.configure(tmp_path, UNIT_101, ALL_UNITS)
    return made


@pytest.fixture
def sending(outbox: Outbox, tmp_path: Path) -> LetterSender:
    return LetterSender(outbox, tmp_path)


def letter(number: int, channel: Channel = Channel.SMTP, organisation: str = "101") -> Letter:
    day = date(2023, 6, 10)
    title, body = f"【逾期】监控结果 {number}", "致：预算单位\n请立即办理。\n"
    return Letter(
        UUID(int=number), UUID(int=90 + number), channel, "unit", organisation, day, title, body
    )


def states(outbox: Outbox) -> list[tuple[str, int]]:
    return [(row.state, row.attempts) for row in outbox.rows()]


def test_a_letter_becomes_one_complete_file_and_the_same_file_when_sent_again(
    outbox: Outbox, sending: LetterSender, tmp_path: Path
) -> None:
    outbox.take_in([letter(1, Channel.FILE)], 5)
    for attempt in (1, 2):
        assert sending.run() == Sent(sent=1)
        assert states(outbox) == [("sent", attempt)]
        (file,) = (tmp_path / "notices").iterdir()
        assert file.name == f"2023-06-10-{UUID(int=1)}.txt"
        assert file.read_text("utf-8") == "【逾期】监控结果 1\n\n致：预算单位\n请立即办理。\n"
        outbox.again([UUID(int=1)])


def test_a_disk_that_takes_nothing_leaves_the_letter_pending_until_it_does(
    outbox: Outbox, sending: LetterSender, tmp_path: Path
) -> None:
    # given a file where the folder belongs
    (tmp_path / "notices").write_text("")
    outbox.take_in([letter(1, Channel.FILE), letter(2, Channel.FILE)], 5)
    # when
    done = sending.run()
    # then one try says so for all
    assert (done.sent, states(outbox)) == (0, [("pending", 1), ("pending", 0)])
    assert "notices" in done.waits
    (tmp_path / "notices").unlink()
    assert sending.run() == Sent(sent=2)


def test_mail_goes_to_the_organisations_own_address_else_to_that_of_all(
    outbox: Outbox, sending: LetterSender, relay: Relay
) -> None:
    outbox.take_in([letter(1), letter(2, organisation="202")], 5)
    with relay.serving():
        assert sending.run() == Sent(sent=2)
    assert relay.to == [["u101@unit.example"], ["units@unit.example"]]
    first, second = relay.mails
    assert first["Subject"] == "【逾期】监控结果 1"
    assert first.get_content() == "致：预算单位\n请立即办理。\n"
    assert first["Message-ID"] == f"<{UUID(int=1)}@bureau.example>"
    assert first["X-Jixiao-Event"] == str(UUID(int=91))
    assert first["Message-ID"] != second["Message-ID"]


def test_while_the_server_is_away_files_leave_and_mail_waits_and_is_sent_later(
    outbox: Outbox, sending: LetterSender, relay: Relay
) -> None:
    # given
    outbox.take_in([letter(1), letter(2), letter(3, Channel.FILE)], 5)
    # when
    done = sending.run()
    # then one connection is tried, not one for each letter
    assert (done.sent, done.failed) == (1, 0)
    assert done.waits.startswith("127.0.0.1: ")
    assert states(outbox) == [("pending", 1), ("pending", 0), ("sent", 1)]
    # when the server is back
    with relay.serving():
        assert sending.run() == Sent(sent=2)
    assert len(relay.mails) == 2
    assert states(outbox) == [("sent", 2), ("sent", 1), ("sent", 1)]


def test_an_address_refused_for_good_fails_and_one_refused_for_now_waits(
    outbox: Outbox, sending: LetterSender, relay: Relay
) -> None:
    # given
    relay.answers = {"u101@unit.example": "550 nobody", "units@unit.example": "451 later"}
    outbox.take_in([letter(1), letter(2, organisation="202")], 5)
    # when
    with relay.serving():
        done = sending.run()
    # then
    assert (done.failed, done.waits) == (1, "units@unit.example: 451 later")
    assert states(outbox) == [("failed", 1), ("pending", 1)]
    assert outbox.rows(LetterState.FAILED)[0].last_error == "u101@unit.example: 550 nobody"
    # when the addresses are put right
    relay.answers = {}
    outbox.failed_again()
    with relay.serving():
        assert sending.run() == Sent(sent=2)


def test_a_letter_that_one_of_two_addresses_does_not_take_now_waits(
    outbox: Outbox, sending: LetterSender, relay: Relay, tmp_path: Path
) -> None:
    relay.configure(tmp_path, "{role: unit, to: [a@unit.example, b@unit.example]}")
    relay.answers = {"b@unit.example": "450 later"}
    outbox.take_in([letter(1)], 5)
    with relay.serving():
        assert sending.run().waits == "b@unit.example: 450 later"
    assert states(outbox) == [("pending", 1)]


def test_a_server_that_dies_behind_the_data_may_get_the_mail_twice_under_one_message_id(
    outbox: Outbox, sending: LetterSender, relay: Relay
) -> None:
    # given
    outbox.take_in([letter(1)], 5)
    relay.dies_behind_data = True
    with relay.serving():
        done = sending.run()
    assert (done.sent, states(outbox)) == (0, [("pending", 1)])
    # when
    relay.dies_behind_data = False
    with relay.serving():
        sending.run()
    # then the receiver can tell
    assert states(outbox) == [("sent", 2)]
    assert [mail["Message-ID"] for mail in relay.mails] == [f"<{UUID(int=1)}@bureau.example>"] * 2


def test_mail_whose_address_or_settings_were_taken_away_fails_and_says_why(
    outbox: Outbox, sending: LetterSender, relay: Relay, tmp_path: Path
) -> None:
    relay.configure(tmp_path, UNIT_101)
    outbox.take_in([letter(1, organisation="202")], 5)
    assert sending.run() == Sent(failed=1)
    assert outbox.rows()[0].last_error == "notices.yaml has no address of unit 202"
    (tmp_path / "notices.yaml").unlink()
    outbox.failed_again()
    assert sending.run() == Sent(failed=1)
    assert outbox.rows()[0].last_error == "there is no notices.yaml to mail unit by"


def test_settings_that_cannot_be_read_hold_up_mail_and_no_file(
    outbox: Outbox, sending: LetterSender, tmp_path: Path
) -> None:
    (tmp_path / "notices.yaml").write_text("smtp: [")
    outbox.take_in([letter(1), letter(2, Channel.FILE)], 5)
    done = sending.run()
    assert done.sent == 1
    assert "notices.yaml:2: yaml:" in done.waits
    assert states(outbox) == [("pending", 0), ("sent", 1)]


def test_a_beat_is_given_before_each_letter(outbox: Outbox, sending: LetterSender) -> None:
    outbox.take_in([letter(1, Channel.FILE), letter(2, Channel.FILE)], 5)
    beats: list[None] = []
    sending.run(lambda: beats.append(None))
    assert len(beats) == 2
