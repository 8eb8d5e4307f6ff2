"""Every event that was ever stored is still read, and still stored as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.kernel.message import Event
from domain.kernel.serialization.envelope import topic_of
from tests.golden.examples import stored_events
from tests.golden.files import (
    EVENTS,
    STATES,
    expectation,
    golden_of,
    path_of,
    read_golden,
    sums,
    unseal_golden,
)

WRITE = "run `python -m tests.golden.write` and commit the file"
FILES = sorted(EVENTS.glob("*.json"))


def newest() -> list[type[Event]]:
    return list(stored_events().values())


@pytest.mark.parametrize("event", newest(), ids=topic_of)
def test_every_version_of_an_event_has_a_golden_file(event: type[Event]) -> None:
    topics = [f"{event.name}@{version}" for version in range(1, event.version + 1)]
    missing = [topic for topic in topics if not path_of(topic).exists()]
    assert not missing, WRITE


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_golden_file_is_read_as_it_says(path: Path) -> None:
    golden = read_golden(path)
    assert path == path_of(golden.topic)
    assert expectation(unseal_golden(golden)) == golden.expect


@pytest.mark.parametrize("event", newest(), ids=topic_of)
def test_an_event_is_stored_as_its_golden_file_holds_it(event: type[Event]) -> None:
    again = golden_of(event)
    held = read_golden(path_of(again.topic))
    assert again.state == held.state, f"{event.name} has changed: give it a new version"


def test_no_golden_state_was_ever_changed() -> None:
    assert sums() == STATES.read_text("utf-8"), WRITE


@pytest.mark.parametrize("event", newest(), ids=topic_of)
def test_a_withholdable_field_is_in_the_leaf_as_a_digest_only(event: type[Event]) -> None:
    stored = json.loads(read_golden(path_of(topic_of(event))).state)
    assert set(stored["withheld"]) == set(event.withholdable)
    for name in event.withholdable:
        assert set(stored["leaf"]["data"][name]) == {"sha256"}
