"""Work of the bureau that a text asks for in each year, put on record with its document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import Day, Role, Text
from domain.subjects.jurisdiction_year.effectiveness import RecordEffectiveness
from domain.subjects.jurisdiction_year.held import still_to_come
from domain.subjects.jurisdiction_year.state import JurisdictionYear

Work = Literal[
    "annual_plan",
    "annual_appraisal",
    "third_party_plan",
    "exante_norms",
    "county_guidance",
    "joint_supervision",
    "public_channel",
    "publicity",
    "practice",
    "system_link",
    "data_use",
]
"""The kinds of work, named like the parts of the rule on the bureau's duties."""

Force = Literal["department", "people_congress", "audit", "third_party"]
Forces = Annotated[tuple[Force, ...], Field(max_length=4)]

FORCES: Mapping[Force, str] = MappingProxyType(
    {
        "department": "部门主体",
        "people_congress": "人大监督",
        "audit": "审计查核",
        "third_party": "三方评估",
    }
)
"""The forces that a joint supervision unites (BZ-062), as the text names them."""

DEADLINES: Mapping[Work, str] = MappingProxyType(
    {kind: f"bureau-work.{kind.replace('_', '-')}" for kind in get_args(Work)}
)
"""The deadline that each kind of work meets."""

_PLANNED = frozenset({"annual_plan", "third_party_plan", "exante_norms"})
"""What may be issued in the year before the work year, for the work year."""


class RecordWork(Command, name="bureau-work.record", who={Role.FINANCE}):
    """Record work of the bureau for this year, by the `document` that shows it.

    `annual_plan` is the year's plan of work, `annual_appraisal` that performance is part of the
    annual appraisal by Party and government, which they decide. `forces` are those that took part;
    a joint supervision unites all of them.
    """

    kind: Work
    held_on: Day
    content: Text
    document: Text
    forces: Forces = ()


class WorkRecorded(Event, name="bureau-work.recorded", version=1):
    """The bureau did work that a text asks for."""

    kind: Work
    held_on: Day
    content: Annotated[Text, WITHHOLDABLE]
    document: Text
    forces: Forces = ()


def place_of(message: RecordWork | WorkRecorded) -> str:
    """What a record of work stands by: its kind and its day."""
    return f"{message.kind}.{message.held_on}"


def kind_of(place: str) -> str:
    """The kind of a record by what it stands by."""
    return place.partition(".")[0]


def settled(_deadline: str, event: WorkRecorded) -> Iterable[str]:
    """The deadline that a record meets."""
    return (DEADLINES[event.kind],)


def is_recorded(state: JurisdictionYear, kind: Work) -> bool:
    """Whether a record of a kind of work stands."""
    there = state.records.get(RecordWork.name, ())
    return any(kind_of(place) == kind for place in there)


def it_took_place(
    _state: JurisdictionYear, act: CommandContext[RecordWork], _in_force: InForce
) -> Refusal | None:
    """The day is not to come."""
    return still_to_come(act.command.held_on, act)


def it_is_of_the_year(
    state: JurisdictionYear, act: CommandContext[RecordWork], _in_force: InForce
) -> Refusal | None:
    """The day lies in the work year or after it; a plan may be issued in the year before."""
    command, year = act.command, parse_subject(state.stream).year or 0
    first = date(year - 1 if command.kind in _PLANNED else year, 1, 1)
    if command.held_on >= first:
        return None
    return refusals.invalid(
        "held_on",
        f"该日不属于本工作年度，最早为 {first}，请更正。",
        f"the day is not of this work year: {first} is the first.",
    )


def all_forces_take_part(
    _state: JurisdictionYear, act: CommandContext[RecordWork], _in_force: InForce
) -> Refusal | None:
    """A joint supervision unites departments, congress, audit and third parties."""
    command = act.command
    missing = [zh for force, zh in FORCES.items() if force not in command.forces]
    if command.kind != "joint_supervision" or not missing:
        return None
    absent = [force for force in FORCES if force not in command.forces]
    return refusals.missing(
        "forces",
        f"联合监督尚缺{'、'.join(missing)}，请补充参与力量。",
        f"a joint supervision unites all four: {', '.join(absent)} took no part yet.",
        keys=tuple(absent),
    )


def counties_were_evaluated(
    state: JurisdictionYear, act: CommandContext[RecordWork], _in_force: InForce
) -> Refusal | None:
    """Counties are guided by what an evaluation of effect found in them."""
    if act.command.kind != "county_guidance" or state.records.get(RecordEffectiveness.name):
        return None
    return refusals.wrong_phase(
        "尚未登记实效评价，请先开展实效评价（effectiveness-evaluation.record），再据以指导县市改进。",
        "no evaluation of effect is on record: record it first (effectiveness-evaluation.record), "
        "then guide the counties by it.",
    )


@guarded_by(it_took_place, it_is_of_the_year, all_forces_take_part, counties_were_evaluated)
def record(
    _state: JurisdictionYear, act: CommandContext[RecordWork], _in_force: InForce
) -> Decided:
    """Put the work on record; recorded again with its day, the newer record counts."""
    return (Decision(WorkRecorded(**vars(act.command))),)


def recorded_work(state: JurisdictionYear, recorded: Recorded[WorkRecorded]) -> JurisdictionYear:
    """Evolve by `bureau-work.recorded`: it stands until it is withdrawn."""
    return state.with_record(RecordWork.name, place_of(recorded.event))


def on_effectiveness(state: JurisdictionYear, of: str) -> Iterator[str]:
    """The guidance of counties rests on the only evaluation of effect."""
    others = state.records.get(RecordEffectiveness.name, frozenset()) - {of}
    guided = state.records.get(RecordWork.name, frozenset())
    if not others:
        yield from (
            f"{RecordWork.name}:{place}"
            for place in sorted(guided)
            if kind_of(place) == "county_guidance"
        )


DECIDE: Deciders = {RecordWork: record}
EVOLVE: Evolvers = {WorkRecorded: recorded_work}
