"""A backup of the event log: one file with log, contents, settings and a manifest.

The file is a tar archive (`manifest.json`, `settings.json`, `log.db`), followed by the sha256 (hex)
of all its bytes (docs/decisions/1066-a-backup-is-one-sealed-file.md).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from store import clock
from store.backups.archive_parts import json_in, part
from store.backups.copies import become_another_copy, identity_in
from store.databases.sqlite import sqlite_uri, unavailable
from store.migrations import migrator as schema
from store.migrations.sqlite import migrate_sqlite, require_sqlite
from store.port import StoreUnavailable
from store.progress import Progress
from store.settings import is_postgres, sqlite_path

FORMAT = 1
"""The version of the backup file's layout."""

_LOG, _MANIFEST, _SETTINGS = "log.db", "manifest.json", "settings.json"
_PAGES = 512
_CHUNK = 1 << 20
_SEAL = 64

_NOT_OURS = (
    tarfile.TarError,
    LookupError,
    ValueError,
    TypeError,
    RecursionError,
    ArithmeticError,
    sqlite3.DatabaseError,
)


class NoBackup(Exception):  # noqa: N818 - the field's own name
    """A backup cannot be made or restored; the message is one line with the reason and advice."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a backup; `made_at` is the wall clock in UTC, `log_sha256` hexadecimal.

    `log_id` and `log_kind` are null if the tables had no identity yet, or the log no kind.
    """

    format: int
    schema: int
    made_at: str
    last_position: int
    events: int
    commands: int
    contents: int
    log_sha256: str
    log_id: str | None = None
    log_kind: str | None = None


def back_up(url: str, file: Path, settings: Mapping[str, str], progress: Progress) -> Manifest:
    """Write the log at a URL, as of one moment, to a new file; writers are not blocked.

    Raises `NoBackup` for PostgreSQL and for an existing file, `StoreUnavailable`.
    """
    if is_postgres(url):
        raise NoBackup(
            "事件库在 PostgreSQL 中，请用 pg_dump 备份、pg_restore 恢复 / "
            "the event log is in PostgreSQL: back it up with `pg_dump --format=custom`, "
            "and restore it with `pg_restore`"
        )
    source = sqlite_path(url)
    require_sqlite(source)
    if not file.parent.is_dir():
        raise NoBackup(f"{file.parent}: 不是目录 / is no directory")
    if file.exists():
        raise NoBackup(
            f"{file}: 已存在，不覆盖已有备份，请换文件名 / "
            "is there already, and no backup is overwritten"
        )
    with (
        _in_a_line(file, file),
        TemporaryDirectory(prefix=".jixiao-backup-", dir=file.parent) as scratch,
    ):
        copy = Path(scratch) / _LOG
        _copy(source, copy, progress)
        manifest = _manifest_of(copy)
        sealed = Path(scratch) / "sealed"
        _seal(sealed, copy, manifest, settings)
        sealed.chmod(0o600)
        os.link(sealed, file)  # never overwrites a file created meanwhile
    return manifest


def restore(file: Path, data_dir: Path, progress: Progress) -> tuple[Manifest, dict[str, str]]:
    """Make a data directory from a backup; returns its manifest and the settings stored in it.

    The directory must be empty or missing; it is created completely or not at all. The restored log
    has the same log id and a new copy id. Raises `NoBackup`.
    """
    with _in_a_line(file, data_dir):
        if data_dir.exists() and (not data_dir.is_dir() or any(data_dir.iterdir())):
            raise NoBackup(
                f"{data_dir}: 备份只能恢复到空目录 / "
                "a backup is restored into an empty directory only"
            )
        with _verified(file, progress) as archive:
            manifest, settings = _manifest_in(archive, file), _settings_in(archive)
            data_dir.parent.mkdir(parents=True, exist_ok=True)
            _make(data_dir, archive, manifest, file)
    return manifest, settings


def _make(data_dir: Path, archive: tarfile.TarFile, manifest: Manifest, file: Path) -> None:
    """Create the directory under a temporary name, and rename it when it is complete."""
    with TemporaryDirectory(prefix=".jixiao-restore-", dir=data_dir.parent) as scratch:
        made = Path(scratch) / "data"
        made.mkdir(mode=0o700)
        _unpack(archive, made / _LOG)
        if _manifest_of(made / _LOG, manifest) != manifest:
            raise NoBackup(
                f"{file}: 库与清单不符，请换用另一份备份 / "
                "the log does not match its manifest: restore another backup"
            )
        migrate_sqlite(made / _LOG)
        become_another_copy(made / _LOG)
        made.replace(data_dir)


def _copy(source: Path, copy: Path, progress: Progress) -> None:
    """Copy page by page within one read transaction, so that the copy is of one moment."""
    with (
        unavailable(source),
        closing(_connect(source, "ro")) as log,
        closing(_connect(copy)) as target,
    ):
        log.execute("BEGIN")
        log.execute(schema.SELECT_VERSION).fetchone()
        log.backup(target, pages=_PAGES, progress=lambda _, left, of: progress(of - left, of))
        target.execute("PRAGMA journal_mode=DELETE")


