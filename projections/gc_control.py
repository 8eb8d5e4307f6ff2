"""Control of the garbage collector: it pauses, or skips objects that are already loaded."""

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


@contextmanager
def loaded_objects_frozen() -> Iterator[None]:
    """Freeze all objects loaded so far (modules, readers, rules), so that the collector skips them.

    (docs/performance-notes.md, 1169)
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
