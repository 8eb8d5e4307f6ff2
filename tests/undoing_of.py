"""The acts of the bureau by kind of subject, and how each of them is undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.kernel.message import Command
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.shared.filings.undoable import Undoing
from domain.shared.filings.undoing_ways import FILER, is_filing
from domain.subjects.jurisdiction_year import undoing as years
from domain.subjects.policies import undoing as policies
from domain.subjects.project_year.undoing import acts as projects
from domain.subjects.registry import CATALOGUES, DECIDERS
from domain.subjects.third_parties import undoing as third_parties
from domain.subjects.unit_year import undoing as units

UNDOING: Mapping[SubjectKind, Undoing] = {
    SubjectKind.PROJECT_YEAR: projects.UNDOING,
    SubjectKind.JURISDICTION_YEAR: years.UNDOING,
    SubjectKind.UNIT_YEAR: units.UNDOING,
    SubjectKind.POLICY: policies.UNDOING,
    SubjectKind.THIRD_PARTY: third_parties.UNDOING,
}
"""The acts that are undone, by the kinds of subjects that have any."""

BUREAU = frozenset({Role.FINANCE, Role.CONGRESS, Role.AUDIT, Role.GOVERNMENT})
"""Those whose acts are undone: the bureau, and the bodies beside it."""


@dataclass(frozen=True, slots=True)
class Undone:
    """An act and how it is undone: by which acts, or why by none and what is done instead."""

    act: str
    by: tuple[str, ...] = ()
    instead: tuple[str, str] | None = None


def acts_of(kind: SubjectKind) -> Iterator[type[Command]]:
    """The acts of a kind of subject that the bureau, or a body beside it, may take."""
    return (command for command in DECIDERS[kind].COMMANDS if command.who & BUREAU)


def undone(kind: SubjectKind, act: str) -> Undone:
    """How an act of a kind of subject is undone."""
    undoing = UNDOING.get(kind)
    found = undoing.acts.get(act) if undoing else None
    if found is not None:
        ways = ("act.withdraw", "act.correct") if found.again else ("act.withdraw",)
        return Undone(act, ways)
    own = CATALOGUES.by_kind[kind].instead()
    instead = own.get(act) or (FILER if is_filing(act) else None)
    return Undone(act, instead=instead)
