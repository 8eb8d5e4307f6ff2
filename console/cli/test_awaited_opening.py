"""An act waits for its subject exactly while the stack registers that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest

from console.cli import awaited_opening
from console.cli.commands.test_planned import SOON, data, log, opened
from domain.kernel.vocabulary import start_of
from projections.planned_openings import PlannedOpening, readable_opening
from store.port import EventLog
from tests.small_log import COUNTY

__all__ = ["data", "log"]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Callable[[EventLog, str, str], int]:
    """Wait for a subject on a day; the number of pauses. In the second, the opening is recorded."""

    def count(log: EventLog, subject: str, day: str) -> int:
        pauses: list[float] = []

        async def sleep(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 2:
                opened(log, "2024-01-05")
                opened(log, "2024-01-12")

        now = start_of(date.fromisoformat(day))
        monkeypatch.setattr(awaited_opening, "asyncio", SimpleNamespace(sleep=sleep))
        monkeypatch.setattr(awaited_opening, "clock", SimpleNamespace(now=lambda: now))
        asyncio.run(awaited_opening.registered(log, subject))
        return len(pauses)

    return count


@pytest.mark.parametrize(
    ("day", "pauses"), [("2024-01-11", 0), ("2024-01-12", 2), ("2024-01-13", 2)]
)
def test_an_act_waits_while_its_subject_is_registered(
    log: EventLog, waits: Callable[[EventLog, str, str], int], day: str, pauses: int
) -> None:
    assert waits(log, SOON, day) == pauses


def test_the_portfolio_is_read_once(
    log: EventLog,
    waits: Callable[[EventLog, str, str], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reads: list[str] = []

    def counted(log: EventLog, subject: str) -> PlannedOpening | None:
        reads.append(subject)
        return readable_opening(log, subject)

    monkeypatch.setattr(awaited_opening, "readable_opening", counted)
    assert waits(log, SOON, "2024-01-12") == 2
    assert reads == [SOON]


@pytest.mark.parametrize("subject", [f"{COUNTY}/2024/T9", f"{COUNTY}/2024", "no subject"])
def test_an_act_on_what_nobody_registers_does_not_wait(
    log: EventLog, waits: Callable[[EventLog, str, str], int], subject: str
) -> None:
    assert waits(log, subject, "2024-01-13") == 0


def test_it_does_not_wait_for_ever(
    log: EventLog, waits: Callable[[EventLog, str, str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awaited_opening, "_LONGEST", 0.0)
    assert waits(log, SOON, "2024-01-13") == 0
