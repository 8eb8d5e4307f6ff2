"""Which events may be given another day, and which day.

Lateness is not talked away: what the log dates soundly keeps its day
(docs/decisions/1263-only-a-false-date-is-annotated.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Recorded
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import business_date
from domain.shared.filings.annotation_messages import AnnotateRecord, RecordAnnotated

LONGEST_WAIT = timedelta(hours=1)
"""How long an act may wait between the instant that it is dated by and its storing (inclusive).

The local activity that decides it is tried five times of 5 s; a fan-out, which was dated as of its
first schedule, has an hour to reach its subjects before the engine gives it up. Nothing else waits
(docs/decisions/1237-an-act-waits-an-hour-at-most.md).
"""

_YEARS_BACK = 2
"""A project lives about 24 months over three years: nothing was done for it before those."""


def is_misdated(recorded: Recorded[Any]) -> bool:
    """Whether an event was recorded and stored further apart than an act may wait."""
    return abs(recorded.stored_at - recorded.recorded_at) > LONGEST_WAIT


def unfit(state: Any, act: CommandContext[AnnotateRecord]) -> Refusal | None:
    """Why events may not be given that day; none where they may."""
    refusal = _unfit_events(state, act) or _unfit_day(act) or _blank(act)
    if refusal or act.settled:  # the gates below are younger than the first annotations
        return refusal
    return sound(act) or before_registration(act)


def _unfit_events(state: Any, act: CommandContext[AnnotateRecord]) -> Refusal | None:
    """Refuse strangers' events, annotations, and those that the actor caused."""
    unknown = [one for one in act.command.events if one not in {own.id for own in act.named}]
    if unknown:
        return refusals.invalid(
            "events",
            f"{state.stream} 没有编号为 {unknown[0]} 的事件，请按 jixiao history 核对编号。",
            f"{state.stream} has no event {unknown[0]}: `jixiao history --json` gives the ids.",
        )
    again = next((one for one in act.named if isinstance(one.event, RecordAnnotated)), None)
    if again is not None:
        return refusals.invalid(
            "events",
            f"事件 {again.id} 本身是日期更正；如需改正，请对原事件重新办理更正。",
            f"{again.id} is an annotation itself: annotate the event again that it names.",
        )
    if any(own.actor.id == act.actor.id for own in act.named):
        return _own_act(act.actor.id)
    return None


def _own_act(actor: str) -> Refusal:
    return Refusal(
        Code.REVIEWER_IS_FILER,
        f"{actor} 不得更正本人所办事项的日期，请由财政部门另一人办理。",
        f"{actor} took this act and may not redate it: another person of the bureau does.",
    )


def _unfit_day(act: CommandContext[AnnotateRecord]) -> Refusal | None:
    """Refuse a day that has not come, that follows the storing, or that lies too far before it."""
    true_on = act.command.true_on
    if true_on > act.day:
        return refusals.invalid(
            "true_on", "实际办理日不得晚于今天。", "it was really done today or before."
        )
    for own in act.named:
        stored_on = business_date(own.stored_at)
        if true_on > stored_on:
            return refusals.invalid(
                "true_on",
                f"实际办理日不得晚于系统存储该事件之日 {stored_on}。",
                f"an act is done before it is stored: on {stored_on} or before.",
            )
        on_record = min(own.effective_on, stored_on)
        if true_on.year < on_record.year - _YEARS_BACK:
            return refusals.invalid(
                "true_on",
                f"实际办理日早于记录日 {on_record} 两个年度以上，请核对。",
                f"that is more than two years before the day on record, {on_record}: check it.",
            )
    return None


def _blank(act: CommandContext[AnnotateRecord]) -> Refusal | None:
    command = act.command
    for field, zh in (("reason", "更正理由"), ("document", "依据文号")):
        if not getattr(command, field).strip():
            return refusals.missing(field, f"请填写{zh}。", f"the {field} is blank: state it.")
    return None


def sound(act: CommandContext[AnnotateRecord]) -> Refusal | None:
    """Refuse to redate what the log dates soundly: lateness is not talked away.

    Such an event that a program redated before this gate was there may get its own day back.
    """
    for own in act.named:
        given_back = act.command.true_on == own.effective_on and _newest_day(own, act.past)
        if not is_misdated(own) and not given_back:
            return refusals.invalid(
                "events",
                f"事项 {own.id} 的登记日期与存储时间一致，无须更正；迟报有正当理由的，"
                "请由财政部门办理延期（extend）。",
                f"the log dates {own.id} soundly, it was stored as it was recorded: there is "
                "nothing to annotate. Where a late filing has a good reason, the bureau grants an "
                "extension (extend).",
            )
    return None


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
