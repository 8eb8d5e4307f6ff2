"""The evaluation of how effective performance management is 实效评价, as it is put on record."""

from __future__ import annotations

from typing import Annotated

from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.vocabulary import Day, Role, Text


class RecordEffectiveness(Command, name="effectiveness-evaluation.record", who={Role.FINANCE}):
    """Record an evaluation of effect 实效评价; no rule says how it is done (AMB-37)."""

    held_on: Day
    evaluated: Text
    findings: Text
    document: Text | None = None


class EffectivenessRecorded(Event, name="effectiveness-evaluation.recorded", version=1):
    """Effects were evaluated."""

    held_on: Day
    evaluated: Text
    findings: Annotated[Text, WITHHOLDABLE]
    document: Text | None = None
