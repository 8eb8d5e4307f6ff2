"""Which subjects a sweep looks at: what is open, and what was heard of since it was closed."""

from __future__ import annotations

import json
from typing import cast

import pytest

from activities.maybe_open import MaybeOpen
from domain.shared.fan_out.messages import SubjectsRefreshed
from store.port import EventLog, Notification

PACKS, POLICY, PROJECT = "652825/packs", "652825/policy/a", "652825/2023/P1"
LATER, ELSEWHERE = "652825/2024/P1", "653129/2023/P1"
STREAMS = [PACKS, POLICY, PROJECT, LATER, ELSEWHERE]
TOLD = f"{SubjectsRefreshed.name}@{SubjectsRefreshed.version}"


class Log:
    def __init__(self) -> None:
        self.listed = 0

    def streams(self, prefix: str) -> list[str]:
        self.listed += 1
        return sorted(one for one in STREAMS if one.startswith(prefix))


def heard(stream: str, topic: str = "grade.reopened@1") -> Notification:
    return Notification(1, topic, json.dumps({"leaf": {"stream": stream}}).encode())


def all_closed() -> MaybeOpen:
    held = MaybeOpen(cast("EventLog", Log()))
    for stream in held.all():
        held.found_closed(stream)
    return held


def test_given_a_start_when_asked_then_all_may_be_open_the_newest_years_first() -> None:
    held = MaybeOpen(cast("EventLog", Log()))
    assert held.hear([heard(PROJECT)]) == {PROJECT}
    assert held.all() == sorted(STREAMS, reverse=True)


def test_given_closed_subjects_when_asked_again_then_none_is_held_and_nothing_is_listed() -> None:
    log = Log()
    held = MaybeOpen(cast("EventLog", log))
    for stream in held.all():
        held.found_closed(stream)
    assert (held.all(), log.listed) == ([], 1)


def test_given_a_closed_subject_when_its_stream_moves_then_it_may_be_open() -> None:
    held = all_closed()
    assert held.hear([heard(PROJECT)]) == {PROJECT}
    assert held.all() == [PROJECT]


@pytest.mark.parametrize(
    ("teller", "reached"),
    [
        ("652825/2022", {POLICY}),
        ("652825/2023", {POLICY, PROJECT}),
        ("652825/2024", {POLICY, PROJECT, LATER}),  # and the budget year that it evaluates
        ("652825/2025", {POLICY, LATER}),
        (PACKS, {PACKS, POLICY, PROJECT, LATER}),
    ],
)
def test_given_closed_subjects_when_told_of_what_is_in_force_then_those_told_may_be_open(
    teller: str, reached: set[str]
) -> None:
    held = all_closed()
    assert held.hear([heard(teller, TOLD)]) == {teller}
    assert set(held.all()) == reached | {teller}
