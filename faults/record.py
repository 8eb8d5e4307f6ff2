"""The client's own record: what it sent and what it was told, on disk before it goes on.

One JSON object a line. `sent` is written before an act leaves the client, `acknowledged` before
anybody is told of the outcome; `n` is the sending, so that each answer belongs to one.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


class Record:
    """A record that is only ever appended to."""

    def __init__(self, file: Path) -> None:
        """Append to `file`."""
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        if file.read_bytes()[-1:] not in {b"", b"\n"}:
            os.write(self._file, b"\n")  # a line that a killed client had not finished

    def sent(self, n: str, request: dict[str, Any]) -> None:
        """Write that an act is about to be sent."""
        self._append({"what": "sent", "n": n, "request": request})

    def acknowledged(self, n: str, outcome: dict[str, Any]) -> None:
        """Write what was told of a sending."""
        self._append({"what": "acknowledged", "n": n, "outcome": outcome})

    def _append(self, line: dict[str, Any]) -> None:
        os.write(self._file, json.dumps(line, ensure_ascii=False).encode() + b"\n")
        os.fsync(self._file)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)
