"""How many signatures an act needs: by the bureau's dated parameter, one without it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.in_force import OFFICES
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role
from domain.shared.filings.undoable import UndoingAct
from domain.shared.signatures.messages import ProposeAct

SIGNATURES = "signatures"
"""The parameter: acts with their numbers of signatures (`grade.finalise=2, results.apply=3`)."""

MOST = 1 + len(OFFICES)
"""The proposer and one person of each office."""

OFFICE_NAMES = MappingProxyType({"section_head": "股室负责人", "leader": "分管领导"})

_ONE = re.compile(r"([a-z]+(?:-[a-z]+)*(?:\.[a-z]+(?:-[a-z]+)*)?)=([1-9])", re.ASCII)
_BETWEEN = re.compile(r"[\s,，、;；]+")

_ELSEWHERE = frozenset(
    {"body", "department", "indicator", "indicator-library", "pack", "role", "ruling"}
    | {"section", "signer", "third-party", "unit", "work-calendar"}
)
"""The first parts of the names of acts on what outlives the year: none of them is proposed."""


def may_be_signed(name: str) -> bool:
    """Whether a parameter may ask for signatures of an act."""
    command = Command.by_name.get(name)
    if command is None or Role.FINANCE not in command.who or command.at_once:
        return False
    return name.partition(".")[0] not in _ELSEWHERE


@lru_cache(maxsize=64)
def table_of(value: str) -> Mapping[str, int] | None:
    """The numbers of signatures by the acts in a parameter's value; null if it cannot be read."""
    found: dict[str, int] = {}
    for one in filter(None, _BETWEEN.split(value)):
        match = _ONE.fullmatch(one)
        if match is None or match[1] in found or int(match[2]) > MOST:
            return None
        found[match[1]] = int(match[2])
    return MappingProxyType(found) if found else None


def needed(key: str, in_force: InForce, on: date) -> int:
    """The number of signatures that an act needs on a day, by the key of a proposal.

    An act that undoes another needs as many as that.
    """
    value = in_force.parameter(SIGNATURES, on)
    table = table_of(value) if value else None
    if not table:
        return 1
    return max(table.get(name, 1) for name in key.split(":")[:2])


def is_signed(act: CommandContext[Any], in_force: InForce) -> Refusal | None:
    """Refuse an act of the bureau that needs more signatures than that of who takes it."""
    if SIGNATURES not in in_force.parameters or act.signed or act.actor.role is not Role.FINANCE:
        return None
    command = act.command
    key = f"{command.name}:{command.act}" if isinstance(command, UndoingAct) else command.name
    wanted = needed(key, in_force, act.effective_on)
    if wanted < 2 or command.at_once:  # noqa: PLR2004 - one is the proposer's own
        return None
    offices = OFFICES[: wanted - 1]
    return refusals.gate_not_met(
        f"本事项须经{wanted}人签署（经办人、{'、'.join(OFFICE_NAMES[one] for one in offices)}），"
        f"不能直接办理：请以 {ProposeAct.name} 提请签署，最后一人签署时生效。",
        f"this act needs {wanted} signatures (proposer, {', '.join(offices)}): propose it "
        f"({ProposeAct.name}), and it takes effect with the last of them.",
    )
