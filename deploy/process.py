"""A server process that never outlives the process that started it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from deploy.private_file import private
from deploy.tether import SAME_USER

TETHER = Path(__file__).with_name("tether.py")
LOG_TAIL_LINES = 8


class ServerProcess:
    """One running server: its pid, its log, and ways to end it.

    It runs in a session of its own, so that Ctrl-C reaches only the program that started it, which
    then stops it in good order. `tether.py` ties it to that program.
    """

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        *,
        inherit: Sequence[int] = (),
        user: str = SAME_USER,
        environ: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Start `command` in the directory of `log`, to which its output is appended.

        `inherit` are open descriptors that it keeps, `user` the system user that it runs as,
        `environ` what its environment has beside that of this process: no word of `command` may
        be a secret.
        Raises OSError if it cannot be started.
        """
        self.log = log
        self._log_start = log.stat().st_size if log.exists() else 0
        self._command = list(command)
        self._inherit = list(inherit)
        self._user = user
        self._environ = dict(environ)
        self._started = threading.Event()
        self._failure: OSError | None = None
        # The kernel takes the thread that started a child for its parent, so that thread must
        # live as long as the child: this one does nothing else.
        threading.Thread(target=self._hold, name=f"holds {log.stem}", daemon=True).start()
        self._started.wait()
        if self._failure is not None:
            raise self._failure

    @property
    def pid(self) -> int:
        """The id of the running process."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._process.poll()

    def stop(self, request: signal.Signals = signal.SIGTERM, grace_seconds: float = 10.0) -> None:
        """Ask it to end, and kill it if it has not ended after the grace; no harm if it has."""
        if self.exit_code() is None:
            self._process.send_signal(request)
        try:
            self._process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it with SIGKILL and wait until it is gone."""
        if self.exit_code() is None:
            self._process.kill()
        self._process.wait()

    def output(self) -> str:
        """The log's text of this run."""
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")

    def last_words(self) -> str:
        """The end of its output, for an error message."""
        return "\n".join(self.output().splitlines()[-LOG_TAIL_LINES:])

    def _hold(self) -> None:
        try:
            self._process = self._spawn()
        except OSError as failure:
            self._failure = failure
            return
        finally:
            self._started.set()
        self._process.wait()

    def _spawn(self) -> "subprocess.Popen[bytes]":
        tether = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), self._user]
        with open(self.log, "ab", opener=private) as log:
            return subprocess.Popen(  # noqa: S603 - a program that this package chose
                [*tether, *self._command],
                cwd=self.log.parent,
                env=os.environ | self._environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=self._inherit,
                start_new_session=True,
                umask=0o077,
            )
