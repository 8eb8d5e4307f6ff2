"""The disclosure 公开 of a policy: the report of its key evaluation.

`disclosure.required` knows the targets of projects and of overall expenditure, and no target of a
policy.
"""

from __future__ import annotations

from domain.rules.families.disclosure import Artefact
from domain.shared.filings import disclosure
from domain.shared.filings.disclosure import Disclosing
from domain.subjects.policies.state import Policy


def _artefacts(state: Policy) -> tuple[Artefact, ...]:
    return ("key_evaluation_report",) if state.evaluation.key.finalised else ()


DISCLOSING = Disclosing(artefacts=_artefacts)

DECIDE = disclosure.deciders(DISCLOSING)
EVOLVE = disclosure.evolvers(DISCLOSING)
