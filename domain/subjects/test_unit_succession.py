"""The year of a merged or split unit ends; its successor's goes on with what stood in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

import pytest

from domain.kernel.decider import SYSTEM, Actor, Frame, Member
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role
from domain.shared.fan_out.messages import RecordReached, Refused, SendAgain, SendingAsked
from domain.subjects.command_parsing import parse_command
from domain.subjects.organisations.units import UnitMerged
from domain.subjects.unit_subjects import members_of
from domain.subjects.unit_year.handed_on import Named
from domain.subjects.unit_year.monitoring import ReviewOverallMonitoring
from domain.subjects.unit_year.population import AddUnit, UnitAdded, WithdrawUnit
from domain.subjects.unit_year.succession import EndUnit, SucceedUnit, UnitEnded, UnitSucceeded
from testkit.builders.organisations import ORDER, SUCCESSOR, ended_by, merge, nobody, split, tried
from testkit.builders.unit_stages import ACTS
from testkit.builders.unit_year import (
    INDICATORS,
    JUNE,
    STREAM,
    add,
    approved,
    evaluated,
    evaluating,
    evaluation,
    in_round,
    registered,
    report,
    selection,
    taken,
    target,
    unregistered,
)
from testkit.decider_spec import FILER, REVIEWER, UNIT, DeciderSpec

DAY = "2025-07-05"
HEIRS = STREAM.replace(UNIT, SUCCESSOR)
HEIR = Actor("h-1", SUCCESSOR, Role.UNIT)


def end(*successors: Named) -> EndUnit:
    """End the unit's year in July, by default for one successor."""
    named = successors or (Named(unit=SUCCESSOR, unit_name="承接单位"),)
    return EndUnit(successors=named, since=date(2025, 7, 5), document=ORDER)


def successor_of(ended: DeciderSpec) -> SucceedUnit:
    """What the end of a unit's year tells the successor."""
    told = {one.subject: one for one in ended.the(UnitEnded).reaches(STREAM)}[HEIRS]
    return cast("SucceedUnit", parse_command(HEIRS, told.command, told.fields))


def heirs(on: str = DAY) -> DeciderSpec:
    """The successor's year, which nobody registered."""
    scene = unregistered(on=on)
    return replace(scene, state=scene.decider.initial(HEIRS))


def test_a_year_ends_once_and_waits_for_nothing_but_to_tell_its_successor() -> None:
    ended = in_round().on(DAY).when(end())
    assert ended.the(UnitEnded).since == date(2025, 7, 5)
    view = ended.view
    assert (view.phase, view.waiting_for, view.overdue) == ("ended", (), ())
    assert view.next_step is not None
    assert not view.closed
    assert ended.when(end()).outcome == ()
    told = ended.given(RecordReached(of=ended.state.version, subjects=1))
    assert told.view.closed
    assert told.view.next_step is None


def test_a_successor_that_refused_is_sent_to_again_by_the_year_that_ended() -> None:
    # given
    ended = in_round().on(DAY).given(end())
    refused = Refused(code="wrong-phase", count=1, subjects=("653129/2025/unit/301001",))
    of = ended.state.version
    # when
    told = ended.given(RecordReached(of=of, subjects=1, accepted=0, refused=(refused,)))
    # then
    assert not told.view.closed
    again = told.when(SendAgain(of=told.state.version), by=REVIEWER)
    again.then(SendingAsked(of=told.state.version))
    assert again.when(RecordReached(of=again.state.version, subjects=1)).view.closed


_AT_ANY_TIME = {"unit.add", "subjects.send-again", "record.annotate"}


@pytest.mark.parametrize("name", [name for name in ACTS if name not in _AT_ANY_TIME])
def test_whatever_anybody_does_on_an_ended_year_is_refused_with_the_successor(name: str) -> None:
    ended = in_round().on(DAY).given(end())
    act = ACTS[name]
    if act.who == {Role.SYSTEM}:
        tried = taken(ended, act, SYSTEM)
        assert not tried.events or name == "unit.succeed"
        return
    tried = taken(ended, act, HEIR if Role.UNIT in act.who else REVIEWER)
    if Role.UNIT in act.who or Role.FINANCE in act.who:
        assert SUCCESSOR in tried.refused(Code.UNIT_ENDED).en


@pytest.mark.parametrize(("day", "open_still"), [("2023-06-19", True), ("2023-06-20", False)])
def test_from_the_day_on_nobody_acts_on_the_year_even_before_it_was_reached(
    day: str, open_still: bool
) -> None:
    scene = registered(DeciderSpec.of(unregistered().decider, "652825/2023/unit/201001",  # type: ignore[arg-type]  # a module is a decider
                                unregistered().in_force.rules)).on(day)  # fmt: skip
    scene = scene.under(replace(scene.in_force, successions=ended_by(merge())))
    filed = scene.when(target(), by=FILER)
    waived = scene.when(WithdrawUnit(reason="有误"), by=REVIEWER)
    if open_still:
        assert filed.events
        assert waived.events
    else:
        assert SUCCESSOR in filed.refused(Code.UNIT_ENDED).en
        assert SUCCESSOR in waived.refused(Code.UNIT_ENDED).en
        assert scene.when(end(), by=SYSTEM).events


