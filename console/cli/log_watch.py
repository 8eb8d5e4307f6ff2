"""Whether the files of the log are there, looked at from time to time and said once."""

from __future__ import annotations

from collections.abc import Callable

from store.factory import open_log
from store.port import FilesGone, StoreUnavailable

BACK = "日志文件已恢复原处，继续办理 / the files of the log are back: acts go on"


class LogWatch:
    """Says which file of a log is gone, once, and with none when all have their names back."""

    def __init__(self, url: str, say: Callable[[str | None], None]) -> None:
        """Watch from now on the log at `url`."""
        self._log = open_log(url)
        self._say = say
        self.is_gone = False
        self.look()

    def look(self) -> None:
        """Look once; another reason for which the log does not answer says nothing of its files."""
        try:
            self._log.last_position()
        except FilesGone as why:
            self._note(str(why))
        except StoreUnavailable:
            return
        else:
            self._note(None)

    def _note(self, why: str | None) -> None:
        before, self.is_gone = self.is_gone, why is not None
        if self.is_gone is not before:
            self._say(why)

    def close(self) -> None:
        """Leave the log."""
        self._log.close()