def _connect(path: Path, mode: str = "rwc") -> sqlite3.Connection:
    return sqlite3.connect(sqlite_uri(path, mode), uri=True, isolation_level=None)


def _manifest_of(log: Path, like: Manifest | None = None) -> Manifest:
    """The manifest of a copied log; `like` gives the parts that the log itself does not have."""
    with closing(_connect(log, "ro")) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise StoreUnavailable(
                f"事件库已损坏，请执行 jixiao doctor / "
                f"the event log is damaged: {verdict}; see `jixiao doctor`"
            )
        identity = identity_in(connection)
        return Manifest(
            format=like.format if like else FORMAT,
            schema=_number(connection, schema.SELECT_VERSION),
            made_at=like.made_at if like else clock.now().isoformat(timespec="seconds"),
            last_position=_number(connection, "SELECT MAX(rowid) FROM stored_events"),
            events=_number(connection, "SELECT COUNT(*) FROM stored_events"),
            commands=_number(connection, "SELECT COUNT(*) FROM command_log"),
            contents=_number(connection, "SELECT COUNT(*) FROM content"),
            log_sha256=_sha256_of(log),
            log_id=str(identity.id) if identity else None,
            log_kind=identity.kind.value if identity and identity.kind else None,
        )


def _number(connection: sqlite3.Connection, question: str) -> int:
    return connection.execute(question).fetchone()[0] or 0


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(file: Path, log: Path, manifest: Manifest, settings: Mapping[str, str]) -> None:
    """Write the archive, then the sha256 of all its bytes, and sync both to disk."""
    with tarfile.open(file, "w", format=tarfile.PAX_FORMAT) as archive:
        _add(archive, _MANIFEST, asdict(manifest))
        _add(archive, _SETTINGS, dict(settings))
        archive.add(log, _LOG, filter=_anonymous)
    digest = _sha256_of(file)
    with file.open("ab") as sealed:
        sealed.write(digest.encode())
        sealed.flush()
        os.fsync(sealed.fileno())


def _add(archive: tarfile.TarFile, name: str, content: Mapping[str, Any]) -> None:
    text = (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    entry = _anonymous(tarfile.TarInfo(name))
    entry.size = len(text)
    archive.addfile(entry, io.BytesIO(text))


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


@contextmanager
def _verified(file: Path, progress: Progress) -> Iterator[tarfile.TarFile]:
    """The archive of a backup, after checking every byte by the sha256."""
    if not stat.S_ISREG(file.stat().st_mode):
        raise NoBackup(f"{file}: 不是普通文件 / is no file: a folder, a device or a pipe")
    with file.open("rb") as backup:
        size = os.fstat(backup.fileno()).st_size - _SEAL
        digest = hashlib.sha256()
        for done in range(0, max(size, 0), _CHUNK):
            digest.update(backup.read(min(_CHUNK, size - done)))
            progress(min(done + _CHUNK, size), size)
        if size <= 0 or backup.read() != digest.hexdigest().encode():
            raise NoBackup(
                f"{file}: 已损坏、不完整或不是备份，请换用另一份 / "
                "is damaged, cut short, or no backup: restore another one"
            )
        backup.seek(0)
        with tarfile.open(fileobj=backup, mode="r:") as archive:
            yield archive


def _manifest_in(archive: tarfile.TarFile, file: Path) -> Manifest:
    """The manifest; raises `NoBackup` if a newer program wrote it."""
    told = json_in(archive, _MANIFEST)
    datetime.fromisoformat(told["made_at"])
    if int(told["format"]) > FORMAT or int(told["schema"]) > len(schema.STEPS):
        raise NoBackup(
            f"{file}: 由较新版本的 jixiao 制作，请安装该版本 / "
            f"was made by a newer jixiao (format {told['format']}, tables of version "
            f"{told['schema']}; this program knows {FORMAT} and {len(schema.STEPS)}): install it"
        )
    return Manifest(**told)


def _settings_in(archive: tarfile.TarFile) -> dict[str, str]:
    told = json_in(archive, _SETTINGS)
    if not all(isinstance(value, str) for value in told.values()):
        raise TypeError(f"{_SETTINGS} has a value that is no text")
    return told


def _unpack(archive: tarfile.TarFile, to: Path) -> None:
    with part(archive, archive.getmember(_LOG)) as found, to.open("xb") as file:
        to.chmod(0o600)
        shutil.copyfileobj(found, file, _CHUNK)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _in_a_line(file: Path, written: Path) -> Iterator[None]:
    """Turn errors of the archive, the copied log or the disk into one line."""
    try:
        yield
    except OSError as error:
        raise NoBackup(
            f"{error.filename or written}: 无法读写 / {error.strerror or error}"
        ) from error
    except _NOT_OURS as error:
        raise NoBackup(
            f"{file}: 不是本程序的备份 / is no backup of this program: {error}"
        ) from error
