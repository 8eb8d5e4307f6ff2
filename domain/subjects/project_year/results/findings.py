"""Findings from outside the evaluation: formal audit findings, and major problems of funds.

They are recorded at any time; a finding after the final grade is a reason to reopen the grade.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

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
from domain.kernel.frozen import replace
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role, Text
from domain.subjects.project_year.feedback.loop import asked_after, without_asked
from domain.subjects.project_year.state import ProjectYear

FindingSource = Literal["audit", "supervision", "daily_management"]
_CAPPING = frozenset({"audit", "supervision"})


class RecordAuditFinding(Command, name="audit.record-finding", who={Role.AUDIT}):
    """Record a formal finding (AMB-21) by the reference of its document."""

    document: Text
    finding: Text


class RecordMajorProblem(
    Command, name="funds.record-major-problem", who={Role.FINANCE, Role.AUDIT}
):
    """Record a major problem in the use of funds: the document and who decided it (AMB-20)."""

    problem: Text
    document: Text | None = None
    decider: Text | None = None


class RecordCheckFinding(Command, name="finding.record", who={Role.FINANCE, Role.AUDIT}):
    """Record a finding of audit, of finance's supervision 监督检查 or of daily management 日常管理.

    Findings of audit and supervision cap the grade where the rules say so. `untrue`: it was found
    that the self-evaluation is untrue, in the draw or not.
    """

    source: FindingSource
    document: Text
    finding: Text
    untrue: bool = False


class CheckFindingRecorded(Event, name="finding.recorded", version=1):
    """A finding was recorded, with where it comes from."""

    source: FindingSource
    document: Text
    finding: Annotated[Text, WITHHOLDABLE]
    untrue: bool = False


class AuditFindingRecorded(Event, name="audit.finding-recorded", version=1):
    """A formal finding was recorded."""

    document: Text
    finding: Annotated[Text, WITHHOLDABLE]


class MajorProblemRecorded(Event, name="funds.major-problem-recorded", version=1):
    """A major problem in the use of funds was recorded."""

    problem: Annotated[Text, WITHHOLDABLE]
    document: Text
    decider: Text


def record_audit(
    state: ProjectYear, act: CommandContext[RecordAuditFinding], in_force: InForce
) -> Decided:
    """Record a finding once per document."""
    if act.command.document in state.evaluation.findings.audits:
        key = f"audit.record-finding:{act.command.document}"
        return refusals.done_already("审计发现登记", "the finding of this document", key)
    return _asking(AuditFindingRecorded(**vars(act.command)), state, act, in_force)


def record_problem(
    state: ProjectYear, act: CommandContext[RecordMajorProblem], in_force: InForce
) -> Decided:
    """Record a problem that has a document and a decider; without them nothing is decided."""
    for field in ("document", "decider"):
        if getattr(act.command, field) is None:
            return refusals.missing(
                field,
                "认定资金使用重大问题须有文件依据和认定人（AMB-20），请补充后重新提交。",
                "a major problem needs the reference of a document and who decided it (AMB-20): "
                "add them and submit again.",
            )
    return _asking(MajorProblemRecorded(**vars(act.command)), state, act, in_force)


def source_is_of_the_actor(
    _state: ProjectYear, act: CommandContext[RecordCheckFinding], _in_force: InForce
) -> Refusal | None:
    """Audit records what audit found, finance what its supervision or daily management found."""
    if (act.command.source == "audit") == (act.actor.role is Role.AUDIT):
        return None
    return Refusal(
        Code.WRONG_ROLE,
        "审计发现由审计机关登记，监督检查和日常管理中的发现由财政部门登记。",
        "audit records what audit found, finance what its supervision or daily management found.",
    )


def finding_is_new(
    state: ProjectYear, act: CommandContext[RecordCheckFinding], _in_force: InForce
) -> Refusal | None:
    """A document has one finding."""
    document = act.command.document
    found = state.evaluation.findings
    if document not in found.audits and document not in {name for name, _ in found.recorded}:
        return None
    key = f"{RecordCheckFinding.name}:{document}"
    return refusals.done_already("检查发现登记", "the finding of this document", key)


def untruth_is_of_a_form(
    state: ProjectYear, act: CommandContext[RecordCheckFinding], _in_force: InForce
) -> Refusal | None:
    """A self-evaluation that is found untrue was filed."""
    if not act.command.untrue or state.evaluation.itself.filing is not None:
        return None
    return refusals.wrong_phase(
        "本项目尚未填报绩效自评，不能认定自评不真实。",
        "no self-evaluation was filed: it cannot be untrue.",
    )


@guarded_by(source_is_of_the_actor, finding_is_new, untruth_is_of_a_form)
def record_check(
    state: ProjectYear, act: CommandContext[RecordCheckFinding], in_force: InForce
) -> Decided:
    """Record a finding once per document."""
    return _asking(CheckFindingRecorded(**vars(act.command)), state, act, in_force)


def _asking(
    event: Event, state: ProjectYear, act: CommandContext[Any], in_force: InForce
) -> Decided:
    """What was found, and the feedback that the rules ask for."""
    return (Decision(event), *asked_after(state, act, in_force, "audit_finding", None))


def audit_recorded(state: ProjectYear, recorded: Recorded[AuditFindingRecorded]) -> ProjectYear:
    """Evolve by `audit.finding-recorded`."""
    before = state.evaluation.findings
    audits = {**before.audits, recorded.event.document: recorded.id}
    return state.found(recorded.id, findings=replace(before, audits=audits))


def problem_recorded(state: ProjectYear, recorded: Recorded[MajorProblemRecorded]) -> ProjectYear:
    """Evolve by `funds.major-problem-recorded`."""
    before = state.evaluation.findings
    return state.found(
        recorded.id, findings=replace(before, problems=(*before.problems, recorded.id))
    )


def check_recorded(state: ProjectYear, recorded: Recorded[CheckFindingRecorded]) -> ProjectYear:
    """Evolve by `finding.recorded`; a slight finding of daily management reopens no grade."""
    event, before = recorded.event, state.evaluation.findings
    caps = event.source in _CAPPING
    found = replace(
        before,
        audits={**before.audits, event.document: recorded.id} if caps else before.audits,
        untruths=(*before.untruths, recorded.id) if event.untrue else before.untruths,
        recorded=before.recorded | {(event.document, recorded.id)},
    )
    if caps or event.untrue:
        return state.found(recorded.id, findings=found)
    return state.evaluated(findings=found)


def without_check(state: ProjectYear, of: str) -> ProjectYear:
    """The document has no finding; what other documents found stands."""
    before = state.evaluation.findings
    (event_id,) = (event_id for name, event_id in before.recorded if name == of)
    found = replace(
        before,
        audits={name: one for name, one in before.audits.items() if one != event_id},
        untruths=tuple(one for one in before.untruths if one != event_id),
        recorded=before.recorded - {(of, event_id)},
    )
    return without_asked(state, "audit_finding").evaluated(findings=found)


DECIDE: Deciders = {
    RecordAuditFinding: record_audit,
    RecordMajorProblem: record_problem,
    RecordCheckFinding: record_check,
}
EVOLVE: Evolvers = {
    AuditFindingRecorded: audit_recorded,
    MajorProblemRecorded: problem_recorded,
    CheckFindingRecorded: check_recorded,
}
