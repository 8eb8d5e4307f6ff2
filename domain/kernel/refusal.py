"""Refusals: values that give the reason why an act was refused and the next step."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as _field
from enum import StrEnum

from domain.kernel.answer import Answer


class Code(StrEnum):
    """The kinds of refusal."""

    WRONG_PHASE = "wrong-phase"
    WRONG_ROLE = "wrong-role"
    WRONG_ORGANISATION = "wrong-organisation"
    DELEGATION_NOT_IN_FORCE = "delegation-not-in-force"
    ROLE_NOT_HELD = "role-not-held"
    UNIT_ENDED = "unit-ended"
    REVIEWER_IS_FILER = "reviewer-is-filer"
    MISSING_FIELD = "missing-field"
    INVALID_FIELD = "invalid-field"
    GATE_NOT_MET = "gate-not-met"
    UNKNOWN_SUBJECT = "unknown-subject"
    UNKNOWN_ACT = "unknown-act"
    DUPLICATE = "duplicate"
    ALREADY_REVIEWED = "already-reviewed"
    NEEDS_RULING = "needs-ruling"
    COMMAND_ID_REUSED = "command-id-reused"
    PACKS_NOT_ADOPTED = "packs-not-adopted"
    LOG_READ_ONLY = "log-read-only"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused act; it adds no event and is kept in the command log.

    `zh` and `en` give the person the next step; `basis` holds the rule answers that led to the
    refusal. A `final` refusal stays, whatever happens later. `keys` are the keys of acts,
    deadlines and events in the texts; whoever shows the Chinese text puts their names beside them.
    `policy` is the name of the policy that refused, if it was one.
    """

    code: Code
    zh: str
    en: str
    field: str | None = None
    basis: tuple[Answer, ...] = ()
    final: bool = False
    keys: tuple[str, ...] = ()
    policy: str | None = _field(default=None, compare=False)


PASSING = frozenset(
    {
        Code.WRONG_PHASE,
        Code.GATE_NOT_MET,
        Code.UNKNOWN_SUBJECT,
        Code.NEEDS_RULING,
        Code.PACKS_NOT_ADOPTED,
    }
)
"""Refusals that may pass: the same act may be taken later, unless the refusal is `final`."""

ALREADY_SO = frozenset({Code.DUPLICATE})
"""Refusals of an act whose effect the subject already has."""
