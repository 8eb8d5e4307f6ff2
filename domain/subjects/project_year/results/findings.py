"""Findings from outside the evaluation: formal audit findings, and major problems of funds.

They are recorded at any time; a finding after the final grade is a reason to reopen the grade.
"""

from __future__ import annotations

from typing import Annotated

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
from domain.kernel.vocabulary import Role, Text
from domain.subjects.project_year.state import ProjectYear


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
    state: ProjectYear, act: CommandContext[RecordAuditFinding], _in_force: InForce
) -> Decided:
    """Record a finding once per document."""
    if act.command.document in state.evaluation.findings.audits:
        key = f"audit.record-finding:{act.command.document}"
        return refusals.done_already("审计发现登记", "the finding of this document", key)
    return (Decision(AuditFindingRecorded(**vars(act.command))),)


def record_problem(
    _state: ProjectYear, act: CommandContext[RecordMajorProblem], _in_force: InForce
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
    return (Decision(MajorProblemRecorded(**vars(act.command))),)


def audit_recorded(state: ProjectYear, recorded: Recorded[AuditFindingRecorded]) -> ProjectYear:
    """Evolve by `audit.finding-recorded`."""
    before = state.evaluation.findings
    audits = {**before.audits, recorded.event.document: recorded.id}
    return state.found(recorded.id, findings=replace(before, audits=audits))


def problem_recorded(state: ProjectYear, recorded: Recorded[MajorProblemRecorded]) -> ProjectYear:
    """Evolve by `funds.major-problem-recorded`."""
    before = state.evaluation.findings
    return state.found(recorded.id, findings=replace(before, major_problem=recorded.id))


DECIDE: Deciders = {RecordAuditFinding: record_audit, RecordMajorProblem: record_problem}
EVOLVE: Evolvers = {AuditFindingRecorded: audit_recorded, MajorProblemRecorded: problem_recorded}
