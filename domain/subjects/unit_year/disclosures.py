"""Disclosure 公开 of a unit's year: the overall target, and the form of its self-evaluation."""

from __future__ import annotations

from domain.rules.families.disclosure import Artefact
from domain.shared.filings import disclosure
from domain.shared.filings.disclosure import Disclosing
from domain.subjects.unit_year.due_dates import due_of
from domain.subjects.unit_year.state import UnitYear


def _artefacts(state: UnitYear) -> tuple[Artefact, ...]:
    made: dict[Artefact, bool] = {
        "overall_target": state.approved_target is not None,
        "self_evaluation_form": state.self_evaluation.reviewed,
    }
    return tuple(artefact for artefact, is_made in made.items() if is_made)


DISCLOSING = Disclosing(artefacts=_artefacts, due=due_of)
"""An artefact is made once the bureau has approved or reviewed it."""

DECIDE = disclosure.deciders(DISCLOSING)
EVOLVE = disclosure.evolvers(DISCLOSING)
KEYS = disclosure.keys(DISCLOSING)
