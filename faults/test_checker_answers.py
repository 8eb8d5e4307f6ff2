"""The checker compares what the client was told with what the log has."""

from __future__ import annotations

from faults.checker.findings import Code
from faults.past import Past

NEW = "11111111-2222-4333-8444-555555555555"


def test_given_an_honest_reuse_and_repeat_then_nothing_is_found(past: Past) -> None:
    request, outcome = past.act("target.file")
    other = {**request, "fields": {**request["fields"], "amount": "1"}}
    reused = {"status": "refused", "code": "command-id-reused"}
    for n, (sent, told) in enumerate([(request, outcome), (other, reused), (request, outcome)]):
        past.tell({"what": "sent", "n": f"more-{n}", "request": sent})
        past.tell({"what": "acknowledged", "n": f"more-{n}", "outcome": told})
    assert past.codes() == set()


def test_given_a_refused_act_with_an_event_then_it_is_found(past: Past) -> None:
    script = """UPDATE command_log SET outcome = replace(outcome, '"accepted"', '"refused"')"""
    past.run(f"{script} WHERE $REVIEW")
    found = past.codes(witness=False)
    assert found == {Code.REFUSED_WITH_EVENTS, Code.OUTCOME_DIFFERS}


def test_given_an_answer_that_the_log_does_not_have_then_it_is_found(past: Past) -> None:
    request, outcome = past.act("target.file")
    sent = {**request, "command_id": NEW}
    past.tell({"what": "sent", "n": "x", "request": sent})
    past.tell({"what": "acknowledged", "n": "x", "outcome": outcome})
    assert past.codes() == {Code.ACT_MISSING}


def test_given_an_act_that_was_never_answered_then_it_is_found(past: Past) -> None:
    request, _ = past.act("target.file")
    past.tell({"what": "sent", "n": "x", "request": {**request, "command_id": NEW}})
    assert past.codes() == {Code.NEVER_ANSWERED}


def test_given_an_unfinished_line_of_the_record_then_it_counts_for_nothing(past: Past) -> None:
    with past.record.open("a") as record:
        record.write('{"what": "sent", "n": "x", "requ')
    assert past.codes() == set()


def test_given_a_reused_id_that_was_taken_then_it_is_found(past: Past) -> None:
    request, outcome = past.act("target.file")
    other = {**request, "fields": {**request["fields"], "amount": "1"}}
    past.tell({"what": "sent", "n": "x", "request": other})
    past.tell({"what": "acknowledged", "n": "x", "outcome": outcome})
    assert past.codes() == {Code.REUSED_ID_TAKEN}


def test_given_a_repeat_refused_as_another_content_then_it_is_found(past: Past) -> None:
    request, _ = past.act("target.file")
    reused = {"status": "refused", "code": "command-id-reused"}
    past.tell({"what": "sent", "n": "x", "request": request})
    past.tell({"what": "acknowledged", "n": "x", "outcome": reused})
    assert past.codes() == {Code.OUTCOME_DIFFERS}
