"""The draw for the authenticity check 真实性核查: anybody can repeat it from its event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import (
    EVALUATED_PROJECTS,
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
from domain.kernel.subject_ids import parse_subject, project_year
from domain.kernel.vocabulary import Day, Number, Role, Text
from domain.shared.fan_out import dispatch
from domain.shared.fan_out.draws import drawn
from domain.shared.fan_out.messages import Reach
from domain.subjects.jurisdiction_year.frame import (
    Codes,
    SomeCodes,
    budgeted_of,
    empty_frame,
    position_of,
    taken_back_from,
)
from domain.subjects.jurisdiction_year.state import Chosen, JurisdictionYear

MARK_DRAWN = "authenticity.mark-drawn"
UNMARK_DRAWN = "authenticity.unmark-drawn"
SAMPLE = "authenticity.sample"

Ratio = Annotated[Number, Field(gt=0, le=1)]


class Draw(Command, name="authenticity.draw", who={Role.FINANCE}, frame=EVALUATED_PROJECTS):
    """Draw among the projects of the budget year before.

    `ratio` is a share of their number, over 0 and up to 1; without it the ruled one counts. The
    `seed` was published in `seed_document` on a day before the draw (AMB-13).
    """

    ratio: Ratio | None = None
    seed: Text
    seed_published_on: Day
    seed_document: Text


class Drawn(Event, name="authenticity.drawn", version=1):
    """The draw: its frame as the log had it at `position`, and what came of it.

    `cited` is false where no rule states a method and the bureau's own counts. `ratio` is null
    where a ruling gave it: the number of the drawn then stands for it.
    """

    position: NonNegativeInt
    frame: SomeCodes
    ratio: Ratio | None = None
    seed: Text
    seed_published_on: Day
    seed_document: Text
    method: Literal["sha256_of_seed_and_id"] = "sha256_of_seed_and_id"
    cited: bool
    drawn: SomeCodes

    def reaches(self, stream: str) -> tuple[Reach, ...]:
        """Mark each drawn project of the budget year before."""
        year = parse_subject(stream)
        return tuple(
            Reach(project_year(year.jurisdiction, (year.year or 0) - 1, code), MARK_DRAWN, {})
            for code in self.drawn
        )


class DrawTakenBack(Event, name="authenticity.draw-taken-back", version=1):
    """Projects are drawn no more: the draw was withdrawn or corrected.

    `cancelled` are those whose finding is cancelled, as the bureau decided.
    """

    projects: SomeCodes
    cancelled: Codes = ()
    reason: Annotated[Text, WITHHOLDABLE]

    def reaches(self, stream: str) -> tuple[Reach, ...]:
        """Take the mark back from each project."""
        return taken_back_from(stream, self.projects, UNMARK_DRAWN, self.cancelled, self.reason)


def repeated(event: Drawn) -> tuple[str, ...]:
    """The draw done again from what its event says alone: it has to be `event.drawn`."""
    if event.ratio is None:
        return drawn(event.seed, event.frame, len(event.drawn))
    return sample(event.frame, event.ratio, event.seed)


def sample(frame: Iterable[str], ratio: Decimal, seed: str) -> tuple[str, ...]:
    """Draw a share of a frame, rounded up, as `authenticity.sample` does."""
    among = tuple(frame)
    return drawn(seed, among, ceil(Fraction(ratio) * len(among)))


def nothing_is_drawn(
    state: JurisdictionYear, _act: CommandContext[Draw], _in_force: InForce
) -> Refusal | None:
    """There is one draw in a year."""
    if not state.drawn:
        return None
    return refusals.done_already("真实性核查抽取", "the draw", Draw.name)


def seed_was_published_before(
    _state: JurisdictionYear, act: CommandContext[Draw], _in_force: InForce
) -> Refusal | None:
    """The seed was published on a day before the draw."""
    if act.command.seed_published_on < act.day:
        return None
    return refusals.invalid(
        "seed_published_on",
        "随机种子须在抽取日之前公布，请先公布种子，次日起再抽取。",
        "the seed is published on a day before the draw: publish it, and draw from the next "
        "day on.",
    )


def frame_has_budgets(
    _state: JurisdictionYear, act: CommandContext[Draw], _in_force: InForce
) -> Refusal | None:
    """At least one project of the frame has a budget."""
    return None if budgeted_of(act) else empty_frame()


@guarded_by(nothing_is_drawn, seed_was_published_before, frame_has_budgets)
def draw(_state: JurisdictionYear, act: CommandContext[Draw], in_force: InForce) -> Decided:
    """Draw once a year, by the rule where it is stated, else by the method on record."""
    command, frame = act.command, tuple(sorted(budgeted_of(act)))
    answer = in_force.ask(
        SAMPLE,
        act.effective_on,
        frame=list(frame),
        ratio=None if command.ratio is None else f"{command.ratio:f}",
        seed=command.seed,
    )
    taken = _taken(answer, command, frame)
    if isinstance(taken, Refusal):
        return taken
    event = Drawn(
        **dict(command),
        position=position_of(act),
        frame=frame,
        cited=answer.stated,
        drawn=taken,
    )
    return (Decision(event, (answer,)),)


def _taken(answer: Answer, command: Draw, frame: tuple[str, ...]) -> tuple[str, ...] | Refusal:
    if answer.reason == "needs_ruling":
        return refusals.needs_ruling(answer)
    if answer.stated:
        return tuple(answer.outcome)
    if command.ratio is None:
        return refusals.missing(
            "ratio",
            "规则未规定抽取比例，请填写本次采用的比例。",
            "the rules state no ratio: give the one that is used.",
            answer,
        )
    return sample(frame, command.ratio, command.seed)


def was_drawn(state: JurisdictionYear, recorded: Recorded[Drawn]) -> JurisdictionYear:
    """Evolve by `authenticity.drawn`: the projects are still to be reached."""
    begun: JurisdictionYear = dispatch.begun(state, recorded)
    return replace(begun, drawn=Chosen(recorded.version, recorded.event.drawn))


def taken_back(state: JurisdictionYear, recorded: Recorded[DrawTakenBack]) -> JurisdictionYear:
    """Evolve by `authenticity.draw-taken-back`: the projects are still to be reached."""
    begun: JurisdictionYear = dispatch.begun(state, recorded)
    return begun


DECIDE: Deciders = {Draw: draw}
EVOLVE: Evolvers = {Drawn: was_drawn, DrawTakenBack: taken_back}
