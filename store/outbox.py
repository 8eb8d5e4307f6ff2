"""The outbox: letters to people about events in the log, each written once.

A letter's id is derived from its event, channel and recipient. The letters of a part of the log and
the outbox's position are written in one transaction. So a part that is read twice, by one or two
processes, gives the same letters once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from store.databases.database import Database, Row


class Channel(StrEnum):
    """A channel for letters."""

    FILE = "file"
    SMTP = "smtp"


class LetterState(StrEnum):
    """The state of a letter; a `failed` letter is not retried automatically."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter to one recipient about one event on one channel; `day` is the day of writing."""

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
    """A letter with its state, its number of attempts, and the last error."""

    letter: Letter
    state: LetterState
    attempts: int
    last_error: str


class UnknownLetter(KeyError):  # noqa: N818 - what it is
    """No letter has this id."""


class Outbox:
    """The outbox of a log; safe to use from several threads.

    Every method raises `StoreUnavailable` when the database does not answer.
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
        """Add pending letters and move to `position`; existing letters stay unchanged.

        The letters must be all those between the present position and the new one.
        """
        inserts = [(self._sql.insert, _columns_of(letter)) for letter in letters]
        self._database.write_all([*inserts, (self._sql.move, (position, position))])

    def pending(self, channel: Channel, limit: int) -> list[OutboxRow]:
        """At most `limit` letters to be sent: those tried least often first, then the oldest."""
        found = self._database.rows(self._sql.pending, (channel.value, limit))
        return [_row_of(columns) for columns in found]

    def rows(self, state: LetterState | None = None) -> list[OutboxRow]:
        """All letters, or those in one state, in the order of the log."""
        if state is None:
            found = self._database.rows(self._sql.rows, ())
        else:
            found = self._database.rows(self._sql.rows_in_state, (state.value,))
        return [_row_of(columns) for columns in found]

    def settle(self, letter_id: UUID, state: LetterState, error: str = "") -> None:
        """Note a try to send a letter: sent, failed for good, or pending still."""
        self._database.write(self._sql.settle, (state.value, error, str(letter_id)))

    def again(self, letter_ids: Sequence[UUID]) -> int:
        """Make letters pending again, whatever their state, all or none; returns their number.

        Raises `UnknownLetter` with the first unknown id.
        """
        for letter_id in letter_ids:
            if not self._database.rows(self._sql.letter, (str(letter_id),)):
                raise UnknownLetter(str(letter_id))
        again = [(self._sql.again, (str(letter_id),)) for letter_id in letter_ids]
        self._database.write_all(again)
        return len(set(letter_ids))

    def failed_again(self) -> int:
        """Make all failed letters pending again; returns their number."""
        failed = len(self.rows(LetterState.FAILED))
        self._database.write(self._sql.failed_again, ())
        return failed

    def close(self) -> None:
        """Close the database."""
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
