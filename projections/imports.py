"""Imported acts among the events of a subject: which events are marked, and by which import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import event_id
from domain.shared.filings.import_messages import ActImported

Imports = Mapping[UUID, Recorded[ActImported]]
"""The imports of a subject by the ids of the commands that they came of."""


def imports_in(events: Iterable[Recorded[Any]]) -> Imports:
    """The imports among a subject's events."""
    return {one.command_id: one for one in events if isinstance(one.event, ActImported)}


def import_of(imports: Imports, recorded: Recorded[Any]) -> Recorded[ActImported] | None:
    """The import that an event came of; none for what stands before the mark of its command.

    A correction withdraws the wrong import first, which its corrector does today.
    """
    mark = imports.get(recorded.command_id)
    return mark if mark is not None and recorded.version >= mark.version else None


def imported_in(state: Any) -> frozenset[UUID]:
    """The events of a subject's state that record an imported act: each follows its mark.

    The mark is the first event of its command, and of a correction the second.
    """
    commands: Iterable[UUID] = getattr(state, "imports", ())
    return frozenset(event_id(command, nth) for command in commands for nth in (1, 2))
