"""The check of an annotation: which events may get another day, and which day.

An event with a sound date keeps its day, so that no lateness is talked away
(docs/clock.md, 1263). An act that a restored log had lost is
dated by the day on which it was sent again, and may get one of the lost days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce, Recorded
from domain.kernel.lost_days import LostDays
from domain.kernel.refusal import Refusal
from domain.shared.filings.annotation_messages import AnnotateRecord, RecordAnnotated

LONGEST_WAIT = timedelta(hours=1)
"""The longest time between the instant that dates an act and its storing (inclusive).

The local activity that decides it is tried five times of 5 s; a fan-out, which was dated as of its
first schedule, has an hour to reach its subjects before the engine gives it up. Nothing else waits
(docs/clock.md, 1237).
"""


def is_misdated(recorded: Recorded[Any]) -> bool:
    """Whether an event was recorded and stored further apart than an act may wait."""
    return abs(recorded.stored_at - recorded.recorded_at) > LONGEST_WAIT


def events_are_misdated(
    _days: object, _state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The log misdates each event."""
    return sound(act)


def day_follows_the_registration(
    _days: object, _state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The subject was registered by then."""
    return before_registration(act)


def sound(act: CommandContext[AnnotateRecord]) -> Refusal | None:
    """Refuse to redate what the log dates soundly: lateness is not talked away.

    Such an event that a program redated before this gate was there may get its own day back. An
    event that was stored soon after a restore may get one of the days that the restore lost.
    """
    true_on = act.command.true_on
    for own in act.named:
        given_back = true_on == own.effective_on and _newest_day(own, act.past)
        was_lost = any(lost.explains(own.stored_at, true_on) for lost in act.lost)
        if not (is_misdated(own) or given_back or was_lost):
            again = [lost for lost in act.lost if lost.has_again(own.stored_at)]
            return _not_among(own, again) if again else _soundly_dated(own)
    return None


def _soundly_dated(own: Recorded[Any]) -> Refusal:
    return refusals.invalid(
        "events",
        f"事项 {own.id} 的登记日期与存储时间一致，无须更正；迟报有正当理由的，"
        "请由财政部门办理延期（extend）。",
        f"the log dates {own.id} soundly, it was stored as it was recorded: there is nothing to "
        "annotate. Where a late filing has a good reason, the bureau grants an extension (extend).",
    )


def _not_among(own: Recorded[Any], again: list[LostDays]) -> Refusal:
    """The refusal of a day on which a restore lost no act."""
    spans = _spans((lost.first, lost.last) for lost in again)
    zh = "、".join(_span_words(span, " 至 ") for span in spans)
    en = ", ".join(_span_words(span, " to ") for span in spans)
    return refusals.invalid(
        "true_on",
        f"事项 {own.id} 在恢复备份后登记，只能更正为恢复所丢失的日期：{zh}。",
        f"{own.id} was stored after a restore and may get a day that the restore lost: {en}.",
    )


def _spans(days: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The spans (first and last day, inclusive) in order of time, those that meet as one."""
    spans: list[tuple[date, date]] = []
    for first, last in sorted(days):
        if spans and first <= spans[-1][1] + timedelta(days=1):
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return spans


def _span_words(span: tuple[date, date], to: str) -> str:
    """A span for people; a single day stands alone."""
    first, last = span
    return f"{first}" if first == last else f"{first}{to}{last}"


def before_registration(act: CommandContext[AnnotateRecord]) -> Refusal | None:
    """Refuse a day before the subject was there, by the true day of its first event."""
    first = act.past[0]
    registered_on = _newest_day(first, act.past) or first.effective_on
    if first.id in act.command.events or act.command.true_on >= registered_on:
        return None
    return refusals.invalid(
        "true_on",
        f"实际办理日不得早于该对象登记之日 {registered_on}。",
        f"nothing was done on this subject before its registration on {registered_on}.",
    )


def _newest_day(own: Recorded[Any], past: Iterable[Recorded[Any]]) -> date | None:
    """The day that the newest annotation gave an event; none where none names it."""
    found = None
    for recorded in past:
        event = recorded.event
        if isinstance(event, RecordAnnotated) and own.id in {one.event for one in event.events}:
            found = event.true_on
    return found
