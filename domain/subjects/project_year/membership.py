"""A project as a member of a frame: the facts that selections and draws look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain.kernel.decider import (
    COUNTY_PROJECTS,
    EVALUATED_PROJECTS,
    MONITORED_PROJECTS,
    UNIT_PROJECTS,
    Member,
)
from domain.kernel.prefill import text
from domain.shared.filings.filing import stands
from domain.subjects.project_year.disclosure.disclosures import artefacts
from domain.subjects.project_year.evaluation.department_evaluation import executed_of
from domain.subjects.project_year.evaluation.key_evaluation import Commission, FileReport
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from domain.subjects.project_year.evaluation.state import Checked, Evaluation, KeyEvaluation
from domain.subjects.project_year.monitoring.round_facts import facts_of_rounds
from domain.subjects.project_year.state import Admitted, ProjectYear, Withdrawn


def members_of(
    states: Iterable[ProjectYear], unit: str | None, frame: str = EVALUATED_PROJECTS
) -> tuple[Member, ...]:
    """The members of a frame: the projects of a unit, or all projects (`None`)."""
    wanted = (
        state for state in states if unit is None or (state.project and state.project.unit == unit)
    )
    members = (member_of(state, frame) for state in wanted)
    return tuple(member for member in members if member is not None)


def member_of(state: ProjectYear, frame: str = EVALUATED_PROJECTS) -> Member | None:
    """The project with the facts of a frame; `None` if it is not registered or was withdrawn."""
    if state.entry is None or isinstance(state.entry, Withdrawn):
        return None
    project = state.entry.project
    return Member(state.stream, project.code, project.unit, _FACTS[frame](state))


def jurisdiction_of(frame: str, own: str, command: Any) -> str:
    """The jurisdiction whose projects a command finds in a frame: its own, or its county's.

    An act that undoes another names the county in the key of that.
    """
    if frame != COUNTY_PROJECTS:
        return own
    named = getattr(command, "county", None)
    return str(named or command.act.partition(":")[2])


def budget_year_of(frame: str, year: int) -> int:
    """The budget year whose projects a subject of a year finds in a frame."""
    return year - 1 if frame == EVALUATED_PROJECTS else year


def facts_of(state: ProjectYear) -> dict[str, Any]:
    """The facts of a registered project; amounts in yuan as strings, null where unknown.

    `target_amount` is that of the approved target, `graded_by` the event of the final grade that is
    open. `executed` is the amount as self-evaluated, else
    as imported. Scores and grades are those of the
    reviewed self-evaluation (`self_`) and of the final grade that is open.
    """
    project = state.known
    approved = state.target.content if state.target.is_approved else None
    return {
        "origin": project.origin.value,
        "budget_type": project.budget_type.value,
        "key_project": project.key_project,
        "one_off": project.one_off,
        "confidential": project.confidential,
        "subject_kind": project.subject_kind,
        "requested": str(project.requested),
        "admitted": isinstance(state.entry, Admitted),
        "target_amount": text(approved.amount) if approved else None,
        "budget": text(state.budget),
        "executed": text(executed_of(state)),
        **_evaluated(state.evaluation),
        **_disclosed(state),
    }


def _evaluated(evaluation: Evaluation) -> dict[str, Any]:
    itself, final, history = evaluation.itself, evaluation.final, evaluation.history
    return {
        "imported": history is not None,
        "self_evaluated": itself.reviewed,
        "self_filed": stands(itself.filing),
        "self_late": itself.filing is not None and itself.filing.late,
        "self_waits": itself.waiting,
        "self_score": text(itself.score) if itself.reviewed else None,
        "self_grade": itself.grade,
        "department_evaluated_before": history is not None and history.department_evaluated_before,
        "department_selected": evaluation.selected is not None,
        "department_waits": evaluation.department.waiting,
        "department_evaluated": evaluation.department.reviewed,
        "drawn": evaluation.authenticity is not None,
        "checked": isinstance(evaluation.authenticity, Checked),
        "key_selected": evaluation.key.selected is not None,
        "key_evaluated": evaluation.key.finalised,
        "key_evaluation": _newest_of(evaluation.key),
        "score": text(final.score) if final else None,
        "grade": final.grade if final else None,
        "grade_source": final.source if final else None,
        "graded_by": str(final.event_id) if final else None,
    }


_RESULTS = frozenset(
    {"self_evaluation_form", "department_evaluation_report", "key_evaluation_report"}
)


def _disclosed(state: ProjectYear) -> dict[str, bool]:
    """Whether the target and a result of the project were published, or kept back by approval.

    The target of imported history was published before, or not: nothing is left to disclose.
    """
    disclosures = state.evaluation.disclosures
    there = {artefact for artefact, _ in disclosures.published} | disclosures.excepted
    owed = "project_target" in artefacts(state)
    return {
        "target_disclosed": not owed or "project_target" in there,
        "result_disclosed": bool(_RESULTS & there),
    }


def _newest_of(key: KeyEvaluation) -> str | None:
    """The act that brought the key evaluation to where it is; `None` before its commission."""
    if key.finalised:
        return Finalise.name
    if stands(key.filing):
        return FileReport.name
    return Commission.name if key.institution is not None else None


def _registered(state: ProjectYear) -> dict[str, Any]:
    return {"subject_kind": state.known.subject_kind}


_FACTS: Mapping[str, Callable[[ProjectYear], dict[str, Any]]] = {
    UNIT_PROJECTS: facts_of,
    EVALUATED_PROJECTS: facts_of,
    MONITORED_PROJECTS: facts_of_rounds,
    COUNTY_PROJECTS: _registered,
}
"""The facts of a project in each frame of projects: a new computed list adds its own here."""


OF_PROJECTS = frozenset(_FACTS)
"""The frames of projects."""
