"""The keys that acts on a jurisdiction's people and units may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, past_events
from domain.kernel.vocabulary import Role
from domain.shared.fan_out.messages import SendAgain
from domain.shared.fan_out.retry import unreached
from domain.shared.filings.annotation_messages import AnnotateRecord
from domain.subjects.organisations import bodies, delegations, departments, sections, signers
from domain.subjects.organisations.people import EndRole
from domain.subjects.organisations.state import Organisations
from domain.subjects.organisations.units import MergeUnit, SplitUnit


def _units(state: Organisations, naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The units of the jurisdiction whose end is not recorded."""
    known = naming.frame.units if naming.frame else ()
    return (unit for unit in known if unit not in state.successions)


def _open_subjects(_state: Organisations, naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The open projects and policies of the unit."""
    members = naming.frame.members if naming.frame else ()
    years = "/unit/"
    return (one.subject for one in members if one.facts["open"] and years not in one.subject)


def _holders(state: Organisations, naming: Naming, _in_force: InForce) -> Iterable[str]:
    """The persons who were given the role that the act names, else everybody who has one."""
    role, organisation = naming.fields.get("role"), naming.fields.get("organisation")
    named = state.assignments.get((str(organisation), Role(role))) if role in set(Role) else None
    given = named or tuple(chain.from_iterable(state.assignments.values()))
    return (one.person for one in given)


KEYS: Keys = {
    **delegations.KEYS,
    **sections.KEYS,
    **departments.KEYS,
    **signers.KEYS,
    **bodies.KEYS,
    (MergeUnit, "unit"): KeyField(_units),
    (SplitUnit, "unit"): KeyField(_units),
    (SplitUnit, "successors"): KeyField(
        _open_subjects, lambda parts: chain.from_iterable(one.takes for one in parts), "takes"
    ),
    (EndRole, "person"): KeyField(_holders),
    (SendAgain, "of"): KeyField(unreached),
    (AnnotateRecord, "events"): KeyField(past_events),
}
