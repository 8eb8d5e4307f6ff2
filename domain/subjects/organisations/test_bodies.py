"""Bodies beside the bureau are registered, told, and their acts recorded, each by a document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.subjects.organisations.bodies import (
    BodyActRecorded,
    BodyEnded,
    BodyInformed,
    BodySet,
)
from testkit.builders.organisations import body, body_act, end_body, informed, nobody
from testkit.decider_spec import COLLEAGUE, DeciderSpec

RECORDS = (informed, body_act)


def there(*acts: Command) -> DeciderSpec:
    """A leading group that is there since 1 June 2023, on 20 June."""
    return nobody().on("2023-06-01").given(body(), *acts).on("2023-06-20")


@pytest.mark.parametrize(
    "kind",
    [
        "leading_group",
        "party_finance_committee",
        "party_committee",
        "people_congress",
        "supervision_body",
    ],
)
def test_a_body_is_registered_by_its_document(kind: str) -> None:
    given = nobody().when(body(body_kind=kind))
    assert given.the(BodySet).document == "成立通知〔2023〕8号"
    assert given.state.bodies["LDXZ"].kind == kind


@pytest.mark.parametrize(
    ("since", "refused"), [("2023-06-09", True), ("2023-06-10", True), ("2023-06-11", False)]
)
def test_a_body_is_registered_once_at_a_time(since: str, refused: bool) -> None:
    again = there(end_body()).when(body(since=since))
    if refused:
        assert "body.end" in again.refused(Code.DUPLICATE, "body").en
    else:
        assert again.state.bodies["LDXZ"].since == date(2023, 6, 11)


def test_a_body_without_an_end_is_registered_once() -> None:
    there().when(body(since="2024-01-01")).refused(Code.DUPLICATE, "body")


def test_what_a_body_was_told_is_recorded_by_its_document() -> None:
    told = there().when(informed()).the(BodyInformed)
    assert (told.body, told.artefacts, told.document) == (
        "LDXZ",
        ("重点评价结果",),
        "报告〔2023〕10号",
    )


def test_what_a_body_decided_is_recorded_by_its_document() -> None:
    decided = there().when(body_act()).the(BodyActRecorded)
    assert (decided.resolution, decided.document) == (
        "原则同意评价结果应用方案",
        "纪要〔2023〕11号",
    )


@pytest.mark.parametrize("record", RECORDS)
def test_nothing_is_recorded_of_a_body_that_is_not_registered(
    record: Callable[..., Command],
) -> None:
    refused = there().when(record(body="CJW")).refused(Code.UNKNOWN_SUBJECT, "body")
    assert "LDXZ" in refused.zh


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize(
    ("day", "accepted"),
    [
        ("2023-05-31", False),
        ("2023-06-01", True),
        ("2023-06-10", True),
        ("2023-06-11", False),
    ],
)
def test_a_record_is_of_a_day_on_which_the_body_is_there(
    record: Callable[..., Command], day: str, accepted: bool
) -> None:
    tried = there(end_body()).when(record(held_on=day))
    if accepted:
        assert tried.events
    else:
        tried.refused(Code.INVALID_FIELD, "held_on")


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize(("day", "accepted"), [("2023-06-20", True), ("2023-06-21", False)])
def test_nothing_is_recorded_before_it_happened(
    record: Callable[..., Command], day: str, accepted: bool
) -> None:
    tried = there().when(record(held_on=day))
    if accepted:
        assert tried.events
    else:
        tried.refused(Code.INVALID_FIELD, "held_on")


@pytest.mark.parametrize(
    ("last_day", "code"),
    [
        ("2023-05-31", Code.INVALID_FIELD),
        ("2023-06-01", None),
        ("2023-06-09", None),
        ("2023-06-10", Code.DUPLICATE),
        ("2023-06-11", Code.INVALID_FIELD),
    ],
)
def test_a_body_ends_on_a_day_within_its_life(last_day: str, code: Code | None) -> None:
    ended = there(end_body()).when(end_body(last_day=last_day))
    if code is None:
        assert ended.the(BodyEnded).since == date(2023, 6, 1)
    else:
        ended.refused(code, "last_day")


def test_a_body_that_is_not_registered_does_not_end() -> None:
    nobody().when(end_body()).refused(Code.UNKNOWN_SUBJECT, "body")


def test_the_bureau_alone_records() -> None:
    for act in (body(), informed(), body_act(), end_body()):
        there().when(act, by=COLLEAGUE).refused(Code.WRONG_ROLE)
