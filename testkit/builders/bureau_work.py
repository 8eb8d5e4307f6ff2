"""Builders of the bureau's own work in a work year."""

from __future__ import annotations

from datetime import date

from domain.shared.people.exception_grants import GrantException
from domain.subjects.jurisdiction_year.bureau_duties import RULE
from domain.subjects.jurisdiction_year.bureau_work import FORCES, RecordWork, Work
from domain.subjects.jurisdiction_year.effectiveness import RecordEffectiveness
from domain.subjects.jurisdiction_year.pending import own_duties
from testkit.decider_spec import DeciderSpec

HELD = date(2025, 6, 1)
EVALUATED = RecordEffectiveness(held_on=HELD, evaluated="两县管理实效", findings="尚有短板")


def work(kind: Work, held_on: date = HELD) -> RecordWork:
    """Record work of a kind, with all forces where they unite."""
    forces = tuple(FORCES) if kind == "joint_supervision" else ()
    return RecordWork(
        kind=kind, held_on=held_on, content="按要求办理", document="通知〔2025〕1号", forces=forces
    )


def without_duties(scene: DeciderSpec) -> DeciderSpec:
    """The scene of a year whose open duties of the bureau's own one exception has dropped."""
    duties = tuple(wait.deadline for wait, _ in own_duties(scene.state, scene.in_force))
    grant = GrantException(
        rule=RULE, reference="免办1号", approver="局长", reason="机构改革", duties=duties
    )
    return scene.given(grant)
