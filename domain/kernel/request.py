"""A request: an act as it is sent and as the command log keeps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.kernel.decider import Actor
from domain.kernel.frozen import replace
from domain.kernel.serialization.canonical_json import canonical
from domain.kernel.vocabulary import Role

_FIELDS = frozenset({"command_id", "subject", "command", "actor", "fields", "caused_by"})


FIRST = 1
"""The version of a stored act that has none."""

_VERSION = "version"

LARGEST = 2_000_000
"""Bytes of the largest request (inclusive), as JSON in ASCII; the engine takes 2 MiB at most."""


class BadRequest(ValueError):  # noqa: N818 - the field's own name
    """A request that cannot be read; `field` names the wrong field, `others` are further faults."""

    def __init__(
        self,
        field: str,
        message: str,
        *,
        absent: bool = False,
        others: Sequence[BadRequest] = (),
    ) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
        self.absent = absent
        self.others = tuple(others)


def together(faults: Sequence[BadRequest]) -> BadRequest:
    """The first of some faults, with all others beside it."""
    first, *rest = (one for fault in faults for one in (fault, *fault.others))
    return BadRequest(first.field, first.message, absent=first.absent, others=rest)


@dataclass(frozen=True, slots=True)
class Request:
    """One act on one subject; `fields` are JSON values, with numbers as strings.

    `version` is the version of the command that a stored act was taken by. It is no part of what is
    asked: a sender cannot choose it, and the hash leaves it out.
    """

    command_id: UUID
    subject: str
    command: str
    actor: Actor
    fields: Mapping[str, Any]
    caused_by: UUID | None = None
    version: int = FIRST

    def as_json(self) -> dict[str, Any]:
        """The request as JSON values; the first version of a command is left out."""
        asked = {
            "command_id": str(self.command_id),
            "subject": self.subject,
            "command": self.command,
            "actor": self.actor.as_json(),
            "fields": dict(self.fields),
            "caused_by": str(self.caused_by) if self.caused_by else None,
        }
        return asked if self.version == FIRST else {**asked, _VERSION: self.version}

    def taken_by(self, version: int) -> Request:
        """The request as the log keeps it: with the version of the command that it was taken by."""
        return replace(self, version=version)

    def hash(self) -> str:
        """The sha256 (hex) of what is asked, by whom, of which subject: not of its id."""
        asked = self.taken_by(FIRST).as_json()
        del asked["command_id"]
        return hashlib.sha256(canonical(asked)).hexdigest()

    @property
    def update_id(self) -> str:
        """The update id for the engine (design, section 4)."""
        return f"{self.command_id}:{self.hash()[:16]}"


def read_stored(act: Mapping[str, Any]) -> Request:
    """Read the request of a stored act, with the version that it was taken by.

    Raises `BadRequest` with the wrong field.
    """
    asked = {name: value for name, value in act.items() if name != _VERSION}
    version = act.get(_VERSION, FIRST)
    if type(version) is not int or version < FIRST:
        raise BadRequest(_VERSION, "应为从 1 起的整数 / a whole number from 1 on is expected")
    return read_request(asked).taken_by(version)


def read_request(value: Any) -> Request:
    """Read a request from JSON values; raises `BadRequest` with the wrong field.

    A request has no version: an act is taken by the current version of its command.
    """
    if not isinstance(value, Mapping):
        raise BadRequest("request", "a JSON object is expected")
    unknown = set(value) - _FIELDS
    if unknown:
        raise BadRequest(str(min(unknown, key=str)), "is not a field of a request")
    fields = value.get("fields", {})
    if not isinstance(fields, Mapping):
        raise BadRequest("fields", "a JSON object is expected")
    if _fault_of(fields):
        for name, given in fields.items():
            if fault := _fault_of({name: given}):
                raise BadRequest(ascii(name).strip("'"), fault)
    caused_by = value.get("caused_by")
    return Request(
        command_id=_uuid("command_id", value.get("command_id")),
        subject=_text("subject", value.get("subject")),
        command=_text("command", value.get("command")),
        actor=read_actor(value.get("actor")),
        fields=fields,
        caused_by=None if caused_by is None else _uuid("caused_by", caused_by),
    )


def require_size(value: Any) -> None:
    """Raise `BadRequest` for JSON values of a request that is larger than `LARGEST`."""
    if len(json.dumps(value, separators=(",", ":"))) > LARGEST:
        raise BadRequest("request", f"超过 {LARGEST} 字节 / is larger than {LARGEST} bytes")


def read_actor(value: Any) -> Actor:
    """Read an actor; raises `BadRequest` with the wrong field."""
    if not isinstance(value, Mapping):
        raise BadRequest("actor", "an object with id, organisation and role is expected")
    unknown = set(value) - {"id", "organisation", "role"}
    if unknown:
        raise BadRequest(f"actor.{min(unknown)}", "is not a field of an actor")
    role = _text("actor.role", value.get("role"))
    if role not in set(Role):
        raise BadRequest("actor.role", f"{role!r} is none of {', '.join(Role)}")
    return Actor(
        _text("actor.id", value.get("id")),
        _text("actor.organisation", value.get("organisation")),
        Role(role),
    )


def _text(field: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadRequest(field, "a text is expected", absent=value is None)
    if value != value.strip():
        raise BadRequest(field, "no white space may stand around it")
    if fault := _fault_of(value):
        raise BadRequest(field, fault)
    return value


def _fault_of(value: Any) -> str | None:
    """The fault in values that Python's JSON reader accepts but JSON does not allow."""
    try:
        _as_json(value).encode()
        canonical(value)  # its hash will be asked for
    except UnicodeEncodeError:
        return "is no Unicode text"
    except ValueError:
        return "has a number that is not finite"
    except RecursionError:
        return "is nested too deeply"
    return None


_as_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode


def _uuid(field: str, value: Any) -> UUID:
    text = _text(field, value)
    try:
        return UUID(text)
    except ValueError as error:
        raise BadRequest(field, f"{value!r} is no UUID") from error
