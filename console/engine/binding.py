"""The binding of an engine's namespace to one log and one copy of it.

Two workers over two logs on one namespace would take each other's acts. So a worker starts only if
the namespace is bound to its own log
(docs/decisions/1282-a-copied-log-knows-that-it-is-one.md, 1246).
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import structlog
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from deploy.errors import EngineError
from deploy.namespace_data import RPC_SECONDS, namespace_data, write_namespace_data
from store.port import LogIdentity, LogRefused

log = structlog.get_logger()

KEY = "jixiao-log"
"""The key in a namespace's data for the log it is bound to: `ID/COPY`."""

EMBEDDED = "jixiao-embedded"
"""The key for the data directory whose `up` runs this server, and stops with it."""

SETTLE_SECONDS = RPC_SECONDS + 1.0
"""The age at which a binding counts: by then, every writer that saw none has written."""

LOOK_SECONDS = 5.0
"""The interval at which a running worker checks the binding."""

_PATIENCE_SECONDS, _PAUSE_SECONDS = 15.0, 0.2


class OtherLog(LogRefused):
    """The namespace is bound to another log, or to another copy of this one."""


class Binding(StrEnum):
    """The state of a namespace's binding, for one log; foreign ones with their code in `doctor`."""

    NONE = "none"
    OURS = "ours"
    OTHER_COPY = "namespace-of-another-copy"
    OTHER_LOG = "namespace-of-another-log"


FOREIGN = frozenset({Binding.OTHER_COPY, Binding.OTHER_LOG})


@dataclass(frozen=True, slots=True)
class Bound:
    """A namespace's binding at an address: its state, and the log and copy in it."""

    binding: Binding
    place: str
    log: str = ""
    copy: str = ""


def bound_to(identity: LogIdentity) -> dict[str, str]:
    """The data of a namespace bound to a log."""
    return {KEY: f"{identity.id}/{identity.copy}"}


async def binding_of(client: Client, identity: LogIdentity | None) -> Bound:
    """The binding of the client's namespace; a log that does not exist yet has no identity.

    Raises `NoNamespaceError` if the server has no such namespace, `EngineError` if it does not
    answer in time.
    """
    told = (await _data(client)).get(KEY, "")
    place = f"{client.service_client.config.target_host} {client.namespace}"
    named, _, copy = told.partition("/")
    if not told:
        return Bound(Binding.NONE, place)
    if identity is None or named != str(identity.id):
        return Bound(Binding.OTHER_LOG, place, named, copy)
    binding = Binding.OURS if copy == str(identity.copy) else Binding.OTHER_COPY
    return Bound(binding, place, named, copy)


async def bind(client: Client, identity: LogIdentity, engine: Path | None = None) -> None:
    """Bind an unbound namespace to a log; of two at the same time, one wins.

    `engine` is the directory of an embedded engine. Raises `OtherLog` if it is bound to another log
    or copy, and `EngineError`.
    """
    found = await binding_of(client, identity)
    if found.binding is Binding.NONE:
        found = await _written(client, identity)
    require_ours(found, identity, engine)


async def take_over(client: Client, identity: LogIdentity) -> None:
    """Bind a namespace of another copy to this one, after its workers have noticed.

    Raises `OtherLog` if it is bound to another log, or to another copy on the server that this
    copy's own `up` runs, which would stop with it; and `EngineError`.
    """
    found = await binding_of(client, identity)
    if found.binding is not Binding.OTHER_COPY:
        await bind(client, identity)
        return
    if embedded := (await _data(client)).get(EMBEDDED):
        raise OtherLog(_of_a_stack(found, embedded))
    require_ours(await _written(client, identity), identity)
    await asyncio.sleep(2 * LOOK_SECONDS)


async def say_embedded(client: Client, data_dir: Path) -> None:
    """Write down that the server is that of a data directory's `up`. Raises `EngineError`."""
    if (await _data(client)).get(EMBEDDED) == str(data_dir):
        return
    try:
        await write_namespace_data(client, {EMBEDDED: str(data_dir)})
    except RPCError as error:
        raise EngineError(
            f"引擎的命名空间无法写入 / the namespace cannot be written: {error.message}"
        ) from error


