"""The keys of the acts of a department's review, and how the bureau's waiver is undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming
from domain.shared.filings.endorsement import (
    Endorse,
    EndorsementWaived,
    ReturnToUnit,
    WaiveEndorsement,
    with_endorsement,
)
from domain.shared.filings.endorsement_policies import Subordinate
from domain.shared.filings.filing import Endorsement
from domain.shared.filings.undoable import Undoable
from domain.shared.people.departments import KINDS


def keys(subject: Subordinate) -> Keys:
    """The filings that a department's acts may name: those that were referred."""

    def referred(state: Any, _naming: Naming, _in_force: InForce) -> Iterator[str]:
        waiting = {key: one.awaits_department for key, one in subject.all_referred(state)}
        yield from sorted(waiting, key=lambda key: not waiting[key])

    field = KeyField(referred, kinds=tuple(KINDS))
    return {(command, "filing"): field for command in (Endorse, ReturnToUnit, WaiveEndorsement)}


def undoable(subject: Subordinate) -> Mapping[str, Undoable]:
    """The waiver, taken back while the bureau has not reviewed the filing."""

    def stands(state: Any, of: str) -> bool:
        filing = dict(subject.all_referred(state)).get(of)
        referral = filing.referral if filing and filing.open else None
        return referral is not None and referral.endorsement is Endorsement.WAIVED

    return {
        WaiveEndorsement.name: Undoable(
            EndorsementWaived,
            stands,
            lambda _state, _of: (),
            lambda state, of: with_endorsement(subject, state, of, Endorsement.AWAITED),
            of=lambda event: str(event.filing),
        )
    }
