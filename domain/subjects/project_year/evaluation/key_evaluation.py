"""Key evaluation 财政重点评价 of a selected project: commissioned, reported by a third party."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

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
from domain.kernel.message import ADDED, WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Points, Role, Text, Yuan
from domain.shared.evaluation_objects import FurtherTypes, ObjectType
from domain.shared.filings import amounts
from domain.shared.filings.filing import filed
from domain.subjects.project_year.evaluation.key_evaluation_policies import (
    actor_is_commissioned,
    institution_is_commissioned,
    maxima_sum_to_100,
    no_report_stands,
    report_waits,
    subject_is_to_be_evaluated,
    third_party_has_something_to_evaluate,
)
from domain.subjects.project_year.evaluation.report_framework import (
    framework,
    lacking,
    remarks,
)
from domain.subjects.project_year.evaluation.report_scores import (
    KeyIndicators,
    score_of,
)
from domain.subjects.project_year.evaluation.state import (
    Evaluator,
    KeyEvaluation,
    KeyReport,
    Selection,
)
from domain.subjects.project_year.guards import budgeted
from domain.subjects.project_year.own_sharing import PROJECT
from domain.subjects.project_year.policy_sharing import E, Evaluated, Sharing
from domain.subjects.project_year.state import ProjectYear

Findings = Annotated[tuple[Text, ...], Field(max_length=100)]


class MarkSelected(Command, name="key-evaluation.mark-selected", who={Role.SYSTEM}):
    """The jurisdiction's year selected this project for key evaluation.

    `counted_as` is its type of object, null in selections of before; it is of `further` types too.
    """

    counted_as: ObjectType | None = None
    further: FurtherTypes = ()


class UnmarkSelected(Command, name="key-evaluation.unmark-selected", who={Role.SYSTEM}):
    """The selection of this project was withdrawn; `cancel`: its evaluation is cancelled too."""

    cancel: bool = False
    reason: Text


class Commission(Command, name="key-evaluation.commission", who={Role.FINANCE}):
    """Commission an institution (by its code), with how it was procured."""

    institution: Code
    procured: bool
    procurement_reference: Text | None = None


class FileReport(Command, name="key-evaluation.file-report", who={Role.THIRD_PARTY}, version=2):
    """File the report: the maxima of its indicators sum to 100; its score is the sum of points.

    Each indicator names its dimension of the report's framework. `problems` are what was found, and
    `suggestions` what is proposed: the bureau feeds them back (`feedback.give`).

    `evaluated` is the evaluated amount in yuan; without it, the executed amount is used.
    `amount_confirmed` is the reason for an amount that is far from the other amounts.
    """

    indicators: KeyIndicators
    document: Text
    evaluated: Yuan | None = None
    problems: Findings = ()
    suggestions: Findings = ()
    amount_confirmed: Text | None = None


class ExchangeViews(
    Command, name="key-evaluation.exchange-views", who={Role.UNIT, Role.THIRD_PARTY}
):
    """Record the views of the evaluated unit, or of the evaluators, on the report."""

    views: Text


class MarkedSelected(Event, name="key-evaluation.marked-selected", version=2):
    """The project was selected for key evaluation, or the selection has other types for it.

    `counted_as` is its type of object, null in selections of before; it is of `further` types too.
    """

    counted_as: Annotated[ObjectType | None, ADDED] = None
    further: Annotated[FurtherTypes, ADDED] = ()


class UnmarkedSelected(Event, name="key-evaluation.unmarked-selected", version=1):
    """The project is not selected for key evaluation any more.

    `institution` had been commissioned: its commission, report and result are cancelled.
    """

    institution: Code | None = None
    reason: Annotated[Text, WITHHOLDABLE]


class Commissioned(Event, name="key-evaluation.commissioned", version=1):
    """An institution was commissioned."""

    institution: Code
    procured: bool
    procurement_reference: Text | None = None


class ReportFiled(Event, name="key-evaluation.report-filed", version=2):
    """The report was filed; `score` is the sum of its points, `evaluated` in yuan on its basis.

    `lacking` are the dimensions of the framework without an indicator.
    """

    indicators: KeyIndicators
    document: Text
    score: Points
    evaluated: Yuan | None = None
    evaluated_basis: Literal["evaluated", "executed"]
    problems: Annotated[Findings, ADDED] = ()
    suggestions: Annotated[Findings, ADDED] = ()
    lacking: Annotated[tuple[Text, ...], ADDED] = ()


class ViewsExchanged(Event, name="key-evaluation.views-exchanged", version=1):
    """Views on the report were recorded."""

    views: Annotated[Text, WITHHOLDABLE]


def mark_selected(
    state: ProjectYear, act: CommandContext[MarkSelected], _in_force: InForce
) -> Decided:
    """Mark the project with the selection's event as the cause, once for each type."""
    found, command = state.evaluation.key.selected, act.command
    if found is not None and (found.counted_as, found.further) == (
        command.counted_as,
        command.further,
    ):
        return ()
    return budgeted(state) or (Decision(MarkedSelected(**vars(command))),)


def unmark_selected(
    state: ProjectYear, act: CommandContext[UnmarkSelected], _in_force: InForce
) -> Decided:
    """Take the mark back; an evaluation under way is cancelled only as the bureau decided."""
    key, final, command = state.evaluation.key, state.evaluation.final, act.command
    if key.selected is None:
        return ()
    if key.institution is not None and not command.cancel:
        return refusals.wrong_phase(
            "本项目的重点评价已委托第三方机构，撤回选取前请先撤回委托"
            "（key-evaluation.commission）。",
            "the key evaluation of this project is commissioned: withdraw the commission first "
            "(act.withdraw, key-evaluation.commission).",
        )
    if final is not None and final.source == "finance":
        return refusals.wrong_phase(
            "最终等次以重点评价得分评定，请先撤回等次评定（act.withdraw，grade.finalise）。",
            "the final grade rests on the key evaluation: withdraw it first "
            "(act.withdraw, grade.finalise).",
        )
    return (Decision(UnmarkedSelected(institution=key.institution, reason=command.reason)),)


