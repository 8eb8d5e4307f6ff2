"""A client in a process of its own, to be killed: sends one act and prints its outcome.

`python client_process.py ORDERS`: a JSON object with `address`, `namespace`, `request`, and `pid`,
the file into which the process writes its id before it sends.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from temporalio.client import Client

from activities.submission import submit
from domain.kernel.request import read_request


async def main(orders: dict[str, Any]) -> None:
    client = await Client.connect(
        orders["address"], namespace=orders["namespace"], identity="client"
    )
    outcome = await submit(client, read_request(orders["request"]))
    print(json.dumps(outcome, ensure_ascii=False), flush=True)  # noqa: T201 - its reply


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    Path(given["pid"]).write_text(str(os.getpid()))
    asyncio.run(main(given))
