"""Where business time goes on when workflows are started again from the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from activities.command_handler import CommandHandler
from activities.resumption import Resumption
from domain.kernel.decider import Step
from store import sqlite_url
from store.port import EventLog
from tests.small_log import COUNTY, P1, PACKS, at, small_log

NEWEST = at("2023-01-12")
"""The last event of the log; the refused act a day later is none."""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with small_log(sqlite_url(tmp_path / "log.db")) as made:
        yield made


def test_given_production_then_time_goes_on_from_now(tmp_path: Path) -> None:
    with small_log(sqlite_url(tmp_path / "log.db"), clock="real") as log:
        assert Resumption(log).newest(COUNTY) is None
        assert Resumption(log).of(CommandHandler(log).view(P1)) is None


def test_given_a_drill_then_time_goes_on_from_the_last_instant_in_the_log(log: EventLog) -> None:
    assert Resumption(log).newest(COUNTY) == NEWEST
    assert Resumption(log).of(CommandHandler(log).view(P1)) == NEWEST


@pytest.mark.parametrize(
    ("distance", "goes_on"),
    [
        (timedelta(seconds=-1), at("2023-01-10")),
        (timedelta(), NEWEST),
        (timedelta(seconds=1), NEWEST),
    ],
)
def test_given_a_step_meant_for_before_then_a_subject_goes_on_from_its_own_last_event(
    log: EventLog, distance: timedelta, goes_on: object
) -> None:
    view = replace(CommandHandler(log).view(P1), next_step=Step("d", "remind", NEWEST + distance))
    assert Resumption(log).of(view) == goes_on


def test_given_a_drill_of_one_county_then_another_has_its_own_time(log: EventLog) -> None:
    assert Resumption(log).newest("653129") is None
    assert Resumption(log).of(CommandHandler(log).view(PACKS)) == at("2023-01-03")
