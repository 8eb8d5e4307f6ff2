"""The engine of a data directory: the running stack's engine, or TEMPORAL_ADDRESS."""

from __future__ import annotations

from pathlib import Path

from temporalio.client import Client

from activities.messages import NAMESPACE
from console.engine.binding import bind, bound_to, take_over
from console.settings import engine_address
from deploy.errors import EngineError
from deploy.namespace import prepare_namespace, prepare_search_attributes
from store.port import LogIdentity


def require_address(directory: Path) -> str:
    """The engine's address; raises `EngineError` if no stack runs on the directory."""
    address = engine_address(directory)
    if address is None:
        raise EngineError(
            f"{directory} 上没有运行中的 jixiao，请先执行 jixiao up --data {directory} / "
            f"no stack runs on {directory}: start `jixiao up --data {directory}`, "
            "or name a server by TEMPORAL_ADDRESS"
        )
    return address


async def prepared(address: str, identity: LogIdentity, *, takes_over: bool = False) -> Client:
    """A client of an engine with our namespace and search attributes, created if missing.

    The namespace is bound to the log, and with `takes_over` to this copy of it. Raises
    `EngineError` if the engine does not answer, and `OtherLog` if it is bound to another log.
    """
    try:
        await Client.connect(address)
        await prepare_namespace(address, NAMESPACE, bound_to(identity))
        client = await Client.connect(address, namespace=NAMESPACE)
        await (take_over if takes_over else bind)(client, identity)
        await prepare_search_attributes(address, NAMESPACE)
    except EngineError:
        raise
    except RuntimeError as error:
        raise EngineError(
            f"引擎 {address} 不应答，请确认 jixiao up 正在运行 / "
            f"the engine at {address} does not answer: {error}"
        ) from error
    return client
