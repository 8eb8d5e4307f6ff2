"""Adopted packs of a jurisdiction whose texts differ from those of this program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from domain.kernel.subject_ids import packs
from domain.subjects.packs_adopted.decider import Adopted
from store.packs.packaged_packs import packaged_texts
from store.port import EventLog


@dataclass(frozen=True, slots=True)
class OtherText:
    """A pack adopted in another text than this program's; both texts by sha256 (hex)."""

    jurisdiction: str
    pack: str
    adopted: str
    packaged: str


def other_texts(events: EventLog, jurisdictions: Iterable[str]) -> Iterator[OtherText]:
    """The packs of some jurisdictions whose adopted text differs from this program's."""
    packaged = {
        name.removesuffix(".yaml"): sha256(text).hexdigest() for name, text in packaged_texts()
    }
    for jurisdiction in jurisdictions:
        adopted = {
            recorded.event.pack: recorded.event.sha256
            for recorded in events.read(packs(jurisdiction))
            if isinstance(recorded.event, Adopted)
        }
        for pack, text in sorted(adopted.items()):
            if packaged.get(pack, text) != text:
                yield OtherText(jurisdiction, pack, text, packaged[pack])
