"""The limit of a replay: of a whole prefecture's year, under the rules that it had."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import pytest

from bench import replaying
from projections.what_if.changes import Replayed


@pytest.mark.parametrize(
    ("name", "decisions", "seconds", "met"),
    [
        ("same rules", 100_000, 7.9, True),
        ("same rules", 100_000, 8.0, True),
        ("same rules", 100_000, 8.1, False),
        ("same rules", 99_999, 8.1, None),  # no prefecture
        ("another trigger", 100_000, 8.1, None),
    ],
)
def test_a_prefecture_has_a_limit(
    monkeypatch: pytest.MonkeyPatch, name: str, decisions: int, seconds: float, met: bool | None
) -> None:
    clock = SimpleNamespace(process_time=partial(next, iter([0.0, seconds])), perf_counter=float)
    monkeypatch.setattr(replaying, "time", clock)
    spent = replaying._Spent()
    spent.of(lambda: None)

    told = replaying._decided_again(name, Replayed(decisions, 0, (), (), (), ()), spent)

    assert told.met is met
    assert ("limit 8 s" in told.value) is (met is not None)
