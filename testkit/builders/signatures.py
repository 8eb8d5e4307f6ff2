"""Builders of a bureau whose acts are signed by several people, and of the acts of signing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from domain.kernel.decider import Actor
from domain.kernel.in_force import Signers
from domain.kernel.message import Command
from domain.kernel.vocabulary import Role
from domain.shared.signatures.asked import SIGNATURES
from domain.shared.signatures.messages import (
    ProposeAct,
    ReturnProposal,
    SignAct,
    WithdrawProposal,
)
from domain.subjects.organisations.signers import EndSigner, SetSigner
from testkit.builders.organisations import nobody, signer
from testkit.decider_spec import REVIEWER, DeciderSpec

BUREAU = REVIEWER.organisation
HEAD = Actor("h-1", BUREAU, Role.FINANCE)
LEADER = Actor("l-1", BUREAU, Role.FINANCE)
SINCE = date(2023, 1, 1)

FROM_THE_START = {"since": SINCE}
SIGNING = (
    signer(**FROM_THE_START),
    signer(**FROM_THE_START, office="leader", person=LEADER.id),
)
"""The head of the section and the leader in charge, since the beginning of the year."""


def signers(*acts: SetSigner | EndSigner) -> Signers:
    """Those who sign, by what acts add up to."""
    found: Signers = nobody().given(*(acts or SIGNING), by=REVIEWER).state.signers
    return found


def asking(
    scene: DeciderSpec,
    table: str,
    *acts: SetSigner | EndSigner,
    since: date = SINCE,
    days: Mapping[str, str] | None = None,
) -> DeciderSpec:
    """The subject under a bureau that asks for signatures since a day, and has those who sign.

    `days` are further parameters by their names.
    """
    more = {name: ((date.min, value),) for name, value in (days or {}).items()}
    parameters = {**scene.in_force.parameters, SIGNATURES: ((since, table),), **more}
    return scene.under(replace(scene.in_force, parameters=parameters, signers=signers(*acts)))


def proposal(command: Command) -> ProposeAct:
    """Propose an act."""
    content: dict[str, Any] = command.model_dump(mode="json", exclude_none=True)
    return ProposeAct(act=command.name, content=content)


def signature(act: str, number: int = 1) -> SignAct:
    """Sign a proposal."""
    return SignAct(number=number, act=act)


def acts_of(act: Command) -> dict[str, Command]:
    """One act of each kind of signing, of a proposed act."""
    found: tuple[Command, ...] = (
        proposal(act),
        signature(act.name),
        ReturnProposal(number=1, reason="依据不足"),
        WithdrawProposal(number=1, reason="数据有误"),
    )
    return {one.name: one for one in found}
