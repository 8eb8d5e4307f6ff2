"""The channels of letters: a file per letter, or mail.

A letter that is sent twice can be recognised: same file name, same Message-ID.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from email.utils import localtime
from pathlib import Path
from typing import Protocol

from activities.notifications.letter_settings import MailServer, MailSettings, mail_settings
from store.outbox import Channel, Letter

JIXIAO_SMTP_PASSWORD = "JIXIAO_SMTP_PASSWORD"  # noqa: S105 - the name of a setting
"""The environment variable with the password of the mail server's user."""

_TIMEOUT_SECONDS = 20.0
_PERMANENT = 500


class ChannelAway(Exception):  # noqa: N818 - what is so, not what went wrong
    """The channel is unavailable: all of its letters wait."""


class LetterWaits(Exception):  # noqa: N818
    """A letter that is not accepted now; other letters may be."""


class LetterRefused(Exception):  # noqa: N818
    """A letter that the channel rejects permanently."""


class Sends(Protocol):
    """An open channel."""

    def send(self, letter: Letter) -> None:
        """Send a letter; raises `ChannelAway`, `LetterWaits` or `LetterRefused`."""
        ...

    def close(self) -> None:
        """Release the channel's resources."""
        ...


class FileChannel:
    """A channel that writes each letter as one file, atomically."""

    def __init__(self, folder: Path) -> None:
        """Write into `folder`, which the first letter creates."""
        self._folder = folder

    def send(self, letter: Letter) -> None:
        """Write the letter's file; raises `ChannelAway` if the disk does not accept it."""
        file = self._folder / f"{letter.day}-{letter.letter_id}.txt"
        unfinished = file.with_suffix(f".{os.getpid()}.part")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with unfinished.open("w", encoding="utf-8") as opened:
                unfinished.chmod(0o600)
                opened.write(f"{letter.title}\n\n{letter.body}")
                opened.flush()
                os.fsync(opened.fileno())
            unfinished.replace(file)
        except OSError as error:
            with suppress(OSError):  # no file yet, or the disk does not answer
                unfinished.unlink()
            raise ChannelAway(f"{file}: {error.strerror or error}") from error

    def close(self) -> None:
        """There is nothing to release."""


class MailChannel:
    """A channel that mails over one connection, opened by the first letter."""

    def __init__(self, settings: MailSettings) -> None:
        """Mail by the bureau's settings."""
        self._settings = settings
        self._connection: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> None:
        """Mail a letter to all addresses of its recipient."""
        to = self._settings.addresses_of(letter.role, letter.organisation)
        if not to:
            raise LetterRefused(
                f"notices.yaml has no address of {letter.role} {letter.organisation}"
            )
        sender = self._settings.smtp.sender
        try:
            self._connection = self._connection or _connected(self._settings.smtp)
            refused = self._connection.send_message(mail_of(letter, sender, to), sender, to)
        except smtplib.SMTPRecipientsRefused as error:
            _refused(error.recipients)
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            text = error.smtp_error
            said = text if isinstance(text, bytes) else text.encode()
            _refused({sender: (error.smtp_code, said)})
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ChannelAway(f"{self._settings.smtp.host}: {_text(error)}") from error
        else:
            if refused:
                _refused(refused)

    def close(self) -> None:
        """Close the connection if it is open."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def mail_of(letter: Letter, sender: str, to: tuple[str, ...]) -> EmailMessage:
    """A letter as mail; its Message-ID is derived from its event and recipient."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, ", ".join(to), letter.title
    mail["Date"] = localtime()
    mail["Message-ID"] = f"<{letter.letter_id}@{sender.rpartition('@')[2]}>"
    mail["X-Jixiao-Event"] = str(letter.event_id)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body, cte="base64")
    return mail


def opened(channel: Channel, data_dir: Path) -> Sends:
    """Open a channel by the current settings of the data directory; raises `BadSettings`."""
    return _OPENED[channel](data_dir)


def _opened_mail(data_dir: Path) -> Sends:
    settings = mail_settings(data_dir)
    return MailChannel(settings) if settings else _NoMail()


class _NoMail:
    """The mail channel after the settings were removed; the letter was written before."""

    def send(self, letter: Letter) -> None:
        raise LetterRefused(f"there is no notices.yaml to mail {letter.role} by")

    def close(self) -> None:
        """There is nothing to release."""


_OPENED: dict[Channel, Callable[[Path], Sends]] = {
    Channel.FILE: lambda data_dir: FileChannel(data_dir / "notices"),
    Channel.SMTP: _opened_mail,
}


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=_TIMEOUT_SECONDS, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT_SECONDS)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user is not None:
            connection.login(server.user, os.environ.get(JIXIAO_SMTP_PASSWORD, ""))
    except BaseException:
        connection.close()
        raise
    return connection


def _refused(by_address: dict[str, tuple[int, bytes]]) -> None:
    """The error for a refused letter: permanent only if every address refuses permanently."""
    why = "; ".join(
        f"{address}: {code} {text.decode('utf-8', 'replace')}"
        for address, (code, text) in by_address.items()
    )
    if all(code >= _PERMANENT for code, _ in by_address.values()):
        raise LetterRefused(why)
    raise LetterWaits(why)


def _text(error: Exception) -> str:
    return str(error) or type(error).__name__
