"""The pinned Temporal server with a clock that a test moves; no part of the product finds it."""

from testkit.shifted_engine.build import obtain_shifted
from testkit.shifted_engine.patch import CLOCK_SHIFT

__all__ = ["CLOCK_SHIFT", "obtain_shifted"]
