"""Escalation: the level above the role that did not act.

The bureau names the level by a parameter. Without it, and where the level named is not above the
role, the next level is taken, so that nobody is told to urge themselves (decision 1286).
"""

from __future__ import annotations

from domain.kernel.vocabulary import Role

_LEVELS = {
    Role.UNIT: 0,
    Role.THIRD_PARTY: 0,
    Role.EXPERT_PANEL: 0,
    Role.DEPARTMENT: 1,
    Role.FINANCE: 2,
    Role.GOVERNMENT: 3,
}
"""The levels of the roles that a deadline binds or that urge, the lowest first."""


def above(responsible: Role, named: str | None) -> str:
    """The addressee of an escalation: `named`, or the next level if that is not above the role.

    A `named` that is no role is a person of the bureau, such as 分管局长.
    """
    if named is not None and named not in set(Role):
        return named
    mine = _LEVELS.get(responsible, _LEVELS[Role.FINANCE])
    if named is not None and _LEVELS.get(Role(named), -1) > mine:
        return named
    return Role.GOVERNMENT.value if responsible is Role.FINANCE else Role.FINANCE.value
