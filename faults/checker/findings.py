"""What can be found wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """What is wrong."""

    ACT_MISSING = "act-missing"
    ACT_TWICE = "act-twice"
    ACT_ALTERED = "act-altered"
    OUTCOME_DIFFERS = "outcome-differs"
    EVENTS_DIFFER = "events-differ"
    REFUSED_WITH_EVENTS = "refused-with-events"
    REUSED_ID_TAKEN = "reused-id-taken"
    NEVER_ANSWERED = "never-answered"
    VERSIONS_NOT_DENSE = "versions-not-dense"
    OUT_OF_ORDER = "out-of-order"
    EVENT_TWICE = "event-twice"
    ENVELOPE_WRONG = "envelope-wrong"
    SEAL_BROKEN = "seal-broken"
    PHANTOM_ACT = "phantom-act"
    PHANTOM_EVENT = "phantom-event"
    STEP_TWICE = "step-twice"
    CAUSE_UNKNOWN = "cause-unknown"
    CONTENT_ALTERED = "content-altered"
    SEEN_LOST = "seen-lost"
    SEEN_ALTERED = "seen-altered"
    VIEW_DIFFERS = "view-differs"
    BOARDS_DIFFER = "boards-differ"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: of which act, stream, event or content, and what was seen."""

    code: Code
    of: str
    detail: str
