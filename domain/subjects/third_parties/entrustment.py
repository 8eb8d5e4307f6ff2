"""Entrustment: a contract through government procurement, and the report that it leads to."""

from __future__ import annotations

from dataclasses import replace

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
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.kernel.vocabulary import Code, Day, Role, Text, Yuan
from domain.subjects.third_parties.state import Entrustment, ThirdParty

_EVALUATED = frozenset({SubjectKind.PROJECT_YEAR, SubjectKind.UNIT_YEAR})


class Entrust(Command, name="third-party.entrust", who={Role.FINANCE}):
    """Entrust the institution with the evaluation of a project's or a unit's year.

    `contract` is its number, `evaluated` the subject's stream id; `fee` in yuan.
    """

    contract: Code
    evaluated: Text
    procured: bool
    procurement_reference: Text | None = None
    fee: Yuan


class RecordReport(Command, name="third-party.record-report", who={Role.FINANCE}):
    """Record that the report of a contract came in, on a day, today or before."""

    contract: Code
    received_on: Day
    document: Text


class Entrusted(Event, name="third-party.entrusted", version=1):
    """The institution was entrusted with an evaluation; `fee` in yuan."""

    contract: Code
    evaluated: Text
    procured: bool
    procurement_reference: Text | None = None
    fee: Yuan


class ReportRecorded(Event, name="third-party.report-recorded", version=1):
    """The report of a contract came in."""

    contract: Code
    received_on: Day
    document: Text


def contract_is_new(
    state: ThirdParty, act: CommandContext[Entrust], _in_force: InForce
) -> Refusal | None:
    """The number of the contract is not taken."""
    before = state.entrustments.get(act.command.contract)
    if before is None or before.withdrawn:
        return None
    return refusals.done_already(
        "该合同的委托", "the contract", f"{Entrust.name}:{act.command.contract}"
    )


def evaluated_is_of_the_jurisdiction(
    state: ThirdParty, act: CommandContext[Entrust], _in_force: InForce
) -> Refusal | None:
    """A project's or a unit's year of this jurisdiction is evaluated."""
    return _unfit(state, act.command.evaluated)


@guarded_by(contract_is_new, evaluated_is_of_the_jurisdiction)
def entrust(_state: ThirdParty, act: CommandContext[Entrust], in_force: InForce) -> Decided:
    """Entrust by a new contract, procured as `key_evaluation.procurement` wants it."""
    command = act.command
    answer = in_force.ask(
        "key_evaluation.procurement",
        act.effective_on,
        procured=command.procured,
        procurement_reference=command.procurement_reference,
    )
    return _unprocured(answer) or (Decision(Entrusted(**vars(command)), (answer,)),)


def contracts_of(state: ThirdParty) -> tuple[str, ...]:
    """The numbers of the contracts that stand."""
    return tuple(code for code, one in state.entrustments.items() if not one.withdrawn)


def _unfit(state: ThirdParty, evaluated: str) -> Refusal | None:
    try:
        subject = parse_subject(evaluated)
    except ValueError:
        subject = None
    ours = parse_subject(state.stream).jurisdiction
    if subject is None or subject.kind not in _EVALUATED or subject.jurisdiction != ours:
        return refusals.invalid(
            "evaluated",
            f"{evaluated} 不是本地区的项目年度或单位年度，请更正。",
            f"{evaluated} is no project's or unit's year of this jurisdiction: correct it.",
        )
    return None


def _unprocured(answer: Answer) -> Refusal | None:
    if not answer.stated or answer.outcome == "valid":
        return None
    if answer.outcome == "refuse":
        return refusals.gate_not_met(
            "第三方机构须通过政府采购择优选择，请先办理政府采购。",
            "a third party is chosen by government procurement: procure first.",
            answer,
        )
    field = answer.outcome["missing"][0]
    return refusals.missing(
        field, "请填写政府采购编号。", "give the reference of the government procurement.", answer
    )


def contract_is_known(
    state: ThirdParty, act: CommandContext[RecordReport], _in_force: InForce
) -> Refusal | None:
    """The institution was entrusted by the contract."""
    contract = act.command.contract
    if contract in contracts_of(state):
        return None
    return refusals.invalid(
        "contract",
        f"没有编号为 {contract} 的委托合同，请先办理委托。",
        f"there is no contract {contract}: entrust the institution first.",
    )


def report_is_outstanding(
    state: ThirdParty, act: CommandContext[RecordReport], _in_force: InForce
) -> Refusal | None:
    """The report of the contract has not come yet."""
    if not state.entrustments[act.command.contract].reported:
        return None
    return refusals.done_already(
        "评价报告登记", "the report", f"{RecordReport.name}:{act.command.contract}"
    )


def day_has_come(
    _state: ThirdParty, act: CommandContext[RecordReport], _in_force: InForce
) -> Refusal | None:
    """The report came in today or before."""
    if act.command.received_on <= act.day:
        return None
    return refusals.invalid(
        "received_on", "收到日期不得晚于今天。", "the report came in today or before."
    )


@guarded_by(contract_is_known, report_is_outstanding, day_has_come)
def record_report(
    _state: ThirdParty, act: CommandContext[RecordReport], _in_force: InForce
) -> Decided:
    """Record a contract's report once."""
    command = act.command
    return (Decision(ReportRecorded(**vars(command))),)


def entrusted(state: ThirdParty, recorded: Recorded[Entrusted]) -> ThirdParty:
    """Evolve by `third-party.entrusted`; a corrected contract keeps its report."""
    event = recorded.event
    before = state.entrustments.get(event.contract)
    reported = before is not None and before.reported
    return _with(state, event.contract, Entrustment(event.evaluated, event.fee, reported))


def report_recorded(state: ThirdParty, recorded: Recorded[ReportRecorded]) -> ThirdParty:
    """Evolve by `third-party.report-recorded`."""
    contract = recorded.event.contract
    return _with(state, contract, replace(state.entrustments[contract], reported=True))


def _with(state: ThirdParty, contract: str, entrustment: Entrustment) -> ThirdParty:
    return replace(state, entrustments={**state.entrustments, contract: entrustment})


DECIDE: Deciders = {Entrust: entrust, RecordReport: record_report}
EVOLVE: Evolvers = {Entrusted: entrusted, ReportRecorded: report_recorded}
