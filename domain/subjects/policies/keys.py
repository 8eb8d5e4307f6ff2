"""The keys that acts on a policy may name."""

from __future__ import annotations

from domain.kernel.keys import KeyField, Keys, past_events
from domain.shared.filings import delegation
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.subjects.policies import corrections, deadline_acts, disclosures

KEYS: Keys = {
    **deadline_acts.KEYS,
    **delegation.KEYS,
    **corrections.KEYS,
    **disclosures.KEYS,
    (AnnotateRecord, "events"): KeyField(past_events),
}
