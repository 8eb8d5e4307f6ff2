"""The role basis of an act: the assignment by which its actor held the role at that time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.in_force import Assignment, Assignments
from domain.kernel.subject_ids import organisations, parse_subject
from domain.shared.people.assignments import held
from domain.subjects.organisations import decider
from projections.explain.unread import Unread, readable
from store.port import EventLog


class RoleBasis:
    """The assignments of a subject's jurisdiction, as known at each moment."""

    def __init__(self, log: EventLog, stream: str, unread: Unread) -> None:
        """Read the assignments that bind acts on the subject `stream`.

        They end before an event that cannot be read, which is noted in `unread`.
        """
        people = organisations(parse_subject(stream).jurisdiction)
        self._known = tuple(_known(readable(log, people, unread), people))

    def of(self, recorded: Recorded[Any]) -> Assignment | None:
        """The assignment that an act rested on; `None` if the role was not assigned.

        A person who assigns a role to themselves while nobody holds it does not act by that
        assignment.
        """
        actor = recorded.actor
        before = self._at(recorded.stored_at)
        found = held(before, actor.organisation, actor.role, actor.id, recorded.effective_on)
        return None if found is not None and found.event_id == recorded.id else found

    def _at(self, stored_at: datetime) -> Assignments:
        found: Assignments = {}
        for since, assignments in self._known:
            if since > stored_at:
                break
            found = assignments
        return found


def _known(events: Iterable[Recorded[Any]], stream: str) -> Iterator[tuple[datetime, Assignments]]:
    """The assignments after each stored event."""
    state = decider.initial(stream)
    for recorded in events:
        state = decider.evolve(state, recorded)
        yield recorded.stored_at, state.assignments
