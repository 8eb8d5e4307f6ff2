"""Fan-outs under way: each is a step until it is recorded, one beside the other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from domain.kernel.decider import SYSTEM, CommandContext, Decision, InForce, Recorded, Step
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.fan_out import dispatch as reaching
from domain.shared.fan_out import retry
from domain.shared.fan_out.messages import (
    REACH,
    RecordReached,
    Refused,
    SendAgain,
    SendingAsked,
    SubjectsReached,
)
from domain.shared.fan_out.retry import Sendings
from testkit.decider_spec import STORED_AT, FakeRules

NOW = datetime(2026, 4, 10, 9, 30, tzinfo=SHANGHAI)
LATER = NOW + timedelta(hours=1)
HELD = InForce(FakeRules())


@dataclass(frozen=True)
class Owner:
    """An owner of selections."""

    stream: str = "652825/2025"
    version: int = 9
    reaching: Sendings = field(default_factory=dict)
    unreached: Sendings = field(default_factory=dict)


def recorded(version: int, at: datetime = NOW, of: int = 1) -> Recorded[Any]:
    event = SubjectsReached(of=of, subjects=2, accepted=2)
    name, day = UUID(int=version), date(2026, 4, 10)
    return Recorded(event, name, "652825/2025", version, day, at, STORED_AT, SYSTEM, name)


TWO = reaching.begun(reaching.begun(Owner(), recorded(3)), recorded(7, LATER))


def test_each_fan_out_is_a_step_of_its_own_instant() -> None:
    assert list(reaching.steps(TWO.reaching, HELD)) == [
        Step("3", REACH, NOW),
        Step("7", REACH, LATER),
    ]


def test_what_was_reached_is_done_and_the_other_still_to_come() -> None:
    left = reaching.reached(TWO, recorded(8, of=3))
    assert list(reaching.steps(left.reaching, HELD)) == [Step("7", REACH, LATER)]


def test_it_is_recorded_once() -> None:
    def decide(owner: Owner, of: int) -> Any:
        act = CommandContext(
            RecordReached(of=of, subjects=2), SYSTEM, NOW, date(2026, 4, 10), UUID(int=1)
        )
        return reaching.record_reached(owner, act, HELD)

    assert decide(TWO, 3) == (Decision(SubjectsReached(of=3, subjects=2, accepted=2)),)
    assert decide(TWO, 4) == ()
    assert decide(reaching.reached(TWO, recorded(8, of=3)), 3) == ()


MORNING = {1: "2026-04-11", 2: "2026-04-12", 3: "2026-04-14", 4: "2026-04-18", 5: "2026-04-26"}
"""The day of the sending after the one of a number, where each is recorded on 10 April."""

PASSING = Refused(code="needs-ruling", awaits=("r.one",), count=1, subjects=("a",))
FINAL = Refused(code="wrong-organisation", final=True, count=1, subjects=("b",))
OPEN = replace(HELD, open_rules=frozenset({"r.one"}))


def recorded_sending(version: int, of: int, *refused: Refused) -> Recorded[Any]:
    event = SubjectsReached(of=of, subjects=2, accepted=2 - len(refused), refused=refused)
    return replace(recorded(version), event=event)


def begun() -> Owner:
    owner: Owner = reaching.begun(Owner(), recorded(3))
    return owner


def refused_once(*refused: Refused) -> Owner:
    owner: Owner = reaching.reached(begun(), recorded_sending(8, 3, *refused))
    return owner


def asked(owner: Owner, of: int, at: datetime = NOW, held: InForce = HELD) -> Any:
    act = CommandContext(SendAgain(of=of), SYSTEM, at, date(2026, 4, 10), UUID(int=1))
    return retry.send_again(owner, act, held)


def morning(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=SHANGHAI)


def test_what_refused_for_a_passing_reason_is_sent_to_again_by_the_event_that_says_so() -> None:
    # when
    owner = refused_once(PASSING, FINAL)
    # then
    assert list(reaching.steps(owner.reaching, OPEN)) == [Step("8", REACH, morning("2026-04-11"))]
    assert set(owner.reaching) == {3}, "the fan-out is known by the event that began it"
    assert owner.unreached == {}


def test_a_ruling_that_was_waited_for_makes_the_next_sending_due_at_once() -> None:
    owner = refused_once(PASSING)
    assert list(reaching.steps(owner.reaching, HELD)) == [Step("8", REACH, NOW)]


def test_a_final_refusal_is_not_sent_to_again_and_stays_known() -> None:
    owner = refused_once(FINAL)
    assert owner.reaching == {}
    assert set(owner.unreached) == {3}


def test_sendings_grow_rarer_and_end_and_the_last_refusal_stays_known() -> None:
    # given
    owner, by = begun(), 3
    # when each sending is refused
    for number, day in MORNING.items():
        owner = reaching.reached(owner, recorded_sending(10 + number, by, PASSING))
        by = 10 + number
        # then
        assert list(reaching.steps(owner.reaching, OPEN)) == [Step(str(by), REACH, morning(day))]
    last: Owner = reaching.reached(owner, recorded_sending(20, by, PASSING))
    assert last.reaching == {}
    assert last.unreached[3].by == 20


def test_once_all_accept_nothing_is_left() -> None:
    owner = reaching.reached(refused_once(PASSING), recorded_sending(9, 8))
    assert (owner.reaching, owner.unreached) == ({}, {})


def test_a_sending_that_was_recorded_is_not_recorded_again() -> None:
    act = CommandContext(
        RecordReached(of=3, subjects=2), SYSTEM, NOW, date(2026, 4, 10), UUID(int=1)
    )
    assert reaching.record_reached(refused_once(PASSING), act, HELD) == ()


def test_only_rules_that_are_open_altogether_are_waited_for() -> None:
    # given a rule that withholds some answers only: nobody sees its ruling come
    command = RecordReached(of=3, subjects=2, accepted=1, refused=(PASSING,))
    act = CommandContext(command, SYSTEM, NOW, date(2026, 4, 10), UUID(int=1))

    def decided(held: InForce) -> Any:
        return reaching.record_reached(begun(), act, held)

    # when
    (open_altogether,), (partly,) = decided(OPEN), decided(HELD)
    # then
    assert open_altogether.event.refused == (PASSING,)
    assert partly.event.refused[0].awaits == ()


def test_somebody_may_ask_for_another_sending_until_it_is_under_way() -> None:
    owner, planned = refused_once(PASSING), morning("2026-04-11")
    # the instant before it is due, and the instant
    before = planned - timedelta(microseconds=1)
    assert asked(owner, 8, before, OPEN) == (Decision(SendingAsked(of=8)),)
    assert asked(owner, 8, planned, OPEN) == ()


def test_a_final_refusal_is_sent_to_again_when_somebody_asks() -> None:
    # given
    owner = refused_once(FINAL)
    assert asked(owner, 8) == (Decision(SendingAsked(of=8)),)
    # when
    event = replace(recorded(9, LATER), event=SendingAsked(of=8))
    again = retry.sending_asked(owner, event)
    # then
    assert list(reaching.steps(again.reaching, HELD)) == [Step("9", REACH, LATER)]
    assert again.unreached == {}
    assert reaching.reached(again, recorded_sending(10, 9)).reaching == {}


def test_what_has_its_day_is_not_sent_before_it() -> None:
    # given an act that goes out at an instant to come
    owner = reaching.begun(Owner(), recorded(3), not_before=LATER)
    before = LATER - timedelta(microseconds=1)
    # then nobody has refused it yet; at the instant it is under way
    assert asked(owner, 3, before).code is Code.WRONG_PHASE
    assert asked(owner, 3, LATER) == ()
    assert asked(owner, 3, LATER + timedelta(microseconds=1)) == ()


def test_nothing_is_sent_again_that_nobody_refused() -> None:
    for owner, of in ((Owner(), 3), (refused_once(FINAL), 3), (refused_once(FINAL), 9)):
        assert asked(owner, of).code is Code.WRONG_PHASE
    assert asked(Owner(version=0), 1).code is Code.UNKNOWN_SUBJECT
