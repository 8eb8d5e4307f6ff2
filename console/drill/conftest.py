"""The shared fixtures, in the tests of the drill too."""

from testkit.fixtures import bureau, log

__all__ = ["bureau", "log"]
