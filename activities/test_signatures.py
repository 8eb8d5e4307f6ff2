"""Signatures on a log: two at once, a worker that died in between, an act that is sent again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.vocabulary import Role
from store.port import EventLog
from tests.small_log import BUREAU, COUNTY, P2, THE_YEAR, at, small_log

PEOPLE = f"{COUNTY}/organisations"
HEAD, OTHER = (Actor(one, BUREAU.organisation, Role.FINANCE) for one in ("head-1", "head-2"))


def asked(subject: str, command: str, by: Actor = BUREAU, **fields: Any) -> Request:
    return Request(uuid4(), subject, command, by, fields)


def sign(by: Actor) -> Request:
    return asked(P2, "act.sign", by, number=1, act="library.admit")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """The entry of a project into the library is proposed, and waits for one of two heads."""
    with small_log(f"sqlite://{tmp_path / 'log.db'}") as opened:
        handler = CommandHandler(opened)
        office: dict[str, Any] = {
            "section": BUREAU.organisation,
            "office": "section_head",
            "document": "分工",
        }
        table = "library.admit=2"
        parameter: dict[str, Any] = {
            "parameter": "signatures",
            "value": table,
            "since": "2023-01-01",
        }
        acts = (
            *(
                asked(PEOPLE, "signer.set", person=one.id, since="2023-01-01", **office)
                for one in (HEAD, OTHER)
            ),
            asked(THE_YEAR, "parameter.set", **parameter),
            asked(P2, "act.propose", act="library.admit"),
        )
        for one in acts:
            assert handler.submit(one, at("2023-01-16")).outcome["status"] == "accepted"
        yield opened


def test_of_two_who_sign_at_the_same_time_one_signs(log: EventLog) -> None:
    # given two workers that both know the open proposal
    first, second = CommandHandler(log), CommandHandler(log)
    assert first.view(P2).waiting_for == second.view(P2).waiting_for
    # when
    taken = first.submit(sign(HEAD), at("2023-01-17")).outcome
    late = second.submit(sign(OTHER), at("2023-01-17")).outcome
    # then
    assert taken["status"] == "accepted"
    assert (late["status"], late["field"]) == ("refused", "number")
    names = [one.event.name for one in log.read(P2)]
    assert names.count("library.admitted") == 1


def test_a_signature_whose_answer_was_lost_is_sent_again_and_counts_once(log: EventLog) -> None:
    # given a worker that stored the signature and died
    signature = sign(HEAD)
    stored = CommandHandler(log).submit(signature, at("2023-01-17"))
    # when another one is sent the same
    again = CommandHandler(log).submit(signature, at("2023-01-18"))
    # then
    assert again.outcome == stored.outcome
    assert [one.event.name for one in log.read(P2)][-2:] == ["act.signed", "library.admitted"]


def test_a_worker_that_starts_anew_knows_what_waits_for_a_signature(log: EventLog) -> None:
    assert "finance:signature.section-head:1" in CommandHandler(log).view(P2).waiting_for


def test_a_signature_races_with_the_end_of_an_office(log: EventLog) -> None:
    # given a worker that knows the head in office
    stale = CommandHandler(log)
    assert stale.view(P2)
    end = asked(
        PEOPLE,
        "signer.end",
        section=BUREAU.organisation,
        office="section_head",
        person=HEAD.id,
        last_day="2023-01-16",
        document="调整",
    )
    assert CommandHandler(log).submit(end, at("2023-01-17")).outcome["status"] == "accepted"
    # when
    late = stale.submit(sign(HEAD), at("2023-01-17")).outcome
    # then
    assert late["code"] == "role-not-held"
    assert OTHER.id in late["zh"]
