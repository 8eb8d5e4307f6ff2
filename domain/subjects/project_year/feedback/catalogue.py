"""Feedback in the catalogue of a project's year, with its letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.kernel.vocabulary import Role
from domain.rules.families.feedback import Source
from domain.shared.catalogue.entries import DeadlineEntry, EventEntry, Settles, act, at_place
from domain.shared.letters.text import reason_lines
from domain.shared.letters.types import About, DeadlineNames, Said
from domain.shared.names import Name
from domain.shared.rectification.problems import SOURCE_NAMES
from domain.subjects.project_year.deadlines.due_dates import FEEDBACK
from domain.subjects.project_year.feedback.asking import FeedbackAsked
from domain.subjects.project_year.feedback.following import CarriedOver
from domain.subjects.project_year.feedback.giving import FeedbackGiven, FoundProblem

_ENGLISH: dict[Source, str] = {
    "self_evaluation": "self-evaluation",
    "department_evaluation": "department evaluation",
    "key_evaluation": "key evaluation",
    "authenticity_check": "check of authenticity",
    "audit_finding": "findings of audit and checks",
}


def _asked(event: FeedbackAsked, _about: About, _names: DeadlineNames) -> Said:
    source = SOURCE_NAMES[event.source]
    by = f"请于 {event.due}（含当日）前" if event.due else "请及时"
    line = f"本项目{source}已有结论。{by}将发现的问题反馈单位；没有问题的，也请反馈。"
    return Said(Role.FINANCE, "请反馈", f"{source}结果反馈", (line,))


def _given(event: FeedbackGiven, about: About, _names: DeadlineNames) -> Said:
    source = SOURCE_NAMES[event.source]
    if not event.problems:
        lines = (f"{source}未反馈需整改的问题。", *reason_lines(event.opinion, about, "意见"))
        return Said(Role.UNIT, "结果反馈", source, lines)
    then = "请先针对每个问题提出整改措施，再按期整改" if event.measure_by else "请逐项整改"
    lines = (
        f"{source}发现 {len(event.problems)} 个问题。{then}并提交整改报告，由财政部门逐项销号。",
        *(line for one in event.problems for line in _problem(one, about)),
        *reason_lines(event.opinion, about, "意见"),
    )
    return Said(Role.UNIT, "结果反馈", f"{source}发现的问题", lines)


def _problem(one: FoundProblem, about: About) -> Iterator[str]:
    by = f"，整改期限 {one.rectify_by}（含当日）" if one.rectify_by else ""
    yield from reason_lines(one.text, about, f"问题 {one.id}{by}") or (f"问题 {one.id}{by}。",)
    yield from reason_lines(one.clause, about, "依据条款")
    yield from reason_lines(one.indicator, about, "所涉指标")
    yield from reason_lines(one.measure, about, "整改要求")


def _carried_over(event: CarriedOver, about: About, _names: DeadlineNames) -> Said:
    until = f"请于 {event.rectify_by}（含当日）前整改并提交整改报告"
    carried = f"{SOURCE_NAMES[event.source]}反馈的问题 {event.problem} 结转继续整改，{until}。"
    lines = (carried, *reason_lines(event.reason, about))
    return Said(Role.UNIT, "整改结转", f"问题整改 {event.problem}", lines)


def _of_source(kind: str, event: Any) -> tuple[str, ...]:
    return (f"{kind}.{event.source}",)


_SOURCE = {"source": "来源 source", "problem": "问题 problem"}

ASKED = EventEntry(
    "feedback.asked",
    "要求反馈结果",
    letter=_asked,
    labels={"source": "来源 source", "grade": "等次 grade", "due": "反馈期限 due"},
)
"""The event by which a reviewed evaluation asks for its feedback."""

FEEDBACK_ACTS = (
    act(
        "feedback.give",
        EventEntry(
            "feedback.given",
            "反馈评价结果",
            letter=_given,
            settles=Settles(FEEDBACK, keys=_of_source),
            problem="rectification",
            counted="结果反馈 feedback given",
            labels={
                "source": "来源 source",
                "problems": "问题 problems",
                "opinion": "意见 opinion",
                "document": "文件 document",
            },
        ),
    ),
    act(
        "rectification.propose",
        EventEntry(
            "rectification.proposed",
            "提出整改措施",
            settles=Settles("rectification.proposal", Role.UNIT, keys=at_place),
            problem="rectification",
            labels={**_SOURCE, "measures": "整改措施 measures"},
        ),
    ),
    act(
        "rectification.carry-over",
        EventEntry(
            "rectification.carried-over",
            "整改结转",
            problem="rectification",
            letter=_carried_over,
            labels={**_SOURCE, "rectify_by": "整改期限 rectify by", "reason": "理由 reason"},
        ),
    ),
)
"""Feedback, and what follows it beside the acts of rectification."""

DEADLINES = (
    *(
        DeadlineEntry(
            f"{FEEDBACK}.{source}",
            Name(f"{SOURCE_NAMES[source]}结果反馈", f"feedback of the {en}"),
            rules=("feedback.required",),
        )
        for source, en in _ENGLISH.items()
    ),
    DeadlineEntry(
        "rectification.proposal",
        Name("提出整改措施", "proposal of measures"),
        Role.UNIT,
        rules=("feedback.required",),
    ),
)
"""The deadlines of feedback; those of reports and findings are those of rectification."""
