"""A log from before business now was now: two projects opened late, one of which lives in the past.

Both were opened on 28 November, and both filed that day a target that was due on the 26th. The
first was registered as of the 25th, so the log dates all of it by the 25th; the second is dated
soundly. A third may be added whose clock ran ahead: filed on the 27th, it is dated by the 28th.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from activities.command_handler import CommandHandler
from domain.kernel.decider import SYSTEM, Actor
from domain.kernel.request import Request
from domain.kernel.vocabulary import SHANGHAI, Role
from store import migrate, open_log, sqlite_url
from store.factory import settle_kind
from store.packs.packaged_packs import packaged_packs, packaged_texts
from store.port import EventLog, LogKind

COUNTY, YEAR = "653129", 2026
PACKS, THE_YEAR = f"{COUNTY}/packs", f"{COUNTY}/{YEAR}"
T1, T2, T3 = f"{THE_YEAR}/T1", f"{THE_YEAR}/T2", f"{THE_YEAR}/T3"
BUREAU = Actor("fin-01", "finance", Role.FINANCE)
ANOTHER = Actor("fin-02", "finance", Role.FINANCE)
UNIT = Actor("u01-01", "U01", Role.UNIT)
FALSE, TRUE, DUE = "2026-11-25", "2026-11-28", "2026-11-26"
PROOF = "伽财绩〔2026〕7号"
_IDS = UUID("0e1f56a6-0b36-4c44-bb5f-0b6f2a0f1a21")
_INDICATORS = (
    ("A1", "output", "数量", "10", "30"),
    ("A2", "output", "合格率", "95", "20"),
    ("B1", "social", "受益人数", "400", "30"),
    ("C1", "satisfaction", "满意度", "90", "10"),
)


def instant(day: str, clock: str = "10:00:00") -> datetime:
    """An instant of a day in Asia/Shanghai."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)


def take(
    log: EventLog,
    subject: str,
    name: str,
    at: str | datetime,
    actor: Actor = BUREAU,
    stored: str | datetime = TRUE,
    **fields: Any,
) -> dict[str, Any]:
    """Take an act at a business instant, stored at another; returns its outcome."""
    recorded_at = instant(at) if isinstance(at, str) else at
    stored_at = instant(stored) if isinstance(stored, str) else stored
    command_id = uuid5(_IDS, f"{subject} {name} {fields}")
    handler = CommandHandler(log, clock=lambda: stored_at)
    return handler.submit(Request(command_id, subject, name, actor, fields), recorded_at).outcome


def accepted(log: EventLog, subject: str, name: str, at: str | datetime, **fields: Any) -> None:
    """Take an act that has to be accepted."""
    outcome = take(log, subject, name, at, **fields)
    assert outcome["status"] == "accepted", outcome


def _opened(log: EventLog, clock: str) -> None:
    packs = packaged_packs()
    for _, text in packaged_texts():
        log.put_content(text)
    for code in reversed(packs.chain(COUNTY)):
        pack = packs.loaded(code).ref
        fields = {"pack": code, "sha256": pack.sha256, "pack_version": pack.version}
        accepted(log, PACKS, "pack.adopt", TRUE, **fields)
    portfolio = log.put_content("合成项目库\n".encode())
    accepted(log, THE_YEAR, "year.open", TRUE, portfolio=portfolio, clock=clock, openings=[])


def project(
    log: EventLog,
    stream: str,
    opened_on: str,
    *,
    steps_until: str | None = None,
    filed_on: str | None = None,
    filing_stored: str = TRUE,
) -> None:
    """A project with everything that is done for it on 28 November, dated by `opened_on`.

    The system's steps are taken up to the morning of a day, where one is given, before the target
    is filed, on another day where one is given; the filing is stored on a day of its own.
    """
    register = {
        "project_name": f"试验项目{stream[-2:]}",
        "unit": "U01",
        "unit_name": "试验单位U01",
        "budget_type": "general_public",
        "origin": "initial",
        "opened_on": opened_on,
        "requested": "1000000",
    }
    accepted(log, stream, "project.add", opened_on, actor=SYSTEM, **register)
    accepted(log, stream, "library.admit", opened_on)
    notice = {"deadline": "target.filing", "due": DUE, "document": "通知"}
    accepted(log, stream, "deadline.set", opened_on, **notice)
    names = ("id", "indicator_class", "title", "target", "points")
    indicators = [dict(zip(names, one, strict=True), relation=">=") for one in _INDICATORS]
    target = {"amount": "1000000", "execution_points": "10", "indicators": indicators}
    if steps_until is not None:
        _take_steps(log, stream, instant(steps_until))
    filed_at = filed_on or opened_on
    accepted(log, stream, "target.file", filed_at, actor=UNIT, stored=filing_stored, **target)


def _take_steps(log: EventLog, stream: str, until: datetime) -> None:
    handler = CommandHandler(log, clock=lambda: until)
    while (step := handler.view(stream).next_step) is not None and step.planned <= until:
        handler.take_step(stream, step, step.planned)


def ahead(log: EventLog, *, steps_until: str | None = None) -> None:
    """Add the third project, of the 24th, whose clock ran ahead."""
    project(
        log, T3, "2026-11-24", steps_until=steps_until, filed_on=TRUE, filing_stored="2026-11-27"
    )


def write(
    folder: Path, clock: str = "real", *, settles: bool = True, third: bool = False
) -> EventLog:
    """Make the log in a folder as an older program did; its kind is what its year says, or open."""
    folder.mkdir(exist_ok=True)
    url = sqlite_url(folder / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        _opened(log, clock)
        project(log, T1, FALSE)
        project(log, T2, TRUE)
        if third:
            ahead(log)
    if settles:
        assert settle_kind(url).kind == LogKind(clock)
    return open_log(url)


def filing(log: EventLog, stream: str) -> UUID:
    """The id of the event by which a project's target was filed."""
    (found,) = [one.id for one in log.read(stream) if one.event.name == "target.filed"]
    return found


def annotate(
    log: EventLog,
    stream: str,
    true_on: str,
    *events: UUID,
    on: str | datetime = "2026-11-30",
    actor: Actor = ANOTHER,
    **fields: Any,
) -> dict[str, Any]:
    """Annotate the filing of a project, or some of its events; returns the outcome."""
    named = [str(one) for one in events or (filing(log, stream),)]
    given = {"reason": "系统时钟停滞", "document": PROOF, **fields}
    return take(
        log,
        stream,
        "record.annotate",
        on,
        stored=on,
        actor=actor,
        events=named,
        true_on=true_on,
        **given,
    )
