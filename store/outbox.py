"""The outbox: letters that tell people what the log has for them, each written once.

A letter's id follows from its event, channel and recipient, and the letters of a stretch of the log
come in with the outbox's own position in one transaction. So a stretch that is read twice, by one
process or by two, leads to the same letters, each once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from store.databases.database import Database, Row


class Channel(StrEnum):
    """A way on which letters leave."""

    FILE = "file"
    SMTP = "smtp"


class LetterState(StrEnum):
    """What became of a letter; `failed` is not tried again by itself."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Letter:
    """What one recipient is told of one event on one channel; `day` is that of its writing."""

    letter_id: UUID
    event_id: UUID
    channel: Channel
    role: str
    organisation: str
    day: date
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A letter with what became of it: how often it was tried, and why the last try failed."""

    letter: Letter
    state: LetterState
    attempts: int
    last_error: str


class UnknownLetter(KeyError):  # noqa: N818 - what it is
    """No letter has this id."""


class Outbox:
    """The outbox of a log; safe to use from several threads.

    Every method raises `StoreUnavailable` when the database does not take or answer now.
    """

    def __init__(self, database: Database) -> None:
        """Use a database that is open."""
        self._database = database
        self._sql = database.outbox

    def position(self) -> int:
        """The position in the log up to which its letters are written."""
        found: int = self._database.rows(self._sql.position, ())[0][0]
        return found

    def take_in(self, letters: Sequence[Letter], position: int) -> None:
        """Put letters in, pending, and move to `position`; those that are there stay as they are.

        The letters are all of those between the present position and the new one.
        """
        inserts = [(self._sql.insert, _columns_of(letter)) for letter in letters]
        self._database.write_all([*inserts, (self._sql.move, (position, position))])

    def pending(self, channel: Channel, limit: int) -> list[OutboxRow]:
        """At most `limit` letters to be sent: those tried least often first, then the oldest."""
        found = self._database.rows(self._sql.pending, (channel.value, limit))
        return [_row_of(columns) for columns in found]

    def rows(self, state: LetterState | None = None) -> list[OutboxRow]:
        """All letters, or those in a state, in the order of the log."""
        if state is None:
            found = self._database.rows(self._sql.rows, ())
        else:
            found = self._database.rows(self._sql.rows_in_state, (state.value,))
        return [_row_of(columns) for columns in found]

    def settle(self, letter_id: UUID, state: LetterState, error: str = "") -> None:
        """Note a try to send a letter: sent, failed for good, or pending still."""
        self._database.write(self._sql.settle, (state.value, error, str(letter_id)))

    def again(self, letter_ids: Sequence[UUID]) -> int:
        """Have letters sent once more, whatever became of them, all or none; returns how many.

        Raises `UnknownLetter` with the first id that no letter has.
        """
        for letter_id in letter_ids:
            if not self._database.rows(self._sql.letter, (str(letter_id),)):
                raise UnknownLetter(str(letter_id))
        again = [(self._sql.again, (str(letter_id),)) for letter_id in letter_ids]
        self._database.write_all(again)
        return len(set(letter_ids))

    def failed_again(self) -> int:
        """Have all failed letters sent once more; returns how many these are."""
        failed = len(self.rows(LetterState.FAILED))
        self._database.write(self._sql.failed_again, ())
        return failed

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def _columns_of(letter: Letter) -> Row:
    letter_id, event_id, channel, role, organisation, day, title, body = astuple(letter)
    return (
        str(letter_id),
        str(event_id),
        channel.value,
        role,
        organisation,
        day.isoformat(),
        title,
        body,
    )


def _row_of(columns: Row) -> OutboxRow:
    letter_id, event_id, channel, role, organisation, day, title, body, *became = columns
    letter = Letter(
        UUID(str(letter_id)),
        UUID(str(event_id)),
        Channel(channel),
        role,
        organisation,
        date.fromisoformat(day),
        title,
        body,
    )
    state, attempts, last_error = became
    return OutboxRow(letter, LetterState(state), attempts, last_error)
