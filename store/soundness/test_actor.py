"""Whose an event of a command may be: its actor's, or the system's by an earlier event of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.kernel.serialization.envelope import event_id
from store.soundness.comparison import OfCommand, is_of_its_actor

COMMAND, ANOTHER = UUID(int=7), UUID(int=8)
CLERK = {"id": "u-1", "organisation": "U01", "role": "unit"}
SYSTEM = {"id": "system", "organisation": "system", "role": "system"}
AT = 1
"""The place of the event in question: the second of its command."""


def command() -> OfCommand:
    told: dict[str, Any] = {"act": {"actor": CLERK}, "outcome": None}
    return OfCommand(1, str(COMMAND), "652825/2023/P1", 1, 2, **told, recorded_at="", stored_at="")


@pytest.mark.parametrize(
    ("actor", "caused_by", "is_its"),
    [
        (CLERK, None, True),
        (SYSTEM, event_id(COMMAND, 0), True),
        (SYSTEM, None, False),
        (SYSTEM, event_id(COMMAND, 1), False),
        (SYSTEM, event_id(ANOTHER, 0), False),
        ({**CLERK, "id": "u-2"}, event_id(COMMAND, 0), False),
    ],
)
def test_an_event_is_its_actors_or_follows_by_the_system_from_one_before(
    actor: dict[str, str], caused_by: UUID | None, *, is_its: bool
) -> None:
    leaf = {"actor": actor, "caused_by": None if caused_by is None else str(caused_by)}
    assert is_of_its_actor(leaf, AT, command()) == is_its
