"""A small log without an engine: a county's packs, its year, four projects, one of them closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from activities.command_handler import CommandHandler
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.vocabulary import SHANGHAI, Role
from store import migrate, open_log
from store.packs.packaged_packs import packaged_packs, packaged_texts
from store.port import EventLog

COUNTY, YEAR = "652825", 2023
PACKS, THE_YEAR = f"{COUNTY}/packs", f"{COUNTY}/{YEAR}"
P1, P2, P3, CLOSED = (f"{THE_YEAR}/P{number}" for number in range(1, 5))
OPEN = [THE_YEAR, P1, P2, P3, PACKS]
BUREAU = Actor("fin-01", "652825-finance", Role.FINANCE)
_IDS = UUID("0b0f7f2e-54a4-4a55-8c6b-6f6c1b8f3c11")


def at(day: str) -> datetime:
    """Ten in the morning of a day."""
    return datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=SHANGHAI)


def act(subject: str, command: str, **fields: Any) -> Request:
    """An act of the bureau; the same one is always the same command."""
    return Request(uuid5(_IDS, f"{subject} {command} {fields}"), subject, command, BUREAU, fields)


def registered(number: int) -> Request:
    """The registration of a project: `THE_YEAR/P<number>`."""
    return act(
        f"{THE_YEAR}/P{number}",
        "project.add",
        project_name=f"合成项目{number}",
        unit=f"U{number}",
        unit_name=f"合成单位{number}",
        budget_type="general_public",
        origin="initial",
        opened_on="2023-01-05",
        requested="100000",
    )


def packaged_version(code: str) -> str:
    """The version of a pack that comes with the program."""
    return packaged_packs().loaded(code).ref.version


def acts(portfolio: str, clock: str) -> Iterator[tuple[str, Request]]:
    """All acts of the log with their days."""
    packs = packaged_packs()
    for code in reversed(packs.chain(COUNTY)):
        sha256 = packs.loaded(code).ref.sha256
        fields = {"pack": code, "sha256": sha256, "pack_version": packaged_version(code)}
        yield "2023-01-03", act(PACKS, "pack.adopt", **fields)
    opening = {"portfolio": portfolio, "clock": clock, "openings": []}
    yield "2023-01-03", act(THE_YEAR, "year.open", **opening)
    for number in range(1, 5):
        yield "2023-01-05", registered(number)
    yield "2023-01-10", act(P1, "library.admit")
    yield "2023-01-12", act(CLOSED, "project.withdraw", reason="合成理由")
    yield "2023-01-13", act(CLOSED, "library.admit")


def write(url: str, clock: str = "simulated") -> None:
    """Make the log at a URL; its last act is refused."""
    migrate(url)
    log = open_log(url)
    try:
        for _, text in packaged_texts():
            log.put_content(text)
        portfolio = log.put_content("合成项目库\n".encode())
        told = [
            _deciding(log, clock, day).submit(request, at(day)).outcome["status"]
            for day, request in acts(portfolio, clock)
        ]
        assert told == ["accepted"] * (len(told) - 1) + ["refused"]
    finally:
        log.close()


def _deciding(log: EventLog, clock: str, day: str) -> CommandHandler:
    """Decides on a day; a real act is stored at the instant at which it is recorded."""
    return CommandHandler(log, clock=lambda: at(day)) if clock == "real" else CommandHandler(log)


@contextmanager
def small_log(url: str, clock: str = "simulated") -> Iterator[EventLog]:
    """The log, made at a URL and opened."""
    write(url, clock)
    log = open_log(url)
    try:
        yield log
    finally:
        log.close()
