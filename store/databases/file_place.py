"""The place of a file: values that stay the same if it is moved, but not if it is copied."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_MACHINE_ID = Path("/etc/machine-id")


def place_of_file(path: Path) -> Mapping[str, str]:
    """The machine, the device, the number of the file on it, and the path without links."""
    found = path.stat()
    return {
        "machine": _machine(),
        "device": str(found.st_dev),
        "inode": str(found.st_ino),
        "path": str(path.resolve()),
    }


def _machine() -> str:
    """The id of this machine; empty where the system keeps none, as in a container."""
    with suppress(OSError):
        return _MACHINE_ID.read_text().strip()
    return ""
