"""The log of an example's year, replayed under other rules."""

from __future__ import annotations

from pathlib import Path

from projections.what_if.changes import Replayed
from projections.what_if.hypothetical_rules import HypotheticalRules
from projections.what_if.record import record_of
from projections.what_if.replay import replay
from store import open_log, sqlite_url
from store.packs.packaged_packs import packaged_packs


def replayed(path: Path, example: str, other: HypotheticalRules) -> Replayed:
    code, _, year = example.partition("-")
    log = open_log(sqlite_url(path))
    try:
        return replay(log, record_of(log, code), code, int(year), other, packaged_packs())
    finally:
        log.close()
