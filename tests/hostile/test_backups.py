"""Backups that somebody made by hand, with a right seal."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from store import sqlite_url
from store.backups.backup import back_up
from tests.hostile.command_line import english, one_line, refused, run, says
from tests.hostile.mutations import examples, mutations

Parts = dict[str, bytes]
Entry = tuple[tarfile.TarInfo, bytes]


@pytest.fixture
def parts(data: Path, tmp_path: Path) -> Parts:
    """The parts of a sound backup by name."""
    file = tmp_path / "sound.backup"
    back_up(sqlite_url(data / "log.db"), file, {"SETTING": "值"}, lambda _done, _of: None)
    with tarfile.open(file) as archive:
        return {one.name: _read(archive, one) for one in archive.getmembers()}


def _read(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    part = archive.extractfile(entry)
    assert part is not None
    return part.read()


def plain(name: str, content: bytes) -> Entry:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    return entry, content


def special(name: str, kind: bytes, to: str = "") -> Entry:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, to
    return entry, b""


def sealed(file: Path, entries: list[Entry]) -> Path:
    """A backup of these entries, sealed as ours are."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.PAX_FORMAT) as made:
        for entry, content in entries:
            made.addfile(entry, io.BytesIO(content))
    file.write_bytes(archive.getvalue() + hashlib.sha256(archive.getvalue()).hexdigest().encode())
    return file


def with_json(name: str, change: Callable[[dict[str, Any]], object]) -> Callable[[Parts], Parts]:
    """The parts, one of which says something else."""

    def changed(parts: Parts) -> Parts:
        told = json.loads(parts[name])
        return {**parts, name: json.dumps(change(told) or told).encode()}

    return changed


def put(name: str, content: bytes) -> Callable[[Parts], Parts]:
    return lambda parts: {**parts, name: content}


MANIFEST, SETTINGS, LOG = "manifest.json", "settings.json", "log.db"


def restored(file: Path, tmp_path: Path) -> str:
    """The one line with which a backup is refused; nothing may be left behind."""
    before = sorted(tmp_path.iterdir())
    line = refused("restore", file, "--data", tmp_path / "restored")
    assert sorted(tmp_path.iterdir()) == before
    return line


@pytest.mark.parametrize(
    "change",
    [
        put(MANIFEST, b""),
        put(MANIFEST, b"[]"),
        put(MANIFEST, b"[" * 100_000),
        put(MANIFEST, b'{"format": ' + b"9" * 10_000 + b"}"),
        put(MANIFEST, b"{}" + b" " * (1 << 20)),
        put(MANIFEST, "{}".encode("utf-16")),
        with_json(MANIFEST, lambda told: told.update(format=[1])),
        with_json(MANIFEST, lambda told: told.update(schema="1")),
        with_json(MANIFEST, lambda told: told.update(made_at="\x1b[31m")),
        with_json(MANIFEST, lambda told: told.update(made_at=None)),
        with_json(MANIFEST, lambda told: told.update(events=0)),
        with_json(MANIFEST, lambda told: told.update(log_sha256="0" * 64)),
        with_json(MANIFEST, lambda told: told.update(more=1)),
        put(SETTINGS, b"[]"),
        put(SETTINGS, b'{"a": {"b": 1}}'),
        put(SETTINGS, b"null"),
        put(LOG, b""),
        put(LOG, b"SQLite format 3\0" + b"\xff" * 4096),
        put(LOG, b"text"),
    ],
)
def test_a_part_that_says_something_else_is_refused_and_nothing_is_made(
    parts: Parts, tmp_path: Path, change: Callable[[Parts], Parts]
) -> None:
    made = sealed(tmp_path / "x.backup", [plain(*part) for part in change(parts).items()])
    assert restored(made, tmp_path).startswith(f"{made}: ")


