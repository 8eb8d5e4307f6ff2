"""Disclosure 公开 of what a project's year made: its targets, its forms and reports."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.decider import InForce
from domain.kernel.vocabulary import business_date
from domain.rules.families.disclosure import Artefact
from domain.shared.deadlines.pending import Wait
from domain.shared.filings import disclosure
from domain.shared.filings.disclosure import Disclosing
from domain.shared.filings.filing import is_reviewed
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


DISCLOSING = Disclosing(
    artefacts=artefacts,
    disclosures=lambda state: state.evaluation.disclosures,
    with_disclosures=lambda state, changed: state.evaluated(disclosures=changed),
)


def outstanding(state: ProjectYear, in_force: InForce) -> Iterator[Wait]:
    """The artefacts still to be disclosed, from the evaluation half on; no rule gives a day."""
    if isinstance(state.entry, Withdrawn) or not state.evaluation.opened or state.last_at is None:
        return
    yield from disclosure.outstanding(DISCLOSING, state, in_force, business_date(state.last_at))


DECIDE = disclosure.deciders(DISCLOSING)
EVOLVE = disclosure.evolvers(DISCLOSING)
KEYS = disclosure.keys(DISCLOSING)
