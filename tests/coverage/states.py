"""The states of the clauses, as the package has them."""

from __future__ import annotations

from functools import cache

from console.cli.commands.rules.coverage import TOPICS
from domain.rules.engine.clause_states import States, read_states
from store.packs.packaged_packs import packaged_states


@cache
def states() -> States:
    """Read the states once."""
    return read_states(packaged_states(), TOPICS)