@pytest.mark.parametrize("name", [MANIFEST, SETTINGS, LOG])
@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE, None],
)
def test_a_part_that_is_no_plain_file_is_refused_and_nothing_is_made(
    parts: Parts, tmp_path: Path, name: str, kind: bytes | None
) -> None:
    # given a link to another part or out of the archive, a device, a folder, or nothing at all
    for to in ("../../etc/passwd", LOG, SETTINGS):
        entries = [plain(*part) for part in parts.items() if part[0] != name]
        if kind is not None:
            entries.append(special(name, kind, to))
        made = sealed(tmp_path / "x.backup", entries)
        # then
        assert says(restored(made, tmp_path), f"{made}: is no backup of this program: ")


def test_a_log_with_holes_is_not_written_out(parts: Parts, tmp_path: Path) -> None:
    # given a log of which the archive says that it has a terabyte of zeros
    entry, content = plain(LOG, b"0\n")
    entry.pax_headers = {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.name": LOG,
        "GNU.sparse.realsize": str(1 << 40),
    }
    padded = content + b"\0" * (512 - len(content))
    entry.size = len(padded)
    rest = [plain(*part) for part in parts.items() if part[0] != LOG]
    made = sealed(tmp_path / "x.backup", [*rest, (entry, padded)])
    assert english(restored(made, tmp_path)) == (
        f"{made}: is no backup of this program: {LOG} is no plain file"
    )


def test_what_else_lies_in_an_archive_is_left_there(parts: Parts, tmp_path: Path) -> None:
    more = [plain("../outside", b"x"), plain("/outside", b"x"), special("a", tarfile.SYMTYPE, "/")]
    made = sealed(tmp_path / "x.backup", [*more, *[plain(*part) for part in parts.items()]])
    assert run("restore", made, "--data", tmp_path / "below" / "restored").code == 0
    assert [file.name for file in (tmp_path / "below" / "restored").iterdir()] == [LOG]
    assert not (tmp_path / "below" / "outside").exists()
    assert not (tmp_path / "outside").exists()


def test_settings_of_a_backup_cannot_write_to_the_terminal(parts: Parts, tmp_path: Path) -> None:
    told = put(SETTINGS, json.dumps({"A": "\x1b[31m\nB=1"}).encode())(parts)
    made = sealed(tmp_path / "x.backup", [plain(*part) for part in told.items()])
    ended = run("restore", made, "--data", tmp_path / "restored")
    assert ended.code == 0
    assert "\x1b" not in ended.out
    assert "A=\\x1b[31m\\nB=1" in ended.out


@examples(25)
@given(content=mutations(b"a backup" * 100))
def test_whatever_else_is_handed_in_is_no_backup(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.backup"
    file.write_bytes(content)
    assert says(restored(file, tmp_path), f"{file}: is damaged, cut short, or no backup")


def test_places_where_nothing_can_be_restored_are_one_line(parts: Parts, tmp_path: Path) -> None:
    made = sealed(tmp_path / "x.backup", [plain(*part) for part in parts.items()])
    for place in (made / "below", made, Path("/dev/null/x"), tmp_path / ("n" * 300)):
        assert one_line(refused("restore", made, "--data", place))
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path, tmp_path / "missing", tmp_path / "pipe", Path("/dev/zero")):
        assert refused("restore", file, "--data", tmp_path / "r").startswith(f"{file}: ")
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize("field", ["format", "schema", "events"])
def test_a_manifest_with_a_number_beyond_all_numbers_is_one_line(
    parts: Parts, tmp_path: Path, field: str
) -> None:
    manifest = json.dumps({**json.loads(parts["manifest.json"]), field: 0})
    content = manifest.replace(f'"{field}": 0', f'"{field}": 1e999').encode()
    made = {**parts, "manifest.json": content}
    file = sealed(tmp_path / "x.backup", [plain(name, part) for name, part in made.items()])
    assert refused("restore", file, "--data", tmp_path / "new").startswith(f"{file}: ")
    assert not (tmp_path / "new").exists()