def test_a_successor_without_a_year_gets_one_and_goes_on_with_what_stood() -> None:
    ended = in_round().on(DAY).when(end())
    began = heirs().when(successor_of(ended))
    assert began.the(UnitAdded).requested == Decimal(10_000_000)
    assert began.the(UnitSucceeded).predecessor == UNIT
    state = began.state
    assert state.approved_target
    assert state.target.indicators == INDICATORS
    assert began.view.unit == SUCCESSOR
    assert "unit:overall-monitoring.filing:2025-06-30" in began.view.waiting_for
    assert began.given(report(), by=HEIR).given(ReviewOverallMonitoring(node=JUNE))
    assert began.when(successor_of(ended)).outcome == ()


def test_what_was_reviewed_need_not_be_done_again() -> None:
    chosen = taken(evaluating(), selection())
    done = chosen.given(RecordReached(of=chosen.state.version, subjects=2))
    ended = evaluated(done).when(end())
    began = heirs("2026-05-01").when(successor_of(ended)).state
    assert began.self_evaluation.reviewed
    assert began.self_evaluation.grade == ended.state.self_evaluation.grade
    assert began.selection is not None
    assert began.selection.selected == ("P3", "P4")
    assert not any(not one.settled for one in began.rounds.values())


def test_what_was_filed_and_not_reviewed_is_filed_by_the_successor() -> None:
    ended = evaluating().given(evaluation()).when(end())
    began = heirs("2026-05-01").given(successor_of(ended))
    assert began.view.waiting_for[0] == "unit:overall-self-evaluation.filing"
    assert began.given(evaluation(), by=HEIR).state.self_evaluation.filing.by == "h-1"


def test_a_successor_with_a_year_of_its_own_goes_on_with_that() -> None:
    own = heirs("2025-01-10").given(add(requested=Decimal(5))).on(DAY)
    told = own.when(successor_of(in_round().on(DAY).when(end())))
    told.then(UnitSucceeded(predecessor=UNIT, since=date(2025, 7, 5), document=ORDER))
    assert told.state.known.requested == Decimal(5)
    assert told.view.waiting_for == own.view.waiting_for


def test_of_a_split_unit_each_successor_has_its_own_duties() -> None:
    parts = [
        Named(unit=SUCCESSOR, unit_name="甲", requested=Decimal(3)),
        Named(unit="301002", unit_name="乙", requested=Decimal(4)),
    ]
    ended = approved().on(DAY).when(end(*parts))
    assert [one.subject for one in ended.the(UnitEnded).reaches(STREAM)] == [
        HEIRS,
        STREAM.replace(UNIT, "301002"),
    ]
    began = heirs().given(successor_of(ended))
    assert began.state.known.requested == Decimal(3)
    assert "unit:overall-target.filing" in began.view.waiting_for


@pytest.mark.parametrize("act", [merge(), split()])
def test_a_unit_whose_end_is_recorded_is_registered_no_more(act: object) -> None:
    scene = heirs()
    scene = replace(scene, state=scene.decider.initial("652825/2024/unit/201001"))
    ended = scene.under(replace(scene.in_force, successions=ended_by(act)))  # type: ignore[arg-type]  # a merge or a split
    tried = ended.when(AddUnit.model_validate(add().model_dump()))
    assert isinstance(tried.outcome, Refusal)
    tried.refused(Code.UNIT_ENDED)


def test_nobody_takes_over_who_is_no_more_or_was_withdrawn() -> None:
    told = successor_of(approved().on(DAY).when(end()))
    gone = ended_by(merge(unit=SUCCESSOR, successor="400001", since="2023-06-20"))
    scene = heirs().under(replace(heirs().in_force, successions=gone))
    assert "400001" in scene.when(told).refused(Code.UNIT_ENDED).en
    withdrawn = heirs().given(add(), WithdrawUnit(reason="有误"))
    withdrawn.when(told).refused(Code.WRONG_PHASE)


@pytest.mark.parametrize("passed_on", [False, True])
def test_a_successor_does_not_end_before_the_year_of_the_other_unit_is_passed_on(
    passed_on: bool,
) -> None:
    year = in_round().on(DAY).when(end())
    if passed_on:
        year = year.given(RecordReached(of=year.state.version, subjects=1))
    project = Member("652825/2023/P9", "P9", SUCCESSOR, {"open": True})
    passing = members_of([year.state], SUCCESSOR, lambda _: year.view)
    again = merge(unit=SUCCESSOR, successor="400001", since="2023-06-20")
    merged = tried(nobody().on("2023-06-20"), again, Frame(7, (project, *passing)))
    if passed_on:
        assert merged.the(UnitMerged).subjects == (project.subject,)
    else:
        assert STREAM in merged.refused(Code.WRONG_PHASE).en
    assert members_of([year.state], "400001", lambda _: year.view) == ()
