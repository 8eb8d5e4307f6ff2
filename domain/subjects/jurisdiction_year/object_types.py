"""The types of the projects that a selection for key evaluation takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce, Member
from domain.kernel.message import Message
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code
from domain.shared.evaluation_objects import FurtherTypes, ObjectType, type_of_register
from domain.subjects.jurisdiction_year.state import JurisdictionYear

WITH_TYPES = 3
"""The version of `key-evaluation.select` since which each project has its type."""


class ObjectTypes(Message):
    """The type that a selected project is counted as, and the further types that it is of."""

    project: Code
    counted_as: ObjectType
    further: FurtherTypes = ()


Types = Annotated[tuple[ObjectTypes, ...], Field(max_length=10_000)]


def types_are_of_the_selected(
    _state: JurisdictionYear, act: CommandContext[Any], _in_force: InForce
) -> Refusal | None:
    """Each project with types stands once and is selected; no type stands twice."""
    codes = [one.project for one in act.command.types]
    if len(set(codes)) < len(codes):
        return refusals.invalid(
            "types", "项目重复，请更正。", "a project stands twice: correct it."
        )
    others = "、".join(code for code in codes if code not in act.command.selected)
    if others:
        return refusals.invalid(
            "types",
            f"{others} 不在本次所选项目之中，请更正。",
            f"{others}: not among the projects selected here, correct the codes.",
        )
    twice = "、".join(one.project for one in act.command.types if _has_a_type_twice(one))
    if not twice:
        return None
    return refusals.invalid(
        "types", f"{twice} 的对象类型重复，请更正。", f"{twice}: a type stands twice, correct it."
    )


def _has_a_type_twice(one: ObjectTypes) -> bool:
    named = (one.counted_as, *one.further)
    return len(set(named)) < len(named)


def types_of_selected(
    act: CommandContext[Any], members: Mapping[str, Member]
) -> tuple[ObjectTypes, ...]:
    """The types of every selected project: as the bureau says, else as the register has it."""
    if act.version < WITH_TYPES:
        return ()
    named = {one.project: one for one in act.command.types}
    return tuple(named.get(code) or _registered(members[code]) for code in act.command.selected)


def _registered(member: Member) -> ObjectTypes:
    kind = member.facts.get("subject_kind")
    return ObjectTypes(project=member.code, counted_as=type_of_register(kind))


def marks_of(types: Types) -> dict[str, dict[str, Any]]:
    """What the mark of each project says of its types, by its code."""
    return {
        one.project: one.model_dump(mode="json", exclude={"project"}, exclude_defaults=True)
        for one in types
    }
