"""Files for their user alone, whatever the umask."""

import os
from pathlib import Path


def private(path: str | Path, flags: int) -> int:
    """Open a file for its user alone where it is made: an `opener` of `open`."""
    return os.open(path, flags, 0o600)


def write_private(path: Path, text: str) -> None:
    """Write a text as UTF-8 into a file that is made for its user alone."""
    with open(path, "w", encoding="utf-8", opener=private) as file:
        file.write(text)
