"""Our own clock, shifted for a test; the product reads it only where the testkit installs it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from store.clock import HostClock
from testkit.shifted_clock import ShiftedClock, shift_to, shifted_words

_CLOSE = timedelta(seconds=30)


@pytest.mark.parametrize("shift", [-31_000_000, 0, 31_000_000])
def test_a_shifted_clock_shows_another_time_and_lets_as_much_pass(shift: int) -> None:
    clock, host = ShiftedClock(shift), HostClock()
    assert abs(clock.now() - host.now() - timedelta(seconds=shift)) < _CLOSE
    assert abs(clock.elapsed() - host.elapsed()) < _CLOSE.total_seconds()


def test_the_shift_to_an_instant_makes_it_now() -> None:
    instant = datetime(2025, 11, 28, 2, tzinfo=UTC)
    assert abs(ShiftedClock(shift_to(instant)).now() - instant) < _CLOSE


def test_a_command_of_the_product_reads_the_shifted_clock() -> None:
    words = shifted_words(shift_to(datetime(2031, 3, 14, 12, tzinfo=UTC)))
    asked = ["rules", "show", "monitoring.due", "--jurisdiction", "653129"]
    done = subprocess.run([*words, *asked], capture_output=True, text=True, check=True)
    assert "2031-03-14" in done.stdout


def test_words_without_their_separator_are_no_command() -> None:
    command = [sys.executable, "-m", "testkit.shifted_process", "60", "schema", "commands"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "usage: python -m testkit.shifted_process SECONDS -- WORDS" in done.stderr
