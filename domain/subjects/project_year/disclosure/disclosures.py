"""Disclosure 公开 of what a project's year made: its targets, its forms and reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.kernel.decider import InForce
from domain.kernel.vocabulary import business_date
from domain.rules.families.disclosure import Artefact
from domain.shared.deadlines.pending import Wait
from domain.shared.filings import disclosure
from domain.shared.filings.disclosure import Disclosing
from domain.shared.filings.filing import is_reviewed
from domain.subjects.project_year.deadlines.due_dates import DISCLOSURES, due_of, issued_on
from domain.subjects.project_year.state import ProjectYear, Withdrawn


def artefacts(state: ProjectYear) -> tuple[Artefact, ...]:
    """The reviewed artefacts; imported history has none from before its evaluation."""
    evaluation, target = state.evaluation, state.target
    made: dict[Artefact, bool] = {
        "project_target": target.is_approved
        and state.issued is not None
        and evaluation.history is None,
        "adjusted_target": is_reviewed(target.adjustment_filing),
        "self_evaluation_form": evaluation.itself.reviewed,
        "department_evaluation_report": evaluation.department.reviewed,
        "key_evaluation_report": evaluation.key.finalised,
    }
    return tuple(artefact for artefact, exists in made.items() if exists)


def _made_on(state: ProjectYear, artefact: Artefact) -> date | None:
    """The day on which a target was approved; null for other artefacts."""
    if artefact == "project_target":
        return state.issued.approved_on if state.issued else None
    return issued_on(state, artefact) if artefact == "adjusted_target" else None


DISCLOSING = Disclosing(
    artefacts=artefacts,
    due=due_of,
    made_on=_made_on,
    disclosures=lambda state: state.evaluation.disclosures,
    with_disclosures=lambda state, changed: state.evaluated(disclosures=changed),
)


def outstanding(state: ProjectYear, in_force: InForce) -> Iterator[Wait]:
    """The artefacts still to be disclosed: from the evaluation half on, or once they have a day."""
    opened = state.evaluation.opened
    if isinstance(state.entry, Withdrawn) or state.last_at is None:
        return
    if not opened and not _may_have_days(state):
        return
    on = business_date(state.last_at)
    for wait in disclosure.outstanding(DISCLOSING, state, in_force, on):
        if opened or due_of(state, in_force, wait.deadline).due is not None:
            yield wait


def _may_have_days(state: ProjectYear) -> bool:
    """Whether an artefact can have a day before the evaluation half."""
    adjusted = issued_on(state, "adjusted_target")
    own = not DISCLOSURES.isdisjoint(state.own_days)
    return own or state.issued_with is not None or adjusted is not None


DECIDE = disclosure.deciders(DISCLOSING)
EVOLVE = disclosure.evolvers(DISCLOSING)
KEYS = disclosure.keys(DISCLOSING)
