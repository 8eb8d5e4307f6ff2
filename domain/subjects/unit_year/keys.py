"""The keys that acts on a unit's year may name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, in_parts, of_all, past_events
from domain.shared.fan_out.messages import SendAgain
from domain.shared.fan_out.retry import unreached
from domain.shared.filings import delegation, undoing_keys
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.shared.filings.attachment import attached_documents
from domain.shared.filings.import_messages import ImportAct
from domain.shared.filings.joint_review import RULE, RecordJointReview
from domain.shared.people.exception_grants import GrantException
from domain.shared.rectification import keys as rectified
from domain.shared.signatures import keys as signing_keys
from domain.subjects.unit_year import corrections, deadline_acts, disclosures, endorsements
from domain.subjects.unit_year.budget_issue import IssueBudget, is_prepared
from domain.subjects.unit_year.feedback import LOOP
from domain.subjects.unit_year.imports import IMPORTABLE
from domain.subjects.unit_year.joint_review import REVIEW
from domain.subjects.unit_year.monitoring import (
    FileOverallMonitoring,
    ReturnOverallMonitoring,
    ReviewOverallMonitoring,
)
from domain.subjects.unit_year.pending import duties
from domain.subjects.unit_year.population import WithdrawUnit
from domain.subjects.unit_year.selection import SelectProjects
from domain.subjects.unit_year.selection_frame import budgets, members
from domain.subjects.unit_year.self_evaluation import FileOverallSelfEvaluation
from domain.subjects.unit_year.state import UnitYear
from domain.subjects.unit_year.undoing import UNDOING


def _rounds(state: UnitYear, _naming: Naming, _in_force: InForce) -> list[date]:
    """The nodes that were reached, the newest first."""
    return sorted(state.rounds, reverse=True)


def _budgeted(_state: UnitYear, naming: Naming, _in_force: InForce) -> Iterator[str]:
    return iter(budgets(naming.frame))


def _projects(_state: UnitYear, naming: Naming, _in_force: InForce) -> Iterator[str]:
    return (member.code for member in members(naming.frame))


def _to_issue(state: UnitYear, naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The initial projects with an approved target that no budget was issued with."""
    issued = {code for one in state.budget_issues for code in one.projects}
    for member in members(naming.frame):
        if member.code not in issued and is_prepared(member):
            yield member.code


def _approved(state: UnitYear, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    approved = state.approved_target
    return (indicator.id for indicator in (approved.indicators if approved else ()))


def _filed(state: UnitYear, _naming: Naming, _in_force: InForce) -> tuple[str, ...]:
    waiting = REVIEW.waiting(state)
    return waiting.items if waiting else ()


def _duties(state: UnitYear, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The duties that a withdrawal after the target's approval has to end."""
    return (wait.deadline for wait in duties(state) if state.approved_target)


_AT_NODES = (FileOverallMonitoring, ReturnOverallMonitoring, ReviewOverallMonitoring)
KEYS: Keys = {
    **signing_keys.KEYS,
    **deadline_acts.KEYS,
    **delegation.KEYS,
    **corrections.KEYS,
    **disclosures.KEYS,
    **endorsements.KEYS,
    **undoing_keys.keys(UNDOING),
    **rectified.keys(LOOP),
    **of_all(_AT_NODES, "node", KeyField(_rounds)),
    (IssueBudget, "projects"): KeyField(_to_issue),
    (SelectProjects, "selected"): KeyField(_budgeted),
    (SelectProjects, "evaluated_before"): KeyField(_projects),
    (FileOverallSelfEvaluation, "indicators"): in_parts(_approved, "id"),
    (RecordJointReview, "findings"): in_parts(_filed, "id"),
    (GrantException, "rule"): KeyField(lambda *_: (RULE,)),
    (ImportAct, "act"): KeyField(lambda *_: IMPORTABLE, kinds=tuple(IMPORTABLE)),
    (ImportAct, "document"): KeyField(attached_documents),
    (WithdrawUnit, "duties"): in_parts(_duties, "of"),
    (SendAgain, "of"): KeyField(unreached),
    (AnnotateRecord, "events"): KeyField(past_events),
}
