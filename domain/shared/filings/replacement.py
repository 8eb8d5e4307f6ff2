"""A replacement: the content of an earlier act, decided as that act is decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Decided, InForce
from domain.kernel.message import Command


def decided_with(
    replacement: Mapping[str, Any] | None,
    again: tuple[type[Command], Callable[..., Decided]],
    node: str | None,
    state: Any,
    act: CommandContext[Any],
    in_force: InForce,
) -> Decided:
    """The outcome of an act's command type and decider on the content of a replacement.

    `node` is the node that the act names beside the content, if its command has one.
    """
    command_type, decide = again
    fields = dict(replacement or {})
    if node is not None:
        fields["node"] = node
    try:
        command = command_type.model_validate(fields)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        return refusals.invalid(
            f"replacement.{where}",
            f"更正内容有误：{where}。",
            f"the replacement does not stand: {where}: {error.errors()[0]['msg']}.",
        )
    return decide(state, replace(act, command=command), in_force)
