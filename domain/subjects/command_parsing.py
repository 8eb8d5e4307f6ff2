"""Requests as commands: a name and JSON fields become an act that the kind of subject knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.kernel.decider import Decider
from domain.kernel.message import Command
from domain.kernel.request import BadRequest, Request
from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.subjects.registry import DECIDERS, takes


def command_of(request: Request, deciders: Mapping[SubjectKind, Decider] = DECIDERS) -> Command:
    """The command of a request; raises `BadRequest` naming the field that is wrong."""
    return parse_command(request.subject, request.command, request.fields, deciders)


def parse_command(
    subject: str,
    name: str,
    fields: Mapping[str, Any],
    deciders: Mapping[SubjectKind, Decider] = DECIDERS,
) -> Command:
    """Read a command of a subject; raises `BadRequest` naming the field that is wrong."""
    command_type = Command.by_name.get(name)
    if command_type is None:
        raise BadRequest("command", f"no act is called {name!r}")
    try:
        kind = parse_subject(subject).kind
    except ValueError as error:
        raise BadRequest("subject", str(error)) from error
    if not takes(kind, command_type, deciders):
        raise BadRequest("command", f"{name} is no act of a {kind}")
    try:
        command = command_type.model_validate(fields)
    except ValidationError as error:
        raise _bad_fields(error) from error
    return command


def _bad_fields(error: ValidationError) -> BadRequest:
    """The first fault of the fields, with the others."""
    found: dict[str, list[ErrorDetails]] = {}
    for one in error.errors(include_url=False, include_context=False):
        found.setdefault(_where(one["loc"]), []).append(one)
    faults: BadRequest | None = None
    for where, errors in reversed(found.items()):
        others = (faults, *faults.others) if faults else ()
        message = "; or ".join(dict.fromkeys(one["msg"] for one in errors))
        is_absent = errors[0]["type"] == "missing"
        faults = BadRequest(where, message, absent=is_absent, others=others)
    if faults is None:
        raise ValueError("an error of validation without a fault")
    return faults


def _where(place: tuple[int | str, ...]) -> str:
    """The field of a fault, without the words for each of its types that the library adds."""
    return ".".join(str(part) for part in place if "[" not in str(part)) or "command"
