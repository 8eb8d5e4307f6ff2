"""Opening the year: the portfolio by its sha256, and the days on which its subjects open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
    Step,
    Steps,
)
from domain.kernel.message import Command, Event, Message
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Day, Role
from domain.shared.fan_out import retry
from domain.shared.fan_out.messages import (
    OPEN_SUBJECTS,
    Reached,
    RecordOpening,
    SubjectsOpened,
    recorded_fields,
)
from domain.subjects.jurisdiction_year.state import JurisdictionYear, Opened, Running

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""The sha256 of kept content, in hexadecimal."""


class Opening(Message):
    """How many projects and units are registered on a day."""

    on: Day
    projects: PositiveInt


class OpenYear(Command, name="year.open", who={Role.FINANCE}, at_once=True):
    """Open the work year with its portfolio, kept in the store under its sha256.

    `openings` is what the portfolio says of the days on which projects and units are registered.
    `original` is the sha256 of the file from which the portfolio was made, where it is another.
    """

    portfolio: Sha256
    clock: Literal["real", "simulated"]
    openings: tuple[Opening, ...] = ()
    original: Sha256 | None = None


class YearOpened(Event, name="year.opened", version=2):
    """The work year is open."""

    portfolio: str
    clock: Literal["real", "simulated"]
    openings: tuple[Opening, ...] = ()
    original: str | None = None


_OTHER_CLOCK = {
    "real": Refusal(
        Code.INVALID_FIELD,
        "本库记录真实年度，不能在其中启动演练年度；演练请用另一数据目录。",
        "this log records real years, and no drill is opened in it: use another data directory",
        field="clock",
    ),
    "simulated": Refusal(
        Code.INVALID_FIELD,
        "本库是演练库，不能在其中启动真实年度；真实年度请用新的数据目录。",
        "this log is a drill's, and no real year is opened in it: use a new data directory",
        field="clock",
    ),
}


def open_year(
    state: JurisdictionYear, act: CommandContext[OpenYear], _in_force: InForce
) -> Decided:
    """Open the year once."""
    if state.life is not None:
        return Refusal(
            Code.DUPLICATE, f"{state.stream} 已启动。", f"{state.stream} is open already."
        )
    if act.clock is not None and act.command.clock != act.clock:
        return _OTHER_CLOCK[act.clock]
    return (Decision(YearOpened(**vars(act.command))),)


def record_opening(
    state: JurisdictionYear, act: CommandContext[RecordOpening], in_force: InForce
) -> Decided:
    """Record once that the projects of a day were asked to register."""
    if act.command.on in state.opened:
        return ()
    return (Decision(SubjectsOpened(**recorded_fields(act.command, in_force.open_rules))),)


def year_opened(state: JurisdictionYear, recorded: Recorded[YearOpened]) -> JurisdictionYear:
    """Evolve by `year.opened`."""
    event = recorded.event
    openings = {opening.on: opening.projects for opening in event.openings}
    opened = Opened(event.portfolio, event.clock, recorded.recorded_at)
    return replace(state, life=Running(opened), openings=openings)


def subjects_opened(
    state: JurisdictionYear, recorded: Recorded[SubjectsOpened]
) -> JurisdictionYear:
    """Evolve by `subjects.opened`; what refused is sent to again as after a selection."""
    event = recorded.event
    opened = replace(state, opened={**state.opened, event.on: event.subjects})
    known: JurisdictionYear = retry.sent(opened, recorded, recorded.version, 1)
    return known


def _opening(step: Step, reached: Reached) -> RecordOpening:
    return RecordOpening(on=date.fromisoformat(step.deadline), **reached.recorded())


STEPS: Steps = {OPEN_SUBJECTS: _opening}
DECIDE: Deciders = {OpenYear: open_year, RecordOpening: record_opening}
EVOLVE: Evolvers = {YearOpened: year_opened, SubjectsOpened: subjects_opened}
