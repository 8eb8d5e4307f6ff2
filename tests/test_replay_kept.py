"""What a replay keeps to be fast changes nothing of what it tells: the same with none of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kernel.answer import Answer
from domain.kernel.decider import InForce, View
from domain.kernel.subject_ids import Subject
from domain.rules import RuleBook
from domain.subjects.registry import DECIDERS
from projections.what_if.changes import Replayed
from projections.what_if.hypothetical_rules import HypotheticalRules, Ruling
from projections.what_if.overrides import Override
from projections.what_if.paired_simulation import PairedSimulation
from projections.what_if.simulation import Simulation, initial_state
from projections.what_if.timer_equivalence import TimerEquivalence
from store.in_force import NotAdopted
from tests.replayed import replayed

KIZILSU, QIEMO, JIASHI = "653000-2023", "652825-2024", "653129-2026"

SAME = HypotheticalRules()
SIDE = HypotheticalRules(
    settings=(Override("monitoring.trigger", None, ("deviation", "line", "side"), "at_least"),)
)
DUE = HypotheticalRules(settings=(Override("monitoring.due", "project", ("day",), 7),))
CAP = HypotheticalRules(settings=(Override("grade.final", "audit_cap", (), "653129"),))
BANDS = HypotheticalRules(
    settings=tuple(
        Override("grade.bands", None, ("bands", str(at), "line", "limit"), limit)
        for at, limit in enumerate((80, 70, 60))
    )
)
PACK = HypotheticalRules(jurisdiction="653129")
EARLIER = HypotheticalRules(rules_on=date(2024, 6, 1))
MONEY = HypotheticalRules(rulings=(Ruling("AMB-18", True),))


def as_asked(book: RuleBook, rule: str, on: date, **inputs: Any) -> Answer:
    return book.answer(rule, on, inputs)


def read_anew(world: Simulation, subject: Subject) -> InForce:
    return world.standing.in_force(subject.jurisdiction, subject.year or 0)


def viewed_anew(world: Simulation, stream: str) -> View | None:
    subject = world.subject(stream)
    try:
        return DECIDERS[subject.kind].view(world.state(stream), world.in_force(subject))
    except NotAdopted:
        return None


def begun_anew(world: Simulation, stream: str) -> Any:
    found = world.states.get(stream)
    return found or DECIDERS[world.subject(stream).kind].initial(stream)


def keeping_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every rule asked anew, both worlds folded apart, every step looked for."""
    for owner, name, slow in (
        (RuleBook, "ask", as_asked),
        (PairedSimulation, "same", lambda *_: False),
        (PairedSimulation, "apart", lambda worlds: [*worlds.other.states]),
        (TimerEquivalence, "plan_alike", lambda *_: False),
        (Simulation, "in_force", read_anew),
        (Simulation, "view", viewed_anew),
        (Simulation, "state", begun_anew),
    ):
        monkeypatch.setattr(owner, name, slow)


@pytest.mark.parametrize(
    ("example", "other"),
    [
        (KIZILSU, SAME),
        (KIZILSU, DUE),
        (KIZILSU, PACK),
        (QIEMO, SAME),
        (QIEMO, SIDE),
        (QIEMO, CAP),
        (QIEMO, BANDS),
        (JIASHI, EARLIER),
        (JIASHI, MONEY),
    ],
)
def test_the_same_is_told_when_nothing_is_kept(
    logs: Any, monkeypatch: pytest.MonkeyPatch, example: str, other: HypotheticalRules
) -> None:
    path = logs(example)
    told = replayed(path, example, other)
    keeping_nothing(monkeypatch)

    slow = replayed(path, example, other)

    assert slow == told
    assert _differs(told) == (other is not SAME)


def _differs(told: Replayed) -> bool:
    return bool(told.changes or told.rests)


@pytest.mark.parametrize("kind", DECIDERS)
def test_the_first_states_of_a_kind_differ_by_their_stream(kind: Any) -> None:
    for stream in ("652825/2023/P001", "653129/2026/P002"):
        assert initial_state(kind, stream) == DECIDERS[kind].initial(stream)
