"""Structure of the year's expenditure 支出结构: the livelihood share, and general expenditure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from domain.kernel import refusals
from domain.kernel.answer import Answer
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
from domain.kernel.vocabulary import Day, Number, Role, Text, Yuan
from domain.subjects.jurisdiction_year.bureau_duties import RULE
from domain.subjects.jurisdiction_year.due_dates import year_of
from domain.subjects.jurisdiction_year.held import still_to_come
from domain.subjects.jurisdiction_year.state import JurisdictionYear

SHARE = "budget.livelihood_share"


class RecordStructure(Command, name="budget-structure.record", who={Role.FINANCE}):
    """Record the structure of the general public budget's expenditure as of a day, in yuan.

    `livelihood` and `general` (一般性支出) are parts of `total`, `general_before` is the general
    expenditure of the year before. A share below the limit, or more general expenditure than in the
    year before, needs an `explanation` where a clause asks for it.
    """

    held_on: Day
    total: Yuan
    livelihood: Yuan
    general: Yuan
    general_before: Yuan
    document: Text
    explanation: Text | None = None


class StructureRecorded(Event, name="budget-structure.recorded", version=1):
    """The structure of the expenditure; `share` in percent and `met` null where no rule asks."""

    held_on: Day
    total: Yuan
    livelihood: Yuan
    general: Yuan
    general_before: Yuan
    document: Text
    explanation: Annotated[Text | None, WITHHOLDABLE] = None
    share: Number | None = None
    met: bool | None = None


def it_is_of_the_year(
    state: JurisdictionYear, act: CommandContext[RecordStructure], _in_force: InForce
) -> Refusal | None:
    """The day is not to come, and lies in the work year or after it."""
    year = year_of(state)
    if act.command.held_on.year >= year:
        return still_to_come(act.command.held_on, act)
    return refusals.invalid(
        "held_on",
        f"该日不属于本工作年度，最早为 {year}-01-01，请更正。",
        f"the day is not of this work year: {year}-01-01 is the first.",
    )


def parts_are_within_the_total(
    _state: JurisdictionYear, act: CommandContext[RecordStructure], _in_force: InForce
) -> Refusal | None:
    """There is a total, and neither part is above it."""
    command = act.command
    if 0 < command.total >= max(command.livelihood, command.general):
        return None
    return refusals.invalid(
        "total",
        "民生支出、一般性支出均不得超过一般公共预算支出总额，总额应大于零，请核对。",
        "livelihood and general expenditure are parts of a total above zero: check the amounts.",
    )


def departures_are_explained(
    state: JurisdictionYear, act: CommandContext[RecordStructure], in_force: InForce
) -> Refusal | None:
    """A share below the limit, or general expenditure that grew, has an explanation."""
    command = act.command
    if command.explanation is not None:
        return None
    share, held_down = _share(act, in_force), _held_down(state, in_force)
    if share.stated and not share.outcome["met"]:
        return refusals.missing(
            "explanation",
            f"民生支出占比为{share.outcome['ratio']}%，未达到要求，请说明原因和下一步安排。",
            f"the livelihood share is {share.outcome['ratio']} %, below the limit: explain it.",
            share,
        )
    if held_down.stated and command.general > command.general_before:
        return refusals.missing(
            "explanation",
            "一般性支出高于上年，与从严控制的要求不符，请说明原因和下一步安排。",
            "general expenditure is above that of the year before: explain it.",
            held_down,
        )
    return None


@guarded_by(it_is_of_the_year, parts_are_within_the_total, departures_are_explained)
def record(
    state: JurisdictionYear, act: CommandContext[RecordStructure], in_force: InForce
) -> Decided:
    """Put the structure on record with its share; of one day, the newer record counts."""
    share, held_down = _share(act, in_force), _held_down(state, in_force)
    found = share.outcome if share.stated else {"ratio": None, "met": None}
    ratio = None if found["ratio"] is None else Decimal(found["ratio"])
    event = StructureRecorded(**vars(act.command), share=ratio, met=found["met"])
    return (Decision(event, (share, held_down)),)


def _share(act: CommandContext[RecordStructure], in_force: InForce) -> Answer:
    amounts = {"livelihood": f"{act.command.livelihood:f}", "total": f"{act.command.total:f}"}
    return in_force.ask(SHARE, act.effective_on, **amounts)


def _held_down(state: JurisdictionYear, in_force: InForce) -> Answer:
    """Whether a clause has the bureau hold general expenditure down."""
    year = year_of(state)
    return in_force.ask(RULE, date(year, 1, 1), duty="budget_structure", work_year=year)


def recorded_structure(
    state: JurisdictionYear, recorded: Recorded[StructureRecorded]
) -> JurisdictionYear:
    """Evolve by `budget-structure.recorded`: it stands by its day until it is withdrawn."""
    return state.with_record(RecordStructure.name, str(recorded.event.held_on))


DECIDE: Deciders = {RecordStructure: record}
EVOLVE: Evolvers = {StructureRecorded: recorded_structure}
