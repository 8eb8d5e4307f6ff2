"""The command and the event of an imported act, and the entry that the state keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from domain.kernel.decider import Actor
from domain.kernel.message import Command, Event
from domain.kernel.vocabulary import Code, Day, Role, Text, business_date, start_of
from domain.shared.filings.attachment import Bytes, FileName, MediaType, Sha256


class ImportAct(
    Command, name="history.import-act", who={Role.FINANCE}, reads_past=True, dates_events=True
):
    """Import an act of this budget year that was done before the project came into this log.

    `act` is the name of the act and `content` has its fields, as `jixiao schema commands` shows
    them. `done_on` is the day on which it was done, `done_by` who did it, and `document` the sha256
    of the attached document that shows it. The rules decide the act as of that day. A document that
    is not attached yet is attached by its `file_name`, `size` in bytes and `media_type`; in a file
    of acts, `document_file` replaces these fields.
    """

    act: Text
    done_on: Day
    done_by: Text
    document: Sha256
    content: dict[str, Any] | None = None
    file_name: FileName | None = None
    size: Bytes | None = None
    media_type: MediaType | None = None

    @property
    def taken_by(self) -> int:
        """The version of the act that is imported."""
        imported = Command.by_name.get(self.act)
        return imported.version if imported else self.version


class ActImported(Event, name="history.act-imported", version=1):
    """The events that follow in the same outcome were imported.

    `act` was done on `done_on` by a person of an organisation in a role, as `document` shows. `of`
    is the node or the day that names the act beside others of its kind.
    """

    act: Text
    of: Text | None = None
    done_on: Day
    done_by: Text
    organisation: Code
    role: Role
    document: Sha256

    @property
    def key(self) -> str:
        """The name of the act, with its node or day."""
        return self.act if self.of is None else f"{self.act}:{self.of}"


@dataclass(frozen=True, slots=True)
class Imported:
    """An act as it was imported, by its key; `by` did it on the day `on`."""

    event_id: UUID
    key: str
    on: date
    by: Actor
    document: str


def found_at(recorded_at: datetime) -> datetime:
    """The instant at which a duty that an import began is found overdue if its day is over.

    That is the end of the day of the import: until then the bureau imports what followed.
    """
    return start_of(business_date(recorded_at) + timedelta(days=1))
