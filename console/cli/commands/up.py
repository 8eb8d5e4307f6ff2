"""`jixiao up`: the whole stack on this machine."""

from __future__ import annotations

import asyncio
import signal
from contextlib import closing

import typer
from rich.cells import set_cell_size
from rich.console import Console

from console import logs
from console.cli.commands.outbox import require_mail_settings
from console.cli.options import Data
from console.cli.render.kind_words import drill_line, rest_line, warn
from console.settings import data_dir, projection_path
from console.stack import Stack, running_stack
from projections.boards.followed_boards import followed_boards
from store import clock
from store.factory import open_log
from store.settings import without_password

READY = "已就绪，按 Ctrl-C 全部停止 / ready; Ctrl-C stops everything"
"""The line of a stack that takes acts."""

_LABEL = len("事件库 event log") + 3
"""Columns of a terminal: a Chinese character takes two."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(up)


def up(data: Data = None) -> None:
    """Run server, worker and web UI on this machine until Ctrl-C, and print their addresses.

    Ends by itself, exit 1, where the clock of this machine is behind the log. Exit 1 too where
    files of the log were gone when it was stopped.
    """
    logs.configure()
    require_mail_settings(data_dir(data))
    asyncio.run(_up_until_stopped(data))


async def _up_until_stopped(data: Data) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    directory = data_dir(data)
    async with running_stack(
        directory, skip_time=False, ui=True, say=print, notices=True, alarm=_alarm
    ) as stack:
        await asyncio.to_thread(_print_kind, stack)
        _print_addresses(stack)
        async with followed_boards(projection_path(directory), stack.store_url):
            await _first_of(stop, stack.refused)
        print("正在停止 / stopping")
        place = stack.notice.place()
        refused = stack.refused.is_set() or stack.files_gone
    print(f"已停止，数据保存在 / stopped; the data stays in {place}")
    if refused:
        raise typer.Exit(1)


def _alarm(line: str) -> None:
    warn(Console(), line)


async def _first_of(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for one in waiting:
        one.cancel()


def _print_kind(stack: Stack) -> None:
    """Print a warning about the log's dates, if needed before the first act."""
    with closing(open_log(stack.store_url)) as log:
        said = drill_line(log), rest_line(log, clock.now())
    for line, style in zip(said, ("bold red", "yellow"), strict=True):
        if line:
            warn(Console(), line, style)


def _print_addresses(stack: Stack) -> None:
    ui = stack.ui_address or "见 TEMPORAL_ADDRESS 所指服务器 / with the server that it names"
    _print_row("数据目录 data", str(stack.data_dir))
    _print_row("事件库 event log", without_password(stack.store_url))
    _print_row("引擎 Temporal", f"{stack.address} (namespace jixiao)")
    _print_row("网页 web UI", ui)
    print(READY, flush=True)


def _print_row(label: str, value: str) -> None:
    print(f"{set_cell_size(label, _LABEL)}  {value}")
