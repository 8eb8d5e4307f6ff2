"""A namespace serves one log, and one copy of it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from console.drill import run as drill_run
from console.engine import binding as engine_binding
from console.engine import connection
from console.engine.binding import (
    Binding,
    OtherLog,
    bind,
    binding_of,
    bound_to,
    say_embedded,
    take_over,
    watch,
)
from deploy.engine import EngineError, EngineProcess, prepare_namespace
from deploy.namespace_data import NoNamespaceError
from store import migrate, sqlite_url
from store.factory import settle_kind
from store.port import LogIdentity, LogKind


def another() -> LogIdentity:
    return LogIdentity(uuid4(), uuid4(), LogKind.REAL)


def copied(log: LogIdentity) -> LogIdentity:
    return LogIdentity(log.id, uuid4(), log.kind)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_binding, "SETTLE_SECONDS", 0.5)
    monkeypatch.setattr(engine_binding, "LOOK_SECONDS", 0.1)


@pytest.mark.usefixtures("quick")
async def test_given_an_unbound_namespace_when_bound_then_it_serves_that_log_alone(
    client: Client,
) -> None:
    log = another()
    assert (await binding_of(client, log)).binding is Binding.NONE
    # when
    await bind(client, log)
    # then the same goes on
    await bind(client, log)
    assert (await binding_of(client, log)).binding is Binding.OURS
    # and another does not, and names both, and the way out
    other, copy = another(), copied(log)
    with pytest.raises(OtherLog, match="TEMPORAL_ADDRESS") as foreign:
        await bind(client, other)
    with pytest.raises(OtherLog, match="jixiao recover --take-over") as restored:
        await bind(client, copy)
    for error, ids in ((foreign, (log.id, other.id)), (restored, (log.copy, copy.copy))):
        assert all(str(one) in str(error.value) for one in ids)
        assert len(str(error.value).splitlines()) == 1
    assert (await binding_of(client, None)).binding is Binding.OTHER_LOG
    assert (await binding_of(client, log)).binding is Binding.OURS


async def test_given_an_embedded_engine_of_another_log_when_refused_then_its_directory_is_named(
    client: Client, tmp_path: Path, quick: None
) -> None:
    await bind(client, log := another())
    for other in (another(), copied(log)):
        with pytest.raises(OtherLog, match=f"move {tmp_path} away"):
            await bind(client, other, tmp_path)


async def test_given_a_new_namespace_when_prepared_with_a_log_then_it_is_bound_from_the_start(
    engine: EngineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given that nobody could wait for a binding to settle
    monkeypatch.setattr(engine_binding, "SETTLE_SECONDS", 1e6)
    log, name = another(), f"test-{uuid4().hex[:12]}"
    await prepare_namespace(engine.engine.address, name, bound_to(log))
    await prepare_namespace(engine.engine.address, name, bound_to(another()))
    client = await Client.connect(engine.engine.address, namespace=name)
    # then
    await bind(client, log)
    with pytest.raises(OtherLog):
        await bind(client, another())


async def test_given_no_namespace_when_asked_then_it_says_what_makes_it(
    engine: EngineProcess,
) -> None:
    client = await Client.connect(engine.engine.address, namespace="never-made")
    with pytest.raises(NoNamespaceError, match="`jixiao recover` makes it"):
        await bind(client, another())


@pytest.mark.usefixtures("quick")
async def test_given_several_logs_at_once_when_they_bind_then_one_wins(client: Client) -> None:
    logs = [another() for _ in range(4)]

    async def bound(log: LogIdentity) -> bool:
        with suppress(OtherLog):
            await bind(client, log)
            return True
        return False

    # when
    won = await asyncio.gather(*map(bound, logs))
    # then
    assert sum(won) == 1
    assert (await binding_of(client, logs[won.index(True)])).binding is Binding.OURS


@pytest.mark.usefixtures("quick")
async def test_given_a_copy_when_it_takes_over_then_who_watches_for_the_old_one_stops(
    client: Client,
) -> None:
    log = another()
    copy = copied(log)
    await bind(client, log)
    watching = asyncio.create_task(watch(client, log))
    # when another log tries, nothing changes
    with pytest.raises(OtherLog, match="serves another log"):
        await take_over(client, another())
    assert (await binding_of(client, log)).binding is Binding.OURS
    # when the copy does
    await take_over(client, copy)
    # then
    with pytest.raises(OtherLog, match=str(copy.copy)):
        async with asyncio.timeout(10):
            await watching
    await bind(client, copy)
    # and it does no harm twice
    await take_over(client, copy)


@pytest.mark.usefixtures("quick")
async def test_given_the_server_of_a_running_stack_when_a_copy_takes_over_then_nothing_changes(
    client: Client, tmp_path: Path
) -> None:
    log = another()
    await bind(client, log)
    await say_embedded(client, tmp_path)
    # when
    with pytest.raises(OtherLog, match=f"of {tmp_path} runs this engine") as refused:
        await take_over(client, copied(log))
    # then
    assert len(str(refused.value).splitlines()) == 1
    assert (await binding_of(client, log)).binding is Binding.OURS
    # and its own stack may
    await take_over(client, log)


async def test_given_a_server_that_lets_nobody_write_when_bound_then_it_says_what_its_operator_does(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def denied(*_given: object) -> None:
        raise RPCError("no", RPCStatusCode.PERMISSION_DENIED, b"")

    monkeypatch.setattr(engine_binding, "write_namespace_data", denied)
    log = another()
    with pytest.raises(EngineError, match=f"put jixiao-log={log.id}/{log.copy} into the data"):
        await bind(client, log)


async def can_skip(_address: str) -> bool:
    return True


@pytest.mark.usefixtures("quick")
async def test_given_a_named_server_when_a_drill_looks_then_it_is_fit_unless_another_logs(
    client: Client, engine: EngineProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, data, new = engine.engine.address, tmp_path / "data", tmp_path / "new"
    monkeypatch.setattr(drill_run, "can_skip", can_skip)
    monkeypatch.setattr(connection, "NAMESPACE", "never-made")
    assert await drill_run._unfit(address, new) is None
    monkeypatch.setattr(connection, "NAMESPACE", client.namespace)
    assert await drill_run._unfit(address, new) is None
    # when it is bound to the log of a directory
    migrate(sqlite_url(data / "log.db"))
    await bind(client, settle_kind(sqlite_url(data / "log.db")))
    # then
    assert await drill_run._unfit(address, data) is None
    assert await drill_run._unfit(address, new) == "is bound to another log"
