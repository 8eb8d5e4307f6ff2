"""All checks of one database and one record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from faults.checker.acts import check_acts
from faults.checker.findings import Finding
from faults.checker.phantoms import SYSTEM, check_phantoms
from faults.checker.raw import read_raw
from faults.checker.streams import check_streams
from faults.checker.told import read_told
from faults.checker.witness import check_seen, read_seen


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found wrong, and how much of what was looked at."""

    findings: tuple[Finding, ...]
    looked_at: dict[str, int]


def prove(database: Path, record: Path, seen: Path | None = None) -> Proof:
    """Check everything; `seen` is what a witness saw during the run."""
    raw, told = read_raw(database), read_told(record)
    findings = [
        *check_acts(raw, told),
        *check_streams(raw),
        *check_phantoms(raw, told),
        *(check_seen(database, seen) if seen is not None else ()),
    ]
    looked_at = {
        "sendings by the client": len(told),
        "of these answered": sum(one.outcome is not None for one in told),
        "of these refused as a reused id": sum(one.is_reuse for one in told),
        "acts of people": len({one.id for one in told}),
        "acts of the system": sum(one.act.get("actor") == SYSTEM for one in raw.commands),
        "refused acts kept": sum(not one.accepted for one in raw.commands),
        "events": len(raw.events),
        "streams": len(raw.streams),
        "rows seen by the witness": len(read_seen(seen)) if seen is not None else 0,
    }
    return Proof(tuple(findings), looked_at)
