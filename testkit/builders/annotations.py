"""Builder of annotations of the record, for every kind of subject."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.shared.filings.annotation_messages import AnnotateRecord

PROOF = "且财绩〔2023〕9号"

STRANGE = UUID(int=7)
"""The id of no event."""


def annotation(true_on: str = "2023-03-01", *events: UUID) -> AnnotateRecord:
    """An annotation of some events, by default of one that no subject has."""
    return AnnotateRecord(
        events=events or (STRANGE,),
        true_on=date.fromisoformat(true_on),
        reason="系统时钟停滞",
        document=PROOF,
    )
