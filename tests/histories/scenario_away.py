"""A project whose store goes away while its history grows long, and comes back.

It is refreshed as the store goes away and again while it rests. `away_unpatched` is the same life
as lived by the workflow before `workflows.subject_workflow.RESTS`; it cannot be recorded again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import temporalio.api.failure.v1
from temporalio.client import Client
from temporalio.converter import DataConverter, DefaultFailureConverter, PayloadConverter

from activities.workflow_view import held_version
from activities.recovery import Recovery
from activities.resumption import Resumption
from deploy.engine import Engine, prepare_namespace, prepare_search_attributes
from store import sqlite_url
from tests.engine.away import has_looked, is_resting, runs_of, worker_on_a_leash
from tests.engine.stage import until
from tests.small_log import P1, small_log

NAMESPACE = "away"
SUGGESTED = 25
FAILED = 20
"""How many questions the store leaves unanswered: five for each look."""


class Traceless(DefaultFailureConverter):
    """Leaves out of a failure where in the program it was raised."""

    def to_failure(
        self,
        exception: BaseException,
        payload_converter: PayloadConverter,
        failure: temporalio.api.failure.v1.Failure,
    ) -> None:
        super().to_failure(exception, payload_converter, failure)
        failure.stack_trace = ""
        failure.cause.stack_trace = ""


async def lived(engine: Engine, folder: Path) -> Client:
    """A client of the namespace in which a project lived through it."""
    await prepare_namespace(engine.address, NAMESPACE)
    await prepare_search_attributes(engine.address, NAMESPACE)
    client = await Client.connect(engine.address, namespace=NAMESPACE, identity="client")
    worker = await Client.connect(
        engine.address,
        namespace=NAMESPACE,
        identity="worker",
        data_converter=replace(DataConverter.default, failure_converter_class=Traceless),
    )
    url = sqlite_url(folder / "log.db")
    with small_log(url) as log:
        project = client.get_workflow_handle(P1)

        async def knows() -> bool:
            return await held_version(client, P1) == log.versions([P1])[P1]

        async def continued() -> bool:
            return len(await runs_of(client, P1)) > 1

        async with worker_on_a_leash(worker, url) as leash:
            await Recovery(client, log).bring_back(P1, Resumption(log))
            await until(knows, "the project is looked at")
            with leash.away():
                await project.signal("refresh")
                await until(lambda: leash.refused >= FAILED // 2, "the store does not answer")
                await until(lambda: is_resting(client, P1), "the project rests")
                await project.signal("refresh")
                await until(lambda: leash.refused >= FAILED, "it still does not answer")
            await until(continued, "the project continues as new")
            await until(lambda: has_looked(client, P1), "the project is looked at again")
    return client
