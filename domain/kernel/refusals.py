"""The refusals that all subjects share; each gives the next step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from domain.kernel.answer import Answer
from domain.kernel.decider import Decided
from domain.kernel.look_alikes import look_alike, told_apart
from domain.kernel.refusal import Code, Refusal


def wrong_phase(zh: str, en: str) -> Refusal:
    """The act does not fit the phase of the subject."""
    return Refusal(Code.WRONG_PHASE, zh, en)


def wrong_role(zh: str, en: str) -> Refusal:
    """Another role takes the act at this time."""
    return Refusal(Code.WRONG_ROLE, zh, en)


def withdrawn(stream: str) -> Refusal:
    """The subject was withdrawn."""
    return Refusal(
        Code.WRONG_PHASE,
        f"{stream} 已撤销，不再受理。",
        f"{stream} was withdrawn and takes no more acts.",
        final=True,
    )


def withdrawn_until_taken_back(stream: str, act: str) -> Refusal:
    """The subject was withdrawn by an act; a slip is taken back by the bureau."""
    return Refusal(
        Code.WRONG_PHASE,
        f"{stream} 已撤销，不再受理；如系误撤，由财政部门撤回该项撤销（act.withdraw，act 填 "
        f"{act}，并写明理由）。",
        f"{stream} was withdrawn and takes no more acts; the finance bureau takes a slip back "
        f"(act.withdraw with the act {act}).",
        final=True,
    )


def unregistered(stream: str, what_zh: str, what_en: str, act: str) -> Refusal:
    """The subject is not registered yet; `act` is the bureau's act that registers it."""
    return Refusal(
        Code.UNKNOWN_SUBJECT,
        f"{stream} 尚未登记，请先由财政部门登记{what_zh}（{act}）。",
        f"{stream} is not registered: the finance bureau registers {what_en} first ({act}).",
    )


def opens_later(stream: str, on: date, by: str) -> Refusal:
    """The subject is in a portfolio, and is registered on a day to come."""
    return Refusal(
        Code.UNKNOWN_SUBJECT,
        f"{stream} 已列入 {by} 的项目库，自 {on} 起登记，登记后方可办理，请到时再提交。",
        f"{stream} is in the portfolio of {by} and is registered on {on}: submit from then on.",
    )


def is_opening(stream: str, by: str) -> Refusal:
    """The subject is in a portfolio, and is registered at this moment."""
    return Refusal(
        Code.UNKNOWN_SUBJECT,
        f"{stream} 已列入 {by} 的项目库，正在登记，请稍后再提交。",
        f"{stream} is in the portfolio of {by} and is being registered: submit again in a moment.",
    )


def registered_already(stream: str) -> Refusal:
    """The subject is already registered."""
    return Refusal(
        Code.DUPLICATE,
        f"{stream} 已登记：另有项目的请另用编码；登记有误的，请撤销后以另一编码登记。",
        f"{stream} is registered already: give another one another code; if it is wrong, withdraw "
        "it and register it under another code.",
    )


def wrong_organisation(theirs: str, ours: str, names: Callable[[str], str] = str) -> Refusal:
    """The actor's organisation may not act here; `names` gives an organisation's Chinese name."""
    zh, en = told_apart(theirs, ours) if look_alike(theirs, [ours]) else ("", "")
    return Refusal(
        Code.WRONG_ORGANISATION,
        f"此事由 {names(ours)} 办理，{names(theirs)} 不得代办，请由 {names(ours)} 的人员办理"
        f"{f'（{zh}，请核对编码）' if zh else ''}。",
        f"{theirs} may not act here: a person of {ours} does{f' ({en})' if en else ''}.",
    )


def reviewer_is_filer(actor: str) -> Refusal:
    """The person who filed may not review the same filing."""
    return Refusal(
        Code.REVIEWER_IS_FILER,
        f"填报人 {actor} 不得审核自己填报的内容，请由另一人审核。",
        f"{actor} filed this and may not review it: another person reviews.",
    )


def duplicate(what_zh: str, what_en: str) -> Refusal:
    """The filing waits already; who filed it corrects it."""
    return Refusal(
        Code.DUPLICATE,
        f"{what_zh}已提交；有误的，请在审核前由填报单位撤回或更正（correct）。",
        f"{what_en} was filed already: who filed it corrects it before its review (correct).",
    )


