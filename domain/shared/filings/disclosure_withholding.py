"""What is kept back from disclosure: the ground, and whether it is the whole or a part (1432).

A subject that is registered as confidential is kept back as a whole, everywhere. Every other ground
is one that the text itself names among its exceptions; sensitive content and secret matters may be
a part, which is then made unreadable in what is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, Protocol

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.refusal import Refusal
from domain.rules.families.disclosure import Artefact

Ground = Literal["secret", "sensitive", "secret_unit", "secret_matter"]
Extent = Literal["whole", "part"]

_NAMED: Mapping[str, frozenset[str]] = {
    "sensitive": frozenset({"sensitive_information"}),
    "secret_unit": frozenset({"secret_departments", "secret_units", "approved_secret_units"}),
    "secret_matter": frozenset({"secret_matters"}),
}
"""The exceptions of the texts that a ground rests on."""

_WORDS = {"sensitive": "敏感信息", "secret_unit": "涉密单位", "secret_matter": "涉密事项"}
_PARTLY = frozenset({"sensitive", "secret_matter"})


class KeptBack(Protocol):
    """What a subject published and kept back."""

    @property
    def redacted(self) -> frozenset[str]:
        """The artefacts of which a part is kept back."""
        ...

    @property
    def places(self) -> frozenset[tuple[Any, ...]]:
        """The publications, each with its artefact first."""
        ...


class Withholding(Protocol):
    """A kind of subject that asks the rules on its artefacts and knows what it disclosed."""

    def ask(self, state: Any, artefact: Artefact, in_force: InForce, on: date) -> Answer:
        """The answer of `disclosure.required`."""
        ...

    @property
    def disclosures(self) -> Any:
        """Gives what a state published and kept back."""
        ...


def is_named(act: CommandContext[Any]) -> bool:
    """Whether the ground is one that the text has to name; a registered secret needs none."""
    return act.command.ground not in {None, "secret"}


def exceptions(act: CommandContext[Any], in_force: InForce) -> Answer:
    """What the text itself keeps back of the artefact (`disclosure.excepted`)."""
    artefact = act.command.artefact
    return in_force.ask("disclosure.excepted", act.effective_on, artefact=artefact)


def the_text_names_the_ground(
    subject: Withholding, state: Any, act: CommandContext[Any], in_force: InForce
) -> Refusal | None:
    """The text has an exception for the ground, and the subject is not confidential as a whole."""
    if not is_named(act):
        return None
    answer = subject.ask(state, act.command.artefact, in_force, act.effective_on)
    if answer.stated and answer.outcome["approval_required"]:
        return refusals.invalid(
            "ground",
            "本项目（单位）已登记为涉密，请以涉密为由批准不公开。",
            "it is registered as confidential: approve the exception as secret.",
            answer,
        )
    named = exceptions(act, in_force)
    if named.stated and _NAMED[act.command.ground].intersection(named.outcome):
        return None
    return refusals.gate_not_met(
        f"本级文件没有把{_WORDS[act.command.ground]}列为该项内容公开的例外，应当全部公开。",
        "no text in force excepts this artefact from disclosure on that ground: it is published.",
        named,
    )


def extent_fits_the_ground(
    _subject: Withholding, _state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A part of sensitive content or of secret matters, and it says which."""
    command = act.command
    if command.extent == "whole":
        return None
    if command.ground not in _PARTLY:
        return refusals.invalid(
            "extent",
            "涉密单位、涉密项目的内容一律不公开，不得部分公开。",
            "what is secret as a whole is kept back as a whole.",
        )
    if command.withheld:
        return None
    return refusals.missing(
        "withheld",
        "请写明哪些内容遮盖后不公开。",
        "say which content is made unreadable.",
    )


def it_is_not_public(
    subject: Withholding, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Nobody published it before it is found sensitive."""
    held: KeptBack = subject.disclosures(state)
    if not is_named(act) or all(one[0] != act.command.artefact for one in held.places):
        return None
    return refusals.wrong_phase(
        "该项内容已向社会公开，不能再批准不公开。",
        "it is public already: nothing is kept back any more.",
    )


def part_is_approved_once(
    subject: Withholding, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """No part of it is kept back yet."""
    artefact = act.command.artefact
    if artefact not in subject.disclosures(state).redacted:
        return None
    key = f"{act.command.name}:{artefact}"
    return refusals.done_already("部分内容不公开的批准", "the approval to keep a part back", key)


def the_approved_part_is_unreadable(
    subject: Withholding, state: Any, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """A part is unreadable in the publication where that was approved, and nowhere else."""
    approved = act.command.artefact in subject.disclosures(state).redacted
    if approved == act.command.redacted:
        return None
    if approved:
        return refusals.invalid(
            "redacted",
            "部分内容已批准不公开，请公开遮盖后的文本，并写明已经遮盖。",
            "a part of it is kept back: publish it with that part unreadable, and say so.",
        )
    return refusals.gate_not_met(
        "遮盖部分内容后公开的，须先由财政部门批准部分内容不公开，并写明批准人和理由。",
        "the finance bureau first approves that a part is kept back, with approver and reason.",
    )
