"""A year decided again: decisions a second beside a plain fold of the same events."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from bench.prefecture import JURISDICTION, WORK_YEAR, decided_prefecture
from bench.ratios import Figure
from domain.kernel.subject_ids import parse_subject
from domain.subjects.registry import DECIDERS
from projections.gc_control import without_collector
from projections.what_if.changes import Replayed
from projections.what_if.hypothetical_rules import HypotheticalRules
from projections.what_if.overrides import Override
from projections.what_if.record import Entry, record_of
from projections.what_if.replay import replay
from store import open_log, sqlite_url
from store.packs.packaged_packs import packaged_packs
from store.port import EventLog

_ROUNDS = 3
_LIMIT = 8.0
"""Seconds of CPU in which a prefecture's year is to be decided again."""

_PREFECTURE = 100_000
"""A year with fewer decisions is no prefecture's, and is not judged."""

_TRIGGER = Override("monitoring.trigger", None, ("deviation", "line", "side"), "at_least")
_OTHERS = {
    "same rules": HypotheticalRules(),
    "another trigger": HypotheticalRules(settings=(_TRIGGER,)),
    "another county's rules": HypotheticalRules(jurisdiction="653129"),
}


def replaying(directory: Path, projects: int, units: int) -> list[Figure]:
    """Measure loading a prefecture's year, folding it, and deciding it again, on one core.

    That is done in a process of its own, so that its memory is told without that of the making.
    """
    log = decided_prefecture(directory, projects, units)
    log.close()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        told = apart.submit(_measured, sqlite_url(directory / "log.db")).result()
    what = f"{projects:,} projects, {units:,} units, {told.decided:,} decisions"
    return [Figure("replay: a prefecture's year", what), *told.figures]


@dataclass(frozen=True, slots=True)
class _Told:
    decided: int
    figures: tuple[Figure, ...]


def _measured(url: str) -> _Told:
    log = open_log(url)
    try:
        with without_collector():
            return _rounds(log)
    finally:
        log.close()


def _rounds(log: EventLog) -> _Told:
    loading = _Spent()
    record = loading.of(lambda: record_of(log, JURISDICTION))
    loaded = _peak_mib()
    folding, spent = _Spent(), {name: _Spent() for name in _OTHERS}
    told: dict[str, Replayed] = {}
    for _ in range(_ROUNDS):
        folding.of(lambda: _fold(record))
        for name, other in _OTHERS.items():
            told[name] = spent[name].of(partial(_replayed, log, record, other))
    same = told["same rules"]
    if same.changes:
        raise RuntimeError(f"the same rules change {len(same.changes)} decisions")
    events = sum(len(entry.events) for entry in record)
    return _Told(
        same.decided,
        (
            Figure("replay: loading the record", f"{loading}, {loaded:,.0f} MiB"),
            Figure("replay: a plain fold of its events", f"{folding.rate(events)} events/s"),
            *(_decided_again(name, told[name], spent[name]) for name in _OTHERS),
            Figure("replay: memory of the process, at most", f"{_peak_mib():,.0f} MiB"),
        ),
    )


def _decided_again(name: str, told: Replayed, spent: _Spent) -> Figure:
    """A replay's figure; that of a whole prefecture under the same rules has a limit."""
    what, said = f"replay: decided again, {name}", _rate(told, spent)
    if name != "same rules" or told.decided < _PREFECTURE:
        return Figure(what, said)
    return Figure(what, f"{said}, limit {_LIMIT:g} s of CPU", met=spent.cpu <= _LIMIT)


def _rate(told: Replayed, spent: _Spent) -> str:
    changes = f", {len(told.changes):,} changes" if told.changes else ""
    return f"{spent.rate(told.decided)} decisions/s, {spent}{changes}"


class _Spent:
    """What something took, round by round: seconds of CPU and of the clock."""

    def __init__(self) -> None:
        self._cpu: list[float] = []
        self._clock: list[float] = []

    def of(self, do: Callable[[], Any]) -> Any:
        """Do it, and note what it took."""
        cpu, clock = time.process_time(), time.perf_counter()
        done = do()
        self._cpu.append(time.process_time() - cpu)
        self._clock.append(time.perf_counter() - clock)
        return done

    @property
    def cpu(self) -> float:
        """Seconds of CPU, the median over the rounds."""
        return median(self._cpu)

    def rate(self, number: int) -> str:
        """How many a second of CPU, the median over the rounds."""
        return f"{number / self.cpu:,.0f}"

    def __str__(self) -> str:
        return f"{self.cpu:.1f} s of CPU ({median(self._clock):.1f} s by the clock)"


def _replayed(log: EventLog, record: list[Entry], other: HypotheticalRules) -> Replayed:
    return replay(log, record, JURISDICTION, WORK_YEAR, other, packaged_packs())


def _fold(record: Sequence[Entry]) -> int:
    states: dict[str, Any] = {}
    for entry in record:
        for recorded in entry.events:
            decider = DECIDERS[parse_subject(recorded.stream).kind]
            state = states.get(recorded.stream) or decider.initial(recorded.stream)
            states[recorded.stream] = decider.evolve(state, recorded)
    return len(states)


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
