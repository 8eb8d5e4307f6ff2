"""What migrating tells: made, updated, up to date."""

from __future__ import annotations

import pytest

from console.cli.commands.migrate import told
from store.migrations.migrator import MigrationReport


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(0, 2, "a new event log, tables 2"), (1, 2, "1 → 2"), (2, 2, "up to date, version 2")],
)
def test_a_line_tells_what_was_done(before: int, after: int, said: str) -> None:
    line = told(MigrationReport("log.db", before, after))

    assert line.startswith("log.db: ")
    assert line.endswith(said)
