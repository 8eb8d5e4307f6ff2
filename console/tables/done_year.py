"""A table of what a bureau did in its work year before it was opened: a row for each act.

A plan has a row for each type of object, a score sheet one for each project, a review of direct
funds one for each problem, the rules of the appraisal one for each item, a county's summary one for
each figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import ValidationError

from domain.kernel.columns import Column, Holds, TableColumn, columns_of
from domain.kernel.message import Message
from domain.kernel.vocabulary import BudgetType, Code, Day, Points, Text, Yuan
from domain.subjects.jurisdiction_year.bureau_work import FORCES, Work
from domain.subjects.jurisdiction_year.county_figures import FigureName
from domain.subjects.jurisdiction_year.imports import IMPORTABLE
from domain.subjects.jurisdiction_year.plan import ObjectType

Values = dict[str, Any]
Kind = Literal["monthly", "year_end", Work]
"""The kinds of meetings and of the bureau's work."""


class DoneInYear(Message):
    """A row: the act, its day, who did it and the document; then its fields.

    `reference` is the document that the act itself names (文号), `document` the attached file.
    """

    act: Annotated[str, Column("事项", "已办事项", "办理事项")]
    done_on: Annotated[Day, Column("办理日期", "办理日", "日期")]
    done_by: Annotated[Text, Column("办理人", "经办人")]
    document: Annotated[Text, Column("依据文件", "文件", "附件")]
    reference: Annotated[Text | None, Column("文号", "文件名称")] = None
    county: Annotated[Code | None, Column("县市代码", "县（市）代码", "县市")] = None
    node: Annotated[Day | None, Column("节点", "期限节点")] = None
    kind: Annotated[Kind | None, Column("会议类型", "工作类型")] = None
    content: Annotated[Text | None, Column("工作内容")] = None
    forces: Annotated[Text | None, Column("参与力量")] = None
    topics: Annotated[Text | None, Column("议题")] = None
    topic: Annotated[Text | None, Column("培训主题")] = None
    participants: Annotated[int | None, Column("参加人数")] = None
    evaluated: Annotated[Text | None, Column("评价对象")] = None
    findings: Annotated[Text | None, Column("评价结论", "考核情况")] = None
    artefacts: Annotated[Text | None, Column("报送材料")] = None
    results_of: Annotated[Text | None, Column("所报结果的项目")] = None
    standard: Annotated[Text | None, Column("指标库名称")] = None
    categories: Annotated[int | None, Column("指标类数")] = None
    indicators: Annotated[int | None, Column("指标条数")] = None
    budget_type: Annotated[BudgetType | None, Column("预算类型")] = None
    object_type: Annotated[ObjectType | None, Column("对象类型")] = None
    objects: Annotated[int | None, Column("对象数")] = None
    funds: Annotated[Yuan | None, Column("涉及资金")] = None
    funds_last_year: Annotated[Yuan | None, Column("上年重点评价资金")] = None
    exception: Annotated[Text | None, Column("例外文号")] = None
    report: Annotated[Text | None, Column("工作报告")] = None
    summary_table: Annotated[Text | None, Column("汇总表")] = None
    evidence: Annotated[Text | None, Column("佐证材料")] = None
    score: Annotated[Points | None, Column("得分", "考核得分", "最终得分")] = None
    projects: Annotated[int | None, Column("项目数")] = None
    reviewed: Annotated[int | None, Column("已审核数")] = None
    problem: Annotated[Text | None, Column("问题")] = None
    item: Annotated[Text | None, Column("考核项目")] = None
    maximum: Annotated[Points | None, Column("满分")] = None
    figure: Annotated[FigureName | None, Column("数据项")] = None
    total: Annotated[Yuan | None, Column("支出合计")] = None
    livelihood: Annotated[Yuan | None, Column("民生支出")] = None
    general: Annotated[Yuan | None, Column("一般性支出")] = None
    general_before: Annotated[Yuan | None, Column("上年一般性支出")] = None
    rectify_by: Annotated[Day | None, Column("整改期限")] = None
    number: Annotated[int | None, Column("问题编号")] = None
    project: Annotated[Code | None, Column("项目编码", "项目代码")] = None
    unit: Annotated[Code | None, Column("单位编码", "单位代码")] = None
    self_score: Annotated[Points | None, Column("自评得分")] = None
    grade: Annotated[Text | None, Column("等次")] = None
    reason: Annotated[Text | None, Column("理由")] = None
    explanation: Annotated[Text | None, Column("差异说明")] = None
    amount_confirmed: Annotated[Text | None, Column("金额核实说明", "金额确认理由")] = None


