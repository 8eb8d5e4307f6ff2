"""Flags of a grade: findings that no rule in force turns into a step of the grade.

They are shown and refuse nothing: no clause asks for more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

Flag = Literal["audit_findings", "major_problem", "untrue_self_evaluation"]

FLAGS: Mapping[Flag, str] = {
    "audit_findings": "审计或监督检查发现问题",
    "major_problem": "资金使用存在重大问题",
    "untrue_self_evaluation": "自评不真实",
}
"""The flags in Chinese, as in the fields of a grade that say what was found."""

_STEPS: Mapping[Flag, str] = {
    "audit_findings": "audit_cap",
    "major_problem": "major_problem",
    "untrue_self_evaluation": "veto",
}


def flags_of(found: Mapping[str, Any], steps: Iterable[str]) -> tuple[Flag, ...]:
    """What was found about a project and is no step of its grade."""
    taken = set(steps)
    return tuple(flag for flag, step in _STEPS.items() if found.get(flag) and step not in taken)


def flags_in(data: Mapping[str, Any]) -> tuple[Flag, ...]:
    """The flags of a grade or of a use of a result, by the fields of its event as JSON values."""
    if "chain" in data:
        return flags_of(data, (step["step"] for step in data["chain"]))
    return tuple(flag for flag in _STEPS if flag in (data.get("flags") or ()))


def named(flags: Iterable[str]) -> str:
    """The flags in Chinese."""
    return "、".join(zh for flag, zh in FLAGS.items() if flag in set(flags))
