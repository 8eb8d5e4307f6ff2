"""The state of a policy: what its events add up to. Amounts are in yuan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.kernel.known import Begun
from domain.kernel.vocabulary import Origin
from domain.shared.deadlines.due_dates import OwnDay
from domain.shared.evaluation_objects import ObjectType
from domain.shared.filings.attachment import Attached
from domain.shared.filings.delegation import Delegations
from domain.shared.filings.disclosure import Disclosures
from domain.shared.rectification.problems import NOTHING_FED_BACK, FedBack
from domain.shared.signatures.messages import NO_PROPOSALS, Proposals
from domain.subjects.project_year.evaluation.state import KeyEvaluation
from domain.subjects.project_year.exante.state import ExAnte
from domain.subjects.project_year.targets.state import Target


class Phase(StrEnum):
    """The phases of a policy."""

    UNREGISTERED = "unregistered"
    REGISTERED = "registered"
    EX_ANTE = "ex-ante"
    TARGET = "target"
    EXECUTION = "execution"
    KEY_EVALUATION = "key-evaluation"
    DISCLOSURE = "disclosure"
    DISCLOSED = "disclosed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Registered:
    """The register's data of the policy; `estimated` stands on `estimated_basis`.

    An object that is no policy has its own `object_type` and the budget year that is evaluated.
    """

    code: str
    name: str
    unit: str
    unit_name: str
    origin: Origin
    is_new: bool
    is_major: bool
    estimated: Decimal
    estimated_basis: str
    confidential: bool
    registered_on: date
    object_type: ObjectType = "policy"
    evaluated_year: int | None = None

    @property
    def is_policy(self) -> bool:
        """Whether it is a policy, which is assessed and gets a target."""
        return self.object_type == "policy"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The policy was taken back: nothing more is done with it."""

    policy: Registered


@dataclass(frozen=True, slots=True)
class PolicyEvaluation:
    """A policy's key evaluation, and what was fed back of it; it has no other evaluation."""

    key: KeyEvaluation = field(default_factory=KeyEvaluation)
    fed_back: FedBack = NOTHING_FED_BACK


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy.

    `entry` is null before the policy is registered. `done` are the system's steps taken (deadline,
    kind, planned instant); `last_at` is the business instant of the newest event, `begun` those at
    which the open waits began; `proposals` are the acts that wait for signatures.
    """

    stream: str
    version: int = 0
    entry: Registered | Withdrawn | None = None
    exante: ExAnte = field(default_factory=ExAnte)
    target: Target = field(default_factory=Target)
    evaluation: PolicyEvaluation = field(default_factory=PolicyEvaluation)
    disclosures: Disclosures = field(default_factory=Disclosures)
    own_days: Mapping[str, OwnDay] = field(default_factory=dict)
    done: frozenset[tuple[str, str, datetime]] = frozenset()
    last_at: datetime | None = None
    begun: Begun = field(default_factory=dict)
    delegations: Delegations = field(default_factory=dict)
    documents: Attached = frozenset()
    proposals: Proposals = NO_PROPOSALS

    def evaluated(self, **parts: Any) -> Policy:
        """The state with parts of its evaluation changed."""
        return replace(self, evaluation=replace(self.evaluation, **parts))

    def found(self, _event_id: UUID, /, **parts: Any) -> Policy:
        """The same: a policy has no final grade that could be reopened."""
        return self.evaluated(**parts)

    def registered_as(self, policy: Registered) -> Policy:
        """The state with another register entry of the policy."""
        gone = isinstance(self.entry, Withdrawn)
        return replace(self, entry=Withdrawn(policy) if gone else policy)

    @property
    def policy(self) -> Registered | None:
        """The register's data of the policy, or none before it is registered."""
        return self.entry.policy if isinstance(self.entry, Withdrawn) else self.entry

    @property
    def known(self) -> Registered:
        """The policy; every act but its registration is refused before there is one."""
        policy = self.policy
        if policy is None:
            raise ValueError(f"{self.stream} is not registered")
        return policy
