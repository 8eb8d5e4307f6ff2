"""`jixiao doctor`: faults in engine, log and boards, and their remedies."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from temporalio.client import Client
from temporalio.service import RPCError

from activities.adopted_texts import other_texts
from activities.business_clock import NotNow, require_not_behind
from activities.drift import Drift, Drifted, Examination, Views
from activities.fan_out.resend import Undelivered, all_unreached, send_again
from activities.messages import FILES_GONE, NAMESPACE
from console import logs
from console.cli.clock_watch import ClockFault
from console.cli.options import AsJson, Data, StoreUrl
from console.cli.render.doctor_report import Finding, Findings, report, report_json
from console.cli.render.misdated import misdated_detail
from console.cli.render.progress_bar import bar
from console.engine.binding import FOREIGN, binding_of
from console.settings import (
    checked_path,
    data_dir,
    engine_address,
    projection_path,
    running_clock,
    running_file,
    running_log,
    store_url,
)
from deploy.namespace_data import NoNamespaceError
from projections.boards.followed_boards import drift_left
from projections.boards.projection import Projection
from projections.boards.unreached import Unreached
from projections.misdated import MisdatedSubject, misdated_in
from store.databases.sqlite_library import has_wal_reset_fault
from store.factory import open_log
from store.integrity_check import NOTED, Fault, check
from store.port import EventLog, LogKind
from store.settings import is_postgres

_NOT_ASKED = "未询问 not asked: 先恢复日志 the log comes first"
_NOT_LOOKED_AT = "未询问 not asked: 先处理日志文件，其余均未检查 nothing else was looked at"

Mend = Annotated[
    bool,
    typer.Option(
        "--mend",
        help="Refresh or start workflows, catch up boards, send acts again; change no event.",
    ),
]

Whole = Annotated[
    bool,
    typer.Option(
        "--all", help="从头检查日志 / Check the log from position 0, not from the last sound one."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor(
    data: Data = None,
    store: StoreUrl = None,
    mend: Mend = False,
    whole: Whole = False,
    as_json: AsJson = False,
) -> None:
    """Show the faults of log, contents, boards and workflows, and the remedy of each.

    Exit 0 when all is sound (with --mend: when all was mended), 1 when not. Without an engine it
    still examines the log. It never edits the log. It checks the rows after the last position that
    was found sound; the data directory stores that position.
    """
    logs.configure()
    directory = data_dir(data)
    url = store_url(directory, store)
    gone = running_log(directory)
    if gone is not None:
        findings = Findings(_NOT_LOOKED_AT, [Finding(FILES_GONE, str(directory), gone)])
    else:
        with closing(open_log(url)) as log:
            findings = asyncio.run(_examine(directory, url, log, mend, whole))
    if as_json:
        print(json.dumps(report_json(findings), ensure_ascii=False, indent=2))
    else:
        report(findings)
    if findings.faults:
        raise typer.Exit(1)


async def _examine(directory: Path, url: str, log: EventLog, mend: bool, whole: bool) -> Findings:
    screen = Console(stderr=True)
    views = Views(log)
    with bar(screen, "日志 log") as progress:
        checked = check(url, log, checked_path(directory), whole=whole, progress=progress)
    found = [Finding(one.fault, one.of, one.detail) for one in checked.faults]
    findings = Findings(_NOT_ASKED, found, checked=checked)
    if any(one.fault is Fault.DATABASE_DAMAGED for one in checked.faults):
        return findings  # further findings would be as unreliable as the database
    with bar(screen, "事项 subjects") as progress:
        views.fold(progress)
    findings.found += [*_library_notes(url), *map(_of, views.drifted), *_pack_notes(log, views)]
    edited = {one.of for one in checked.faults if one.fault not in NOTED}
    misdated = (
        one for one in misdated_in(log) if one.stream not in edited
    )  # in an edited stream it is a consequence
    findings.found += map(_of_misdated, misdated)
    if log.identity().kind is LogKind.MIXED:
        findings.found.append(
            Finding("log-mixed", str(log.identity().id), "不再办理 takes no new act")
        )
    findings.found += _clock_faults(directory, log)
    _examine_boards(directory, log, findings, mend)
    unreached = [*all_unreached(log, views.views.values())]
    findings.found += map(_of_unreached, unreached)
    await _examine_engine(directory, log, views, findings, mend, unreached)
    return findings


def _examine_boards(directory: Path, log: EventLog, findings: Findings, mend: bool) -> None:
    path = projection_path(directory)
    drifted = drift_left(path, log, followed=running_file(directory).exists())
    if drifted is None:
        return
    finding = Finding(drifted.drift, str(path), drifted.detail)
    findings.found.append(finding)
    if mend:
        with closing(Projection(log, path)) as boards:
            boards.catch_up()
        findings.mended.add(finding)


async def _examine_engine(
    directory: Path,
    log: EventLog,
    views: Views,
    findings: Findings,
    mend: bool,
    unreached: Sequence[Unreached],
) -> None:
    address = engine_address(directory)
    if address is None:
        findings.engine = f"未询问 not asked: 未启动 no stack runs on {directory}"
        return
    if log.identity().kind is LogKind.MIXED:
        findings.engine = "未询问 not asked: 混合库不启动 nothing runs on a mixed log"
        return
    findings.engine = f"已询问 asked at {address}"
    try:
        client = await Client.connect(address, namespace=NAMESPACE)
        if (foreign := await _foreign(client, log)) is not None:
            findings.found.append(foreign)  # not our workflows to compare or mend
            return
        await _ask_engine(Examination(client, log, views), findings, mend)
        if mend:
            await _send_again(client, log, findings, unreached)
    except (RuntimeError, RPCError) as error:
        findings.engine = f"未询问 not asked: 不应答 no answer from {address}"
        code = Drift.ENGINE_EMPTY if isinstance(error, NoNamespaceError) else Drift.ENGINE_AWAY
        findings.found.append(Finding(code, address, str(error)))


async def _foreign(client: Client, log: EventLog) -> Finding | None:
    """The finding that the engine is bound to another log or to another copy."""
    identity = log.identity()
    found = await binding_of(client, identity)
    if found.binding not in FOREIGN:
        return None
    detail = f"{found.log}/{found.copy}，非本库 not {identity.id}/{identity.copy}"
    return Finding(found.binding, found.place, detail)


async def _ask_engine(examination: Examination, findings: Findings, mend: bool) -> None:
    screen = Console(stderr=True)
    with bar(screen, "流程 workflows") as progress:
        drifted = await examination.run(progress)
    findings.found += map(_of, drifted)
    if mend and drifted:
        with bar(screen, "修复 mending") as progress:
            left = {one.of for one in await examination.mend(drifted, progress)}
        findings.mended |= {_of(one) for one in drifted if one.of not in left}


async def _send_again(
    client: Client, log: EventLog, findings: Findings, unreached: Sequence[Unreached]
) -> None:
    """Have the worker repeat acts that were refused for a reason that may pass."""
    passing = [one for one in unreached if not one.final]
    if not passing or any(one.code == Drift.NO_WORKER for one in findings.found):
        return
    left = {(one.sent.stream, one.subject) for one in await send_again(client, log, passing)}
    findings.mended |= {
        _of_unreached(one) for one in passing if (one.sent.stream, one.subject) not in left
    }


def _of_unreached(one: Unreached) -> Finding:
    code = Undelivered.FINAL if one.final else Undelivered.PASSING
    detail = (
        f"{one.sent.stream} @{one.sent.version} {one.row.act['command']}: "
        f"{one.code} {one.row.outcome['zh']}"
    )
    return Finding(code, one.subject, detail)


def _of_misdated(one: MisdatedSubject) -> Finding:
    return Finding(one.stands, one.stream, misdated_detail(one.events), one.events)


def _of(drifted: Drifted) -> Finding:
    return Finding(drifted.drift, drifted.of, drifted.detail)


def _clock_faults(directory: Path, log: EventLog) -> list[Finding]:
    """Why no act can be dated now: the clock is wrong, or the running stack saw it jump."""
    try:
        require_not_behind(log)
    except NotNow as why:
        return [Finding(ClockFault.BEHIND, "clock", str(why))]
    told = running_clock(directory)
    return [Finding(ClockFault.SET, "clock", told)] if told else []


def _library_notes(url: str) -> list[Finding]:
    if is_postgres(url) or not has_wal_reset_fault():
        return []
    return [Finding("sqlite-library", f"SQLite {sqlite3.sqlite_version}", "WAL-reset bug")]


def _pack_notes(log: EventLog, views: Views) -> list[Finding]:
    return [
        Finding(
            "pack-differs",
            f"{one.jurisdiction}/packs {one.pack}",
            f"已采用 adopted {one.adopted[:12]}…，程序所附 this program has {one.packaged[:12]}…",
        )
        for one in other_texts(log, views.jurisdictions())
    ]
