"""A replacement: the content of an earlier act, decided as that act is decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Decided, InForce
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal


def decided_with(
    replacement: Mapping[str, Any] | None,
    again: tuple[type[Command], Callable[..., Decided]],
    named: Mapping[str, Any],
    state: Any,
    act: CommandContext[Any],
    in_force: InForce,
) -> Decided:
    """The outcome of an act's command type and decider on the content of a replacement.

    `named` are the fields that the act names beside the content, such as its node.
    """
    command_type, decide = again
    command = content_of(command_type, {**(replacement or {}), **named}, "replacement", "更正内容")
    if isinstance(command, Refusal):
        return command
    return decide(state, replace(act, command=command), in_force)


def content_of(
    command_type: type[Command], content: Mapping[str, Any] | None, field: str, zh: str
) -> Command | Refusal:
    """The command that a `field` of another act has as its content, or the refusal of it."""
    try:
        return command_type.model_validate(dict(content or {}))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return refusals.invalid(
            f"{field}.{where}",
            f"{zh}有误：{_wrong(first['type'], where)}。{_WHOLE.get(field, '')}",
            f"the {field} does not stand: {where}: {first['msg']}.",
        )


_WHOLE = {"replacement": "更正内容须写全该事项的各项，不只写改动的一项。"}
"""What is said of a content besides, by its field."""


def _wrong(kind: str, where: str) -> str:
    if kind == "missing":
        return f"缺少 {where}"
    return f"没有 {where} 这一项" if kind == "extra_forbidden" else f"{where} 的值不符合要求"
