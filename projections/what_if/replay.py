"""A replay from beginning to end: it simulates the record again and lists the differences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from domain.kernel.subject_ids import SubjectKind
from domain.rules import PackSet, RuleBook
from domain.subjects.rulings.decider import Rulings
from projections.binding_events import BindingEvents
from projections.ending import ending_of
from projections.figures.figures import Figure, figures_of
from projections.gc_control import without_collector
from projections.what_if.changes import Moved, MovedFigure, Replayed, Unknown
from projections.what_if.hypothetical_rules import HypotheticalRules, other_book
from projections.what_if.paired_simulation import PairedSimulation
from projections.what_if.record import Entry
from projections.what_if.replay_loop import Replay
from projections.what_if.simulation import Simulation
from store.in_force import Adopted, InForceReader
from store.port import EventLog


class HypotheticalInForce(InForceReader):
    """The values in force under the other rules."""

    def __init__(self, log: Any, other: HypotheticalRules, available: PackSet) -> None:
        """Read the adopted packs from `log`."""
        super().__init__(log)
        self._other = other
        self._available = available

    def _new_book(self, jurisdiction: str, adopted: Adopted, ruled: Rulings) -> RuleBook:
        texts = {code: (f"{code}.yaml", self._log.content(sha256)) for code, sha256 in adopted}
        if jurisdiction not in texts:
            return super()._new_book(jurisdiction, adopted, ruled)
        return other_book(texts, self._available, jurisdiction, ruled.rulings, self._other)


def replay(
    log: EventLog,
    record: list[Entry],
    jurisdiction: str,
    work_year: int,
    other: HypotheticalRules,
    available: PackSet,
) -> Replayed:
    """Decide the acts recorded in a work year (1 January to 31 December) again.

    `record` is the record of the jurisdiction. Raises `BadInput` or `PackError` if the other rules
    do not fit.
    """
    simulations = PairedSimulation(
        recorded=_world(log, InForceReader),
        other=_world(log, lambda binding: HypotheticalInForce(binding, other, available)),
    )
    with without_collector():
        run = Replay(simulations, since=date(work_year, 1, 1), until=date(work_year, 12, 31))
        run.run(record)
        return Replayed(
            decided=run.decided,
            rests=run.noted.rests,
            changes=tuple(run.noted.changes),
            moved=tuple(_moved(simulations)),
            figures=tuple(_figures(simulations, jurisdiction, work_year)),
            unknown=tuple(_unknown(simulations)),
            stricter=tuple(run.noted.stricter),
        )


def _world(log: EventLog, standing: Any) -> Simulation:
    binding = BindingEvents(log)
    return Simulation(binding, standing(binding))


def _moved(simulations: PairedSimulation) -> Iterator[Moved]:
    recorded, other = simulations.recorded, simulations.other
    for stream in sorted({*simulations.apart(), *(recorded.states.keys() - other.states.keys())}):
        if recorded.subject(stream).kind is SubjectKind.PROJECT_YEAR:
            then, now = ending_of(recorded.state(stream)), ending_of(other.state(stream))
            if then != now:
                yield Moved(stream, then, now)


def _figures(
    simulations: PairedSimulation, jurisdiction: str, work_year: int
) -> Iterator[MovedFigure]:
    if (
        not simulations.apart()
        and simulations.recorded.states.keys() == simulations.other.states.keys()
    ):
        return
    then = _by_name(figures_of(simulations.recorded.events, jurisdiction, work_year))
    now = _by_name(figures_of(simulations.other.events, jurisdiction, work_year))
    for key in dict.fromkeys((*then, *now)):
        before, after = then.get(key, ""), now.get(key, "")
        if before != after:
            yield MovedFigure(*key, before, after)


def _by_name(figures: tuple[Figure, ...]) -> dict[tuple[str, str, int], str]:
    return {(one.id, one.name, one.budget_year): one.value for one in figures}


def _unknown(simulations: PairedSimulation) -> Iterator[Unknown]:
    for stream in sorted(simulations.may_plan_apart()):
        if simulations.plan_alike(simulations.other.subject(stream)):
            continue
        for wait in sorted(
            _waits(simulations.other, stream) - _waits(simulations.recorded, stream)
        ):
            role, _, deadline = wait.partition(":")
            yield Unknown(stream, role, deadline)


def _waits(simulation: Simulation, stream: str) -> set[str]:
    view = simulation.view(stream)
    return set() if view is None or view.closed else set(view.waiting_for)
