"""The golden mixed store: a log with a drill's year and a real one, of before logs had a kind.

`mixed-2.db.gz` was written with `tests.mixed_log` by the program whose tables had version 2.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from contextlib import closing
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from console.cli.commands import migrate as migrate_command
from store import migrate, open_log, sqlite_url
from store.integrity_check import unsound
from store.migrations import migrator
from store.port import LogKind
from tests.golden.store_files import STORES, expectation_of, folded, unpacked

STORE = STORES / "mixed-2.db.gz"
SHA256 = "31eaae53327c4faaa1693f421c3d537a167b05ddb06595b666edd59080ccac3c"

app = typer.Typer()
migrate_command.register(app)


@pytest.fixture
def url(tmp_path: Path) -> str:
    (tmp_path / "log.db").write_bytes(gzip.decompress(STORE.read_bytes()))
    return sqlite_url(tmp_path / "log.db")


def test_it_is_never_changed() -> None:
    assert hashlib.sha256(STORE.read_bytes()).hexdigest() == SHA256


def test_given_it_when_migrated_then_it_is_mixed_and_folds_to_the_same(url: str) -> None:
    migrate(url)
    with closing(open_log(url)) as log:
        assert log.identity().kind is LogKind.MIXED
        expected = STORES / "mixed-2.json"
        assert folded(log) == json.loads(expected.read_text("utf-8"))
        assert unsound(url, log) == []


@pytest.mark.parametrize(
    ("store", "kind"), [("mixed", "mixed, read only"), (1, "simulated"), (2, "simulated")]
)
def test_given_an_older_log_when_migrated_by_the_command_then_it_says_which_it_is(
    url: str, tmp_path: Path, store: str | int, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JIXIAO_STORE", raising=False)
    if isinstance(store, int):
        assert expectation_of(store).exists()
        unpacked(store, tmp_path / "log.db")
    # when
    done = CliRunner().invoke(app, ["--data", str(tmp_path)])
    # then
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[1].endswith(f"{2 if store == 'mixed' else store} → {len(migrator.STEPS)}")
    with closing(open_log(url)) as log:
        one = log.identity()
    assert f"库标识 log {one.id}，副本 copy {one.copy}，性质 kind" in lines[0]
    assert kind in lines[0]
