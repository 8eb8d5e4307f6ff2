"""Stored events are read in one pass: to the same values as field by field with every check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from domain.kernel.message import Event
from domain.kernel.serialization import envelope
from domain.kernel.serialization.envelope import topic_of
from tests.golden.files import read_golden
from tests.golden.test_golden import FILES

NEWEST = [path for path in FILES if path.stem in {topic_of(e) for e in Event.by_name.values()}]


@pytest.mark.parametrize("path", NEWEST, ids=lambda path: path.stem)
def test_an_event_is_read_as_if_every_check_were_made_again(path: Path) -> None:
    stored = read_golden(path)
    state = stored.state.encode()
    # when
    read = envelope.unseal(stored.topic, state)
    # then
    assert read == envelope._unseal_older(stored.topic, state)
    assert read.event.model_fields_set == type(read.event)(**vars(read.event)).model_fields_set
    assert [type(value) for value in vars(read.event).values()] == [
        type(value) for value in vars(envelope._unseal_older(stored.topic, state).event).values()
    ]


@pytest.mark.parametrize("path", NEWEST, ids=lambda path: path.stem)
def test_without_its_basis_an_event_is_otherwise_the_same(path: Path) -> None:
    stored = read_golden(path)
    state = stored.state.encode()
    # when
    read = envelope.unseal(stored.topic, state, basis=False)
    # then
    assert read == replace(envelope.unseal(stored.topic, state), basis=())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"version":"7"', '"version":"seven"'),
        ('"effective_on":"2023-05-31"', '"effective_on":"31.5.2023"'),
        ('"role":"unit"', '"role":"nobody"'),
        ('"command_id":"', '"command_id":"x'),
        ('"data":{', '"data":{"unknown":"1",'),
        ('"data":{', '"data":['),
    ],
)
def test_bytes_of_another_shape_are_no_event(before: str, after: str) -> None:
    stored = read_golden(NEWEST[0])
    assert before in stored.state
    with pytest.raises(envelope.UnreadableState, match=f"^{stored.topic}: ValidationError: "):
        envelope.unseal(stored.topic, stored.state.replace(before, after).encode())
