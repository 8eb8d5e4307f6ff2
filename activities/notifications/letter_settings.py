"""Settings of letters: the addresses in `notices.yaml` of the data directory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from domain.kernel.message import Message
from domain.kernel.vocabulary import Role
from domain.rules import PackError
from domain.rules.engine.strict_yaml import line_of, read
from store.backups.atomic_file import FileRefused, whole_file

SETTINGS = "notices.yaml"
_LARGEST = 1024 * 1024

Address = Annotated[str, Field(pattern=r"^[\x21-\x3b\x3d\x3f\x41-\x7e]+@[A-Za-z0-9.-]+$")]
"""An ASCII mail address without a display name."""


class BadSettings(ValueError):  # noqa: N818 - the field's own name
    """`notices.yaml` is unusable; as text, one line `FILE:LINE: field: why`."""

    def __init__(self, file: str, line: int | None, field: str, why: str) -> None:
        super().__init__(f"{file if line is None else f'{file}:{line}'}: {field}: {why}")
        self.file = file
        self.line = line
        self.field = field
        self.why = why


class MailServer(Message):
    """A mail server; `user` logs in with the password in JIXIAO_SMTP_PASSWORD."""

    host: str = Field(min_length=1)
    port: int = Field(default=25, ge=1, le=65535)
    sender: Address
    security: Literal["none", "starttls", "tls"] = "none"
    user: str | None = None


class Mailbox(Message):
    """The addresses of a role, of one organisation or (null) of all organisations."""

    role: Role
    organisation: str | None = None
    to: tuple[Address, ...] = Field(min_length=1)


class MailSettings(Message):
    """The mail server and the addresses."""

    smtp: MailServer
    addresses: tuple[Mailbox, ...] = ()

    def addresses_of(self, role: str, organisation: str) -> tuple[str, ...]:
        """The addresses of a recipient; those of its own organisation first."""
        mine = [box for box in self.addresses if box.role == role]
        own = [box for box in mine if box.organisation == organisation]
        found = own or [box for box in mine if box.organisation is None]
        return tuple(dict.fromkeys(address for box in found for address in box.to))


def mail_settings(data_dir: Path) -> MailSettings | None:
    """The settings of a data directory, `None` without the file; raises `BadSettings`."""
    file = data_dir / SETTINGS
    try:
        if not file.exists():
            return None
        text = whole_file(file, _LARGEST)
    except FileRefused as error:
        raise BadSettings(str(file), None, "file", str(error)) from error
    try:
        content, lines = read(text, str(file))
    except PackError as error:
        fault = error.faults[0]
        raise BadSettings(fault.file, fault.line, fault.field, fault.reason) from error
    try:
        return MailSettings.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "document"
        line = line_of(lines, first["loc"])
        raise BadSettings(str(file), line, field, first["msg"]) from error
