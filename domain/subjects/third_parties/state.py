"""The state of a third-party institution 第三方机构: what its events add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.shared.filings.attachment import Attached
from domain.shared.filings.disclosure import Disclosures


@dataclass(frozen=True, slots=True)
class Institution:
    """The register entry of the institution."""

    name: str
    credit_code: str
    registered_on: date


@dataclass(frozen=True, slots=True)
class Entrustment:
    """A contract: what is evaluated, for which fee in yuan, and whether its report came.

    A contract that was `withdrawn` for its correction keeps what rests on it.
    """

    evaluated: str
    fee: Decimal
    reported: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection, directed or random, and whether its finding was recorded.

    `objects` are the contracts that a random one drew. An inspection that was `withdrawn` for its
    correction keeps its finding.
    """

    directed: bool
    recorded: bool = False
    objects: tuple[str, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class BeforeRating:
    """What a rating replaced: the day of the newest rating, and its disclosures."""

    rated_on: date | None
    disclosures: Disclosures


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """An institution: its contracts by number, its ratings by year, its inspections by number.

    `before` has what each rating replaced, in the order in which the years were rated.
    """

    stream: str
    version: int = 0
    institution: Institution | None = None
    entrustments: Mapping[str, Entrustment] = field(default_factory=dict)
    ratings: Mapping[int, Decimal] = field(default_factory=dict)
    rated_on: date | None = None
    before: Mapping[int, BeforeRating] = field(default_factory=dict)
    inspections: Mapping[str, Inspection] = field(default_factory=dict)
    disclosures: Disclosures = field(default_factory=Disclosures)
    documents: Attached = frozenset()
