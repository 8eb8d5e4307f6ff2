"""The summary of a subject: its state, deadline history and rules in force, as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.kernel.decider import InForce
from domain.kernel.prefill import text
from domain.kernel.subject_ids import Subject
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.filings.delegation import Delegations
from domain.shared.filings.funding import PARTS, Funding
from domain.subjects.jurisdiction_year.state import JurisdictionYear
from domain.subjects.policies.state import Policy
from domain.subjects.project_year.evaluation.department_evaluation import executed_of
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.registry import DECIDERS
from domain.subjects.third_parties.state import ThirdParty
from domain.subjects.unit_year.state import UnitYear
from projections.boards.deadline_history import DeadlineHistory
from projections.boards.deadline_rows import deadline_rows, filings_of
from projections.boards.rows import DelegateRow, ReturnedRow, SubjectRow, Summary


def summarise(subject: Subject, state: Any, history: DeadlineHistory, in_force: InForce) -> Summary:
    """The rows of a subject that has at least one event."""
    if history.last_at is None:
        raise ValueError(f"{subject.stream} has no event")
    view = DECIDERS[subject.kind].view(state, in_force)
    columns = _COLUMNS.get(type(state))
    known = {**_UNKNOWN, **columns(state)} if columns else _UNKNOWN
    confidential = bool(known["confidential"])
    filings = filings_of(state)
    row = SubjectRow(
        stream=subject.stream,
        kind=subject.kind.value,
        jurisdiction=subject.jurisdiction,
        year=subject.year,
        code=subject.code,
        phase=str(view.phase),
        version=view.version,
        waiting_for=view.waiting_for,
        next_due=view.next_due,
        overdue=view.overdue,
        late_filings=sum(filing.late for _, filing in filings),
        closed=view.closed,
        last_at=history.last_at.astimezone(SHANGHAI),
        delegates=_delegates(state),
        returned=_returned(view.waiting_for, history, confidential=confidential),
        imported=len(getattr(state, "imports", ())),
        **known,
    )
    return Summary(row, deadline_rows(state, history, in_force, filings))


def _delegates(state: Any) -> tuple[DelegateRow, ...]:
    given: Delegations = getattr(state, "delegations", {})
    return tuple(DelegateRow(who, one.since, one.until) for who, one in given.items())


def _returned(
    waits: tuple[str, ...], history: DeadlineHistory, *, confidential: bool
) -> tuple[ReturnedRow, ...]:
    """The returned filings that are due again; without the reasons of a confidential subject."""
    if not history.sent_back:
        return ()
    deadlines = [wait.partition(":")[2] for wait in waits]
    found = ((key, history.sent_back[key]) for key in deadlines if key in history.sent_back)
    return tuple(
        ReturnedRow(
            deadline=key,
            event=back.event,
            on=back.on,
            by=back.by,
            role=back.role.value,
            reason=None if confidential else back.reason,
        )
        for key, back in found
    )


def name_of(state: Any) -> str | None:
    """The name of a subject, or `None` if it has none or it is unknown."""
    name: str | None = known_of(state).get("name")
    return name


def known_of(state: Any) -> Mapping[str, Any]:
    """What the register has of a subject, by the names of the board's columns."""
    columns = _COLUMNS.get(type(state))
    return columns(state) if columns else {}


def confidential_of(state: Any) -> bool:
    """Whether a subject is registered as confidential (涉密)."""
    return bool(known_of(state).get("confidential"))


_Known = dict[str, Any]

_UNKNOWN: _Known = {
    **dict.fromkeys(("name", "unit", "unit_name", "origin", "budget_type", "clock")),
    "confidential": False,
    "institution": None,
    **dict.fromkeys(("requested", "adjusted", "approved", "executed", "funding", "subject_kind")),
}


def _project_columns(state: ProjectYear) -> _Known:
    project = state.project
    if project is None:
        return {}
    return {
        "name": project.name,
        "unit": project.unit,
        "unit_name": project.unit_name,
        "origin": project.origin.value,
        "budget_type": project.budget_type.value,
        "requested": text(project.requested),
        "approved": text(state.budget),
        "executed": text(executed_of(state)),
        "confidential": project.confidential,
        "institution": state.evaluation.key.institution,
        "funding": _by_source(project.funding),
        "subject_kind": project.subject_kind,
    }


def _by_source(funding: Funding | None) -> dict[str, str] | None:
    if funding is None:
        return None
    return {PARTS[source]: f"{part:f}" for source, part in funding.parts.items()}


def _unit_columns(state: UnitYear) -> _Known:
    unit = state.unit
    if unit is None:
        return {}
    evaluated, target = state.self_evaluation.executed, state.approved_target
    return {
        "name": unit.name,
        "unit": unit.code,
        "unit_name": unit.name,
        "requested": text(unit.requested),
        "adjusted": text(unit.adjusted),
        "approved": text(target.amount if target else None),
        "executed": text(unit.executed if evaluated is None else evaluated),
        "confidential": unit.confidential,
    }


def _policy_columns(state: Policy) -> _Known:
    policy = state.policy
    if policy is None:
        return {}
    return {
        "name": policy.name,
        "unit": policy.unit,
        "unit_name": policy.unit_name,
        "origin": policy.origin.value,
        "requested": text(policy.estimated),
        "confidential": policy.confidential,
        "institution": state.evaluation.key.institution,
    }


def _institution_columns(state: ThirdParty) -> _Known:
    return {"name": state.institution.name} if state.institution else {}


def _year_columns(state: JurisdictionYear) -> _Known:
    return {"clock": state.clock}


_COLUMNS: Mapping[type[Any], Callable[[Any], _Known]] = {
    ProjectYear: _project_columns,
    UnitYear: _unit_columns,
    Policy: _policy_columns,
    ThirdParty: _institution_columns,
    JurisdictionYear: _year_columns,
}