async def watch(client: Client, identity: LogIdentity) -> None:
    """Check regularly; raises `OtherLog` once the namespace is bound to another log."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            await bind(client, identity)
        except (EngineError, RPCError) as error:  # then it delivers no act either
            log.warning("the binding is not known, it is asked for again", why=str(error))


def require_ours(found: Bound, identity: LogIdentity, engine: Path | None = None) -> None:
    """Raise `OtherLog`, in one line with both ids, if a namespace is bound to another log."""
    if found.binding is Binding.OTHER_LOG:
        raise OtherLog(_of_another_log(found, identity, engine))
    if found.binding is Binding.OTHER_COPY:
        raise OtherLog(_of_another_copy(found, identity, engine))


def _of_another_log(found: Bound, identity: LogIdentity, engine: Path | None) -> str:
    zh, en = _way_out(engine) or (
        "请在该库的数据目录启动，或为本库另备服务器（TEMPORAL_ADDRESS）",
        "start on that log's data directory, or name another server by TEMPORAL_ADDRESS",
    )
    return (
        f"引擎 {found.place} 属于另一库 {found.log}，本库为 {identity.id}；{zh} / "
        f"the engine serves another log, {found.log}, and this one is {identity.id}: {en}"
    )


def _of_another_copy(found: Bound, identity: LogIdentity, engine: Path | None) -> str:
    zh, en = _way_out(engine) or (
        "如以本副本为准，请执行 jixiao recover --take-over",
        "if this one is to go on, run `jixiao recover --take-over`",
    )
    return (
        f"引擎 {found.place} 属于本库 {identity.id} 的另一副本 {found.copy}，"
        f"本副本为 {identity.copy}；{zh} / the engine serves another copy, {found.copy}, of this "
        f"log {identity.id}, and this copy is {identity.copy}: {en}"
    )


def _of_a_stack(found: Bound, data_dir: str) -> str:
    return (
        f"引擎 {found.place} 由 {data_dir} 的 jixiao up 运行，随其停止，不能接管；"
        "请停止该 jixiao up，再不设 TEMPORAL_ADDRESS 在本目录启动 jixiao up / "
        f"`jixiao up` of {data_dir} runs this engine and stops it with itself, so it is not taken "
        "over: stop that one, and start `jixiao up` on this directory without TEMPORAL_ADDRESS"
    )


def _way_out(engine: Path | None) -> tuple[str, str] | None:
    if engine is None:
        return None
    return (
        f"请将 {engine} 移走后重新启动，再执行 jixiao recover",
        f"move {engine} away, start again, and run `jixiao recover`",
    )


async def _written(client: Client, identity: LogIdentity) -> Bound:
    """Write the binding, and read it again after every writer that saw none has written."""
    try:
        await write_namespace_data(client, bound_to(identity))
    except RPCError as error:
        raise EngineError(
            f"引擎的命名空间无法与本库绑定，请由其管理员写入 {KEY} / "
            f"the namespace cannot be bound to this log ({error.message}): have its operator put "
            f"{KEY}={bound_to(identity)[KEY]} into the data of namespace {client.namespace}"
        ) from error
    await asyncio.sleep(SETTLE_SECONDS)
    return await binding_of(client, identity)


async def _data(client: Client) -> dict[str, str]:
    """The namespace's data; retries while the engine starts."""
    give_up = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return await namespace_data(client)
        except RPCError as error:
            if error.status not in _PASSING or time.monotonic() > give_up:
                raise EngineError(
                    "引擎不应答，请确认 jixiao up 正在运行 / "
                    f"the engine does not answer: {error.message}"
                ) from error
        await asyncio.sleep(_PAUSE_SECONDS)


_PASSING = {
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.RESOURCE_EXHAUSTED,
}
