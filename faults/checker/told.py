"""The client's own record: what it sent, and what it was told of each sending."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faults.checker.canonical import request_hash

REUSED = "command-id-reused"


@dataclass(frozen=True, slots=True)
class Sending:
    """An act as it was sent; `outcome` is none where the client was told none."""

    request: dict[str, Any]
    outcome: dict[str, Any] | None

    @property
    def id(self) -> str:
        """The command id."""
        return str(self.request["command_id"])

    @property
    def hash(self) -> str:
        """The hash of its content."""
        return request_hash(self.request)

    @property
    def is_reuse(self) -> bool:
        """Whether it was refused because its id stands for another content."""
        return self.outcome is not None and self.outcome.get("code") == REUSED


def read_told(record: Path) -> list[Sending]:
    """Read a record; a line that a killed client had not finished was never acted upon."""
    requests: dict[str, dict[str, Any]] = {}
    outcomes: dict[str, dict[str, Any]] = {}
    for line in record.read_bytes().splitlines():
        try:
            read = json.loads(line)
        except ValueError:
            continue
        if read["what"] == "sent":
            requests[read["n"]] = read["request"]
        else:
            outcomes[read["n"]] = read["outcome"]
    return [Sending(request, outcomes.get(n)) for n, request in requests.items()]
