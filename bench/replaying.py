"""A year decided again: decisions a second beside a plain fold of the same events."""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.prefecture import JURISDICTION, WORK_YEAR, decided_prefecture
from bench.ratios import Figure
from domain.deciders import DECIDERS
from domain.subject import parse_subject
from projections.counterfactual.other_rules import OtherRules
from projections.counterfactual.record import Entry, record_of
from projections.counterfactual.replay import replay
from projections.counterfactual.settings import Setting
from store.packaged_packs import packaged_packs
from store.port import EventLog

_OTHER = OtherRules(
    settings=(Setting("monitoring.trigger", None, ("deviation", "line", "side"), "at_least"),)
)


def replaying(directory: Path, projects: int, units: int) -> list[Figure]:
    """Measure loading a prefecture's year, folding it, and deciding it again, on one core."""
    log = decided_prefecture(directory, projects, units)
    try:
        begun = time.perf_counter()
        record = record_of(log, JURISDICTION)
        loaded = time.perf_counter() - begun
        folded = _seconds(lambda: _fold(record))
        same, same_seconds = _replayed(log, record, OtherRules())
        other, other_seconds = _replayed(log, record, _OTHER)
    finally:
        log.close()
    if same.changes:
        raise RuntimeError(f"the same rules change {len(same.changes)} decisions")
    events = sum(len(entry.events) for entry in record)
    what = f"{projects:,} projects, {units:,} units, {same.decided:,} decisions"
    return [
        Figure("replay: a prefecture's year", what),
        Figure("replay: loading the record", f"{loaded:.1f} s"),
        Figure("replay: a plain fold of its events", f"{events / folded:,.0f} events/s"),
        Figure("replay: decided again, same rules", _rate(same.decided, same_seconds)),
        Figure(
            "replay: decided again, another trigger",
            f"{_rate(other.decided, other_seconds)}, {len(other.changes)} changes",
        ),
        Figure("replay: memory of the process, at most", f"{_peak_mib():,.0f} MiB"),
    ]


def _rate(decided: int, seconds: float) -> str:
    return f"{decided / seconds:,.0f} decisions/s, {seconds:.1f} s"


def _replayed(log: EventLog, record: list[Entry], other: OtherRules) -> tuple[Any, float]:
    begun = time.perf_counter()
    told = replay(log, record, JURISDICTION, WORK_YEAR, other, packaged_packs())
    return told, time.perf_counter() - begun


def _fold(record: Sequence[Entry]) -> int:
    states: dict[str, Any] = {}
    for entry in record:
        for recorded in entry.events:
            decider = DECIDERS[parse_subject(recorded.stream).kind]
            state = states.get(recorded.stream) or decider.initial(recorded.stream)
            states[recorded.stream] = decider.evolve(state, recorded)
    return len(states)


def _seconds(do: Any) -> float:
    gc.collect()
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
