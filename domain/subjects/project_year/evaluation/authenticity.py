"""Authenticity check 真实性核查 of a drawn project's self-evaluation."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

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
from domain.kernel.vocabulary import Day, Role, Text
from domain.subjects.project_year.deadlines.due_dates import AUTHENTICITY
from domain.subjects.project_year.evaluation.state import Checked, Drawn
from domain.subjects.project_year.feedback.loop import asked_after, without_asked
from domain.subjects.project_year.filings.lateness import lateness
from domain.subjects.project_year.guards import budgeted
from domain.subjects.project_year.state import ProjectYear


class MarkDrawn(Command, name="authenticity.mark-drawn", who={Role.SYSTEM}):
    """The draw of the jurisdiction's year took this project."""


class UnmarkDrawn(Command, name="authenticity.unmark-drawn", who={Role.SYSTEM}):
    """The draw was withdrawn; `cancel`: the finding on this project is cancelled too."""

    cancel: bool = False
    reason: Text


class RecordFinding(Command, name="authenticity.record-finding", who={Role.FINANCE}):
    """Record what the check on the spot found: whether the self-evaluation is untrue."""

    untrue: bool
    findings: Text
    document: Text | None = None


class MarkedDrawn(Event, name="authenticity.marked-drawn", version=1):
    """The project is in the draw."""


class UnmarkedDrawn(Event, name="authenticity.unmarked-drawn", version=1):
    """The project is in no draw any more; `found`: its finding is cancelled."""

    found: bool
    reason: Annotated[Text, WITHHOLDABLE]


class FindingRecorded(Event, name="authenticity.finding-recorded", version=1):
    """The check found the self-evaluation `untrue`, or true."""

    untrue: bool
    findings: Annotated[Text, WITHHOLDABLE]
    document: Text | None = None
    due: Day | None = None
    late: bool


def mark_drawn(state: ProjectYear, _act: CommandContext[MarkDrawn], _in_force: InForce) -> Decided:
    """Mark the project once; the draw's own event is the cause."""
    if state.evaluation.authenticity is not None:
        return ()
    return budgeted(state) or (Decision(MarkedDrawn()),)


def unmark_drawn(
    state: ProjectYear, act: CommandContext[UnmarkDrawn], _in_force: InForce
) -> Decided:
    """Take the mark back; a finding is cancelled only as the bureau decided."""
    check = state.evaluation.authenticity
    if check is None:
        return ()
    found = isinstance(check, Checked)
    if found and not act.command.cancel:
        return refusals.wrong_phase(
            "本项目已登记核查结论，撤回抽取前请先撤回该结论"
            "（act.withdraw，authenticity.record-finding）。",
            "the check of this project has a finding: withdraw that first "
            "(act.withdraw, authenticity.record-finding).",
        )
    if found and state.evaluation.final is not None:
        return refusals.wrong_phase(
            "核查结论之后已评定最终等次，请先撤回等次评定（act.withdraw，grade.finalise）。",
            "the final grade rests on the finding: withdraw it first "
            "(act.withdraw, grade.finalise).",
        )
    return (Decision(UnmarkedDrawn(found=found, reason=act.command.reason)),)


def project_is_drawn(
    state: ProjectYear, _act: CommandContext[RecordFinding], _in_force: InForce
) -> Refusal | None:
    """The draw took the project."""
    if state.evaluation.authenticity is not None:
        return None
    return refusals.wrong_phase(
        "本项目未被抽中，请先抽取（authenticity.draw）。",
        "the project was not drawn: draw first (authenticity.draw).",
    )


def nothing_is_found(
    state: ProjectYear, _act: CommandContext[RecordFinding], _in_force: InForce
) -> Refusal | None:
    """The check has no finding yet: there is one at most."""
    if not isinstance(state.evaluation.authenticity, Checked):
        return None
    return refusals.done_already("核查结论", "the finding", "authenticity.record-finding")


def form_is_filed(
    state: ProjectYear, _act: CommandContext[RecordFinding], _in_force: InForce
) -> Refusal | None:
    """The self-evaluation was filed."""
    if state.evaluation.itself.filing is not None:
        return None
    return refusals.wrong_phase(
        "本项目尚未填报绩效自评，没有可核查的内容。",
        "no self-evaluation was filed: there is nothing to check.",
    )


@guarded_by(project_is_drawn, nothing_is_found, form_is_filed)
def record_finding(
    state: ProjectYear, act: CommandContext[RecordFinding], in_force: InForce
) -> Decided:
    """Record the one finding on a drawn project; the draw caused it."""
    day, late = lateness(state, act, in_force, AUTHENTICITY, None)
    event = FindingRecorded(**vars(act.command), due=day.due, late=late)
    untrue = act.command.untrue
    fed_back = asked_after(state, act, in_force, "authenticity_check", None) if untrue else ()
    return (Decision(event, day.basis, caused_by=drawn_by(state)), *fed_back)


def drawn_by(state: ProjectYear) -> UUID:
    """The event that marked the project as drawn; raises `ValueError` where there is none."""
    if state.evaluation.authenticity is None:
        raise ValueError(f"{state.stream}: the draw did not take the project")
    return state.evaluation.authenticity.drawn


def marked_drawn(state: ProjectYear, recorded: Recorded[MarkedDrawn]) -> ProjectYear:
    """Evolve by `authenticity.marked-drawn`."""
    return state.evaluated(authenticity=Drawn(recorded.id))


def unmarked_drawn(state: ProjectYear, _recorded: Recorded[UnmarkedDrawn]) -> ProjectYear:
    """Evolve by `authenticity.unmarked-drawn`."""
    return without_asked(state, "authenticity_check").evaluated(authenticity=None)


def finding_recorded(state: ProjectYear, recorded: Recorded[FindingRecorded]) -> ProjectYear:
    """Evolve by `authenticity.finding-recorded`."""
    untrue = recorded.event.untrue
    changed = state.evaluated(authenticity=Checked(drawn_by(state), recorded.id, untrue))
    return changed.found(recorded.id) if untrue else changed


DECIDE: Deciders = {
    MarkDrawn: mark_drawn,
    UnmarkDrawn: unmark_drawn,
    RecordFinding: record_finding,
}
EVOLVE: Evolvers = {
    MarkedDrawn: marked_drawn,
    UnmarkedDrawn: unmarked_drawn,
    FindingRecorded: finding_recorded,
}
