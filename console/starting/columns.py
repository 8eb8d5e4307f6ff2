"""The columns of the files that a county fills in: Chinese titles, hints, and what a cell takes.

The titles are those of the fields; the words of a drop-down stand for the values of the field.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.vocabulary import BudgetType, Origin, Role
from domain.shared.names import ROLES


class Holds(StrEnum):
    """What the cells of a column hold."""

    CODE = "code"
    TEXT = "text"
    DAY = "day"
    AMOUNT = "amount"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `choices` are its words with the values that they stand for, in their order."""

    field: str
    title: str
    hint: str
    holds: Holds = Holds.TEXT
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)
    is_needed: bool = True


BUDGET_TYPES = {
    "一般公共预算": BudgetType.GENERAL_PUBLIC.value,
    "政府性基金预算": BudgetType.GOVERNMENT_MANAGED_FUNDS.value,
    "社会保险基金预算": BudgetType.SOCIAL_INSURANCE_FUNDS.value,
    "国有资本经营预算": BudgetType.STATE_CAPITAL_OPERATIONS.value,
}
ORIGINS = {"年初预算": Origin.INITIAL.value, "年中追加": Origin.MID_YEAR.value}
FLAGS = {"是": "true", "否": "false"}
KINDS = {"项目": "project", "单位整体支出": "unit"}
ROLE_WORDS = {name.zh: str(role) for role, name in ROLES.items() if role != Role.SYSTEM}


def _flag(name: str, title: str, hint: str) -> Column:
    return Column(name, title, hint, Holds.CHOICE, FLAGS)


PORTFOLIO = (
    Column(
        "code",
        "项目编码",
        "每个项目一个编码，全年不变。此列为文本：以 0 开头或 15 位以上的编码不会走样。"
        "单位整体支出行写单位编码。",
        Holds.CODE,
    ),
    Column("name", "项目名称", "项目全称，写在一行内。"),
    Column("unit_code", "单位编码", "预算单位的编码，从下拉列表选，须在单位清单中。", Holds.CODE),
    Column("unit_name", "单位名称", "与单位清单中该编码的名称一致。"),
    Column("budget_type", "预算类型", "四本预算之一，从下拉列表选。", Holds.CHOICE, BUDGET_TYPES),
    Column("origin", "来源", "年初预算或年中追加；追加的须填全年预算数。", Holds.CHOICE, ORIGINS),
    Column("opened_on", "登记日期", "项目登记的日期，如 2026-01-05；其年份即预算年度。", Holds.DAY),
    _flag("is_new", "是否新增", "本年度新增的项目选“是”，延续项目选“否”。"),
    _flag("is_major", "是否重大", "重大项目选“是”。"),
    _flag("one_off", "是否一次性", "一次性项目选“是”，经常性、阶段性选“否”。"),
    _flag("key_project", "是否重点", "重点项目选“是”。"),
    Column("subject_kind", "类别", "项目，或单位整体支出（每个单位一行）。", Holds.CHOICE, KINDS),
    _flag("confidential", "是否涉密", "涉密项目选“是”：不对外公开。"),
    Column("initial", "年初预算数", "单位：元，不是万元；至多两位小数。", Holds.AMOUNT),
    Column(
        "adjusted",
        "全年预算数",
        "单位：元；年中追加的必填，其余可空。",
        Holds.AMOUNT,
        is_needed=False,
    ),
    Column(
        "executed",
        "全年执行数",
        "单位：元；以前年度项目填写，可空。",
        Holds.AMOUNT,
        is_needed=False,
    ),
)
"""The columns of the portfolio, one row for each project or unit."""

PEOPLE = (
    Column("person", "人员", "人员编号或姓名；办事时即以此署名，全县不得重复。"),
    Column(
        "organisation",
        "单位编码",
        "单位清单中的编码；财政部门填财政机构编码。",
        Holds.CODE,
    ),
    Column(
        "role",
        "角色",
        "从下拉列表选。自任职日期起，该单位的该角色只有登记的人可以办理。",
        Holds.CHOICE,
        ROLE_WORDS,
    ),
    Column("since", "任职日期", "自该日起（含），如 2026-11-28。", Holds.DAY),
    Column("until", "截止日期", "至该日止（含）；没有截止日的不填。", Holds.DAY, is_needed=False),
    Column("document", "任命文件", "任命或分工文件的名称、文号。"),
)
"""The columns of the people, one row for each role of a person."""

UNITS = (
    Column("code", "单位编码", "预算单位编码；此列为文本。", Holds.CODE),
    Column("name", "单位名称", "单位全称。"),
    Column(
        "department",
        "主管部门编码",
        "主管部门的单位编码；自己主管自己的可不填。",
        Holds.CODE,
        is_needed=False,
    ),
)
"""The columns of the units, one row for each unit."""
