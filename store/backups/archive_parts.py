"""Safe reading of the parts of an untrusted archive."""

from __future__ import annotations

import json
import tarfile
from typing import IO, Any

_LARGEST_JSON = 1 << 20


def part(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    """A part's content; raises `ValueError` for a link, a device, or a file with holes in it."""
    found = archive.extractfile(entry) if entry.isreg() and not entry.issparse() else None
    if found is None:
        raise ValueError(f"{entry.name} is no plain file")
    return found


def json_in(archive: tarfile.TarFile, name: str) -> dict[str, Any]:
    """A part that is a JSON object; raises `KeyError`, `ValueError`, `TypeError`."""
    entry = archive.getmember(name)
    if entry.size > _LARGEST_JSON:
        raise ValueError(f"{name} has {entry.size} bytes")
    with part(archive, entry) as found:
        content = json.load(found)
    if not isinstance(content, dict):
        raise TypeError(f"{name} is no JSON object")
    return content
