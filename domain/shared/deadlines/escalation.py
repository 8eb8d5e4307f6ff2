"""Escalation: the level above the role that did not act.

The bureau names the level by a parameter. Without the parameter, or if its level is not above the
role, the next level is taken, so that nobody has to urge themselves (decision 1286).
"""

from __future__ import annotations

from domain.kernel.vocabulary import Role

_LOWEST_FIRST = (
    (Role.UNIT, Role.THIRD_PARTY, Role.EXPERT_PANEL),
    (Role.DEPARTMENT,),
    (Role.FINANCE,),
    (Role.GOVERNMENT,),
)
_LEVELS = {role: level for level, roles in enumerate(_LOWEST_FIRST) for role in roles}
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
