"""The watch on the files of the log."""

from __future__ import annotations

from collections.abc import Callable

from console.cli.watch import Watch
from store.port import FilesGone

BACK = "日志文件已恢复原处，继续办理 / the files of the log are back: acts go on"


class LogWatch(Watch):
    """A watch on the files of a log, without which no act may be taken."""

    def __init__(self, url: str, say: Callable[[str | None], None]) -> None:
        """Watch the log at `url` from now on, and look at once."""
        super().__init__(url, say)
        self.look()

    @property
    def is_gone(self) -> bool:
        """Whether a file was gone when this looked last."""
        return self._before is not None

    def trouble(self) -> FilesGone | None:
        """The message that a file of the log is gone; none for any other failure of the log."""
        try:
            self._log.last_position()
        except FilesGone as why:
            return why
        return None
