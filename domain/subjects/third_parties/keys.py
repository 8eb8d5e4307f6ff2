"""The keys that acts on a third-party institution may name."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, past_events
from domain.shared.filings import undoing_keys
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.subjects.third_parties import disclosures
from domain.subjects.third_parties.entrustment import RecordReport, contracts_of
from domain.subjects.third_parties.inspection import DrawInspection, RecordInspection
from domain.subjects.third_parties.state import ThirdParty
from domain.subjects.third_parties.undoing import UNDOING


def _contracts(state: ThirdParty, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    return iter(contracts_of(state))


def _outstanding(state: ThirdParty, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The contracts whose report has not come yet."""
    return (code for code in contracts_of(state) if not state.entrustments[code].reported)


def _inspections(state: ThirdParty, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The inspections that have no finding yet."""
    found = state.inspections.items()
    return (code for code, one in found if not (one.recorded or one.withdrawn))


KEYS: Keys = {
    **disclosures.KEYS,
    **undoing_keys.keys(UNDOING),
    (RecordReport, "contract"): KeyField(_outstanding),
    (DrawInspection, "objects"): KeyField(_contracts),
    (RecordInspection, "inspection"): KeyField(_inspections),
    (AnnotateRecord, "events"): KeyField(past_events),
}
