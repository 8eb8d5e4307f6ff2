"""Workflows that ask what they may not, each at its first look at the time."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from datetime import datetime

from temporalio import workflow

from activities.messages import Start
from workflows.subject_workflow import SubjectWorkflow


class _Asks(SubjectWorkflow):
    """What each of them inherits; `asks` is what it may not."""

    asks: Callable[[], object]

    def business_now(self) -> datetime:
        type(self).asks()
        return super().business_now()


@workflow.defn(name="ProjectYear")
class AsksTheTime(_Asks):
    asks = staticmethod(lambda: time.time())

    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="ProjectYear")
class AsksTheDay(_Asks):
    asks = staticmethod(lambda: datetime.now())  # noqa: DTZ005 - what must be found

    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="ProjectYear")
class AsksChance(_Asks):
    asks = staticmethod(lambda: random.random())  # noqa: S311 - what must be found

    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="ProjectYear")
class AsksTheEnvironment(_Asks):
    asks = staticmethod(lambda: os.environ.get("HOME"))

    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="ProjectYear")
class AsksAFile(_Asks):
    asks = staticmethod(lambda: open(os.devnull))  # noqa: PTH123, SIM115 - what must be found

    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


PLANTED: tuple[type, ...] = (AsksTheTime, AsksTheDay, AsksChance, AsksTheEnvironment, AsksAFile)
