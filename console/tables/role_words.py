"""What people write for a role: its name, other words for it, or its id."""

from __future__ import annotations

from types import MappingProxyType

from domain.kernel.vocabulary import Role
from domain.shared.names import role_name

_TOO = MappingProxyType(
    {
        "实施单位": Role.UNIT,
        "单位": Role.UNIT,
        "部门": Role.DEPARTMENT,
        "财政": Role.FINANCE,
        "财政局": Role.FINANCE,
        "第三方": Role.THIRD_PARTY,
        "专家": Role.EXPERT_PANEL,
        "审计": Role.AUDIT,
        "审计局": Role.AUDIT,
        "政府": Role.GOVERNMENT,
        "县政府": Role.GOVERNMENT,
        "县人民政府": Role.GOVERNMENT,
    }
)
"""Other words for roles than their names."""


def words_of_role(role: str) -> tuple[str, ...]:
    """The Chinese words of a role, its name first."""
    return (role_name(role), *(word for word, of in _TOO.items() if of == role))


def role_of(text: str) -> Role | None:
    """The role that a text says, by its id or in Chinese; `None` if it says none."""
    said = text.strip()
    return next((one for one in Role if said == one.value or said in words_of_role(one)), None)


def roles_listed() -> str:
    """The roles that a person may write, for a message: 名称（id）."""
    return "、".join(f"{role_name(one)}（{one.value}）" for one in Role)
