"""A year on the disk for the tests of the checker: honest, and as copies to be damaged."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from faults.checker.witness import Witness
from faults.past import Past
from faults.record import Record
from store import migrate, open_log, sqlite_url
from tests.decided_year import DecidedYear
from tests.engine import tiny


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Past:
    """The tiny year, decided without an engine, with one act refused."""
    folder = tmp_path_factory.mktemp("honest")
    url = sqlite_url(folder / "log.db")
    migrate(url)
    record = Record(folder / "record.jsonl")
    refused = tiny.act("2023-05-15", tiny.finance(), "library.admit", "T1")
    files = tiny.files(folder, [*tiny.lines(), refused])
    with closing(open_log(url)) as log:
        decided = DecidedYear(log, tiny.COUNTY, tiny.YEAR, files)
        decided.run(tiny.UNTIL)
        if len(decided.refused) != 1:
            raise RuntimeError(f"one act should be refused: {decided.refused}")
        rows = [row for stream in log.streams("") for row in log.commands(stream)]
    for number, row in enumerate(rows):
        if row.act["actor"]["role"] != "system":
            record.sent(str(number), row.act)
            record.acknowledged(str(number), row.outcome)
    record.close()
    past = Past(folder / "log.db", folder / "record.jsonl", folder / "seen.jsonl")
    Witness(past.database, past.seen).look()
    past.run("PRAGMA wal_checkpoint(TRUNCATE)")
    return past


@pytest.fixture
def past(honest: Past, tmp_path: Path) -> Past:
    """A copy to be damaged."""
    files = (honest.database, honest.record, honest.seen)
    return Past(*[Path(shutil.copy(file, tmp_path)) for file in files])
