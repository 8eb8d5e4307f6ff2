"""Disclosure 公开 of an institution: its annual rating, on the finance portal (JS-091)."""

from __future__ import annotations

from domain.rules.families.disclosure import Artefact
from domain.shared.filings import disclosure
from domain.shared.filings.disclosure import Disclosing
from domain.subjects.third_parties.state import ThirdParty


def _artefacts(state: ThirdParty) -> tuple[Artefact, ...]:
    return ("third_party_rating",) if state.ratings else ()


DISCLOSING = Disclosing(artefacts=_artefacts, confidential=lambda _state: False)
"""The newest rating; a rating of another year is disclosed again."""

DECIDE = disclosure.deciders(DISCLOSING)
EVOLVE = disclosure.evolvers(DISCLOSING)
