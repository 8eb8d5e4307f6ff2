"""`python -m testkit.shifted_stack SECONDS DATA` is `jixiao up` with shifted clocks, without UI.

Server and worker are processes of their own, each with the same constant shift.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from console import logs
from console.cli.private_files import keep_others_out
from console.stack import running_stack
from store import clock
from testkit.shifted_clock import ShiftedClock, shifted_programs

READY = "ready"


async def _until_stopped(shift: int, data: Path) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    programs = await asyncio.to_thread(shifted_programs, shift)
    async with running_stack(
        data, skip_time=False, ui=False, say=_say, own_engine=True, notices=True, programs=programs
    ):
        _say(READY)
        await stop.wait()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(words: list[str]) -> None:
    """Run the stack until SIGTERM or SIGINT."""
    shift, data = words
    keep_others_out()
    logs.configure()
    clock.install(ShiftedClock(int(shift)))
    asyncio.run(_until_stopped(int(shift), Path(data)))


if __name__ == "__main__":
    main(sys.argv[1:])
