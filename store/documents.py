"""The documents in a log, and whether their contents are unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.kernel.serialization.envelope import unseal
from domain.shared.filings.attachment import DocumentAttached
from store.integrity_check import Fault
from store.port import ContentDamaged, ContentMissing, EventLog

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was attached to a subject on a day; `size` in bytes."""

    sha256: str
    file_name: str
    size: int
    media_type: str
    subject: str
    on: date


def documents(log: EventLog) -> Iterator[Document]:
    """All documents of a log, in its order."""
    position, topic = 0, f"{DocumentAttached.name}@"
    while found := log.notifications(position, _BATCH):
        position = found[-1].position
        for one in found:
            if one.topic.startswith(topic):
                recorded = unseal(one.topic, one.state, basis=False)
                event = recorded.event
                yield Document(
                    event.sha256,
                    event.file_name,
                    event.size,
                    event.media_type,
                    recorded.stream,
                    recorded.effective_on,
                )


def fault_of(log: EventLog, document: Document) -> Fault | None:
    """The fault of a document's stored content, or `None`."""
    try:
        content = log.content(document.sha256)
    except ContentMissing:
        return Fault.CONTENT_MISSING
    except ContentDamaged:
        return Fault.CONTENT_ALTERED
    return None if len(content) == document.size else Fault.CONTENT_ALTERED
