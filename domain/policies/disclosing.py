"""What a policy discloses 公开: the report of its key evaluation.

`disclosure.required` knows targets of projects and of overall expenditure; of a policy's target it
says nothing.
"""

from __future__ import annotations

from dataclasses import replace

from domain import disclosure
from domain.disclosure import Artefact, Disclosing, Disclosures
from domain.policies.state import Policy


def _artefacts(state: Policy) -> tuple[Artefact, ...]:
    return ("key_evaluation_report",) if state.evaluation.key.finalised else ()


def _with(state: Policy, disclosures: Disclosures) -> Policy:
    return replace(state, disclosures=disclosures)


DISCLOSING = Disclosing(
    artefacts=_artefacts,
    confidential=lambda state: bool(state.known.confidential),
    disclosures=lambda state: state.disclosures,
    with_disclosures=_with,
)

DECIDE = disclosure.deciders(DISCLOSING)
EVOLVE = disclosure.evolvers(DISCLOSING)
