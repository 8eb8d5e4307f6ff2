"""The whole stack on this machine: engine, namespace, search attributes, worker and web UI."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from activities.messages import NAMESPACE
from console import logs
from console.cli.clock_watch import ClockWatch
from console.cli.log_watch import BACK, LogWatch
from console.cli.private_files import make_data_dir
from console.engine.binding import bind, binding_of, bound_to, require_ours, say_embedded
from console.engine.connection import connect
from console.engine.home import HomeWatch, leave_original, take_home
from console.engine.running_notice import RunningNotice
from console.engine.worker_process import (
    REFUSALS,
    USUAL_PROGRAMS,
    Programs,
    await_worker,
    last_line,
    start_worker,
)
from console.settings import TEMPORAL_ADDRESS, store_url
from deploy.engine import (
    EngineError,
    EngineProcess,
    prepare_namespace,
    prepare_search_attributes,
    start_engine,
)
from deploy.process import ServerProcess
from store.factory import home_at, migrate_tables, settle_kind, use_here
from store.home import require_home
from store.kind import require_kind
from store.port import LogIdentity, LogKind, LogRefused

Say = Callable[[str], None]


_MOVED = "；数据目录现在 the data directory is now {}"

_LOOK_SECONDS = 1.0


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
        """Hold the data directory open until the notice is closed."""
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

    A server named by TEMPORAL_ADDRESS is used unless `own_engine`. With `notices` the worker sends
    notices. `alarm` receives the messages that nobody may overlook; the default is `say`. With
    `skip_time` the stack is a drill's, and a new log becomes a simulated log. With `takes_over`
    this stack becomes the only one for a log that was copied or moved here. Raises `EngineError`.
    Raises `LogRefused` if no stack may run on this log, if this engine serves another log, or if
    the log is a copy of a log that is in use elsewhere.
    """
    logs.engine_too()
    kind = LogKind.SIMULATED if skip_time else LogKind.REAL
    named = None if own_engine else os.environ.get(TEMPORAL_ADDRESS)
    url, identity = await asyncio.to_thread(
        _prepared, data_dir, kind, say, takes_over=takes_over, embedded=not named
    )
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

    If the worker ended because the engine is bound to another log, or if another place took the
    log over, the body is cancelled and `LogRefused` raised.
    """
    over, body, refused = asyncio.Event(), asyncio.current_task(), list[LogRefused]()
    watch = ClockWatch(stack.store_url, partial(_tell_clock, stack, say))
    files = LogWatch(stack.store_url, partial(_tell_files, stack, say))
    home = HomeWatch(stack.store_url)

    async def mend() -> None:
        try:
            await _mend(stack, over, watch, files, home, say)
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
        home.close()


async def _mend(
    stack: Stack,
    over: asyncio.Event,
    watch: ClockWatch,
    files: LogWatch,
    home: HomeWatch,
    say: Say,
) -> None:
    while not over.is_set():
        await asyncio.to_thread(home.look)
        if stack.engine is not None and stack.engine.is_down:
            await _restart_engine(stack.engine, say)
        await asyncio.to_thread(files.look)
        await asyncio.to_thread(watch.look)
        code = stack.worker.exit_code()
        if code in REFUSALS:
            say(last_line(stack.worker))
            stack.refused.set()
            return
        if code is not None and not files.is_gone:  # a new worker would open other files as the log
            await _require_still_ours(stack)
            say(
                f"工作进程已退出（{code}），正在重新启动 / "
                f"the worker ended ({code}), starting it again"
            )
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
    say(f"引擎已退出，正在 {address} 重新启动 / the server ended, starting it again at {address}")
    try:
        await asyncio.to_thread(engine.restart)
    except EngineError as error:
        say(f"引擎未能启动，将再试 / the server did not start, trying again: {error}")
    else:
        say(f"引擎已恢复 / the server is back at {address}")


def _prepared(
    data_dir: Path, kind: LogKind, say: Say, *, takes_over: bool = False, embedded: bool = True
) -> tuple[str, LogIdentity]:
    tightened = make_data_dir(data_dir)
    if tightened is not None:
        say(tightened)
    url = store_url(data_dir)
    report = migrate_tables(url)
    if report.before == 0 and kind is LogKind.REAL:
        say(f"新建事件库 / a new event log: {report.place}")
    require_kind(settle_kind(url, kind), kind)
    if takes_over:
        take_home(data_dir, url, say)
    if embedded:  # a server of TEMPORAL_ADDRESS serves one copy: its binding decides
        leave_original(data_dir, url, say)
    use_here(url)
    return url, settle_kind(url)


async def _announce(stack: Stack) -> None:
    try:
        await asyncio.to_thread(await_worker, stack.worker)
    except EngineError:
        require_home(home_at(stack.store_url))  # another place took the log over meanwhile
        raise
    stack.notice.write()


def _tell_clock(stack: Stack, say: Say, why: str | None) -> None:
    stack.notice.note("clock", why)  # before the line is printed, so that both agree
    say(
        why or "本机时钟已恢复正常，继续办理 / the clock of this machine is right again: acts go on"
    )


def _tell_files(stack: Stack, say: Say, gone: str | None) -> None:
    stack.files_gone = gone is not None
    place = stack.notice.place()
    if gone and place != stack.data_dir and place.exists():
        gone = f"{gone}{_MOVED.format(place)}"
    stack.notice.note("log", gone)
    (stack.alarm if gone else say)(gone or BACK)
