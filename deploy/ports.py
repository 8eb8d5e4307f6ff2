"""The ports of one engine: free ones chosen at start, the same ones for as long as they are free.

They are drawn from below the range from which the system numbers outgoing connections: there a
client that keeps trying to reach a stopped server may be given the server's own port as its
source, and the server could not come back on it.
"""

import dataclasses
import json
import secrets
import socket
from pathlib import Path
from typing import Self

from deploy.private_file import write_private

LOCALHOST = "127.0.0.1"
FIRST_PORT, LAST_PORT = 20_000, 29_999


@dataclasses.dataclass(frozen=True)
class Ports:
    """Every port of one engine on 127.0.0.1."""

    frontend: int
    frontend_membership: int
    history: int
    history_membership: int
    matching: int
    matching_membership: int
    worker: int
    worker_membership: int
    ui: int

    @classmethod
    def choose(cls) -> Self:
        """Distinct ports that are free now."""
        chosen: set[int] = set()
        while len(chosen) < len(dataclasses.fields(cls)):
            chosen.add(free_port())
        return cls(*chosen)

    @classmethod
    def remembered(cls, file: Path) -> Self | None:
        """The ports written to `file` by an earlier run, if all of them are free now.

        Ports of that run that no engine has any more are left out.
        """
        names = {field.name for field in dataclasses.fields(cls)}
        try:
            written = json.loads(file.read_text()).items()
            ports = cls(**{name: port for name, port in written if name in names})
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        return ports if all(map(is_free, dataclasses.astuple(ports))) else None

    def remember(self, file: Path) -> None:
        """Write the ports to `file`, so that the next run keeps its addresses."""
        write_private(file, json.dumps(dataclasses.asdict(self), indent=1) + "\n")


def free_port() -> int:
    """A port that is free now."""
    while True:
        port = FIRST_PORT + secrets.randbelow(LAST_PORT - FIRST_PORT + 1)
        if is_free(port):
            return port


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCALHOST, port))
        except OSError:
            return False
    return True
