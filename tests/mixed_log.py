"""A log with a drill's year and a real one in it, as programs took them before logs had a kind.

County 652825 has a drill of 2023 and a real 2024, county 652822 a drill alone. Some acts cannot be
untangled: the packs were adopted on the drill's days, and the real year touches a drill's project.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from activities.command_handler import CommandHandler
from domain.kernel.request import Request
from store import migrate, open_log
from store.packs.packaged_packs import packaged_packs, packaged_texts
from store.port import EventLog
from tests import small_log
from tests.small_log import CLOSED, COUNTY, P1, P2, P3, PACKS, THE_YEAR, act, at, packaged_version

REAL_YEAR = f"{COUNTY}/2024"
REAL_PROJECT = f"{REAL_YEAR}/R1"
EVALUATED = f"{THE_YEAR}/Q1"
"""A project of the drill's year that the real year registered, to evaluate it."""

PEOPLE = f"{COUNTY}/organisations"
OTHER = "652822"
OTHER_PACKS, OTHER_YEAR = f"{OTHER}/packs", f"{OTHER}/2023"

REAL = sorted([REAL_YEAR, REAL_PROJECT, EVALUATED])
SIMULATED = sorted([THE_YEAR, P1, P2, P3, CLOSED, OTHER_YEAR])
BOTH = sorted([PACKS, PEOPLE, OTHER_PACKS])


def now() -> datetime:
    """The instant at which real acts are recorded."""
    return datetime.now(UTC)


def _caused(request: Request, by: UUID) -> Request:
    return Request(
        request.command_id, request.subject, request.command, request.actor, request.fields, by
    )


def _adoptions(stream: str, county: str) -> Iterator[Request]:
    packs = packaged_packs()
    for code in reversed(packs.chain(county)):
        sha256 = packs.loaded(code).ref.sha256
        fields = {"pack": code, "sha256": sha256, "pack_version": packaged_version(code)}
        yield act(stream, "pack.adopt", **fields)


def project(stream: str) -> Request:
    given = small_log.registered(1)
    return act(stream, given.command, **given.fields)


def _opening(stream: str, portfolio: str, clock: str) -> Request:
    return act(stream, "year.open", portfolio=portfolio, clock=clock, openings=[])


def _fill(log: EventLog) -> None:
    for _, text in packaged_texts():
        log.put_content(text)
    drill = log.put_content("演练项目库\n".encode())
    real = log.put_content("真实项目库\n".encode())
    deciding = CommandHandler(log)

    def take(request: Request, instant: datetime) -> dict[str, Any]:
        outcome = deciding.submit(request, instant).outcome
        assert outcome["status"] == "accepted", (request, outcome)
        return outcome

    for request in [*_adoptions(PACKS, COUNTY), *_adoptions(OTHER_PACKS, OTHER)]:
        take(request, at("2023-01-03"))
    take(_opening(THE_YEAR, drill, "simulated"), at("2023-01-03"))
    take(_opening(OTHER_YEAR, drill, "simulated"), at("2023-01-03"))
    for stream in (P1, P2, P3, CLOSED):
        take(project(stream), at("2023-01-05"))
    take(act(CLOSED, "project.withdraw", reason="合成理由"), at("2023-01-12"))
    opened = take(_opening(REAL_YEAR, real, "real"), now())
    cause = UUID(opened["events"][0]["id"])
    assignment = {
        "person": "fin-01",
        "organisation": "652825-finance",
        "role": "finance",
        "document": "任命文件",
    }
    take(act(PEOPLE, "role.assign", **assignment, since="2023-01-01"), now())
    for stream in (REAL_PROJECT, EVALUATED):
        take(_caused(project(stream), cause), now())
    take(_caused(act(P1, "library.admit"), cause), now())
    refused = deciding.submit(act(CLOSED, "library.admit"), at("2023-01-13")).outcome
    assert refused["status"] == "refused"


def write(url: str) -> None:
    """Make the log at a URL; its last act is refused."""
    migrate(url)
    with closing(open_log(url)) as log:
        _fill(log)


@contextmanager
def mixed_log(url: str) -> Iterator[EventLog]:
    """The log, made at a URL, settled and opened."""
    write(url)
    migrate(url)
    with closing(open_log(url)) as log:
        yield log
