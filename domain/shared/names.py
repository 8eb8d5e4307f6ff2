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


SECTION_KINDS: dict[str, Name] = {
    "social_insurance_section": Name("社保科（股）", "social insurance section"),
    "enterprise_section": Name("企业科（股）", "enterprise section"),
    "debt_management_centre": Name("债务管理中心", "debt management centre"),
    "evaluation_centre": Name("财政绩效评价中心", "performance evaluation centre"),
    "business_section": Name("相关业务科（股）", "business section"),
}
"""The sections that the documents name, by what they do."""
