"""The state of a jurisdiction's people and units: what its events add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.in_force import Assignments, Successions


@dataclass(frozen=True, slots=True)
class Organisations:
    """The roles given to people, the ends of merged and split units.

    `reaching` are the versions of such ends that have not reached the subjects of the unit yet,
    each with the business instant from which on they are reached.
    """

    stream: str
    version: int = 0
    assignments: Assignments = field(default_factory=dict)
    successions: Successions = field(default_factory=dict)
    reaching: Mapping[int, datetime] = field(default_factory=dict)
