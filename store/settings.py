"""The setting for the event log's place: `JIXIAO_STORE`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urlsplit

JIXIAO_STORE = "JIXIAO_STORE"
"""The environment variable with the URL of the event log."""

_POSTGRES = ("postgresql", "postgres")


_BEFORE_HOST = re.compile(r"(://[^\s:/@?]*):.*@", re.DOTALL)
_PARAMETER = re.compile(r"([?&]([^=&\s]*)=)[^&\s]*")
_IN_TEXT = re.compile(r"\bpostgres(?:ql)?://\S*")
_HIDDEN = "***"


class BadStoreUrl(ValueError):  # noqa: N818 - the field's own name
    """The setting is not a URL of an event log; the message gives the expected form."""


def store_url(data_dir: Path, environ: Mapping[str, str] = os.environ) -> str:
    """The URL of the event log: from the setting, otherwise a SQLite file in the data directory."""
    return environ.get(JIXIAO_STORE) or sqlite_url(data_dir / "log.db")


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite://{quote(str(path.absolute()))}"


def is_postgres(url: str) -> bool:
    """Whether a URL is for PostgreSQL; raises `BadStoreUrl` if it is for neither database."""
    scheme = _parts(url).scheme
    if scheme not in {*_POSTGRES, "sqlite"}:
        raise BadStoreUrl(
            f"{JIXIAO_STORE} 应为 sqlite:/// 加绝对路径或 postgresql:// 开头的地址 / "
            f"{JIXIAO_STORE} must be sqlite:///absolute/path/log.db or postgresql://..., "
            f"not {scheme or 'a bare path'}"
        )
    return scheme in _POSTGRES


def sqlite_path(url: str) -> Path:
    """The file of a `sqlite:` URL; raises `BadStoreUrl` when the path is not absolute."""
    parts = _parts(url)
    path = Path(unquote(parts.path))
    if parts.netloc or not path.is_absolute() or "\0" in str(path):
        shown = without_password(url)
        raise BadStoreUrl(
            f"{shown} 应有三条斜线和绝对路径 / {shown} must have three slashes and an absolute path"
        )
    return path


def without_password(url: str) -> str:
    """A URL for display: stars replace its password, even if the URL is invalid."""
    return _PARAMETER.sub(_hidden, _BEFORE_HOST.sub(rf"\1:{_HIDDEN}@", url))


def has_password(url: str) -> bool:
    """Whether a URL contains a password."""
    return without_password(url) != url


def hide_passwords(text: str) -> str:
    """A text in which stars replace the passwords in URLs of event logs."""
    return _IN_TEXT.sub(lambda found: without_password(found[0]), text)


def _hidden(parameter: re.Match[str]) -> str:
    secret = "password" in unquote(parameter[2]).lower()
    return parameter[1] + _HIDDEN if secret else parameter[0]


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        shown = without_password(url)
        why = "" if has_password(url) else f": {error}"
        raise BadStoreUrl(
            f"{JIXIAO_STORE}: {shown} 不是地址 / {JIXIAO_STORE}: {shown} is no URL{why}"
        ) from None
