"""Sections of the finance bureau 内设科室: which of them is in charge of a subject.

Where a clause names the section that leads on a budget or a special subject, it is the section that
does this work (`sections.lead`); elsewhere the bureau's own division of work decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.in_force import Section, Sections
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role
from domain.rules.families.scope import SUBJECTS
from domain.shared.people.successions import unit_on

REMIT = "section_remit"
"""The parameter that says whether the remit of sections is only shown, or binds."""

ENFORCED = "enforced"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a remit is read from: the unit of a subject, its budget and its special subject."""

    unit: str
    budget_type: str | None = None
    subject: str | None = None

    @classmethod
    def of_project(cls, unit: str, budget_type: str, kind: str | None) -> Matter:
        """The matter of a project; `kind` counts where it is a special subject."""
        return cls(unit, budget_type, kind if kind in SUBJECTS else None)


@dataclass(frozen=True, slots=True)
class InCharge:
    """The sections in charge of a matter; `answer` is the clause that names them, if one does."""

    sections: tuple[Section, ...]
    answer: Answer | None = None

    @property
    def codes(self) -> frozenset[str]:
        """Their codes."""
        return frozenset(one.code for one in self.sections)


def running(sections: Sections, on: date) -> tuple[Section, ...]:
    """The sections with a remit on a day, by code."""
    found = (one for code in sorted(sections) for one in sections[code])
    return tuple(one for one in found if one.runs(on))


def in_charge(matter: Matter, in_force: InForce, on: date) -> InCharge:
    """The sections in charge of a matter on a day."""
    answer = _stated(matter, in_force, on)
    there = (one for one in running(in_force.sections, on) if _is_for(one, matter))
    if answer is None:
        return InCharge(tuple(one for one in there if one.has_remit))
    kind = answer.outcome["section"]
    return InCharge(tuple(one for one in there if kind in one.acts_as), answer)


def _stated(matter: Matter, in_force: InForce, on: date) -> Answer | None:
    """The clause that names a section for the matter; a unit alone is named by none."""
    if matter.budget_type is None and matter.subject is None:
        return None
    asked = {"budget_type": matter.budget_type, "subject": matter.subject}
    answer = in_force.ask("sections.lead", on, **asked)
    return None if answer.outcome is None else answer


def _is_for(section: Section, matter: Matter) -> bool:
    """Whether a remit covers the matter; a unit's own year or policy is covered by the unit."""
    if matter.budget_type is None:
        return matter.unit in section.units
    of_theme = matter.budget_type in section.budget_types or matter.subject in section.subjects
    has_theme = section.budget_types or section.subjects
    return bool((of_theme or not has_theme) and (not section.units or matter.unit in section.units))


def within_the_remit(
    matter: Matter, act: CommandContext[Any], in_force: InForce, stream: str
) -> Refusal | None:
    """Refuse a section of the bureau that is not in charge, where the bureau has remits bind.

    The bureau itself acts on everything; so does every section where none is in charge.
    """
    if not in_force.sections or act.actor.role is not Role.FINANCE:
        return None
    on = act.effective_on
    if in_force.parameter(REMIT, on) != ENFORCED:
        return None
    own = [one for one in running(in_force.sections, on) if one.code == act.actor.organisation]
    if not own:
        return None
    unit = unit_on(in_force.successions, matter.unit, stream, on)
    charged = in_charge(Matter(unit, matter.budget_type, matter.subject), in_force, on)
    if not charged.sections or own[0].code in charged.codes:
        return None
    return _of_another(own[0], charged, stream)


def _of_another(own: Section, charged: InCharge, stream: str) -> Refusal:
    zh = "、".join(f"{one.name}（{one.code}）" for one in charged.sections)
    codes = ", ".join(one.code for one in charged.sections)
    return Refusal(
        Code.WRONG_ORGANISATION,
        f"{stream} 由{zh}负责，{own.name}（{own.code}）不得办理：请由负责科室的人员办理；"
        "分工有变的，请先重新登记科室分工（section.set）。",
        f"{stream} is in the remit of {codes}, not of {own.code}: a person of that section acts, "
        "or the division of work is set again first (section.set).",
        basis=(charged.answer,) if charged.answer else (),
    )
