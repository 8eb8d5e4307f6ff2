"""Key evaluation 财政重点评价 of a selected project: commissioned, reported by a third party."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

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
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Points, Role, Text, Yuan
from domain.shared.filings.filing import filed, may_file
from domain.subjects.project_year.evaluation.report_scores import (
    ReportIndicators,
    check_report,
    score_of,
)
from domain.subjects.project_year.evaluation.state import KeyReport, Selection
from domain.subjects.project_year.guards import budgeted
from domain.subjects.project_year.own_sharing import PROJECT
from domain.subjects.project_year.policy_sharing import E, Evaluated, Sharing
from domain.subjects.project_year.state import ProjectYear

_ZH, _EN = "重点评价报告", "key evaluation report"


class MarkSelected(Command, name="key-evaluation.mark-selected", who={Role.SYSTEM}):
    """The jurisdiction's year selected this project for key evaluation."""


class Commission(Command, name="key-evaluation.commission", who={Role.FINANCE}):
    """Commission an institution (by its code), with how it was procured."""

    institution: Code
    procured: bool
    procurement_reference: Text | None = None


class FileReport(Command, name="key-evaluation.file-report", who={Role.THIRD_PARTY}):
    """File the report: the maxima of its indicators sum to 100, its score is the sum of points.

    `evaluated` is the amount that it evaluates, in yuan; the executed one where it says nothing.
    """

    indicators: ReportIndicators
    document: Text
    evaluated: Yuan | None = None


class ExchangeViews(
    Command, name="key-evaluation.exchange-views", who={Role.UNIT, Role.THIRD_PARTY}
):
    """Put the views of the evaluated unit, or of the evaluators, on the report on record."""

    views: Text


class MarkedSelected(Event, name="key-evaluation.marked-selected", version=1):
    """The project is in the selection for key evaluation."""


class Commissioned(Event, name="key-evaluation.commissioned", version=1):
    """An institution was commissioned."""

    institution: Code
    procured: bool
    procurement_reference: Text | None = None


class ReportFiled(Event, name="key-evaluation.report-filed", version=1):
    """The report was filed; `score` is the sum of its points, `evaluated` in yuan on its basis."""

    indicators: ReportIndicators
    document: Text
    score: Points
    evaluated: Yuan | None = None
    evaluated_basis: Literal["evaluated", "executed"]


class ViewsExchanged(Event, name="key-evaluation.views-exchanged", version=1):
    """Views on the report were put on record."""

    views: Annotated[Text, WITHHOLDABLE]


def mark_selected(
    state: ProjectYear, _act: CommandContext[MarkSelected], _in_force: InForce
) -> Decided:
    """Mark the project once; the selection's own event is the cause."""
    if state.evaluation.key.selected is not None:
        return ()
    return budgeted(state) or (Decision(MarkedSelected()),)


def commission(
    shared: Sharing, state: Evaluated, act: CommandContext[Commission], in_force: InForce
) -> Decided:
    """Commission an institution as `key_evaluation.procurement` asks for.

    Until a report is filed, another one may take its place.
    """
    key = state.evaluation.key
    refusal = shared.unselected(state) or may_file(key.filing, _ZH, _EN)
    if refusal:
        return refusal
    command = act.command
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


def file_report(
    shared: Sharing, state: Evaluated, act: CommandContext[FileReport], _in_force: InForce
) -> Decided:
    """Take the report of the commissioned institution."""
    refusal = (
        not_commissioned(shared, state, act)
        or may_file(state.evaluation.key.filing, _ZH, _EN)
        or check_report(act.command.indicators)
    )
    if refusal:
        return refusal
    command = act.command
    given = command.evaluated
    event = ReportFiled(
        indicators=command.indicators,
        document=command.document,
        score=score_of(command.indicators),
        evaluated=shared.executed(state) if given is None else given,
        evaluated_basis="executed" if given is None else "evaluated",
    )
    return (Decision(event),)


def exchange_views(
    shared: Sharing, state: Evaluated, act: CommandContext[ExchangeViews], _in_force: InForce
) -> Decided:
    """Put views on the report that waits on record (national steps: before the final result)."""
    refusal = _not_theirs(shared, state, act)
    if refusal:
        return refusal
    filing = state.evaluation.key.filing
    if filing is None or not filing.open:
        return refusals.wrong_phase(
            "没有待定稿的重点评价报告，请先由第三方机构提交报告。",
            "no report waits to be finalised: the institution files it first.",
        )
    return (Decision(ViewsExchanged(views=act.command.views)),)


def _not_theirs(shared: Sharing, state: Evaluated, act: CommandContext[Any]) -> Refusal | None:
    return not_commissioned(shared, state, act) if act.actor.role is Role.THIRD_PARTY else None


def not_commissioned(shared: Sharing, state: Evaluated, act: CommandContext[Any]) -> Refusal | None:
    """Refuse an institution that was not commissioned with this evaluation."""
    key = state.evaluation.key
    refusal = shared.unselected(state)
    if refusal:
        return refusal
    if key.institution is None:
        return refusals.wrong_phase(
            "尚未委托第三方机构，请先办理委托（key-evaluation.commission）。",
            "no institution is commissioned: the bureau commissions one first "
            "(key-evaluation.commission).",
        )
    if act.actor.organisation != key.institution:
        return refusals.wrong_organisation(act.actor.organisation, key.institution)
    return None


def marked_selected(state: ProjectYear, recorded: Recorded[MarkedSelected]) -> ProjectYear:
    """Evolve by `key-evaluation.marked-selected`."""
    return state.evaluated(key=replace(state.evaluation.key, selected=Selection(recorded.id)))


def commissioned(state: E, recorded: Recorded[Commissioned]) -> E:
    """Evolve by `key-evaluation.commissioned`."""
    institution = recorded.event.institution
    return state.evaluated(key=replace(state.evaluation.key, institution=institution))


def report_filed(state: E, recorded: Recorded[ReportFiled]) -> E:
    """Evolve by `key-evaluation.report-filed`: views and panel are of the report before it."""
    before, event = state.evaluation.key, recorded.event
    filing = filed(recorded, before.filing)
    report = KeyReport(filing, event.score, event.evaluated, event.evaluated_basis)
    return state.evaluated(key=replace(before, report=report))


def views_exchanged(state: E, _recorded: Recorded[ViewsExchanged]) -> E:
    """Evolve by `key-evaluation.views-exchanged`."""
    key = state.evaluation.key
    return state.evaluated(key=replace(key, report=replace(key.filed, views_exchanged=True)))


def deciders(shared: Sharing) -> Deciders:
    """The acts of a key evaluation under way, of a kind of subject."""
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
"""The facts of a key evaluation under way."""

DECIDE: Deciders = {MarkSelected: mark_selected, **deciders(PROJECT)}
EVOLVE: Evolvers = {MarkedSelected: marked_selected, **UNDER_WAY}
