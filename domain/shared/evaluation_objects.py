"""The types of the objects 评价对象 of key evaluation, for plans, selections and figures.

An object is counted as one type and may be of further types. A special bond 专项债券 is a kind of
government debt: it is a further type alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import Field

from domain.kernel.vocabulary import BudgetType

ObjectType = Literal[
    "unit_overall",
    "lower_government",
    "policy",
    "government_procurement",
    "purchased_services",
    "government_debt",
    "investment_fund",
    "ppp",
    "key_construction",
    "subsidy",
    "other_major",
    "project",
]
"""The types that an object may be counted as, in the order in which a statement names them."""

SPECIAL_BOND = "special_bond"
FurtherType = Literal[ObjectType, "special_bond"]
FurtherTypes = Annotated[tuple[FurtherType, ...], Field(max_length=12)]
OBJECT_TYPES: tuple[ObjectType, ...] = get_args(ObjectType)

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "unit_overall": "部门/单位整体",
        "lower_government": "下级政府财政运行",
        "policy": "财政政策",
        "government_procurement": "政府采购",
        "purchased_services": "政府购买服务",
        "government_debt": "政府债务",
        "investment_fund": "政府投资基金",
        "ppp": "政府和社会资本合作",
        "key_construction": "重点建设项目",
        "subsidy": "补助补贴",
        "other_major": "其他重大项目",
        "project": "一般项目支出",
    }
)
"""The types as a statement names them."""

NAMES_OF_BUDGETS: Mapping[BudgetType, str] = MappingProxyType(
    {
        BudgetType.GENERAL_PUBLIC: "一般公共预算",
        BudgetType.GOVERNMENT_MANAGED_FUNDS: "政府性基金预算",
        BudgetType.SOCIAL_INSURANCE_FUNDS: "社会保险基金预算",
        BudgetType.STATE_CAPITAL_OPERATIONS: "国有资本经营预算",
    }
)
"""The four budgets as a statement names them."""

OF_REGISTER: Mapping[str, ObjectType] = MappingProxyType(
    {
        "department_overall": "unit_overall",
        "government_procurement": "government_procurement",
        "purchased_services": "purchased_services",
        "government_debt": "government_debt",
        "government_investment_fund": "investment_fund",
        "ppp": "ppp",
    }
)
"""The type of a project whose register entry says what it is; any other is a `project`."""

OF_PLAN: Mapping[str, str] = MappingProxyType(
    {
        "department_overall": "unit_overall",
        "fiscal_policy": "policy",
        "special_bonds": SPECIAL_BOND,
        "government_investment_fund": "investment_fund",
    }
)
"""The names of types in plans that are not those of this enumeration."""


def type_of_register(subject_kind: str | None) -> ObjectType:
    """The type that a project is counted as where the selection says nothing."""
    return OF_REGISTER.get(subject_kind or "", "project")


def types_of(counted_as: ObjectType, further: FurtherTypes) -> frozenset[str]:
    """All types of an object; a special bond is government debt too."""
    debt = {"government_debt"} if SPECIAL_BOND in further else set[str]()
    return frozenset({counted_as, *further} | debt)
