"""Faults of a log, with a bounded number of each kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

_KEPT = 1_000
"""The bound of findings per kind: a whole log may be wrong."""

_WIDTH = 120


class Fault(StrEnum):
    """The kinds of faults of a log."""

    DATABASE_DAMAGED = "database-damaged"
    LOG_CHANGED = "log-changed"
    POSITION_GAP = "position-gap"
    VERSION_GAP = "version-gap"
    EVENT_ORDER = "event-order"
    COMMAND_UNREADABLE = "command-unreadable"
    COMMAND_MISPLACED = "command-misplaced"
    COMMAND_WITHOUT_EVENTS = "command-without-events"
    REFUSED_WITH_EVENTS = "refused-with-events"
    REQUEST_HASH_WRONG = "request-hash-wrong"
    OUTCOME_WRONG = "outcome-wrong"
    EVENT_WITHOUT_COMMAND = "event-without-command"
    EVENT_NOT_OF_COMMAND = "event-not-of-command"
    EVENT_UNREADABLE = "event-unreadable"
    EVENT_UNKNOWN = "event-unknown"
    EVENT_NOT_CANONICAL = "event-not-canonical"
    EVENT_MISPLACED = "event-misplaced"
    EVENT_ID_WRONG = "event-id-wrong"
    CAUSE_MISSING = "cause-missing"
    DIGEST_WRONG = "digest-wrong"
    DIGEST_MISSING = "digest-missing"
    SALT_MISSING = "salt-missing"
    KIND_WRONG = "kind-wrong"
    CONTENT_MISSING = "content-missing"
    CONTENT_ALTERED = "content-altered"
    RECORDED_EARLIER = "recorded-earlier"
    LETTER_WITHOUT_EVENT = "letter-without-event"
    LETTER_ALTERED = "letter-altered"
    LETTER_MISSING = "letter-missing"
    LETTERS_FAILED = "letters-failed"
    LETTERS_PENDING = "letters-pending"


NOTED = frozenset({Fault.RECORDED_EARLIER, Fault.LETTERS_FAILED, Fault.LETTERS_PENDING})
"""Notes that are not faults: logs of older programs may have them, or they are no one's edit."""


@dataclass(frozen=True, slots=True)
class Unsound:
    """A fault; `of` is the stream, position, sha256 or database, `detail` gives the facts."""

    fault: Fault
    of: str
    detail: str


class Found:
    """The faults found, each once; at most a thousand per kind are kept, all are counted."""

    def __init__(self) -> None:
        self._kept: dict[Unsound, None] = {}
        self._counted: Counter[Fault] = Counter()

    def add(self, one: Unsound) -> None:
        """Keep or count a fault."""
        if one in self._kept:
            return
        self._counted[one.fault] += 1
        if self._counted[one.fault] <= _KEPT:
            self._kept[one] = None

    @property
    def is_sound(self) -> bool:
        """Whether only notes were found."""
        return not self._counted.keys() - NOTED

    def all(self) -> list[Unsound]:
        """The kept faults in the order found, with a line for those only counted."""
        left = [(fault, count - _KEPT) for fault, count in self._counted.items() if count > _KEPT]
        return [*self._kept, *(Unsound(fault, "…", f"{more} more") for fault, more in left)]


def shown(value: object) -> str:
    """A value of the log for a finding, shortened."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"
