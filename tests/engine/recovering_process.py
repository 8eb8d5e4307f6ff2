"""`jixiao recover` in a process of its own that kills itself in the middle.

`python recovering_process.py DATA NAMESPACE STARTS`: it is over when so many workflows are started.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from temporalio.client import Client

from console.cli.command_list import whole
from console.cli.input import engine_address


class DeadlyClient(Client):
    """A client of a process that dies behind a start."""

    left = 0

    async def start_workflow(self, *arguments: Any, **given: Any) -> Any:
        started = await super().start_workflow(*arguments, **given)
        DeadlyClient.left -= 1
        if DeadlyClient.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return started


if __name__ == "__main__":
    data, namespace, starts = sys.argv[1:]
    DeadlyClient.left = int(starts)
    engine_address.NAMESPACE = namespace  # type: ignore[attr-defined]
    engine_address.Client = DeadlyClient  # type: ignore[attr-defined]
    whole()(["recover", "--data", data])
