"""The checker finds nothing in an honest log, and every damage done to its rows."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import Any

import pytest

from faults.checker.canonical import canonical, made_id, request_hash
from faults.checker.findings import Code
from faults.checker.proof import prove
from faults.past import Past

IN_SQL = {
    "an event is dropped": (
        "DELETE FROM stored_events WHERE $FIRST",
        {Code.VERSIONS_NOT_DENSE, Code.EVENTS_DIFFER, Code.SEEN_LOST},
    ),
    "the last event of a stream is dropped": (
        "DELETE FROM stored_events WHERE $LAST",
        {Code.EVENTS_DIFFER, Code.SEEN_LOST},
    ),
    "an event stands twice": (
        """INSERT INTO stored_events (originator_id, originator_version, topic, state)
           SELECT originator_id, originator_version + 1, topic, state
           FROM stored_events WHERE $LAST""",
        {Code.EVENT_TWICE, Code.EVENTS_DIFFER, Code.ENVELOPE_WRONG, Code.PHANTOM_EVENT},
    ),
    "a version is left out": (
        "UPDATE stored_events SET originator_version = originator_version + 1 WHERE $LAST",
        {
            Code.VERSIONS_NOT_DENSE,
            Code.EVENTS_DIFFER,
            Code.ENVELOPE_WRONG,
            Code.PHANTOM_EVENT,
            Code.SEEN_ALTERED,
        },
    ),
    "an act is missing with its events": (
        "DELETE FROM stored_events WHERE $LAST; DELETE FROM command_log WHERE $LAST_ACT",
        {Code.ACT_MISSING, Code.SEEN_LOST},
    ),
    "an act is missing, its event is not": (
        "DELETE FROM command_log WHERE $LAST_ACT",
        {Code.ACT_MISSING, Code.PHANTOM_EVENT, Code.SEEN_LOST},
    ),
    "an act's content is altered": (
        "UPDATE command_log SET act = replace(act, 'fin-02', 'fin-03') WHERE $REVIEW",
        {Code.ACT_ALTERED, Code.SEEN_ALTERED},
    ),
    "an outcome is altered": (
        """UPDATE command_log SET outcome = replace(outcome, '"zh"', '"hz"')
           WHERE outcome LIKE '%refused%'""",
        {Code.OUTCOME_DIFFERS, Code.SEEN_ALTERED},
    ),
    "an event says that it is another": (
        "UPDATE stored_events SET topic = 'target.filed@2' WHERE $FIRST",
        {Code.ENVELOPE_WRONG, Code.SEEN_ALTERED},
    ),
    "an event's bytes are rewritten": (
        "UPDATE stored_events SET state = CAST(state || ' ' AS BLOB) WHERE $FIRST",
        {Code.SEAL_BROKEN, Code.SEEN_ALTERED},
    ),
    "an event cannot be read": (
        "UPDATE stored_events SET state = CAST('{' AS BLOB) WHERE $FIRST",
        {
            Code.SEAL_BROKEN,
            Code.ENVELOPE_WRONG,
            Code.EVENTS_DIFFER,
            Code.PHANTOM_EVENT,
            Code.SEEN_ALTERED,
        },
    ),
    "a kept content is altered": (
        "UPDATE content SET bytes = CAST(bytes || ' ' AS BLOB)",
        {Code.CONTENT_ALTERED},
    ),
}


def test_given_an_honest_log_then_nothing_is_found(honest: Past) -> None:
    proof = prove(honest.database, honest.record, honest.seen)
    assert proof.findings == ()
    assert proof.looked_at["acts of people"] == 37
    assert proof.looked_at["acts of the system"] > 20
    assert proof.looked_at["refused acts kept"] == 1
    assert proof.looked_at["rows seen by the witness"] > 120


@pytest.mark.parametrize("damage", IN_SQL)
def test_given_a_damage_to_the_tables_then_it_is_found(past: Past, damage: str) -> None:
    script, codes = IN_SQL[damage]
    past.run(script)
    assert past.codes() == codes


def test_given_an_altered_value_then_the_witness_knows(past: Past) -> None:
    past.edit(lambda stored: stored["leaf"]["data"].update(score="99"), "monitoring.reviewed@2")
    assert past.codes() == {Code.SEEN_ALTERED}


def test_given_an_altered_withheld_value_then_its_digest_is_another(past: Past) -> None:
    def alter(stored: dict[str, Any]) -> None:
        stored["withheld"]["measures"]["value"] = "另一措施"

    past.edit(alter, "rectification.reported@3")
    assert past.codes(witness=False) == {Code.SEAL_BROKEN}


def test_given_a_cause_that_is_no_event_then_it_is_found(past: Past) -> None:
    nowhere = made_id(made_id("0" * 32, "no"), "event")
    past.edit(lambda stored: stored["leaf"].update(caused_by=nowhere), "target.filed@4")
    assert past.codes(witness=False) == {Code.CAUSE_UNKNOWN}


def test_given_the_log_of_another_order_then_it_is_found(past: Past) -> None:
    past.run("UPDATE stored_events SET rowid = 1000 WHERE $FIRST")
    assert past.codes(witness=False) == {Code.OUT_OF_ORDER}


def test_given_a_row_twice_then_it_is_found(past: Past) -> None:
    past.loosen()
    past.run("INSERT INTO command_log SELECT * FROM command_log WHERE $REVIEW")
    assert past.codes(witness=False) == {Code.ACT_TWICE}


def test_the_hash_of_an_act_is_that_of_the_product(honest: Past) -> None:
    with closing(sqlite3.connect(honest.database)) as raw:
        for act, kept in raw.execute("SELECT act, request_hash FROM command_log"):
            assert request_hash(json.loads(act)) == kept
    given = {"b": 1, "a": [True, None, 1.5, "é"]}
    assert canonical(given).decode() == '{"a":[true,null,"1.5","é"],"b":"1"}'


def test_the_checker_loads_nothing_of_the_product() -> None:
    asked = (
        "import faults.checker.proof, sys; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    ours = {"domain", "store", "projections", "activities", "workflows", "console", "deploy"}
    assert "faults" in loaded.stdout.split()
    assert not ours & {*loaded.stdout.split()}
