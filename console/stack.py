"""The whole stack on this machine: engine, namespace, search attributes, worker and web UI."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from temporalio.client import Client

from activities.messages import NAMESPACE
from console import logs
from console.cli.clock_watch import CLOCK_WRONG, ClockWatch
from console.cli.log_watch import BACK, LogWatch
from console.cli.private_files import make_data_dir
from console.engine.binding import bind, binding_of, bound_to, require_ours, say_embedded
from console.engine.home import take_home
from console.engine.running_notice import RunningNotice
from console.settings import TEMPORAL_ADDRESS, store_url
from deploy.engine import (
    EngineError,
    EngineProcess,
    ServerBuild,
    prepare_namespace,
    prepare_search_attributes,
    start_engine,
)
from deploy.process import ServerProcess
from store.factory import migrate, settle_kind, use_here
from store.kind import require_kind
from store.port import LogIdentity, LogKind, LogRefused
from store.settings import JIXIAO_STORE

Say = Callable[[str], None]


class WorkerRefused(EngineError):  # noqa: N818 - what it says
    """A worker may not run on this log now; the message is the worker's own line for people."""


_REFUSALS = (2, CLOCK_WRONG)
"""Exit codes after which a new worker would fail in the same way: wrong input, or the clock."""

_WORKER_SECONDS = 60.0
_ENGINE_SECONDS, _ENGINE_PAUSE = 15.0, 0.2
"""The time to wait for an engine that does not answer, and the pause between two tries."""
_LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs of a stack: the command prefix of the worker, and the server.

    Without a server, `deploy.obtain` finds one.
    """

    worker: tuple[str, ...] = (sys.executable, "-m", "console", "worker")
    server: ServerBuild | None = None


USUAL_PROGRAMS = Programs()


@dataclass(slots=True)
class Stack:
    """A running stack; `engine` is `None` if it uses an external server."""

    data_dir: Path
    store_url: str
    identity: LogIdentity
    address: str
    ui_address: str | None
    engine: EngineProcess | None
    worker: ServerProcess
    notices: bool = False
    programs: Programs = USUAL_PROGRAMS
    alarm: Say = print
    files_gone: bool = False
    notice: RunningNotice = field(init=False)
    refused: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when no worker runs and none may start: the stack has to stop."""

    def __post_init__(self) -> None:
        """Hold on to the data directory, until the notice is closed."""
        self.notice = RunningNotice(self.data_dir, self.address, self.ui_address)

    def restart_worker(self) -> None:
        """Start a worker again after the last one ended."""
        self.worker = start_worker(
            self.data_dir,
            self.address,
            self.store_url,
            notices=self.notices,
            programs=self.programs,
        )


@asynccontextmanager
async def running_stack(
    data_dir: Path,
    *,
    skip_time: bool,
    ui: bool,
    say: Say,
    own_engine: bool = False,
    notices: bool = False,
    programs: Programs = USUAL_PROGRAMS,
    alarm: Say | None = None,
    takes_over: bool = False,
) -> AsyncIterator[Stack]:
    """Start everything on a data directory and stop it all at the end.

    A server named by TEMPORAL_ADDRESS is used unless `own_engine`; with `notices` the worker sends
    them. `alarm` is given what nobody may overlook, by default `say` is. With `skip_time` it is a
    drill's, and a new log is one. With `takes_over` a log that was copied or moved here goes on
    here alone. Raises `EngineError`, and `LogRefused` where nothing may run on this log, or not for
    it on this engine, or the log is a copy of one in use elsewhere.
    """
    logs.engine_too()
    kind = LogKind.SIMULATED if skip_time else LogKind.REAL
    url, identity = await asyncio.to_thread(_prepared, data_dir, kind, say, takes_over)
    named = None if own_engine else os.environ.get(TEMPORAL_ADDRESS)
    engine = (
        None
        if named
        else await asyncio.to_thread(
            start_engine,
            data_dir / "engine",
            skip_time=skip_time,
            ui=ui,
            say=say,
            build=programs.server,
        )
    )
    try:
        address = named or (engine.engine.address if engine else "")
        await prepare_namespace(address, NAMESPACE, bound_to(identity))
        client = await connect(address)
        await bind(client, identity, data_dir / "engine" if engine else None)
        if engine is not None:
            await say_embedded(client, data_dir)
        await prepare_search_attributes(address, NAMESPACE)
        stack = Stack(
            data_dir,
            url,
            identity,
            address,
            engine.engine.ui_address if engine else None,
            engine,
            start_worker(data_dir, address, url, notices=notices, programs=programs),
            notices,
            programs,
            alarm or say,
        )
        try:
            await _announce(stack)
            async with _mending(stack, say):
                yield stack
        finally:
            stack.notice.close()
            await asyncio.to_thread(stack.worker.stop)
    finally:
        if engine is not None:
            await asyncio.to_thread(engine.stop)


