"""Golden files: one stored event per (name, version), with what it is read as.

`state` is what the log holds, byte for byte, and never changes; its sha256 stands in STATES.
`expect` is the event as the newest program reads it: it follows when a new version is made.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from domain.kernel.answer import Answer, Citation, PackRef, RulingRef
from domain.kernel.decider import Actor, CommandContext, Decision, Recorded
from domain.kernel.message import Command, Event
from domain.kernel.serialization.envelope import Sealed, seal, unseal
from domain.kernel.vocabulary import SHANGHAI, Role
from tests.golden.examples import example

EVENTS = Path(__file__).parent / "events"
STATES = Path(__file__).parent / "states.sha256"

_ON = date(2023, 5, 31)
_PACK = PackRef("652825", "2023.1", "a" * 64)
_BASIS = Answer(
    rule="monitoring.nodes",
    jurisdiction="652825",
    on=_ON,
    input={"work_year": "2023"},
    outcome=["2023-05-31"],
    reason=None,
    citations=(Citation("QM-019", "且末县办法", "引文不入库"),),
    rulings=(RulingRef("AMB-01", "provisional", "从宽"),),
    pack=_PACK,
    sources=(_PACK, PackRef("000000", "2018.1", "b" * 64)),
)


@dataclass(frozen=True, slots=True)
class Golden:
    """The content of a golden file."""

    topic: str
    state: str
    expect: dict[str, Any]


def golden_of(event: type[Event]) -> Golden:
    """The golden file that an event's newest version would have if it were written now."""
    sealed = sealed_example(example(event))
    return Golden(sealed.topic, sealed.state.decode(), expectation(unseal_golden(sealed)))


def sealed_example(event: Event) -> Sealed:
    """An event in an envelope whose every part is given and fixed."""
    act = CommandContext(
        Command(),
        Actor("u-1", "651001", Role.UNIT),
        datetime(2023, 5, 31, 9, 30, tzinfo=SHANGHAI),
        _ON,
        uuid5(NAMESPACE_URL, event.name),
        caused_by=uuid5(NAMESPACE_URL, "cause"),
    )
    stored_at = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    salts = (f"salt-{number}" for number in count(1))
    decision = Decision(event, basis=(_BASIS,))
    return seal([decision], act, "652825/2023/P001", 6, stored_at, lambda: next(salts))[0]


def unseal_golden(stored: Sealed | Golden) -> Recorded[Any]:
    """What stored bytes are read as."""
    state = stored.state if isinstance(stored.state, bytes) else stored.state.encode()
    return unseal(stored.topic, state)


def expectation(recorded: Recorded[Any]) -> dict[str, Any]:
    """A recorded event as JSON values, to be compared and read by people."""
    actor = recorded.actor
    return {
        "event": {"name": recorded.event.name, **recorded.event.data()},
        "id": str(recorded.id),
        "stream": recorded.stream,
        "version": recorded.version,
        "effective_on": recorded.effective_on.isoformat(),
        "recorded_at": recorded.recorded_at.isoformat(),
        "stored_at": recorded.stored_at.isoformat(),
        "actor": {"id": actor.id, "organisation": actor.organisation, "role": actor.role.value},
        "command_id": str(recorded.command_id),
        "caused_by": str(recorded.caused_by),
        "basis": list(recorded.basis),
    }


def path_of(topic: str, directory: Path = EVENTS) -> Path:
    """The golden file of a stored name and version."""
    return directory / f"{topic}.json"


def read_golden(path: Path) -> Golden:
    """Read a golden file."""
    return Golden(**json.loads(path.read_text("utf-8")))


def write_golden(golden: Golden, directory: Path) -> None:
    """Write a golden file; raises `FileExistsError` rather than change one."""
    content = {"topic": golden.topic, "state": golden.state, "expect": golden.expect}
    with path_of(golden.topic, directory).open("x", encoding="utf-8") as file:
        file.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def sums(directory: Path = EVENTS) -> str:
    """The sha256 of every golden state, one line each."""
    goldens = [read_golden(path) for path in sorted(directory.glob("*.json"))]
    return "".join(
        f"{hashlib.sha256(golden.state.encode()).hexdigest()}  {golden.topic}\n"
        for golden in goldens
    )
