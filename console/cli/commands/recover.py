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
from console.engine.home import take_home
from console.settings import data_dir, store_url
from deploy.errors import EngineError
from store.factory import home_at, open_log
from store.home import require_home
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
    """Start every open subject's workflow again from the log: lost, stuck, or differing from it.

    The log is only read: no act, notice or step is repeated. Closed subjects and workflows that
    hold what the log has are left alone, so running it twice, or while all is well, does nothing. A
    workflow of a subject that the log does not have is ended. Business time goes on from now, in a
    drill from the last business instant in the log. Exit 1 for a subject that cannot be read.

    An engine that is bound to another copy of this log, as after a backup was restored, is left
    alone unless --take-over: then it is bound to this one, the workers of the other copy stop, and
    every workflow begins again.
    """
    logs.configure()
    directory = data_dir(data)
    url = store_url(directory, store)
    address = require_address(directory)
    if takes_over:
        take_home(directory, url, complain)
    require_home(home_at(url))
    with closing(open_log(url)) as log:
        recovered = asyncio.run(_recover(address, log, takes_over))
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
            return await Recovery(client, log).run(progress, begins_all=takes_over)
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
        "begun_again": recovered.begun_again,
        "ended": recovered.ended,
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
    if recovered.begun_again:
        print(
            f"与本库不符，重新启动 differed from the log, begun again {len(recovered.begun_again)}"
        )
    for stream in recovered.ended:
        print(
            f"{stream}: 本库没有此事项，流程已终止 no subject of this log, its workflow was ended"
        )
    if recovered.told:
        print(f"业务时间校正为现在 set to now {len(recovered.told)}")
    if recovered.started or recovered.begun_again or recovered.ended:
        print("下一步 next: jixiao doctor")
