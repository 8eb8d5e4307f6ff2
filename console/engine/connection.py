"""A client of the engine, which may be restarting while a command asks for it."""

from __future__ import annotations

import asyncio
import time

from temporalio.client import Client

from activities.messages import NAMESPACE
from console import logs
from deploy.engine import EngineError

_ENGINE_SECONDS, _ENGINE_PAUSE = 15.0, 0.2
"""The time to wait for an engine that does not answer, and the pause between two tries."""


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