@asynccontextmanager
async def _mending(stack: Stack, say: Say) -> AsyncIterator[None]:
    """Restart server and worker whenever they die; their work goes on.

    If the worker ended because the engine is bound to another log, the body is cancelled and
    `LogRefused` raised.
    """
    over, body, refused = asyncio.Event(), asyncio.current_task(), list[LogRefused]()
    watch = ClockWatch(stack.store_url, partial(_tell_clock, stack, say))
    files = LogWatch(stack.store_url, partial(_tell_files, stack, say))

    async def mend() -> None:
        try:
            await _mend(stack, over, watch, files, say)
        except LogRefused as error:
            refused.append(error)
            if body is not None and not over.is_set():
                body.cancel()

    mending = asyncio.create_task(mend())
    try:
        yield
    except asyncio.CancelledError:
        if not refused or body is None:
            raise
        body.uncancel()
        raise refused[0] from None
    finally:
        over.set()
        await mending  # let a start under way finish, then stop it
        watch.close()
        files.close()


async def _mend(
    stack: Stack, over: asyncio.Event, watch: ClockWatch, files: LogWatch, say: Say
) -> None:
    while not over.is_set():
        if stack.engine is not None and stack.engine.is_down:
            await _restart_engine(stack.engine, say)
        await asyncio.to_thread(files.look)
        await asyncio.to_thread(watch.look)
        code = stack.worker.exit_code()
        if code in _REFUSALS:
            say(_last_line(stack.worker))
            stack.refused.set()
            return
        if code is not None and not files.is_gone:  # a new one would take other files for the log
            await _require_still_ours(stack)
            say(f"the worker ended ({code}), starting it again")
            stack.restart_worker()
            watch.begin()
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), _LOOK_SECONDS)


async def _require_still_ours(stack: Stack) -> None:
    """Raise `LogRefused` if the engine is now bound to another log or copy."""
    with suppress(EngineError):  # unreachable: the next worker finds out
        found = await binding_of(await connect(stack.address), stack.identity)
        require_ours(found, stack.identity)


async def _restart_engine(engine: EngineProcess, say: Say) -> None:
    """Restart the server on its ports and its database; retry a failed start."""
    address = engine.engine.address
    say(f"the server ended, starting it again at {address}")
    try:
        await asyncio.to_thread(engine.restart)
    except EngineError as error:
        say(f"the server did not start, trying again: {error}")
    else:
        say(f"the server is back at {address}")


def _prepared(data_dir: Path, kind: LogKind, say: Say, takes_over: bool) -> tuple[str, LogIdentity]:
    tightened = make_data_dir(data_dir)
    if tightened is not None:
        say(tightened)
    url = store_url(data_dir)
    migrate(url, first_use=kind)
    require_kind(settle_kind(url), kind)
    if takes_over:
        take_home(data_dir, url, say)
    use_here(url)
    return url, settle_kind(url)


async def _announce(stack: Stack) -> None:
    await asyncio.to_thread(await_worker, stack.worker)
    stack.notice.write()


def _tell_clock(stack: Stack, say: Say, why: str | None) -> None:
    say(
        why or "本机时钟已恢复正常，继续办理 / the clock of this machine is right again: acts go on"
    )
    stack.notice.note("clock", why)


def _tell_files(stack: Stack, say: Say, gone: str | None) -> None:
    stack.files_gone = gone is not None
    (stack.alarm if gone else say)(gone or BACK)
    stack.notice.note("log", gone)


def start_worker(
    data_dir: Path,
    address: str,
    url: str,
    *,
    notices: bool = False,
    programs: Programs = USUAL_PROGRAMS,
) -> ServerProcess:
    """Start a worker as a separate process that ends with this one.

    Its environment names the log, because other users can see the arguments of a process, and a
    password in them.
    """
    command = [*programs.worker, "--address", address]
    if notices:
        command += ["--notices", str(data_dir)]
    return ServerProcess(command, data_dir / "worker.log", environ={JIXIAO_STORE: url})


def await_worker(worker: ServerProcess) -> None:
    """Wait until a worker polls; raises `EngineError` if it ends before or may not run."""
    give_up = time.monotonic() + _WORKER_SECONDS
    while "ready" not in worker.output():
        if worker.exit_code() in _REFUSALS:
            raise WorkerRefused(_last_line(worker))
        if worker.exit_code() is not None or time.monotonic() > give_up:
            raise EngineError(
                f"工作进程未能启动 / the worker did not start:\n{worker.last_words()}"
            )
        time.sleep(0.05)


def _last_line(worker: ServerProcess) -> str:
    return worker.last_words().rpartition("\n")[2]


async def connect(address: str) -> Client:
    """A client of the engine, which may be restarting.

    Raises `EngineError` if it does not answer in time.
    """
    logs.engine_too()
    give_up = time.monotonic() + _ENGINE_SECONDS
    while True:
        try:
            return await Client.connect(address, namespace=NAMESPACE)
        except RuntimeError as error:  # the client's error if it cannot connect
            if time.monotonic() > give_up:
                raise EngineError(
                    f"引擎 {address} 不应答，请确认 jixiao up 正在运行 / "
                    f"the engine at {address} does not answer: {error}"
                ) from error
        await asyncio.sleep(_ENGINE_PAUSE)
