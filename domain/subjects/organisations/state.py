"""The state of a jurisdiction's people and units: what its events add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.kernel.in_force import (
    Assignments,
    Delegations,
    Sections,
    Signers,
    Successions,
    Superiors,
)
from domain.shared.fan_out.retry import Sendings


@dataclass(frozen=True, slots=True)
class Body:
    """A body beside the bureau that is told and decides; both days are inclusive."""

    event_id: UUID
    code: str
    name: str
    kind: str
    since: date
    until: date | None
    document: str

    def runs(self, on: date) -> bool:
        """Whether the body is there on the day `on`."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Organisations:
    """The roles given to people, the ends of units, and the delegations of whole units by unit.

    `sections` are the remits of the bureau's sections, `superiors` the departments above units,
    `signers` those who sign what a section proposes, `bodies` those beside the bureau that are
    told.

    `reaching` are the versions of such ends that have not reached the subjects of the unit yet,
    each with the business instant from which on they are reached; `unreached` are those that some
    of them refused for good, or too often (`domain.shared.fan_out.dispatch`).
    """

    stream: str
    version: int = 0
    assignments: Assignments = field(default_factory=dict)
    successions: Successions = field(default_factory=dict)
    unit_delegations: Mapping[str, Delegations] = field(default_factory=dict)
    sections: Sections = field(default_factory=dict)
    superiors: Superiors = field(default_factory=dict)
    signers: Signers = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    reaching: Sendings = field(default_factory=dict)
    unreached: Sendings = field(default_factory=dict)
