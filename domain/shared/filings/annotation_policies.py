"""The policies of annotating events: whose they are, and on which day they may have been."""

from __future__ import annotations

from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import business_date

YEARS_BACK = 2
"""A project lives about 24 months over three years: nothing was done for it before those."""


def events_are_the_subjects(
    _days: object, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Each event is one of the subject."""
    unknown = [one for one in act.command.events if one not in {own.id for own in act.named}]
    if not unknown:
        return None
    return refusals.invalid(
        "events",
        f"{state.stream} 没有编号为 {unknown[0]} 的事件，请按 jixiao history 核对编号。",
        f"{state.stream} has no event {unknown[0]}: `jixiao history --json` gives the ids.",
    )


def actor_took_none_of_them(
    _days: object, _state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The actor took none of the acts."""
    if all(own.actor.id != act.actor.id for own in act.named):
        return None
    return _own_act(act.actor.id)


def _own_act(actor: str) -> Refusal:
    return Refusal(
        Code.REVIEWER_IS_FILER,
        f"{actor} 不得更正本人所办事项的日期，请由财政部门另一人办理。",
        f"{actor} took this act and may not redate it: another person of the bureau does.",
    )


def day_comes_before_the_storing(
    _days: object, _state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """The day has come, does not follow the storing, and lies at most two years before it."""
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
        if true_on.year < on_record.year - YEARS_BACK:
            return refusals.invalid(
                "true_on",
                f"实际办理日早于记录日 {on_record} 两个年度以上，请核对。",
                f"that is more than two years before the day on record, {on_record}: check it.",
            )
    return None


def reason_and_document_are_stated(
    _days: object, _state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Neither the reason nor the document is blank."""
    command = act.command
    for field, zh in (("reason", "更正理由"), ("document", "依据文号")):
        if not getattr(command, field).strip():
            return refusals.missing(field, f"请填写{zh}。", f"the {field} is blank: state it.")
    return None
