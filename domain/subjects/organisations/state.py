"""The state of a jurisdiction's people and units: what its events add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.kernel.in_force import Assignments, Delegations, Sections, Successions
from domain.shared.fan_out.retry import Sendings


@dataclass(frozen=True, slots=True)
class Organisations:
    """The roles given to people, the ends of units, and the delegations of whole units by unit.

    `sections` are the remits of the bureau's sections.

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
    reaching: Sendings = field(default_factory=dict)
    unreached: Sendings = field(default_factory=dict)
