"""Fan-outs under way: each is a step until it is recorded, one beside the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from domain import reaching
from domain.decision import SYSTEM, Act, Decision, InForce, Recorded, Step
from domain.fan_out import REACH, RecordReached, SubjectsReached
from domain.testing import STORED_AT, FakeRules
from domain.vocabulary import SHANGHAI

NOW = datetime(2026, 4, 10, 9, 30, tzinfo=SHANGHAI)
LATER = NOW + timedelta(hours=1)


@dataclass(frozen=True)
class Owner:
    """An owner of selections."""

    reaching: Mapping[int, datetime] = field(default_factory=dict)


def recorded(version: int, at: datetime = NOW, of: int = 1) -> Recorded[Any]:
    event = SubjectsReached(of=of, subjects=2)
    name, day = UUID(int=version), date(2026, 4, 10)
    return Recorded(event, name, "652825/2025", version, day, at, STORED_AT, SYSTEM, name)


TWO = reaching.begun(reaching.begun(Owner(), recorded(3)), recorded(7, LATER))


def test_each_fan_out_is_a_step_of_its_own_instant() -> None:
    assert list(reaching.steps(TWO.reaching)) == [Step("3", REACH, NOW), Step("7", REACH, LATER)]


def test_what_was_reached_is_done_and_the_other_still_to_come() -> None:
    left = reaching.reached(TWO, recorded(8, of=3))
    assert list(reaching.steps(left.reaching)) == [Step("7", REACH, LATER)]


def test_it_is_recorded_once() -> None:
    def decide(owner: Owner, of: int) -> Any:
        act = Act(RecordReached(of=of, subjects=2), SYSTEM, NOW, date(2026, 4, 10), UUID(int=1))
        return reaching.record_reached(owner, act, InForce(FakeRules()))

    assert decide(TWO, 3) == (Decision(SubjectsReached(of=3, subjects=2)),)
    assert decide(TWO, 4) == ()
    assert decide(reaching.reached(TWO, recorded(8, of=3)), 3) == ()
