"""The engine of a data directory: the running stack's, or the one that TEMPORAL_ADDRESS names."""

from __future__ import annotations

from pathlib import Path

from temporalio.client import Client

from activities.messages import NAMESPACE
from console.settings import engine_address
from deploy.errors import EngineError
from deploy.namespace import prepare_namespace, prepare_search_attributes


def require_address(directory: Path) -> str:
    """The engine's address; raises `EngineError` where no stack runs on the directory."""
    address = engine_address(directory)
    if address is None:
        raise EngineError(
            f"no stack runs on {directory}: start `jixiao up --data {directory}`, "
            "or name a server by TEMPORAL_ADDRESS"
        )
    return address


async def prepared(address: str) -> Client:
    """A client of an engine that has our namespace and search attributes, made where missing.

    Raises `EngineError` where nothing answers.
    """
    try:
        await Client.connect(address)
        await prepare_namespace(address, NAMESPACE)
        await prepare_search_attributes(address, NAMESPACE)
        return await Client.connect(address, namespace=NAMESPACE)
    except EngineError:
        raise
    except RuntimeError as error:
        raise EngineError(f"the engine at {address} does not answer: {error}") from error
