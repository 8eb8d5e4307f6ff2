"""Attachments 附件: documents of a subject, by name, size and sha256 of their stored content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.frozen import replace
from domain.kernel.keys import Naming
from domain.kernel.message import Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Code as RefusalCode
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role
from domain.shared.filings.delegation import for_unit
from domain.shared.filings.media_types import MEDIA_TYPES, of_name

LARGEST = 16 * 1024 * 1024
"""Bytes of the largest document (inclusive)."""

_FORBIDDEN = frozenset('/\\:*?"<>|')
_LONGEST_NAME = 255


def _plain_name(name: str) -> str:
    """Refuse a name that a file system or a reader could misread."""
    if set(name) & _FORBIDDEN or not name.isprintable():
        raise ValueError(
            "a file's name is expected, without folders, control characters and : * ? \" < > |"
        )
    if name.startswith(".") or name != name.strip() or name.endswith("."):
        raise ValueError("a name neither begins with a dot or a space nor ends with one")
    if len(name.encode()) > _LONGEST_NAME:
        raise ValueError(f"a name has at most {_LONGEST_NAME} bytes in UTF-8")
    return name


FileName = Annotated[str, Field(min_length=1), AfterValidator(_plain_name)]
"""The name of a file, without directories."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""The sha256 of content, in hexadecimal."""

Bytes = Annotated[int, Field(ge=1, le=LARGEST)]
"""The size of a document in bytes, from 1 to `LARGEST`."""

MediaType = Annotated[str, Field(json_schema_extra={"enum": sorted(MEDIA_TYPES)})]
"""An accepted media type."""

Attached = frozenset[tuple[str, str]]
"""The documents attached to a subject: sha256 and name of each."""


class Attach(
    Command,
    name="attach",
    who={Role.UNIT, Role.DEPARTMENT, Role.FINANCE, Role.THIRD_PARTY},
    at_once=True,
):
    """Attach a document; the store keeps its content by sha256; `size` is in bytes.

    In a file of acts, `file` replaces these fields and names a document on this machine.
    """

    sha256: Sha256
    file_name: FileName
    size: Bytes
    media_type: MediaType


class DocumentAttached(Event, name="document.attached", version=1):
    """A document was attached; `size` in bytes."""

    sha256: Sha256
    file_name: str
    size: int
    media_type: MediaType


Admit = Callable[[Any, CommandContext[Any], InForce], Refusal | None]
"""Refuses the act of a stranger to a subject."""


def anybody(_state: Any, _act: CommandContext[Any], _in_force: InForce) -> None:
    """Admit every actor, where another check of every act already refuses others."""


def own_department(state: Any, act: CommandContext[Any], in_force: InForce) -> Refusal | None:
    """Refuse the department of another unit, where every act already refuses other units."""
    if act.actor.role is not Role.DEPARTMENT:
        return None
    return for_unit(state, act, in_force, state.known.unit)


def actor_is_no_stranger(
    admit: Admit, state: Any, act: CommandContext[Attach], in_force: InForce
) -> Refusal | None:
    """The actor is no stranger to the subject, by its own `admit`."""
    return admit(state, act, in_force)


def name_fits_type(
    _admit: Admit, _state: Any, act: CommandContext[Attach], _in_force: InForce
) -> Refusal | None:
    """The name of the file has an ending of its media type."""
    name, media_type = act.command.file_name, act.command.media_type
    if of_name(name) == media_type:
        return None
    return refusals.invalid(
        "media_type",
        f"文件名 {name} 与内容类型 {media_type} 不符，请按实际类型命名。",
        f"the name {name} does not fit {media_type}: name the file by its type.",
    )


def document_is_new(
    _admit: Admit, state: Any, act: CommandContext[Attach], _in_force: InForce
) -> Refusal | None:
    """The same content is not attached under the same name."""
    command = act.command
    if (command.sha256, command.file_name) not in state.documents:
        return None
    return Refusal(
        RefusalCode.DUPLICATE,
        f"附件 {command.file_name} 已提交过，内容相同，无需再次提交。",
        f"{command.file_name} is attached already, with the same content.",
    )


@guarded_by(actor_is_no_stranger, name_fits_type, document_is_new)
def attach(_admit: Admit, _state: Any, act: CommandContext[Attach], _in_force: InForce) -> Decided:
    """Attach a document, once under the same name."""
    return (Decision(DocumentAttached(**dict(act.command))),)


def attached(state: Any, recorded: Recorded[DocumentAttached]) -> Any:
    """Evolve by `document.attached`."""
    event = recorded.event
    return replace(state, documents=state.documents | {(event.sha256, event.file_name)})


def attached_documents(state: Any, _naming: Naming, _in_force: InForce) -> Iterator[str]:
    """The documents of a subject by their sha256."""
    return (sha256 for sha256, _ in sorted(state.documents))


def deciders(admit: Admit = anybody) -> Deciders:
    """The command of attaching, for a kind of subject; `admit` refuses other actors."""
    return {Attach: partial(attach, admit)}


EVOLVE: Evolvers = {DocumentAttached: attached}