OF_ACT = ("act", "done_on", "county", "node", "reference", "number")
"""The fields by which the rows of one act are told from those of another."""
KEY: tuple[str, ...] = (
    *OF_ACT,
    "object_type",
    "project",
    "budget_type",
    "problem",
    "item",
    "figure",
)
"""The fields by which no two rows may be the same."""
ACTS = tuple(IMPORTABLE)
_OF_ROW = frozenset({"act", "done_on", "done_by", "document"})
_SEVERAL = frozenset({"artefacts", "evidence", "forces", "results_of"})
"""Fields of several texts, which stand in one cell."""
_ROWS: dict[str, dict[str, str]] = {
    "objects": {"object_type": "object_type", "objects": "objects", "funds": "funds"},
    "lines": {name: name for name in ("project", "unit", "self_score", "score", "grade")},
    "problems": {name: name for name in ("problem", "project", "rectify_by")},
    "items": {name: name for name in ("item", "maximum")},
    "figures": {name: name for name in ("figure", "objects", "funds")},
}
"""The fields whose parts stand in a row each: part -> column."""
_FIRST = {
    "objects": "object_type",
    "lines": "project",
    "problems": "problem",
    "items": "item",
    "figures": "figure",
}
"""The column without which a row has no part."""
_FORCES = {zh: force for force, zh in FORCES.items()}
_BETWEEN = re.compile(r"[、;；\n]+")


def columns() -> tuple[TableColumn, ...]:
    """The columns; the act is one of those that can be imported."""
    return tuple(
        replace(one, holds=Holds.CHOICE, choices=ACTS) if one.field == "act" else one
        for one in columns_of(DoneInYear)
    )


def content_of_rows(rows: Sequence[Values]) -> Values:
    """The fields of the act that one or several rows say."""
    values, fields = rows[0], IMPORTABLE[rows[0]["act"]].command.model_fields
    found = {name: values[name] for name in fields if values.get(name) is not None}
    found.pop("document", None)
    for name in _SEVERAL & found.keys():
        found[name] = [one.strip() for one in _BETWEEN.split(found[name]) if one.strip()]
    if "forces" in found:
        found["forces"] = [_FORCES.get(one, one) for one in found["forces"]]
    for name in _ROWS.keys() & fields.keys():
        found[name] = _parts(name, rows)
    if "document" in fields and values["reference"] is not None:
        found["document"] = values["reference"]
    if "held_on" in fields:
        found["held_on"] = values["done_on"]
    if "budget_types" in fields:
        types = (one["budget_type"] for one in rows if one["budget_type"] is not None)
        found["budget_types"] = list(dict.fromkeys(types))
    return found


def _parts(name: str, rows: Sequence[Values]) -> list[Values]:
    return [
        {part: row[column] for part, column in _ROWS[name].items() if row[column] is not None}
        for row in rows
        if row[_FIRST[name]] is not None
    ]


def _taken(values: Values) -> set[str]:
    """The columns that an act has."""
    fields = IMPORTABLE[values["act"]].command.model_fields
    parts = {column for name in _ROWS.keys() & fields.keys() for column in _ROWS[name].values()}
    others = {"document": "reference", "budget_types": "budget_type"}
    named = {others[name] for name in others.keys() & fields.keys()}
    return {*_OF_ROW, *(fields.keys() - {"document"}), *parts, *named}


def wrong(values: Values) -> Iterator[tuple[str, str, str]]:
    """What does not fit the act of a row: a field that it lacks, or does not have."""
    command, taken = IMPORTABLE[values["act"]].command, _taken(values)
    for name, value in values.items():
        if value is not None and name not in taken:
            yield name, "此事项不填此列，请清空", f"is no field of {command.name}: leave it empty"
    others = {"document": "reference", "budget_types": "budget_type", "objects": "object_type"}
    try:
        command.model_validate(content_of_rows([values]))
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False):
            places = [others.get(str(at), str(at)) for at in reversed(one["loc"])]
            yield next((at for at in places if at in values), "act"), "", one["msg"]
