"""Fixtures: a SQLite log, a bureau that acts on it, and the boards of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from projections.boards.projection import Projection
from store.port import EventLog
from testkit.builders.bureau import Bureau, a_half_year, in_may_with_a_day
from testkit.fixtures import bureau, log

__all__ = ["bureau", "log"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of the boards."""
    return tmp_path / "projections.db"


Open = Callable[..., Projection]


@pytest.fixture
def opened(log: EventLog, path: Path) -> Iterator[Open]:
    """Opens the boards, once per process of a test; all are closed at its end."""
    with ExitStack() as stack:

        def make(**options: int) -> Projection:
            return stack.enter_context(closing(Projection(log, path, **options)))

        yield make


@pytest.fixture
def boards(opened: Open) -> Projection:
    """The boards of one process."""
    return opened()


@pytest.fixture
def half_year(bureau: Bureau) -> Bureau:
    """Three projects up to the overdue May result."""
    a_half_year(bureau)
    return bureau


@pytest.fixture
def in_may(bureau: Bureau) -> Bureau:
    """A budgeted project whose May round is open, due on 10 June by notice."""
    in_may_with_a_day(bureau)
    return bureau
