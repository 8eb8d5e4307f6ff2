"""Catalogue entries that several kinds of subject share, such as deadlines and corrections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from domain.kernel.vocabulary import Role
from domain.shared.catalogue.entries import (
    DeadlineEntry,
    EventEntry,
    Mark,
    ProblemKind,
    Reach,
    Settles,
    Tone,
    act,
)
from domain.shared.filings.disclosure import Published
from domain.shared.letters.text import step_letter
from domain.shared.letters.undone import undone_letter
from domain.shared.names import Name


def _step(title: str, problem: ProblemKind, counted: str, mark: Mark | None = None) -> EventEntry:
    return EventEntry("deadline.passed", title, mark, step_letter, problem=problem, counted=counted)


_STEPS = {
    "remind": _step("到期前提醒", "reminder", "提醒 reminders"),
    "due": _step("今日到期", "reminder", "到期 due"),
    "overdue": _step("逾期", "overdue", "逾期 overdue", Mark("overdue", "逾期", Tone.OVERDUE)),
    "escalate": _step(
        "逾期上报", "escalation", "上报 escalated", Mark("escalated", "上报", Tone.OVERDUE)
    ),
}

_SET_WHEN_OVER = EventEntry(
    "deadline.day-set", "通知规定期限（该期限已过）", Mark("notice", "通知")
)
_EXTENDED_LATER = EventEntry(
    "deadline.extended",
    "迟报后准予延期（仍记迟报）",
    Mark("extended later", "事后延期"),
    problem="extension",
)

CONFIRMED = EventEntry(
    "amount.confirmed",
    "确认金额无误",
    Mark("amount confirmed", "确认金额", Tone.CAUTION),
    problem="warning",
)
"""The confirmation of an amount that is far from the other amounts, by any act with amounts."""

DEADLINE_ACTS = (
    act(
        "deadline.set",
        EventEntry(
            "deadline.day-set",
            "通知规定期限",
            Mark("notice", "通知"),
            told_by="over",
            variants={True: _SET_WHEN_OVER},
        ),
        reach=Reach.ALL,
        instead=(
            "请再次办理 deadline.set 通知正确的日期，以后一次为准",
            "set the right day by deadline.set, and the later one counts",
        ),
    ),
    act(
        "extend",
        EventEntry(
            "deadline.extended",
            "准予延期",
            Mark("extended", "延期"),
            problem="extension",
            told_by="late_filing",
            variants={True: _EXTENDED_LATER},
        ),
        instead=(
            "填报人已按准予的日期安排，不能收回；日期有误的，请再次办理 extend（须晚于现定日期）",
            "whoever owes the filing counts on it: extend once more to the right day, a later one",
        ),
    ),
    act(
        "deadline.pass",
        EventEntry(
            "deadline.passed", "期限提醒", letter=step_letter, told_by="step", variants=_STEPS
        ),
    ),
)
"""Due dates set and extended, and the system's steps around them."""

_TAKEN_BACK, _CORRECTED = (
    EventEntry("filing.withdrawn", title, mark, problem="correction")
    for title, mark in (
        ("撤回填报", Mark("taken back", "撤回", Tone.CHANGE)),
        ("更正填报", Mark("corrected", "更正", Tone.CHANGE)),
    )
)

CORRECTION = (
    act(
        "correct",
        replace(_TAKEN_BACK, told_by="replaced", variants={True: _CORRECTED}),
        titled="撤回或更正填报",
    ),
)
"""Filings withdrawn or replaced by the person who filed them."""

_UNDONE, _MENDED = (
    EventEntry(
        "act.withdrawn",
        title,
        mark,
        undone_letter,
        problem="correction",
        labels={
            "act": "事项 act",
            "on": "原办理日 taken on",
            "by": "原办理人 taken by",
            "reason": "理由 reason",
            "follows": "后续 what follows",
        },
    )
    for title, mark in (
        ("撤回已办事项", Mark("act withdrawn", "撤回办理", Tone.CHANGE)),
        ("更正已办事项", Mark("act corrected", "更正办理", Tone.CHANGE)),
    )
)
_TAKEN_AGAIN = replace(_UNDONE, told_by="replaced", variants={True: _MENDED})
UNDOING = (
    act(
        "act.withdraw",
        _TAKEN_AGAIN,
        instead=("请重新办理被误撤的事项", "take the act again that was withdrawn by mistake"),
    ),
    act(
        "act.correct",
        _TAKEN_AGAIN,
        titled=_MENDED.title,
        instead=(
            "请对更正后的事项再次更正或撤回",
            "correct or withdraw the act that took its place",
        ),
    ),
)
"""Acts of the bureau withdrawn or corrected."""

TAKEN_BACK = Mark("selection taken back", "撤回选取", Tone.CHANGE)
"""The mark of a selection or a draw that is taken back, and of its projects."""

DELEGATION = (
    act(
        "delegate",
        EventEntry("delegation.given", "委托代办", Mark("delegated", "委托")),
        instead=("请以 delegation.end 结束或收回委托", "end it or take it back by delegation.end"),
    ),
    act(
        "delegation.end",
        EventEntry("delegation.ended", "结束委托", Mark("delegation ended", "止托")),
        instead=("请以 delegate 重新委托", "delegate again by delegate"),
    ),
)
"""A unit's acts delegated to another organisation for some time."""

