"""Feedback and rectification in the catalogues of subjects, with their letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.kernel.vocabulary import Role
from domain.rules.families.feedback import Source
from domain.shared.catalogue import endorsement_entries as endorsement
from domain.shared.catalogue.entries import (
    DeadlineEntry,
    EventEntry,
    SendsBack,
    Settles,
    act,
    at_place,
)
from domain.shared.deadlines.problem_deadlines import FEEDBACK
from domain.shared.letters.text import reason_lines
from domain.shared.letters.types import About, DeadlineNames, Said
from domain.shared.names import Name
from domain.shared.rectification.asking import FeedbackAsked
from domain.shared.rectification.following import CarriedOver
from domain.shared.rectification.giving import FeedbackGiven, FoundProblem
from domain.shared.rectification.places import place_of
from domain.shared.rectification.problems import SOURCE_NAMES
from domain.shared.rectification.rectifying import Notified
from domain.shared.rectification.reviewing import RefusalFound, Rejected, UnmetFound

_ENGLISH: dict[Source, str] = {
    "self_evaluation": "self-evaluation",
    "department_evaluation": "department evaluation",
    "key_evaluation": "key evaluation",
    "authenticity_check": "check of authenticity",
    "audit_finding": "findings of audit and checks",
    "overall_evaluation": "evaluation of overall expenditure",
}

_OWN = {SubjectKind.UNIT_YEAR: "本单位", SubjectKind.POLICY: "本政策"}
"""The subject of a letter, as the letter says it; others are projects."""


_REASONS = {
    "score": "监控审核得分不合格",
    "deviation": "预算执行率与绩效目标总体完成率偏离",
    "judgement": "经财政部门审核认定",
}


def _notified(event: Notified, about: About, _names: DeadlineNames) -> Said:
    reasons = "、".join(_REASONS[reason] for reason in event.reasons)
    because = f"，原因：{reasons}" if reasons else ""
    by = f"请于 {event.rectify_by}（含当日）前整改并提交整改报告。" if event.rectify_by else ""
    lines = (
        f"{_where(event)}须整改{because}。{by or '请整改并提交整改报告。'}",
        *reason_lines(event.reason, about),
    )
    matter = f"监控整改 {event.node}" if event.node else f"问题整改 {event.problem}"
    return Said(Role.UNIT, "整改通知", matter, lines)


def _where(event: Any) -> str:
    """The round, or the problem with its source, in Chinese."""
    if event.source is None:
        return f"本项目 {event.node} 节点监控"
    return f"{SOURCE_NAMES[event.source]}反馈的问题 {event.problem} "


def _rejected(event: Rejected, about: About, _names: DeadlineNames) -> Said:
    lines = ("整改报告未获认可，请继续整改后重新提交。", *reason_lines(event.reason, about))
    return Said(Role.UNIT, "退回", f"整改报告 {place_of(event)}", lines)


def _unmet(event: UnmetFound, about: About, _names: DeadlineNames) -> Said | None:
    if event.due is None:  # the first version of the event led to no letter
        return None
    found = f"财政部门认定{_where(event)}未整改：整改期限 {event.due} 已过。"
    lines = (found, _still(event), *reason_lines(event.reason, about))
    return Said(Role.UNIT, "认定", f"未整改 {place_of(event)}", lines)


def _refused(event: RefusalFound, about: About, _names: DeadlineNames) -> Said:
    own = "，单位已书面拒绝" if event.on_record else ""
    found = f"财政部门认定{_where(event)}拒不整改：整改期限 {event.due} 已过{own}。"
    lines = (found, _still(event), *reason_lines(event.reason, about))
    return Said(Role.UNIT, "认定", f"拒不整改 {place_of(event)}", lines)


def _still(event: Any) -> str:
    """The way on that is open to the unit."""
    until = "最终等次评定前仍" if event.source is None else "仍"
    return f"{until}可补报整改报告；经财政部门认可的，以认可为准。"


def _asked(event: FeedbackAsked, about: About, _names: DeadlineNames) -> Said | None:
    if event.again:  # one letter asks for it, however many findings there are
        return None
    source = SOURCE_NAMES[event.source]
    by = f"请于 {event.due}（含当日）前" if event.due else "请及时"
    own = _OWN.get(parse_subject(about.stream).kind, "本项目")
    line = f"{own}{source}已有结论。{by}将发现的问题反馈单位；没有问题的，也请反馈。"
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


_PLACE = {"node": "节点 node", "source": "来源 source", "problem": "问题 problem"}

_FINDING = {**_PLACE, "due": "整改期限 due", "reason": "理由 reason"}

_NOTICE = {**_PLACE, "reasons": "原因 because of", "rectify_by": "整改期限 rectify by"}

_SOURCE = {"source": "来源 source", "problem": "问题 problem"}

RECTIFICATION = (
    act(
        "rectification.notify",
        EventEntry(
            "rectification.notified",
            "下发整改通知",
            problem="rectification",
            settles=Settles("rectification.notice", keys=at_place),
            counted="整改通知 rectifications notified",
            letter=_notified,
            notifies="rectification.report",
            labels=_NOTICE,
        ),
    ),
    act(
        "rectification.report",
        EventEntry(
            "rectification.reported",
            "提交整改报告",
            settles=Settles("rectification.report", filed=True, keys=at_place),
            problem="rectification",
        ),
        endorsement.REFERRED,
    ),
    act(
        "rectification.refuse",
        EventEntry("rectification.refused", "拒绝整改", problem="rectification"),
    ),
    act(
        "rectification.accept",
        EventEntry(
            "rectification.accepted",
            "认可整改",
            settles=Settles("rectification.review", keys=at_place),
            problem="rectification",
            counted="整改完成 rectifications accepted",
        ),
    ),
    act(
        "rectification.reject",
        EventEntry(
            "rectification.rejected",
            "不认可整改",
            settles=Settles("rectification.review", keys=at_place),
            problem="rectification",
            letter=_rejected,
            sends_back=SendsBack("rectification.report", at_place),
        ),
    ),
    act(
        "rectification.find-unmet",
        EventEntry(
            "rectification.unmet-found",
            "认定未整改",
            settles=Settles("rectification.finding", keys=at_place),
            problem="rectification",
            letter=_unmet,
            labels=_FINDING,
        ),
    ),
    act(
        "rectification.find-refused",
        EventEntry(
            "rectification.refusal-found",
            "认定拒不整改",
            settles=Settles("rectification.finding", keys=at_place),
            problem="rectification",
            letter=_refused,
            labels={**_FINDING, "on_record": "单位已书面拒绝 own refusal on record"},
        ),
    ),
)
"""Notices of rectification, and what comes of them."""

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

REPORTED, RECTIFIED, FOUND = (
    DeadlineEntry(
        "rectification.report",
        Name("整改报告", "rectification"),
        Role.UNIT,
        rules=("monitoring.failed",),
    ),
    DeadlineEntry(
        "rectification.review",
        Name("整改审核", "rectification review"),
        rules=("monitoring.failed",),
    ),
    DeadlineEntry(
        "rectification.finding",
        Name("整改认定", "finding on the rectification"),
        rules=("grade.final:monitoring_cap",),
    ),
)
"""The deadlines of a report, of its review and of a finding."""

PROPOSED = DeadlineEntry(
    "rectification.proposal",
    Name("提出整改措施", "proposal of measures"),
    Role.UNIT,
    rules=("feedback.required",),
)


def of_source(source: Source) -> DeadlineEntry:
    """The deadline of the feedback of a source."""
    return DeadlineEntry(
        f"{FEEDBACK}.{source}",
        Name(f"{SOURCE_NAMES[source]}结果反馈", f"feedback of the {_ENGLISH[source]}"),
        rules=("feedback.required",),
    )


_NOTIFY, *_OTHERS = RECTIFICATION
OF_PROBLEMS_ALONE = (
    replace(_NOTIFY, events=tuple(replace(one, settles=None) for one in _NOTIFY.events)),
    *_OTHERS,
)
"""The acts of rectification on a subject that owes no notice after a failed round."""

OF_PROBLEMS = (REPORTED, RECTIFIED, FOUND, PROPOSED)
"""The deadlines of problems that were fed back, whichever the subject."""
