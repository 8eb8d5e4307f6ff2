"""A real mail server on this machine: takes mail, refuses it, or dies when told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from activities.notifications.letter_settings import SETTINGS
from deploy.ports import free_port


class Relay:
    """What the server was sent; `answers` are told to addresses in the place of `250 OK`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.to: list[list[str]] = []
        self.answers: dict[str, str] = {}
        self.dies_behind_data = False
        self.port = free_port()

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        answer = self.answers.get(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = cast("bytes", envelope.content)
        mail = message_from_bytes(content, policy=policy.default)
        self.mails.append(cast("EmailMessage", mail))
        self.to.append(envelope.rcpt_tos)
        if self.dies_behind_data:
            cast("Any", server.transport).abort()
        return "250 OK"

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The server, for as long as the context lasts; before and after nothing answers."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()

    def configure(self, data_dir: Path, *addresses: str) -> None:
        """Write the notices.yaml of a data directory that mails through this server."""
        lines = "\n".join(f"  - {address}" for address in addresses)
        smtp = f"smtp: {{host: 127.0.0.1, port: {self.port}, sender: jixiao@bureau.example}}"
        (data_dir / SETTINGS).write_text(f"{smtp}\naddresses:\n{lines}\n", "utf-8")


UNIT_101 = "{role: unit, organisation: '101', to: [u101@unit.example]}"
ALL_UNITS = "{role: unit, to: [units@unit.example]}"
