"""Control of the garbage collector: it pauses, or skips what is already loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Fold without Python's cycle collector: no state has a cycle, and looking costs a sixth.

    (docs/performance-notes.md, 0404)
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def with_the_loaded_set_aside() -> Iterator[None]:
    """Leave all that is loaded by now (modules, readers, rules) out of the collector's looking.

    (docs/performance-notes.md, 1169)
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