@guarded_by(subject_is_to_be_evaluated, no_report_stands)
def commission(
    _shared: Sharing, state: Evaluated, act: CommandContext[Commission], in_force: InForce
) -> Decided:
    """Commission an institution as `key_evaluation.procurement` requires.

    Until a report is filed, another institution may take its place.
    """
    command, key = act.command, state.evaluation.key
    answer = in_force.ask(
        "key_evaluation.procurement",
        act.effective_on,
        procured=command.procured,
        procurement_reference=command.procurement_reference,
    )
    refusal = _unprocured(answer)
    if refusal:
        return refusal
    event = Commissioned(**vars(command))
    selected = key.selected.event_id if key.selected else None
    return (Decision(event, (answer,), caused_by=selected),)


def _unprocured(answer: Answer) -> Refusal | None:
    if answer.stated and answer.outcome == "refuse":
        return refusals.gate_not_met(
            "第三方机构须通过政府采购择优选择，请先办理采购。",
            "the institution is chosen by government procurement: procure first.",
            answer,
        )
    if answer.stated and answer.outcome != "valid":
        return refusals.missing(
            "procurement_reference",
            "请填写政府采购编号。",
            "give the reference of the procurement.",
            answer,
        )
    return None


def evaluated_fits_the_others(
    shared: Sharing, state: Evaluated, act: CommandContext[FileReport], _in_force: InForce
) -> Refusal | None:
    """An evaluated amount that is far from the other amounts is confirmed."""
    return amounts.held(act, shared.amounts(state), "evaluated")


@guarded_by(
    subject_is_to_be_evaluated,
    institution_is_commissioned,
    actor_is_commissioned,
    no_report_stands,
    maxima_sum_to_100,
    for_new_acts(evaluated_fits_the_others),
)
def file_report(
    shared: Sharing, state: Evaluated, act: CommandContext[FileReport], in_force: InForce
) -> Decided:
    """Take the report of the commissioned institution; what it lacks of the framework is told."""
    command = act.command
    given = command.evaluated
    asked = framework(act, in_force)
    missing = lacking(command.indicators, asked)
    event = ReportFiled(
        indicators=command.indicators,
        document=command.document,
        score=score_of(command.indicators),
        evaluated=shared.executed(state) if given is None else given,
        evaluated_basis="executed" if given is None else "evaluated",
        problems=command.problems,
        suggestions=command.suggestions,
        lacking=missing,
    )
    told = remarks(missing)
    return (
        Decision(event, asked, remarks=told),
        *amounts.confirmed(act, shared.amounts(state), "evaluated"),
    )


@guarded_by(
    third_party_has_something_to_evaluate,
    institution_is_commissioned,
    actor_is_commissioned,
    report_waits,
)
def exchange_views(
    _shared: Sharing, _state: Evaluated, act: CommandContext[ExchangeViews], _in_force: InForce
) -> Decided:
    """Record views on the report that awaits its final result (a national step)."""
    return (Decision(ViewsExchanged(views=act.command.views)),)


def marked_selected(state: ProjectYear, recorded: Recorded[MarkedSelected]) -> ProjectYear:
    """Evolve by `key-evaluation.marked-selected`."""
    event = recorded.event
    selection = Selection(recorded.id, counted_as=event.counted_as, further=event.further)
    return state.evaluated(key=replace(state.evaluation.key, selected=selection))


def unmarked_selected(state: ProjectYear, _recorded: Recorded[UnmarkedSelected]) -> ProjectYear:
    """Evolve by `key-evaluation.unmarked-selected`."""
    return state.evaluated(key=KeyEvaluation())


def commissioned(state: E, recorded: Recorded[Commissioned]) -> E:
    """Evolve by `key-evaluation.commissioned`."""
    key = state.evaluation.key
    first = key.evaluator.first_commissioned_on if key.evaluator else recorded.effective_on
    evaluator = Evaluator(recorded.event.institution, first, key.evaluator)
    return state.evaluated(key=replace(key, evaluator=evaluator))


def report_filed(state: E, recorded: Recorded[ReportFiled]) -> E:
    """Evolve by `key-evaluation.report-filed`; views and panel of an earlier report are dropped."""
    before, event = state.evaluation.key, recorded.event
    filing = filed(recorded, before.filing)
    report = KeyReport(filing, event.score, event.evaluated, event.evaluated_basis)
    return state.evaluated(key=replace(before, report=report))


def views_exchanged(state: E, _recorded: Recorded[ViewsExchanged]) -> E:
    """Evolve by `key-evaluation.views-exchanged`."""
    key = state.evaluation.key
    return state.evaluated(key=replace(key, report=replace(key.filed, views_exchanged=True)))


def deciders(shared: Sharing) -> Deciders:
    """The commands of a key evaluation under way, for a kind of subject."""
    return {
        Commission: partial(commission, shared),
        FileReport: partial(file_report, shared),
        ExchangeViews: partial(exchange_views, shared),
    }


UNDER_WAY: Evolvers = {
    Commissioned: commissioned,
    ReportFiled: report_filed,
    ViewsExchanged: views_exchanged,
}
"""The events of a key evaluation under way."""

DECIDE: Deciders = {
    MarkSelected: mark_selected,
    UnmarkSelected: unmark_selected,
    **deciders(PROJECT),
}
EVOLVE: Evolvers = {
    MarkedSelected: marked_selected,
    UnmarkedSelected: unmarked_selected,
    **UNDER_WAY,
}
