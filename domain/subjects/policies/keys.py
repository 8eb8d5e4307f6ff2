"""The keys that acts on a policy may name."""

from __future__ import annotations

from domain.kernel.keys import KeyField, Keys, past_events
from domain.shared.filings import undoing_keys
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.subjects.policies import corrections, deadline_acts, disclosures
from domain.subjects.policies.undoing import UNDOING

KEYS: Keys = {
    **deadline_acts.KEYS,
    **corrections.KEYS,
    **disclosures.KEYS,
    **undoing_keys.keys(UNDOING),
    (AnnotateRecord, "events"): KeyField(past_events),
}
