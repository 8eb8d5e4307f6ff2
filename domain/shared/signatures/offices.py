"""Who signs: the people in office for the section that proposes an act."""

from __future__ import annotations

from datetime import date
from itertools import product

from domain.kernel.decider import Actor, InForce
from domain.kernel.in_force import OFFICES, Office, Signer


def in_office(in_force: InForce, section: str, office: Office, on: date) -> tuple[Signer, ...]:
    """The people who hold an office for a section on a day."""
    there = in_force.signers.get(section, ())
    return tuple(one for one in there if one.office == office and one.runs(on))


def holds(in_force: InForce, section: str, office: Office, actor: Actor, on: date) -> bool:
    """Whether an actor holds an office for a section on a day, in the organisation they act in."""
    return any(
        (one.person, one.organisation) == (actor.id, actor.organisation)
        for one in in_office(in_force, section, office, on)
    )


def vacant(in_force: InForce, proposer: Actor, needs: int, on: date) -> tuple[Office, ...]:
    """The offices that nobody else can sign in; empty if each has another person.

    Nobody signs twice, so one person does not fill two offices.
    """
    wanted = OFFICES[: needs - 1]
    people = [
        {one.person for one in in_office(in_force, proposer.organisation, office, on)}
        - {proposer.id}
        for office in wanted
    ]
    empty = tuple(office for office, there in zip(wanted, people, strict=True) if not there)
    if empty or any(len(set(one)) == len(wanted) for one in product(*people)):
        return empty
    return wanted[-1:]