def done_already(what_zh: str, what_en: str, act: str) -> Refusal:
    """The bureau did this already; `act` is the key by which it withdraws what it did."""
    return Refusal(
        Code.DUPLICATE,
        f"{what_zh}已办理；有误的，由原办理部门撤回（act.withdraw，事项 {act}）后重新办理。",
        f"{what_en} is done already; if it is wrong, who did it withdraws {act} (act.withdraw) "
        "and does it again.",
    )


def already_reviewed(what_zh: str, what_en: str) -> Refusal:
    """The filing is already reviewed."""
    return Refusal(
        Code.ALREADY_REVIEWED,
        f"{what_zh}已完成审核；审核有误的，由审核部门撤回审核（act.withdraw）后重新办理。",
        f"{what_en} was reviewed already; a review that is wrong is withdrawn by who reviewed "
        "(act.withdraw) and done again.",
    )


def nothing_filed(what_zh: str, what_en: str) -> Refusal:
    """There is nothing to review, return or correct."""
    return Refusal(
        Code.WRONG_PHASE,
        f"没有待审核的{what_zh}：尚未提交，或已退回、已撤回，请待其提交后再办。",
        f"there is no {what_en} waiting: it was not filed, was returned, or was taken back; it is "
        "filed first.",
    )


def missing(field: str, zh: str, en: str, *basis: Answer, keys: tuple[str, ...] = ()) -> Refusal:
    """A required field is missing; `keys` are those of acts and deadlines in the texts."""
    return Refusal(Code.MISSING_FIELD, zh, en, field, basis, keys=keys)


def invalid(field: str, zh: str, en: str, *basis: Answer, keys: tuple[str, ...] = ()) -> Refusal:
    """A field has an invalid value; `keys` are those of acts and deadlines in the texts."""
    return Refusal(Code.INVALID_FIELD, zh, en, field, basis, keys=keys)


def out_of_life(field: str) -> Refusal:
    """A date outside the years in which the subject lives."""
    return invalid(
        field,
        "日期超出本年度项目的存续期间，请核对年份后重新填写。",
        "the day lies outside the life of the year: check its year.",
    )


def before_the_duty(earliest: date) -> Refusal:
    """A due day before the duty can exist."""
    return invalid(
        "due",
        f"该事项 {earliest} 起才可能有期限，请核对日期。",
        f"nothing of this kind is due before {earliest}: correct the day.",
    )


def gate_not_met(zh: str, en: str, *basis: Answer) -> Refusal:
    """A condition of the rules for this act is not met."""
    return Refusal(Code.GATE_NOT_MET, zh, en, None, basis)


def beyond_the_rules(error: ValueError, field: str) -> Refusal:
    """A rule cannot read the filed value; names the field and the fault."""
    return invalid(
        field,
        f"规则无法受理所填内容：{field}，请更正后重新提交。",
        f"the rules cannot read {error}: correct it and submit again.",
    )


def needs_ruling(answer: Answer) -> Refusal:
    """The bureau has to rule first; names who rules, on which ambiguity, and how."""
    opened = [ruling for ruling in answer.rulings if ruling.status == "open"]
    named_zh = "、".join(f"{one.ambiguity}“{one.phrase}”" for one in opened)
    named_en = ", ".join(f"{one.ambiguity} ({one.phrase})" for one in opened)
    shown = "; ".join(f"jixiao rulings show {one.ambiguity}" for one in opened)
    bureau, place = answer.jurisdiction, f"{answer.jurisdiction}/rulings"
    return Refusal(
        Code.NEEDS_RULING,
        f"规则 {answer.rule} 须先由 {bureau} 财政部门裁定 {named_zh}：请在 {place} 办理 "
        f"ruling.record（jixiao submit，须裁定的内容见 {shown}），然后重新提交本事项。",
        f"{answer.rule} waits until the finance bureau of {bureau} rules on {named_en}: submit "
        f"ruling.record on {place} with jixiao submit ({shown} says what is to be ruled), then "
        "submit this act again.",
        None,
        (answer,),
    )


def awaiting_ruling(decided: Decided) -> Refusal | None:
    """Refuse decisions that rest on a rule that waits for a ruling."""
    if isinstance(decided, Refusal):
        return None
    open_answers = (
        answer
        for decision in decided
        for answer in decision.basis
        if answer.reason == "needs_ruling"
    )
    answer = next(open_answers, None)
    return None if answer is None else needs_ruling(answer)
