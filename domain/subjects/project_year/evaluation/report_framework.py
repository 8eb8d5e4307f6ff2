"""The framework of a key evaluation's report: the dimensions that its indicators are ordered by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.subjects.project_year.evaluation.report_scores import KeyIndicator

RULE = "key_evaluation.framework"
WITH_FRAMEWORK = 2
"""The version of `key-evaluation.file-report` since which the framework is looked at."""

_WORDS = {
    "decision": "决策",
    "process": "过程",
    "output": "产出",
    "benefit": "效益",
    "resource_allocation": "资源配置",
    "fund_benefit": "资金效益",
    "duty_performance": "履职效能",
}
"""The dimensions as an official names them; a county's own dimensions keep their ids."""

Remarks = tuple[tuple[str, str], ...]


def framework(act: CommandContext[Any], in_force: InForce) -> tuple[Answer, ...]:
    """The framework that the rules name, for a report that is filed now."""
    if act.version < WITH_FRAMEWORK or act.imported:
        return ()
    return (in_force.ask(RULE, act.effective_on),)


def lacking(indicators: Sequence[KeyIndicator], asked: tuple[Answer, ...]) -> tuple[str, ...]:
    """The dimensions of the framework without an indicator, in their order."""
    named = {one.dimension for one in indicators}
    wanted = (name for answer in asked if answer.stated for name in answer.outcome)
    return tuple(name for name in wanted if name not in named)


def remarks(missing: tuple[str, ...]) -> Remarks:
    """What is said to who files and to who reviews a report that lacks dimensions."""
    if not missing:
        return ()
    names = "、".join(_WORDS.get(name, name) for name in missing)
    return (
        (
            f"报告没有{names}方面的指标，请核对报告内容，缺少的予以补充。",
            f"the report has no indicator on {', '.join(missing)}: check it, and add what lacks.",
        ),
    )
