"""Units are merged and split once each, from a day on; what is open goes to exactly one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import start_of
from domain.shared.fan_out.messages import REACH, RecordReached
from domain.subjects.command_parsing import parse_command
from domain.subjects.organisations.units import UnitMerged, UnitSplit
from testkit.builders.organisations import (
    CLOSED,
    OF_UNIT,
    ORDER,
    OTHER_SUCCESSOR,
    P1,
    P2,
    POLICY,
    STREAM,
    SUCCESSOR,
    YEAR,
    frame,
    merge,
    nobody,
    part,
    split,
    tried,
)
from testkit.decider_spec import UNIT, DeciderSpec

DAY = date(2023, 6, 20)


def june(day: int) -> DeciderSpec:
    return nobody().on(f"2023-06-{day:02}")


def test_a_merged_unit_hands_over_what_is_open_and_ends_its_years() -> None:
    done = tried(june(20), merge())
    event = done.the(UnitMerged)
    assert (event.position, event.subjects, event.unit_years) == (7, (P1, P2, POLICY), (YEAR,))
    reached = event.reaches(STREAM)
    assert [(one.subject, one.command) for one in reached] == [
        (P1, "unit.hand-over"),
        (P2, "unit.hand-over"),
        (POLICY, "unit.hand-over"),
        (YEAR, "unit.end"),
    ]
    for one in reached:
        assert parse_command(one.subject, one.command, one.fields)
    assert event.reaches(STREAM) == reached
    assert CLOSED not in {one.subject for one in reached}


def test_a_split_unit_hands_each_subject_to_the_one_that_takes_it() -> None:
    event = tried(june(20), split()).the(UnitSplit)
    reached = {one.subject: one for one in event.reaches(STREAM)}
    taken = {subject: one.fields.get("successor") for subject, one in reached.items()}
    assert taken == {P1: SUCCESSOR, P2: OTHER_SUCCESSOR, POLICY: OTHER_SUCCESSOR, YEAR: None}
    ends = parse_command(YEAR, reached[YEAR].command, reached[YEAR].fields)
    assert [one.unit for one in ends.successors] == [SUCCESSOR, OTHER_SUCCESSOR]  # type: ignore[attr-defined]  # the command of a unit's year


@pytest.mark.parametrize(("recorded", "reached_on"), [(19, DAY), (20, None)])
def test_others_are_reached_on_the_day_and_at_once_where_it_has_come(
    recorded: int, reached_on: date | None
) -> None:
    scene = tried(june(recorded), merge())
    step = scene.view.next_step
    assert step is not None
    assert step.kind == REACH
    assert step.planned == (start_of(reached_on) if reached_on else scene.now)
    told = scene.at(step.planned).when(RecordReached(of=1, subjects=4))
    assert told.view.next_step is None
    assert told.when(RecordReached(of=1, subjects=4)).outcome == ()


@pytest.mark.parametrize("act", [merge, split])
@pytest.mark.parametrize(("day", "refused"), [(19, False), (20, False), (21, True)])
def test_a_unit_ends_on_the_day_of_the_act_at_the_earliest(
    act: Any, day: int, refused: bool
) -> None:
    done = tried(june(day), act())
    if refused:
        done.refused(Code.INVALID_FIELD, "since")
    else:
        assert done.events


@pytest.mark.parametrize("act", [merge(), split()])
def test_a_unit_that_nobody_knows_does_not_end(act: Command) -> None:
    tried(june(1), act, frame()).refused(Code.UNKNOWN_SUBJECT, "unit")


@pytest.mark.parametrize("first", [merge(), split()])
@pytest.mark.parametrize("again", [merge(successor="301009"), split()])
def test_a_unit_ends_once(first: Command, again: Command) -> None:
    refusal = tried(tried(june(1), first), again).refused(Code.DUPLICATE, "unit")
    assert SUCCESSOR in refusal.en
    assert ORDER in refusal.zh


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (merge(successor=UNIT), "successor"),
        (split(part(UNIT, P1), part(OTHER_SUCCESSOR, P2, POLICY)), "successors"),
    ],
)
def test_no_unit_takes_over_from_itself(act: Command, field: str) -> None:
    tried(june(1), act).refused(Code.INVALID_FIELD, field)


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (merge(unit="400001", successor=UNIT), "successor"),
        (split(part(UNIT, P1), part("400002", P2, POLICY), unit="400001"), "successors"),
    ],
)
def test_a_unit_whose_end_is_recorded_takes_over_from_nobody(act: Command, field: str) -> None:
    ended = tried(june(1), merge())
    refusal = tried(ended, act).refused(Code.INVALID_FIELD, field)
    assert SUCCESSOR in refusal.en


def test_a_cycle_is_refused_before_the_first_end_has_come() -> None:
    ended = tried(june(1), merge(since="2023-12-31"))
    back = merge(unit=SUCCESSOR, successor=UNIT, since="2023-07-01")
    waits = tried(ended, back).refused(Code.WRONG_PHASE)
    assert UNIT in waits.en
    through = ended.on("2023-12-31").given(RecordReached(of=1, subjects=4))
    tried(through, back.model_copy(update={"since": date(2024, 1, 1)})).refused(
        Code.INVALID_FIELD, "successor"
    )


def test_who_took_over_may_be_merged_in_its_turn_once_all_is_handed_over() -> None:
    first = tried(june(20), merge())
    second = merge(unit=SUCCESSOR, successor=OTHER_SUCCESSOR, since="2023-07-01")
    tried(first, second).refused(Code.WRONG_PHASE)
    through = first.given(RecordReached(of=1, subjects=4))
    assert tried(through, second).events


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((part(SUCCESSOR, P1, P2, POLICY),), "unit.merge"),
        ((part(SUCCESSOR, P1), part(SUCCESSOR, P2, POLICY)), SUCCESSOR),
        ((part(SUCCESSOR, P1), part(OTHER_SUCCESSOR, P2)), POLICY),
        ((part(SUCCESSOR, P1, P2), part(OTHER_SUCCESSOR, P2, POLICY)), P2),
        ((part(SUCCESSOR, P1, CLOSED), part(OTHER_SUCCESSOR, P2, POLICY)), CLOSED),
        ((part(SUCCESSOR, P1, YEAR), part(OTHER_SUCCESSOR, P2, POLICY)), YEAR),
        ((part(SUCCESSOR, P1, "652825/2023/X"), part(OTHER_SUCCESSOR, P2, POLICY)), "2023/X"),
    ],
    ids=["one", "twice", "left out", "to two", "closed", "a year", "foreign"],
)
def test_a_split_gives_everything_open_to_exactly_one(parts: Any, told: str) -> None:
    refusal = tried(june(1), split(*parts)).refused(Code.INVALID_FIELD, "successors")
    assert told in refusal.en
    assert told in refusal.zh


def test_one_of_the_successors_of_a_split_may_take_nothing() -> None:
    empty = split(part(SUCCESSOR, P1, P2, POLICY), part(OTHER_SUCCESSOR, requested="5"))
    assert tried(june(1), empty, OF_UNIT).events
