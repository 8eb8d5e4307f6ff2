"""The channel of a publication: where it fulfils the duty, and how it is found again (1431).

A channel that the text states fulfils the duty only when it is used. Where the text says
向社会公开, or names no channel, the portals and every channel of the bureau's list fulfil it. A
publication in another channel is recorded too, and the duty stays.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Literal, Protocol

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.rules.families.disclosure import Artefact

Medium = Literal["government_portal", "finance_portal", "other"]
"""The portal of the government, that of the finance bureau, or another channel."""

ASKED_FROM = 3
"""The version of the publication from which on its channel counts."""

CHANNELS = "disclosure.channels"
"""The bureau's parameter: the names of its other channels, with 、 between them."""

_PORTALS = {"government_portal": "本级政府门户网站", "finance_portal": "财政部门门户网站"}
_BETWEEN = re.compile(r"[、，,；;]")


class Asking(Protocol):
    """A kind of subject that asks the rules on its artefacts."""

    def ask(self, state: Any, artefact: Artefact, in_force: InForce, on: date) -> Answer:
        """The answer of `disclosure.required`."""
        ...


def listed(in_force: InForce, on: date) -> frozenset[str]:
    """The channels on the bureau's list; none where it keeps no list."""
    told = in_force.parameter(CHANNELS, on) or ""
    return frozenset(one.strip() for one in _BETWEEN.split(told) if one.strip())


def medium_is_told(
    subject: Asking, state: Any, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """It says whether the channel is a portal, where the artefact is to be published."""
    answer = subject.ask(state, act.command.artefact, in_force, act.effective_on)
    if act.command.medium is not None or not is_owed(answer):
        return None
    return refusals.missing(
        "medium",
        "请写明公开渠道的类别：本级政府门户网站、财政部门门户网站或者其他渠道。",
        "say which channel it is: the government's portal, the finance portal or another.",
        answer,
    )


def it_is_found_again(
    subject: Asking, state: Any, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """Where no portal is stated, it has an address or a document."""
    answer = subject.ask(state, act.command.artefact, in_force, act.effective_on)
    if not is_owed(answer) or answer.outcome["channel"] in _PORTALS:
        return None
    if act.command.address or act.command.document:
        return None
    return refusals.missing(
        "address",
        "请填写公开网址，或者公开材料的文号（名称）。",
        "give the address of the publication, or its document.",
        answer,
    )


def fulfils(answer: Answer, in_force: InForce, act: CommandContext[Any]) -> bool | None:
    """Whether the channel of a publication fulfils the duty; null where nothing asks for it."""
    if not is_owed(answer):
        return None
    stated, command = answer.outcome["channel"], act.command
    if stated in _PORTALS:
        return bool(command.medium == stated)
    known = listed(in_force, act.effective_on)
    return command.medium != "other" or not known or command.channel in known


def is_owed(answer: Answer) -> bool:
    """Whether the rules have the artefact published."""
    return answer.stated and bool(answer.outcome["required"])


def first(act: CommandContext[Any], in_force: InForce) -> tuple[Answer, ...]:
    """What the rules have before the publication; none by the versions that did not ask."""
    if act.version < ASKED_FROM:
        return ()
    artefact = act.command.artefact
    answer = in_force.ask("disclosure.not_before", act.effective_on, artefact=artefact)
    return (answer,) if answer.stated else ()


def the_budget_was_approved(
    _subject: Asking, _state: Any, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """The people's congress approved the budget by then, where the text has that first."""
    basis, published_on = first(act, in_force), act.command.published_on
    approved = in_force.government_budget
    if not basis or (approved is not None and published_on >= approved):
        return None
    if approved is None:
        return refusals.gate_not_met(
            "预算须经本级人大批准后方可公开，本年度预算的人大批准尚未登记。"
            "请先由财政部门登记人大批准的日期和文件，再登记公开。",
            "the budget is published after the people's congress approved it, and no approval is "
            "recorded: the finance bureau records it first (government-budget.record-approval).",
            *basis,
        )
    return refusals.invalid(
        "published_on",
        f"公开日期不得早于人大批准预算的日期 {approved}，请更正。",
        f"the people's congress approved the budget on {approved}: correct the day.",
        *basis,
    )
