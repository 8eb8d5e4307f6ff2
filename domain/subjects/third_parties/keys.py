"""The keys that acts on a third-party institution may name."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, past_events
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.subjects.third_parties import disclosures
from domain.subjects.third_parties.entrustment import RecordReport
from domain.subjects.third_parties.inspection import DrawInspection, RecordInspection
from domain.subjects.third_parties.state import ThirdParty


def _contracts(state: ThirdParty, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    return iter(state.entrustments)


def _outstanding(state: ThirdParty, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The contracts whose report has not come yet."""
    return (code for code, one in state.entrustments.items() if not one.reported)


def _inspections(state: ThirdParty, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The inspections that have no finding yet."""
    return (code for code, one in state.inspections.items() if not one.recorded)


KEYS: Keys = {
    **disclosures.KEYS,
    (RecordReport, "contract"): KeyField(_outstanding),
    (DrawInspection, "objects"): KeyField(_contracts),
    (RecordInspection, "inspection"): KeyField(_inspections),
    (AnnotateRecord, "events"): KeyField(past_events),
}
