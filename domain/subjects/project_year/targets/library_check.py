"""Common indicators of a target are looked up in the library of indicators (LT-002).

From version 2 of the filing on, `in_library` is what the library says, whatever was filed. Before a
library is adopted nothing can be looked up: the common indicators are marked unchecked.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.kernel.decider import CommandContext, InForce
from domain.kernel.indicator_library import NAMED_BY_TARGETS, IndicatorLibrary
from domain.kernel.refusal import Refusal
from domain.subjects.project_year import refusals
from domain.subjects.project_year.targets.indicators import Indicator

SINCE = 2
"""The version of `target.file` and of `target.adjust` that looks indicators up."""


def looks_up(act: CommandContext[Any], in_force: InForce) -> bool:
    """Whether the act's indicators are looked up: not an older act, not one from before the log."""
    return act.version >= SINCE and not act.imported and in_force.library.is_adopted


def looked_up(act: CommandContext[Any], in_force: InForce) -> tuple[Indicator, ...]:
    """The indicators of a filing, with what the library says of each."""
    indicators: tuple[Indicator, ...] = act.command.indicators
    if act.version < SINCE or act.imported:
        return indicators
    checked = looks_up(act, in_force)
    return tuple(
        one.model_copy(
            update={"in_library": checked and _is_in(one, in_force.library, act.effective_on)}
        )
        for one in indicators
    )


def _is_in(indicator: Indicator, library: IndicatorLibrary, on: date) -> bool:
    code = indicator.library_code
    return code is not None and library.named(code, on) is not None


def unchecked(act: CommandContext[Any], in_force: InForce) -> tuple[str, ...] | None:
    """The common indicators of a filing that nothing was there to look up in, if there are any."""
    if act.version < SINCE or looks_up(act, in_force):
        return None
    return tuple(one.id for one in act.command.indicators if one.kind == "common") or None


def named_twice(indicators: tuple[Indicator, ...]) -> Refusal | None:
    """Refuse a specific indicator that names a code of the library."""
    stray = next((one for one in indicators if one.kind != "common" and one.library_code), None)
    if stray is None:
        return None
    return refusals.invalid(
        "indicators",
        f"个性指标 {stray.id} 填有指标库编码 {stray.library_code}。取自指标库的，"
        "指标性质请改为共性；不是的，请删去编码。",
        f"the specific indicator {stray.id} names the code {stray.library_code} of the library: "
        "make it a common one, or leave the code out.",
    )


def why_not_in_library(indicator: Indicator, library: IndicatorLibrary) -> tuple[str, str]:
    """Why a common indicator is not in the library, in Chinese and English, with the next step."""
    code = indicator.library_code
    found = library.indicators.get(code) if code else None
    if code is None:
        zh, en = "没有填写指标库编码", "names no code of the library"
    elif found is None:
        zh, en = f"的编码 {code} 不在现行指标库中", f"names {code}, which the library does not have"
    elif found.level != NAMED_BY_TARGETS:
        zh = f"的编码 {code} 是{'一二'[found.level - 1]}级指标，不是三级指标"
        en = f"names {code}, which is a heading of level {found.level}"
    else:
        zh = f"的编码 {code} 已停用，末日为 {found.last_day}"
        en = f"names {code}, which was ended with {found.last_day}"
    zh += "。请从财政部门采用的指标库中选用并填写编码；确属本项目特有的，请改为个性指标。"
    en += ": take one of the library that the bureau adopted, or make it a specific one."
    return f"共性指标 {indicator.id} {zh}", f"the common indicator {indicator.id} {en}"
