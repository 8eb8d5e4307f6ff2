"""The review of a key evaluation: the expert panel, and the result that becomes final."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import Field

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
from domain.kernel.frozen import replace
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Points, Role, Text, Yuan
from domain.shared.filings.filing import FilingStatus, may_review
from domain.shared.filings.grading import GradeId, graded
from domain.subjects.project_year.deadlines.due_dates import KEY_EVALUATION
from domain.subjects.project_year.own_sharing import PROJECT
from domain.subjects.project_year.policy_sharing import E, Evaluated, Sharing

_ZH, _EN = "重点评价报告", "key evaluation report"

Kind = Literal[
    "finance",
    "third_party",
    "npc_deputy",
    "cppcc_member",
    "evaluation_expert",
    "industry_expert",
]
Members = Annotated[tuple[Kind, ...], Field(min_length=1, max_length=50)]


class ReviewByPanel(Command, name="key-evaluation.panel-review", who={Role.EXPERT_PANEL}):
    """Record the panel's review: the kinds of its members, and whether the report passed."""

    members: Members
    passed: bool
    opinion: Text | None = None


class Finalise(Command, name="key-evaluation.finalise", who={Role.FINANCE}, version=2):
    """Make the result of the report final.

    From its second version on, the act asks for the feedback of a policy too.
    """


class PanelReviewed(Event, name="key-evaluation.panel-reviewed", version=1):
    """The panel reviewed the report; a report that did not pass is filed again."""

    members: Members
    passed: bool
    opinion: Annotated[Text | None, WITHHOLDABLE] = None


class Finalised(Event, name="key-evaluation.finalised", version=1):
    """The result is final: score, grade by `grade.bands`; `evaluated` in yuan on its basis."""

    institution: Code
    score: Points
    grade: GradeId | None = None
    evaluated: Yuan | None = None
    evaluated_basis: Literal["evaluated", "executed"]
    due: Day | None = None
    late: bool


def report_waits_for_another(
    _shared: Sharing, state: Evaluated, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A report waits for its review, and another person than the actor filed it."""
    return may_review(state.evaluation.key.filing, act, _ZH, _EN)


def views_are_exchanged(
    _shared: Sharing, state: Evaluated, _act: CommandContext[Finalise], _in_force: InForce
) -> Refusal | None:
    """Views on the report were exchanged with the evaluated unit."""
    if state.evaluation.key.filed.views_exchanged:
        return None
    return refusals.gate_not_met(
        "尚未与被评价单位交换意见，请先记录意见交换（key-evaluation.exchange-views）。",
        "views were not exchanged with the evaluated unit: put them on record first "
        "(key-evaluation.exchange-views).",
    )


@guarded_by(report_waits_for_another)
def review_by_panel(
    _shared: Sharing, _state: Evaluated, act: CommandContext[ReviewByPanel], in_force: InForce
) -> Decided:
    """Take the review of a panel that has every member that `key_evaluation.panel` asks for."""
    answer = _panel(act.command.members, act, in_force)
    return _incomplete(answer) or (Decision(PanelReviewed(**vars(act.command)), (answer,)),)


def _panel(
    members: tuple[str, ...],
    act: CommandContext[ReviewByPanel] | CommandContext[Finalise],
    in_force: InForce,
) -> Answer:
    return in_force.ask("key_evaluation.panel", act.effective_on, members=list(members))


_SEATS = {
    "finance": "财政部门",
    "third_party": "第三方机构",
    "npc_deputy": "人大代表",
    "cppcc_member": "政协委员",
    "npc_deputy_or_cppcc_member": "人大代表或政协委员",
    "evaluation_expert": "绩效评价专家",
    "industry_expert": "行业专家",
}
"""The seats of a panel as an official names them; a county's own seats keep their ids."""


def _incomplete(answer: Answer) -> Refusal | None:
    if not answer.stated or answer.outcome == "valid":
        return None
    missing = answer.outcome["missing"]
    seats = "、".join(_SEATS.get(one, one) for one in missing)
    return refusals.gate_not_met(
        f"专家组缺少{seats}，请补充成员并评审后再办理。",
        f"the panel lacks {', '.join(missing)}: complete it, review, and try again.",
        answer,
    )


@guarded_by(report_waits_for_another, views_are_exchanged)
def finalise(
    shared: Sharing, state: Evaluated, act: CommandContext[Finalise], in_force: InForce
) -> Decided:
    """Finalise a report on which views were exchanged, and which passed the panel if one is due."""
    key = state.evaluation.key
    report = key.filed
    panel = _panel(report.panel, act, in_force)
    refusal = _incomplete(panel)
    if refusal:
        return refusal
    grade, basis = graded(report.score, act, in_force)
    day, late = shared.lateness(state, act, in_force, KEY_EVALUATION, None)
    event = Finalised(
        institution=key.institution or act.actor.organisation,
        score=report.score or Decimal(0),
        grade=grade,
        evaluated=report.evaluated,
        evaluated_basis=report.evaluated_basis,
        due=day.due,
        late=late,
    )
    fed_back = shared.fed_back(state, act, in_force, "key_evaluation", grade)
    return (Decision(event, (panel, *basis, *day.basis)), *fed_back)


def panel_reviewed(state: E, recorded: Recorded[PanelReviewed]) -> E:
    """Evolve by `key-evaluation.panel-reviewed`."""
    event, key = recorded.event, state.evaluation.key
    report = replace(key.filed, panel=event.members)
    if not event.passed:
        report = report.marked(FilingStatus.RETURNED)
    return state.evaluated(key=replace(key, report=report))


def finalised(state: E, recorded: Recorded[Finalised]) -> E:
    """Evolve by `key-evaluation.finalised`."""
    key = state.evaluation.key
    final = replace(key, report=key.filed.marked(FilingStatus.REVIEWED))
    return state.found(recorded.id, key=final)


def deciders(shared: Sharing) -> Deciders:
    """The acts of reviewing a key evaluation, of a kind of subject."""
    return {ReviewByPanel: partial(review_by_panel, shared), Finalise: partial(finalise, shared)}


DECIDE = deciders(PROJECT)
EVOLVE: Evolvers = {PanelReviewed: panel_reviewed, Finalised: finalised}
