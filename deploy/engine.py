"""The embedded engine: a real Temporal server on this machine, its data in one directory.

Everything it writes is under the data directory: `temporal.db` (SQLite), the configuration, the
logs, the ports of the last run. A second start on the same directory goes on with the database.
The server and the web UI never outlive the process that started them (see `tether.py`), and a
lock that the server holds as well keeps two engines from one directory.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.configuration import DATABASE, write_configuration
from deploy.errors import DataDirectoryInUseError, EngineError, PortTakenError
from deploy.filelock import try_lock
from deploy.membership import forget_members
from deploy.namespace import NAMESPACE, prepare_namespace, prepare_search_attributes
from deploy.obtain import SERVER, WEB_UI, obtain
from deploy.ports import LOCALHOST, Ports
from deploy.process import ServerProcess
from deploy.readiness import answers_get, takes_calls, wait_until_ready
from deploy.webui import start_web_ui

__all__ = [
    "NAMESPACE",
    "Engine",
    "EngineError",
    "EngineProcess",
    "ServerBuild",
    "prepare_namespace",
    "prepare_search_attributes",
    "start_engine",
]

Say = Callable[[str], None]
START_ATTEMPTS = 5
PORT_WAIT_SECONDS = 0.5
CLAIM_SECONDS = 2.0


@dataclass(frozen=True)
class Engine:
    """A running engine, as others reach it."""

    address: str
    """host:port of the frontend."""
    ui_address: str | None
    """http://host:port of the web UI, when started."""
    pid: int
    """Process id of the server."""
    data_dir: Path


@dataclass(frozen=True)
class ServerBuild:
    """A server program that the caller has, and what its environment has beside ours."""

    program: Path
    environ: Mapping[str, str] = field(default_factory=dict)


def start_engine(
    data_dir: Path,
    *,
    skip_time: bool,
    ui: bool = False,
    say: Say = print,
    build: ServerBuild | None = None,
) -> "EngineProcess":
    """Start the embedded server on `data_dir` and wait until it answers.

    `skip_time` lets workflows of this server skip time (drills and tests); `build` is the server to
    start instead of the one that is obtained. The result is a context manager that stops the
    server. Raises DataDirectoryInUseError if another process uses the directory, ServerMissingError
    if no server can be had, EngineError if it does not start.
    """
    process = EngineProcess(data_dir, skip_time=skip_time, ui=ui, say=say, build=build)
    process.restart()
    return process


class EngineProcess:
    """The server of one data directory, and its web UI when asked for."""

    def __init__(
        self,
        data_dir: Path,
        *,
        skip_time: bool,
        ui: bool,
        say: Say,
        build: ServerBuild | None = None,
    ) -> None:
        """Obtain the programs that are not given; `start_engine` starts them."""
        self._build = build or ServerBuild(obtain(SERVER, say))
        self._ui_program = obtain(WEB_UI, say) if ui else None
        self._data_dir = data_dir.resolve()
        self._skip_time = skip_time
        self._say = say
        self._ports: Ports | None = None
        self._lock: int | None = None
        self._server: ServerProcess | None = None
        self._ui: ServerProcess | None = None
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """Addresses and pid of the server, the last ones while it is down."""
        if self._engine is None:
            raise EngineError("引擎未启动 / the engine was not started")
        return self._engine

    @property
    def is_down(self) -> bool:
        """Whether the server does not run: it ended by itself, or was killed or stopped."""
        return self._server is None or self._server.exit_code() is not None

    def stop(self) -> None:
        """Stop the web UI and the server cleanly and let go of the data directory."""
        self._stop_processes()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def kill(self) -> None:
        """Kill the server with SIGKILL, as a crash would; `restart` brings it back."""
        if self._server is not None:
            self._server.kill()
            self._server = None

    def restart(self) -> None:
        """Start the server again on the same ports and data, stopping it first if it runs.

        Raises what `start_engine` raises, and then nothing is left running.
        """
        self._claim_data_dir()
        try:
            if self._server is not None:
                self._server.stop()
                self._server = None
            self._start()
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _claim_data_dir(self) -> None:
        # the system may still be clearing away an engine that was killed a moment ago
        deadline = time.monotonic() + CLAIM_SECONDS
        while self._lock is None and time.monotonic() < deadline:
            self._lock = try_lock(self._data_dir / "engine.lock")
            if self._lock is None:
                time.sleep(0.05)
        if self._lock is None:
            raise DataDirectoryInUseError(
                f"{self._data_dir} 正被另一进程使用，请先停止它或另选数据目录 / "
                f"{self._data_dir} is in use by another process: stop that one, "
                "or choose another data directory"
            )

    def _start(self) -> None:
        self._say(f"引擎 engine: 正在启动，数据在 / starting Temporal, data in {self._data_dir}")
        file = self._data_dir / "ports.json"
        for attempts_left in reversed(range(START_ATTEMPTS)):
            ports = self._ports or Ports.remembered(file) or Ports.choose()
            try:
                self._run_on(ports)
            except PortTakenError:
                self._stop_processes()
                if not attempts_left:
                    raise
                time.sleep(PORT_WAIT_SECONDS)
            else:
                ports.remember(file)
                return

    def _run_on(self, ports: Ports) -> None:
        ui = self._ui_program
        self._server = self._run_server(ports)
        ui_address = f"http://{LOCALHOST}:{ports.ui}" if ui else None
        if ui is not None and self._ui is None:
            self._ui = start_web_ui(ui, self._data_dir, ports, NAMESPACE)
            wait_until_ready(self._ui, lambda: answers_get(ports.ui, "/healthz"))
        self._ports = ports
        address = f"{LOCALHOST}:{ports.frontend}"
        self._engine = Engine(address, ui_address, self._server.pid, self._data_dir)

    def _run_server(self, ports: Ports) -> ServerProcess:
        forget_members(self._data_dir / DATABASE)
        file = write_configuration(self._data_dir, ports, skip_time=self._skip_time)
        program = str(self._build.program)
        command = [program, "--config-file", str(file), "--allow-no-auth", "start"]
        held = [] if self._lock is None else [self._lock]
        log, environ = self._data_dir / "temporal.log", self._build.environ
        server = ServerProcess(command, log, inherit=held, environ=environ)
        wait_until_ready(server, lambda: takes_calls(ports.frontend))
        return server

    def _stop_processes(self) -> None:
        for process in (self._ui, self._server):
            if process is not None:
                process.stop()
        self._ui = self._server = None
