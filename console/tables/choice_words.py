"""What people write for the values of columns with few of them, as it stands in their tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from console.tables.grid import said
from console.tables.role_words import words_of_role
from domain.kernel.columns import Holds, TableColumn
from domain.kernel.vocabulary import Role
from domain.rules.families.scope import SUBJECTS as SPECIAL_SUBJECTS
from domain.shared.filings.indicator_values import RELATION_WORDS
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.jurisdiction_year.bureau_work import DEADLINES as WORK

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


def _of_act(title: str) -> tuple[str, ...]:
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
        **{name: _of_act(one.title) for name, one in CATALOGUES.acts.items()},
        **{kind: (CATALOGUES.named(key),) for kind, key in WORK.items()},
        "project_targets": ("项目支出绩效目标",),
        "overall_targets": ("部门单位整体支出绩效目标",),
        "new_project_assessments": ("新增项目事前绩效评估",),
        "monitored_in_may": ("5月绩效监控项目",),
        "monitored_in_august": ("8月绩效监控项目",),
        "self_evaluations": ("项目支出绩效自评",),
        "overall_self_evaluations": ("部门单位整体支出绩效自评",),
        "department_evaluations": ("部门评价项目",),
        "key_evaluations": ("财政重点评价项目",),
        "disclosed_targets": ("公开的项目支出绩效目标",),
        "disclosed_overall_targets": ("公开的整体支出绩效目标",),
        "disclosed_self_evaluations": ("公开的项目支出绩效自评结果",),
        "disclosed_department_evaluations": ("公开的部门评价项目",),
        "disclosed_key_evaluations": ("公开的重点评价项目",),
        "monthly": ("月度", "月度会议"),
        "year_end": ("年终", "年终会议"),
        "department_overall": ("部门整体支出", "部门整体"),
        "fiscal_policy": ("财政政策", "政策"),
        "project": ("项目",),
        "government_procurement": ("政府采购",),
        "purchased_services": ("政府购买服务",),
        "special_bonds": ("专项债券",),
        "government_debt": ("政府债务",),
        "government_investment_fund": ("政府投资基金",),
        "ppp": ("政府和社会资本合作", "PPP"),
        "lower_government": ("下级政府",),
        "other_major": ("其他重大事项", "其他重大项目"),
        "key_construction": ("重点建设项目",),
        "subsidy": ("补助补贴",),
        "output": ("产出", "产出指标", "数量指标", "质量指标", "时效指标"),
        "cost": ("成本", "成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标"),
        "economic": ("经济效益", "经济效益指标"),
        "social": ("社会效益", "社会效益指标"),
        "ecological": ("生态效益", "生态效益指标"),
        "sustainable": ("可持续影响", "可持续影响指标", "可持续发展"),
        "satisfaction": ("满意度", "满意度指标", "服务对象满意度", "服务对象满意度指标"),
        **RELATION_WORDS,
        "common": ("共性", "共性指标"),
        "specific": ("个性", "个性指标"),
        "1": ("一级", "一级指标"),
        "2": ("二级", "二级指标"),
        "3": ("三级", "三级指标"),
        "positive": ("正向", "正向指标"),
        "negative": ("反向", "反向指标", "逆向", "逆向指标"),
    }
)
"""The Chinese words of each value, the one that is shown first."""

_ID = re.compile(r"[a-z]+(_[a-z]+)+", re.ASCII)

_OF_RELATIONS = (">=", ">", "=", "<=", "<", "by")

KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "project": ("项目", "项目支出"),
        "unit": (
            *("单位整体", "单位整体支出", "部门整体", "部门整体支出", "整体", "整体支出"),
            *("单位", "部门"),
        ),
    }
)
"""The words for kinds of objects in the column `subject_kind`."""

_RELATIONS = sorted(
    ((word, value) for value in _OF_RELATIONS for word in (value, *WORDS[value])),
    key=lambda one: len(one[0]),
    reverse=True,
)
"""Words and signs of relations with their value, the longest first."""

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
    plain = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    return next((kind for kind, words in KINDS.items() if plain in {kind, *words}), text)


def is_kind(kind: str) -> bool:
    """Whether it is a kind of object: a project, a unit, or the id of a special subject."""
    return kind in {*KINDS, *SPECIAL_SUBJECTS} or _ID.fullmatch(kind) is not None


def relation_of(text: str) -> str | None:
    """The relation that a word or a sign says; `None` for another text."""
    return next((relation for word, relation in _RELATIONS if word == text), None)


def relation_in(text: str) -> tuple[str, str] | None:
    """The relation that a text begins with, and the rest of the text; `None` for another text."""
    for word, relation in _RELATIONS:
        if text.startswith(word):
            return relation, text.removeprefix(word).lstrip()
    return None


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
