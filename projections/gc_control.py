"""Control of the garbage collector: it pauses."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Fold without Python's cycle collector: states have no cycles, and it costs a sixth.

    (docs/performance-notes.md, 0404)
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
