"""Feedback: problems of a self-evaluation and of overall expenditure, each to its end.

Where the rules ask for it, all that was reviewed is fed back; elsewhere the bureau offers it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from acts import Act, act, evaluation, filer, monitoring
from county import County
from evaluated import REVIEWED
from situations import BEFORE, UNITS, Before

_CLOSED, _REFUSED = "T1", "T2"
"""The problem that is rectified and closed, and the one that the unit refuses."""

_BY = "07-31"


def feedback(county: County) -> Iterator[Act]:
    """The feedback of the year before, and what the units do about it."""
    for project in BEFORE:
        if _is_told(county, "self_evaluation", is_first=project is BEFORE[0]):
            yield from _of_project(county, project)
    for code in UNITS:
        if _is_told(county, "overall_evaluation", is_first=code == UNITS[0]):
            yield from _of_unit(county, code)


def _is_told(county: County, source: str, *, is_first: bool) -> bool:
    """Whether the rules ask for the feedback after any grade, or it is the first one."""
    asked = county.ask("feedback.required", county.day(REVIEWED), source=source, grade=None)
    return is_first or asked.stated


def _of_project(county: County, project: Before) -> Iterator[Act]:
    subject = county.project(project.code, -1)
    told = county.day("06-05" if project.returned else "05-20")
    if project is not BEFORE[0]:
        fields = {"source": "self_evaluation", "opinion": "未发现需整改的问题（示例）。"}
        yield act(told, evaluation(), "feedback.give", subject, **fields)
        return
    yield from _rectified(county, subject, project.unit, "self_evaluation", told)


def _of_unit(county: County, code: str) -> Iterator[Act]:
    subject, told = county.unit(code, -1), county.day("05-25")
    if code != UNITS[0]:
        fields = {"source": "overall_evaluation", "opinion": "未发现需整改的问题（示例）。"}
        yield act(told, monitoring(), "feedback.give", subject, **fields)
        return
    yield from _rectified(county, subject, code, "overall_evaluation", told)


def _rectified(county: County, subject: str, unit: str, source: str, told: str) -> Iterator[Act]:
    """Two problems: one is reported, sent back, reported again and closed; one is refused."""
    bureau = monitoring()
    found = [_problem(county, _CLOSED), _problem(county, _REFUSED)]
    yield act(told, bureau, "feedback.give", subject, source=source, problems=found)
    of: dict[str, Any] = {"source": source, "problems": [_CLOSED]}
    report = {**of, "measures": "已修订管理办法并补记台账（示例）。"}
    yield act(county.day("06-20"), filer(unit), "rectification.report", subject, **report)
    reason = {"reason": "佐证材料不全（示例）。"}
    yield act(county.day("06-24"), bureau, "rectification.reject", subject, **of, **reason)
    yield act(county.day("07-01"), filer(unit), "rectification.report", subject, **report)
    yield act(county.day("07-05"), bureau, "rectification.accept", subject, **of)
    of = {"source": source, "problems": [_REFUSED]}
    reason = {"reason": "不认可该问题（示例）。"}
    yield act(county.day("07-10"), filer(unit), "rectification.refuse", subject, **of, **reason)
    reason = {"reason": "期限已过，单位书面拒绝（示例）。"}
    for on in (_BY, "08-01"):
        yield act(county.day(on), bureau, "rectification.find-refused", subject, **of, **reason)


def _problem(county: County, identity: str) -> dict[str, str]:
    return {
        "id": identity,
        "text": "绩效台账不完整（示例）。",
        "clause": "合成绩效管理办法第五条",
        "measure": "完善台账制度（示例）。",
        "rectify_by": county.day(_BY),
    }
