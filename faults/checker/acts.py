"""Every acknowledged act is in the log, once, as it was sent and as it was answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from faults.checker.canonical import request_hash
from faults.checker.findings import Code, Finding
from faults.checker.raw import Command, Raw, told_events
from faults.checker.told import Sending


def check_acts(raw: Raw, told: Sequence[Sending]) -> Iterator[Finding]:
    """Compare each answer with the log, and each row of the command log with its events."""
    for sending in told:
        if sending.outcome is not None:
            yield from _acknowledged(raw, sending)
    answered = {(one.id, one.hash) for one in told if one.outcome is not None}
    for command_id, content in sorted({(one.id, one.hash) for one in told} - answered):
        yield Finding(Code.NEVER_ANSWERED, command_id, f"content {content[:16]}")
    for command in raw.commands:
        yield from _kept_whole(raw, command)


def _acknowledged(raw: Raw, sending: Sending) -> Iterator[Finding]:
    rows = raw.by_id.get(sending.id, [])
    what = f"{sending.request['subject']} {sending.request['command']}"
    if len(rows) != 1:
        code = Code.ACT_TWICE if rows else Code.ACT_MISSING
        yield Finding(code, sending.id, f"{what}: {len(rows)} rows")
        return
    row = rows[0]
    if sending.is_reuse:
        if row.request_hash == sending.hash:
            yield Finding(Code.OUTCOME_DIFFERS, sending.id, f"{what}: refused as another content")
        return
    if row.request_hash != sending.hash:
        yield Finding(Code.REUSED_ID_TAKEN, sending.id, f"{what}: the log has another content")
    elif row.outcome != sending.outcome:
        yield Finding(Code.OUTCOME_DIFFERS, sending.id, f"{what}: the log has another outcome")
    elif row.stream != sending.request["subject"]:
        yield Finding(Code.ACT_ALTERED, sending.id, f"{what}: it is in stream {row.stream}")


def _kept_whole(raw: Raw, row: Command) -> Iterator[Finding]:
    """A row hashes to what it says, and its events are those that its outcome tells of."""
    what = f"{row.stream} {row.act.get('command')}"
    if request_hash(row.act) != row.request_hash or row.act.get("command_id") != row.id:
        yield Finding(Code.ACT_ALTERED, row.id, f"{what}: its hash is of another content")
    if row.act.get("subject") != row.stream:
        yield Finding(Code.ACT_ALTERED, row.id, f"{what}: it was an act on another subject")
    events = raw.events_of.get(row.id, [])
    if not row.accepted:
        if events or row.versions:
            yield Finding(Code.REFUSED_WITH_EVENTS, row.id, f"{what}: {len(events)} events")
        return
    found = [(one.id, one.leaf.get("name")) for one in events]
    where = [(one.stream, one.version) for one in events]
    if found != list(told_events(row.outcome)):
        yield Finding(Code.EVENTS_DIFFER, row.id, f"{what}: {len(found)} events, others told of")
    elif where != [(row.stream, version) for version in row.versions]:
        yield Finding(Code.EVENTS_DIFFER, row.id, f"{what}: its events are at {where}")
