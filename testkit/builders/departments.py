"""Builders of a superior department's review of filings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.kernel.decider import Actor, InForce
from domain.kernel.message import Command
from domain.kernel.vocabulary import Role
from domain.shared.filings.endorsement import Endorse, ReturnToUnit, WaiveEndorsement
from domain.shared.people.departments import ALL, DAYS, REVIEW
from testkit.builders.organisations import department, nobody
from testkit.decider_spec import REVIEWER, DeciderSpec

ABOVE = Actor("z-1", "401001", Role.DEPARTMENT)
"""A person of the department above the unit."""


def endorse(filing: str = "target.filing") -> Endorse:
    """Endorse a filing, by default the target."""
    return Endorse(filing=filing, opinion="同意上报")


def send_back(filing: str = "target.filing") -> ReturnToUnit:
    """Return a filing to the unit, by default the target."""
    return ReturnToUnit(filing=filing, reason="指标与职责不符")


def waive(filing: str = "target.filing") -> WaiveEndorsement:
    """Take a filing without the department's review, by default the target."""
    return WaiveEndorsement(filing=filing, approver="局长", reason="主管部门逾期未审")


def acts(filing: str = "target.filing") -> tuple[Command, ...]:
    """The acts of a department's review."""
    return endorse(filing), send_back(filing), waive(filing)


def above(
    in_force: InForce, *changes: Command, review: str | None = ALL, days: str | None = "5"
) -> InForce:
    """What is in force, with the department above the unit and what it reviews since 2023."""
    people = nobody().given(*(changes or (department(),)), by=REVIEWER).state
    since = date(2023, 1, 1)
    own = {REVIEW: review, DAYS: days}
    set_ones = {name: ((since, value),) for name, value in own.items() if value is not None}
    return replace(
        in_force,
        superiors=people.superiors,
        unit_delegations=people.unit_delegations,
        parameters={**in_force.parameters, **set_ones},
    )


def under(scene: DeciderSpec, *changes: Command, **given: str | None) -> DeciderSpec:
    """The subject under a department that reviews all filings, or as `given`."""
    return scene.under(above(scene.in_force, *changes, **given))
