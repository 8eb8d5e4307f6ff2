"""The end of a process that may have used the engine's client."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from typing import NoReturn


def leave(ended: SystemExit) -> NoReturn:
    """End the process with the result `ended`, without shutting the interpreter down.

    A thread of the engine's client outlives its last answer by a moment. If it meets an interpreter
    that shuts down, the process aborts after all its work is done.
    """
    if "temporalio" not in sys.modules:
        raise ended
    code = ended.code
    if isinstance(code, str):
        print(code, file=sys.stderr)
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):
            stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))
