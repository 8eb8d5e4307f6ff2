"""The keys that acts on a policy may name."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, in_parts, past_events
from domain.shared.filings import delegation, undoing_keys
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.shared.rectification import keys as rectified
from domain.shared.signatures import keys as signing_keys
from domain.subjects.policies import corrections, deadline_acts, disclosures, endorsements
from domain.subjects.policies.feedback import LOOP
from domain.subjects.policies.pending import duties
from domain.subjects.policies.population import WithdrawPolicy, is_at_work
from domain.subjects.policies.state import Policy
from domain.subjects.policies.undoing import UNDOING


def _duties(state: Policy, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The duties that a withdrawal after the target's approval has to end."""
    return (wait.deadline for wait in duties(state) if is_at_work(state))


KEYS: Keys = {
    **signing_keys.KEYS,
    **deadline_acts.KEYS,
    **delegation.KEYS,
    **corrections.KEYS,
    **disclosures.KEYS,
    **endorsements.KEYS,
    **undoing_keys.keys(UNDOING),
    **rectified.keys(LOOP),
    (WithdrawPolicy, "duties"): in_parts(_duties, "of"),
    (AnnotateRecord, "events"): KeyField(past_events),
}
