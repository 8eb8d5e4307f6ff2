"""The subjects of a stress: a log with projects in execution, and their workflows."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from temporalio.client import Client

from activities.messages import TASK_QUEUE, Start
from activities.submission import TASK_TIMEOUT, WORKFLOWS
from deploy.postgres import PostgresAddress
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import start_of
from store import migrate, open_log
from store.port import EventLog
from testkit.builders.bureau import MAY, Bureau, project

SUBJECTS = 60
TIMERS_WITHIN = timedelta(minutes=2)
"""By when the round of May has come for all subjects: their timers fire one after the other."""


def made_log(url: str) -> EventLog:
    """A log at a URL with all projects in execution, opened."""
    migrate(url)
    log = open_log(url)
    bureau = Bureau(log)
    bureau.open_year()
    for stream in streams():
        bureau.budgeted(stream)
    return log


def postgres_url(address: PostgresAddress) -> str:
    """The URL of the database of a throw-away PostgreSQL."""
    server = f"host={address.host}&port={address.port}&user={address.user}"
    return f"postgresql:///{address.dbname}?{server}"


def streams() -> list[str]:
    """The subjects."""
    return [project(f"P{number:03}") for number in range(1, SUBJECTS + 1)]


async def begin(client: Client, random: Random) -> None:
    """Start a workflow for each subject, somewhat before the round of May comes for it."""
    for stream in streams():
        before = TIMERS_WITHIN * random.random()
        await client.start_workflow(
            WORKFLOWS[parse_subject(stream).kind],
            Start(stream, _round_of_may(before).isoformat()),
            id=stream,
            task_queue=TASK_QUEUE,
            task_timeout=TASK_TIMEOUT,
        )


def _round_of_may(before: timedelta) -> datetime:
    return start_of(MAY) - before
