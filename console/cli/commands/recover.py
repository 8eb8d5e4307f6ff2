"""`jixiao recover`: start the workflows of all open subjects again from the log alone."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing
from typing import Annotated, Any

import typer
from rich.console import Console
from temporalio.service import RPCError

from activities.recovery import Recovered, Recovery
from console import logs
from console.cli.errors import complain
from console.cli.input.engine_address import prepared, require_address
from console.cli.options import AsJson, Data, StoreUrl
from console.cli.render.progress_bar import bar
from console.settings import data_dir, store_url
from deploy.errors import EngineError
from store.factory import open_log
from store.kind import require_kind
from store.port import EventLog, LogKind

TakeOver = Annotated[
    bool,
    typer.Option(
        "--take-over",
        help="Bind the engine to this copy of the log; the other copy's workers stop.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(recover)


def recover(
    data: Data = None, store: StoreUrl = None, takes_over: TakeOver = False, as_json: AsJson = False
) -> None:
    """Start every open subject's workflow again from the log, where it is lost or stuck.

    The log is only read: no act, notice or step is repeated. Closed subjects and workflows that run
    are left alone, so running it twice, or while all is well, does nothing. Business time goes on
    from now, in a drill from the last business instant in the log. Exit 1 for a subject that cannot
    be read from the log.

    An engine that is bound to another copy of this log, as after a backup was restored, is left
    alone unless --take-over: then it is bound to this one, and the workers of the other copy stop.
    """
    logs.configure()
    directory = data_dir(data)
    with closing(open_log(store_url(directory, store))) as log:
        recovered = asyncio.run(_recover(require_address(directory), log, takes_over))
    if as_json:
        print(json.dumps(_as_json(recovered), ensure_ascii=False, indent=2))
    else:
        _tell(recovered)
    if recovered.unreadable:
        raise typer.Exit(1)


async def _recover(address: str, log: EventLog, takes_over: bool) -> Recovered:
    identity = log.identity()
    require_kind(identity, LogKind.REAL)
    client = await prepared(address, identity, takes_over=takes_over)
    with bar(Console(stderr=True), "恢复 recovering") as progress:
        try:
            return await Recovery(client, log).run(progress)
        except (RPCError, ExceptionGroup) as error:
            away = error if isinstance(error, RPCError) else error.subgroup(RPCError)
            if away is None:
                raise
            raise EngineError(
                "引擎中断，请再次执行 jixiao recover，未完成的会继续 / the engine went away "
                f"({_first(away)}): run `jixiao recover` again, it does what is left"
            ) from error


def _first(error: BaseException) -> BaseException:
    """The first of a group of failures, or the failure itself."""
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


def _as_json(recovered: Recovered) -> dict[str, Any]:
    return {
        "started": recovered.started,
        "running": recovered.running,
        "closed": recovered.closed,
        "told": recovered.told,
        "unreadable": recovered.unreadable,
    }


def _tell(recovered: Recovered) -> None:
    for stream, why in recovered.unreadable.items():
        complain(
            f"{stream}: 无法读取，请执行 jixiao doctor / cannot be read: {why}; see `jixiao doctor`"
        )
    print(
        f"启动 started {len(recovered.started)}，在运行 running before {recovered.running}，"
        f"已办结 closed, not started {recovered.closed}，"
        f"无法读取 unreadable {len(recovered.unreadable)}"
    )
    if recovered.told:
        print(f"业务时间校正为现在 set to now {len(recovered.told)}")
    if recovered.started:
        print("下一步 next: jixiao doctor")
