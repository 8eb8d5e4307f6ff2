from __future__ import annotations

from domain.rules.engine.sources import against_sources, clause_list
from store.packs.packaged_packs import (
    packaged_clauses,
    packaged_documents,
    packaged_packs,
    packaged_texts,
)


def test_every_packaged_pack_is_sound_and_cites_the_packaged_sources() -> None:
    packs = packaged_packs()
    clauses = clause_list(packaged_clauses())

    assert len(packs.jurisdictions) == len(packaged_texts()) == 8
    assert len(clauses) == 349
    assert against_sources(packs, packaged_documents(), clauses) == []


def test_packs_are_parsed_once() -> None:
    assert packaged_packs() is packaged_packs()
