"""The setting of the event log's place: `JIXIAO_STORE`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urlsplit

JIXIAO_STORE = "JIXIAO_STORE"
"""The environment variable that names the event log by its URL."""

_POSTGRES = ("postgresql", "postgres")


class BadStoreUrl(ValueError):  # noqa: N818 - the field's own name
    """The setting is no URL of an event log; the message says what is expected."""


def store_url(data_dir: Path, environ: Mapping[str, str] = os.environ) -> str:
    """The URL of the event log: the setting's, else a SQLite file in the data directory."""
    return environ.get(JIXIAO_STORE) or sqlite_url(data_dir / "log.db")


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite://{quote(str(path.absolute()))}"


def is_postgres(url: str) -> bool:
    """Whether a URL means PostgreSQL; raises `BadStoreUrl` when it means neither database."""
    scheme = _parts(url).scheme
    if scheme not in {*_POSTGRES, "sqlite"}:
        raise BadStoreUrl(
            f"{JIXIAO_STORE} must be sqlite:///absolute/path/log.db or postgresql://..., "
            f"not {scheme or 'a bare path'}"
        )
    return scheme in _POSTGRES


def sqlite_path(url: str) -> Path:
    """The file of a `sqlite:` URL; raises `BadStoreUrl` when the path is not absolute."""
    parts = _parts(url)
    path = Path(unquote(parts.path))
    if parts.netloc or not path.is_absolute() or "\0" in str(path):
        raise BadStoreUrl(f"{url} must have three slashes and an absolute path")
    return path


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise BadStoreUrl(f"{JIXIAO_STORE}: {url} is no URL: {error}") from error
