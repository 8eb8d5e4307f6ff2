"""The end of a process in which the engine's client may have been used."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from typing import NoReturn


def leave(ended: SystemExit) -> NoReturn:
    """End the process as `ended` says, without taking the interpreter apart.

    A thread of the engine's client lives a moment longer than its last answer. Where it meets an
    interpreter that is being taken apart, the process aborts with all its work done and said.
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
