"""The checker finds what goes back to nothing that was sent."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

from faults.checker.canonical import canonical, made_id, request_hash
from faults.checker.findings import Code
from faults.checker.proof import prove
from faults.past import Past
from tests.engine import tiny

T2 = f"{tiny.COUNTY}/{tiny.YEAR}/T2"
PERSON = {"id": "fin-01", "organisation": "652825-finance", "role": "finance"}
SYSTEM = {"id": "system", "organisation": "system", "role": "system"}
NEW = "11111111-2222-4333-8444-555555555555"


def put(past: Past, act: dict[str, Any]) -> None:
    """Put an act and its event into the log that nobody took, everything else about it honest."""
    with closing(sqlite3.connect(past.database)) as raw:
        asked = "SELECT MAX(originator_version) FROM stored_events WHERE originator_id = ?"
        version = (raw.execute(asked, (act["subject"],)).fetchone()[0] or 0) + 1
        event_id = made_id(act["command_id"], "0")
        outcome = {"status": "accepted", "events": [{"id": event_id, "name": "monitoring.warned"}]}
        raw.execute(
            "INSERT INTO command_log (command_id, request_hash, stream, first_version,"
            " last_version, act, outcome, recorded_at, stored_at) VALUES (?,?,?,?,?,?,?,'','')",
            (
                act["command_id"],
                request_hash(act),
                act["subject"],
                version,
                version,
                json.dumps(act),
                json.dumps(outcome),
            ),
        )
        leaf = {
            "command_id": act["command_id"],
            "data": {},
            "event_id": event_id,
            "event_version": "1",
            "name": "monitoring.warned",
            "stream": act["subject"],
            "version": str(version),
        }
        state = canonical({"leaf": leaf, "withheld": {}})
        raw.execute(
            "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
            " VALUES (?,?,?,?)",
            (act["subject"], version, "monitoring.warned@1", state),
        )
        raw.commit()


def phantom(command_id: str, actor: dict[str, str], cause: str | None = None) -> dict[str, Any]:
    return {
        "command_id": command_id,
        "subject": T2,
        "command": "monitoring.warn",
        "actor": actor,
        "fields": {"reason": "合成"},
        "caused_by": cause,
    }


def test_given_an_act_of_a_person_that_no_client_sent_then_it_is_a_phantom(past: Past) -> None:
    put(past, phantom(NEW, PERSON))
    assert past.codes() == {Code.PHANTOM_ACT}


def test_given_an_act_of_the_system_without_a_known_cause_then_it_is_a_phantom(past: Past) -> None:
    put(past, phantom(NEW, SYSTEM, made_id(NEW, "no event")))
    assert past.codes() == {Code.PHANTOM_ACT}


def test_given_an_act_of_the_system_whose_id_is_not_made_of_its_cause_then_it_is_a_phantom(
    past: Past,
) -> None:
    _, outcome = past.act("year.open")
    put(past, phantom(NEW, SYSTEM, outcome["events"][0]["id"]))
    assert past.codes() == {Code.PHANTOM_ACT}


def test_given_a_step_of_a_subject_that_nobody_registered_then_it_is_a_phantom(past: Past) -> None:
    put(past, {**phantom(NEW, SYSTEM), "subject": f"{T2}9"})
    assert past.codes() == {Code.PHANTOM_ACT}


def test_given_a_step_under_two_ids_then_it_is_found(past: Past) -> None:
    with closing(sqlite3.connect(past.database)) as raw:
        asked = "SELECT act FROM command_log WHERE act LIKE '%\"deadline.pass\"%' LIMIT 1"
        step = json.loads(raw.execute(asked).fetchone()[0])
    put(past, {**step, "command_id": NEW})
    assert past.codes() == {Code.STEP_TWICE}


def test_given_what_goes_back_to_a_phantom_then_that_is_one_too(past: Past) -> None:
    registration = next(
        line["request"]["command_id"]
        for line in past.lines()
        if line["what"] == "sent" and line["request"]["command"] == "year.open"
    )
    kept = [line for line in past.lines() if line.get("request", {}).get("command") != "year.open"]
    past.record.write_text("".join(json.dumps(line) + "\n" for line in kept))
    proof = prove(past.database, past.record, past.seen)
    assert {one.code for one in proof.findings} == {Code.PHANTOM_ACT}
    found = {one.of for one in proof.findings}
    assert registration in found
    assert len(found) > 20, "all projects were registered by that act"
