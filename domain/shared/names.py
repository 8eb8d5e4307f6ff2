"""Names in Chinese and English, with the only table of role names."""

from __future__ import annotations

from typing import NamedTuple

from domain.kernel.vocabulary import Role


class Name(NamedTuple):
    """A name in Chinese and English."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Both names, the Chinese one first."""
        return f"{self.zh} {self.en}".rstrip()


ROLES: dict[str, Name] = {
    Role.UNIT: Name("预算单位", "unit"),
    Role.DEPARTMENT: Name("主管部门", "department"),
    Role.FINANCE: Name("财政部门", "finance"),
    Role.THIRD_PARTY: Name("第三方机构", "third party"),
    Role.CONGRESS: Name("人大", "congress"),
    Role.EXPERT_PANEL: Name("专家组", "expert panel"),
    Role.AUDIT: Name("审计部门", "audit"),
    Role.GOVERNMENT: Name("人民政府", "government"),
    Role.SYSTEM: Name("系统", "system"),
}
"""The name of each role."""


def role_name(role: str) -> str:
    """The Chinese name of a role."""
    return ROLES[role].zh if role in ROLES else role


def role_names(role: str) -> str:
    """The Chinese and the English name of a role."""
    return str(ROLES.get(role, role))
