"""The register: an institution with its statement on conflicts of interest."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.vocabulary import Role, Text
from domain.subjects.third_parties.state import Institution, ThirdParty

CreditCode = Annotated[str, Field(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$")]
"""统一社会信用代码: 18 digits and capital letters without I, O, S, V, Z (GB 32100-2015)."""


class Register(Command, name="third-party.register", who={Role.FINANCE}):
    """Register an institution; `conflict_of_interest` is its statement on conflicts of interest."""

    institution_name: Text
    kind: Text
    credit_code: CreditCode
    conflict_of_interest: Text


class Registered(Event, name="third-party.registered", version=1):
    """An institution was registered."""

    institution_name: Annotated[Text, WITHHOLDABLE]
    kind: Text
    credit_code: Text
    conflict_of_interest: Annotated[Text, WITHHOLDABLE]


def register(state: ThirdParty, act: CommandContext[Register], _in_force: InForce) -> Decided:
    """Register the institution once."""
    if state.institution is not None:
        return refusals.registered_already(state.stream)
    return (Decision(Registered(**vars(act.command))),)


def registered(state: ThirdParty, recorded: Recorded[Registered]) -> ThirdParty:
    """Evolve by `third-party.registered`; a corrected entry keeps the day of the first."""
    event, before = recorded.event, state.institution
    since = before.registered_on if before else recorded.effective_on
    institution = Institution(event.institution_name, event.credit_code, since)
    return replace(state, institution=institution)


DECIDE: Deciders = {Register: register}
EVOLVE: Evolvers = {Registered: registered}