ATTACHMENTS = (
    act(
        "attach",
        EventEntry("document.attached", "提交附件"),
        instead=(
            "附件只增不减，请另行提交正确的附件",
            "attachments are only added: attach the right one",
        ),
    ),
)
"""Documents attached to a subject."""

IMPORTED = Mark("imported", "导入", Tone.NOTICE)
"""The mark of an act that was done before its subject came into the log, and of its events."""

IMPORTS = (
    act(
        "history.import-act",
        EventEntry(
            "history.act-imported",
            "导入启用前已办事项",
            IMPORTED,
            counted="已办事项导入 acts imported",
        ),
    ),
)
"""Acts that were done before their subject came into the log."""

ANNOTATION = (
    act(
        "record.annotate",
        EventEntry(
            "record.annotated",
            "更正记录日期",
            Mark("annotated", "更正日期", Tone.CHANGE),
            problem="correction",
        ),
        instead=(
            "请再次办理 record.annotate 写明正确的日期，以后一次为准",
            "state the right day by record.annotate, and the later one counts",
        ),
    ),
)
"""The true dates of acts that the log misdates."""

HAND_OVER = (
    act(
        "unit.hand-over",
        EventEntry("unit.handed-over", "移交承接单位", Mark("handed over", "移交", Tone.CHANGE)),
    ),
)
"""A subject handed over to the successor of its unit."""

EVALUATION_HALF = (
    act("evaluation.open", EventEntry("evaluation.opened", "预算年度结束，进入评价")),
)
"""The end of the budget year."""


def _artefact(kind: str, event: Published) -> Iterable[str]:
    """The disclosure that a publication settles; none in a channel that does not fulfil it."""
    return () if event.fulfils is False else (f"{kind}.{event.artefact}",)


def _published(event: Published) -> tuple[date, Role]:
    return event.published_on, event.by


_FURTHER = EventEntry(
    "disclosure.published",
    "另在其他渠道公开",
    Mark("further channel", "其他渠道", Tone.CAUTION),
    counted="另在其他渠道公开 further disclosures",
)
"""A publication that fulfils no duty, and settles none."""

PUBLISHED = EventEntry(
    "disclosure.published",
    "信息公开",
    counted="信息公开 disclosures",
    settles=Settles("disclosure", keys=_artefact, done=_published),
    told_by="fulfils",
    variants={False: _FURTHER},
)
"""The event of a disclosure."""

KEEPING_BACK = (
    act(
        "disclosure.approve-exception",
        EventEntry(
            "disclosure.exception-approved",
            "批准不予公开",
            told_by="extent",
            variants={"part": EventEntry("disclosure.exception-approved", "批准部分内容不公开")},
        ),
    ),
)
"""The exception from disclosure."""

DISCLOSURE = (
    act(
        "disclosure.publish",
        PUBLISHED,
        instead=(
            "已向社会公开的事实不能收回；内容有误的，更正后另行公开",
            "what was made public stays public: correct the content and publish it again",
        ),
    ),
    *KEEPING_BACK,
)
"""A disclosure, and the exception that takes its place."""

_GRANTED = {
    "duty": "免办任务 duty",
    "reference": "文号 reference",
    "approver": "批准人 approver",
    "reason": "理由 reason",
    "rule": "规则 rule",
}

EXCEPTIONS = (
    act(
        "exception.grant",
        EventEntry("exception.granted", "批准例外", Mark("exception", "例外"), labels=_GRANTED),
    ),
)
"""Exceptions from rules that apply in principle (原则上)."""

ACCOUNTABILITY = (
    act(
        "accountability.propose",
        EventEntry("accountability.proposed", "提出追责建议", problem="accountability"),
    ),
    act(
        "accountability.record",
        EventEntry("accountability.recorded", "登记问责措施", problem="accountability"),
    ),
)
"""Accountability proposed, and the measure taken."""

OPENING = (act("subjects.record-opening", EventEntry("subjects.opened", "项目登记完成")),)
"""The registration of the projects and units of a day."""

ANNOUNCING = (act("subjects.record-refresh", EventEntry("subjects.refreshed", "已通知各项目")),)
"""Notices to all open subjects."""

REACHING = (
    act("subjects.record-reached", EventEntry("subjects.reached", "已送达所选对象")),
    act(
        "subjects.send-again",
        EventEntry("subjects.sending-asked", "要求重新送达"),
        instead=(
            "重新送达只送一次原有事项，不改变任何内容；要收回的是原选取或抽取",
            "it sends an act once more and changes nothing: withdraw the selection or draw itself",
        ),
    ),
)
"""Acts taken on selected subjects."""

RULING = (DeadlineEntry("awaiting-ruling", Name("待裁定", "awaiting ruling")),)
"""A step that waits for the bureau's ruling."""

EXCEPTION = (
    DeadlineEntry("disclosure.exception", Name("批准不予公开", "approval of an exception")),
)
"""The deadline for the exception of a confidential artefact."""

JOINT_REVIEW = act(
    "joint-review.record",
    EventEntry("joint-review.recorded", "三方会审绩效指标"),
    instead=(
        "请再次办理 joint-review.record 记录正确的会审意见，以后一次为准",
        "record the right findings by joint-review.record, and the later ones count",
    ),
)
"""The joint review of a target, or of a project at the entrance of the library."""
