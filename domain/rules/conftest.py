"""The packs and sources as they stand beside this folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.rules import PackSet, RecordedRuling, RuleBook
from domain.rules.engine.sources import Clause, clause_list

RULES = Path(__file__).parent
SOURCES = RULES / "sources"


@pytest.fixture(scope="session")
def texts() -> dict[str, bytes]:
    """Every pack's text by its file name."""
    return {path.name: path.read_bytes() for path in sorted((RULES / "packs").glob("*.yaml"))}


@pytest.fixture(scope="session")
def packs(texts: dict[str, bytes]) -> PackSet:
    """Every pack, parsed and checked."""
    return PackSet.of(texts.items())


@pytest.fixture(scope="session")
def documents() -> dict[str, str]:
    """Every document by its file name."""
    return {path.name: path.read_text("utf-8") for path in SOURCES.glob("*.txt")}


@pytest.fixture(scope="session")
def clauses() -> dict[str, Clause]:
    """The clause list by clause id."""
    return clause_list((SOURCES / "clauses.jsonl").read_text("utf-8"))


@pytest.fixture(scope="session")
def book(packs: PackSet) -> Callable[..., RuleBook]:
    """Make the rules of a jurisdiction, with rulings if any are given."""

    def make(code: str, *rulings: RecordedRuling) -> RuleBook:
        return RuleBook(packs, code, {ruling.ambiguity: ruling for ruling in rulings})

    return make
