"""Every reading command answers on a mixed log, and on both logs that come of it."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from console.cli.command_list import whole
from store import open_log, sqlite_url
from store.port import LogKind, LogRefused
from store.splitting.split import split
from tests import mixed_log
from tests.mixed_log import EVALUATED, OTHER_PACKS
from tests.small_log import COUNTY, P1, PACKS

MIXED = "mixed"
OWN_PROJECT = {MIXED: P1, "simulated": P1, "real": EVALUATED}

OF_COUNTY = ("--jurisdiction", COUNTY)
READING = [
    ("status", *OF_COUNTY, "--year", "2023"),
    ("status", *OF_COUNTY, "--year", "2023", "--as-of", "2099-12-31"),
    ("overdue", *OF_COUNTY),
    ("calendar", *OF_COUNTY, "--year", "2023"),
    ("explain", "PROJECT"),
    ("history", "PROJECT"),
    ("history", "PROJECT", "--trace", "EVENT"),
    ("history", PACKS),
    ("problems",),
    ("selections", *OF_COUNTY, "--year", "2023"),
    ("statement", *OF_COUNTY, "--work-year", "2023"),
    ("replay", *OF_COUNTY, "--work-year", "2023"),
    ("diff", "--as-of", "2023-01-04", "--as-of", "2099-12-31"),
    ("rulings", "list"),
    ("indicators", *OF_COUNTY),
    ("document", "list"),
    ("document", "verify"),
    ("outbox", "list"),
    ("projections", "rebuild"),
    ("migrate",),
    ("backup", "FILE"),
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The data directories of a mixed log and of the two logs that it is split into."""
    folder = tmp_path_factory.mktemp("kinds")
    mixed_log.write(sqlite_url(folder / MIXED / "log.db"))
    found = {MIXED: folder / MIXED, "real": folder / "real", "simulated": folder / "simulated"}
    assert run(found[MIXED], "migrate").exit_code == 0
    places = {LogKind.REAL: found["real"], LogKind.SIMULATED: found["simulated"]}
    split(sqlite_url(folder / MIXED / "log.db"), places, lambda _done, _of: None)
    return found


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JIXIAO_STORE", "TEMPORAL_ADDRESS"):
        monkeypatch.delenv(name, raising=False)


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(whole(), [*words, "--data", str(data)])


@pytest.mark.parametrize("words", READING, ids=" ".join)
@pytest.mark.parametrize("kind", [MIXED, "real", "simulated"])
def test_given_a_log_when_read_then_it_answers(
    folders: dict[str, Path], tmp_path: Path, kind: str, words: tuple[str, ...]
) -> None:
    project = OWN_PROJECT[kind]
    with closing(open_log(sqlite_url(folders[kind] / "log.db"))) as log:
        newest = str(log.read(project)[-1].id)
    meant = {"PROJECT": project, "EVENT": newest, "FILE": str(tmp_path / "one.backup")}
    # when
    done = run(folders[kind], *(meant.get(word, word) for word in words))
    # then
    assert done.exit_code == 0, (done.output, done.exception)


@pytest.mark.parametrize(
    ("kind", "faults"), [(MIXED, set()), ("real", {PACKS, OTHER_PACKS}), ("simulated", set())]
)
def test_given_a_log_when_doctored_then_only_acts_of_drills_in_a_real_log_are_faults(
    folders: dict[str, Path], kind: str, faults: set[str]
) -> None:
    done = run(folders[kind], "doctor", "--json")
    # then
    assert done.exit_code == int(bool(faults)), (done.output, done.exception)
    found = json.loads(done.stdout)["findings"]
    assert {(one["code"], one["of"]) for one in found if one["fault"]} == {
        ("events-misdated", of) for of in faults
    }
    assert ("log-mixed" in {one["code"] for one in found}) == (kind == MIXED)


def test_given_a_mixed_log_when_backed_up_and_restored_then_it_is_mixed_still(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    assert run(folders[MIXED], "backup", str(tmp_path / "one.backup")).exit_code == 0
    done = run(tmp_path / "again", "restore", str(tmp_path / "one.backup"))
    assert done.exit_code == 0, done.output
    assert "jixiao split" in done.stdout


@pytest.mark.parametrize("words", [("up",), ("recover",), ("submit", "FILE")])
def test_given_a_mixed_log_when_acts_are_to_be_taken_then_the_way_out_is_named(
    folders: dict[str, Path],
    tmp_path: Path,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "acts.jsonl"
    actor = '{"id": "fin-01", "organisation": "652825-finance", "role": "finance"}'
    file.write_text(
        f'{{"subject": "{P1}", "command": "library.admit", "actor": {actor}}}\n', encoding="utf-8"
    )
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
    # when
    done = run(folders[MIXED], *(str(file) if word == "FILE" else word for word in words))
    # then
    assert done.exit_code == 1
    assert "jixiao split" in str(done.exception)
    assert len(str(done.exception).splitlines()) == 1


def test_given_a_mixed_log_when_a_worker_is_started_then_it_refuses(
    folders: dict[str, Path],
) -> None:
    url = sqlite_url(folders[MIXED] / "log.db")
    words = ["worker", "--address", "127.0.0.1:1", "--store", url]
    done = CliRunner().invoke(whole(), words)
    assert done.exit_code == 1
    assert isinstance(done.exception, LogRefused)
    assert "jixiao split" in str(done.exception)
