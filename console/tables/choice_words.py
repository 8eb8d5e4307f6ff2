"""What people write for the values of columns with few of them, as it stands in their tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from console.tables.grid import said
from console.tables.role_words import words_of_role
from domain.kernel.columns import Holds, TableColumn
from domain.kernel.vocabulary import Role
from domain.subjects.project_year.catalogue import CATALOGUE
from domain.subjects.project_year.imports.acts import IMPORTABLE

_ACTS_TOO = MappingProxyType(
    {
        "申报绩效目标": ("绩效目标填报", "绩效目标申报", "目标申报"),
        "批复绩效目标": ("绩效目标批复", "目标批复"),
        "批复预算，同步下达绩效目标": ("预算批复", "批复预算"),
        "导入预算执行数": ("预算执行数", "预算执行"),
        "填报监控结果": ("监控填报", "监控结果填报"),
        "审核监控结果": ("监控审核",),
        "项目入库": ("入库",),
    }
)
"""Other words for acts than their titles."""


def _of_act(name: str) -> tuple[str, ...]:
    title = next(one.title for one in CATALOGUE.all_acts() if one.name == name)
    return (title, *_ACTS_TOO.get(title, ()))


WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{role.value: words_of_role(role) for role in Role},
        "general_public": ("一般公共预算", "一般公共"),
        "government_managed_funds": ("政府性基金预算", "政府性基金"),
        "social_insurance_funds": ("社会保险基金预算", "社会保险基金", "社保基金"),
        "state_capital_operations": ("国有资本经营预算", "国有资本经营"),
        "initial": ("年初预算", "年初", "年初安排"),
        "mid_year": ("年中追加", "追加", "调整追加"),
        **{name: _of_act(name) for name in IMPORTABLE},
        "output": ("产出", "产出指标", "数量指标", "质量指标", "时效指标"),
        "cost": ("成本", "成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标"),
        "economic": ("经济效益", "经济效益指标"),
        "social": ("社会效益", "社会效益指标"),
        "ecological": ("生态效益", "生态效益指标"),
        "sustainable": ("可持续影响", "可持续影响指标", "可持续发展"),
        "satisfaction": ("满意度", "满意度指标", "服务对象满意度", "服务对象满意度指标"),
        ">=": ("≥", "大于等于", "不低于", "不少于"),
        ">": ("大于", "超过"),
        "=": ("等于",),
        "<=": ("≤", "小于等于", "不高于", "不超过"),
        "<": ("小于", "低于"),
        "qualitative": ("定性",),
        "by": ("不晚于", "截止于"),
        "common": ("共性", "共性指标"),
        "specific": ("个性", "个性指标"),
    }
)
"""The Chinese words of each value, the one that is shown first."""

KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"project": ("项目",), "unit": ("单位整体", "单位整体支出", "部门整体", "单位")}
)
"""The words for kinds of objects in the column `subject_kind`."""

FLAGS: Mapping[str, bool] = MappingProxyType(
    {"是": True, "true": True, "否": False, "false": False}
)
"""What stands for yes and no."""


def choice_of(column: TableColumn, text: str) -> str | None:
    """The value of a choice that a text says, or `None`."""
    for value in column.choices:
        if text == value or text in WORDS.get(value, ()):
            return value
    return None


def kind_of(text: str) -> str:
    """The kind of object that a text says; another text stays as it is."""
    return next((kind for kind, words in KINDS.items() if text in words), text)


def offered(column: TableColumn) -> tuple[str, ...]:
    """The words of which a person chooses one in a column; none where any text may stand."""
    if column.holds is Holds.FLAG:
        return tuple(word for word in FLAGS if not word.isascii())
    if column.field == "subject_kind":
        return tuple(words[0] for words in KINDS.values())
    return tuple(WORDS.get(value, (value,))[0] for value in column.choices)


_HOLDS = {
    Holds.CODE: "编码（文本）",
    Holds.TEXT: "文字",
    Holds.AMOUNT: "金额（元；标题写明（万元）的为万元）",
    Holds.NUMBER: "数字",
    Holds.MEASURE: "数字、百分比或日期",
    Holds.DAY: "日期",
}


def holds_words(column: TableColumn) -> str:
    """What a column holds, as people say it: the words to choose from, where there are some."""
    return "、".join(offered(column)) or _HOLDS[column.holds]


def in_words(column: TableColumn, value: Any) -> str:
    """A value as people say it: the first word of a choice, 是 or 否, an amount with thousands."""
    if isinstance(value, bool):
        return offered(column)[0 if value else 1]
    if column.holds is Holds.AMOUNT:
        return f"{value:,} 元"
    words = KINDS if column.field == "subject_kind" else WORDS
    return words.get(said(value), (said(value),))[0]


def expected(column: TableColumn) -> str:
    """The words of a choice, for a message."""
    return "、".join(WORDS.get(value, (value,))[0] for value in column.choices)
