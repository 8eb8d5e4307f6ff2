"""A watch on what keeps acts from being taken, which reports each change once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from store.factory import open_log
from store.port import StoreUnavailable


class Watch(ABC):
    """Reports when acts on a log begin to wait for something, and (with null) when they go on."""

    def __init__(self, url: str, say: Callable[[str | None], None]) -> None:
        """Watch the log at `url` from now on."""
        self._log = open_log(url)
        self._say = say
        self._before: type[Exception] | None = None

    @abstractmethod
    def trouble(self) -> Exception | None:
        """The reason why acts wait; raises `StoreUnavailable` if nothing can be said now."""

    def look(self) -> None:
        """Check once; a log that does not answer is not checked."""
        try:
            why = self.trouble()
        except StoreUnavailable:
            return
        before, self._before = self._before, type(why) if why else None
        if self._before is not before:
            self._say(str(why) if why else None)

    def close(self) -> None:
        """Close the log."""
        self._log.close()
