"""For whom somebody acted: the unit that delegated, on the subject or as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.kernel.subject_ids import SubjectKind, organisations, parse_subject
from domain.shared.filings.attachment import DocumentAttached
from domain.shared.filings.delegation import DelegationGiven
from domain.shared.filings.import_messages import ActImported
from domain.shared.names import role_name
from projections.explain.unread import Unread, readable
from store.port import EventLog

Json = dict[str, Any]

_OF_TODAY = {ActImported.name, DocumentAttached.name}
"""The events of an import that its actor takes now: the mark, and the document."""


def whole_units(log: EventLog, subject: str, entries: Sequence[Json], unread: Unread) -> list[Json]:
    """The delegations of the whole units that a subject belonged to, by its entries.

    They end before an event that cannot be read, which is noted in `unread`.
    """
    of = parse_subject(subject)
    data = [entry["data"] for entry in entries if entry["kind"] == "event"]
    units = {one.get(name) for one in data for name in ("unit", "successor")}
    units |= {of.code} if of.kind is SubjectKind.UNIT_YEAR else set()
    there = readable(log, organisations(of.jurisdiction), unread)
    people = (one.event for one in there)
    given = (one.data() for one in people if isinstance(one, DelegationGiven))
    return [one for one in given if one["unit"] in units]


def who_of(entry: Json, delegated: Sequence[Json], day: str) -> str:
    """The actor with role, and the unit for a delegated act; `day` is that of the entry.

    For an imported act: who did it and when, and who imported it.
    """
    actor = entry["actor"]
    if "imported" in entry and entry["name"] not in _OF_TODAY:
        told = entry["imported"]
        done = f"{told['done_by']}（{role_name(told['role'])}）{entry['effective_on']}"
        return f"{done}，{actor['id']} 导入 imported"
    who = f"{actor['id']}（{role_name(actor['role'])}）"
    for one in delegated:
        if one["organisation"] == actor["organisation"] and one["since"] <= day <= one["until"]:
            return f"{who} 代 for {one['unit']}"
    return who
