"""The SQL of the log's check: all rows in the order of their positions, with related rows.

Written out for each database; both return the same columns (`store.soundness`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckStatements:
    """The check's queries for one database.

    `events` and `commands` take a position (exclusive), a position (inclusive), and a number of
    rows. `commands_by_id` takes a JSON list of ids, `counts` the newest checked positions. `dense`
    says that positions have no gaps unless a row was deleted. `events_until` counts the events up
    to a position (inclusive), by an index.
    """

    events: str
    events_of: str
    commands: str
    commands_of: str
    commands_by_id: str
    counts: str
    contents: str
    events_until: str
    dense: bool
    thorough: str | None = None
    quick: str | None = None


SQLITE = CheckStatements(
    events="""
        SELECT e.rowid, e.originator_id, e.originator_version, e.topic, e.state,
               (SELECT b.rowid FROM stored_events b WHERE b.originator_id = e.originator_id
                AND b.originator_version = e.originator_version - 1)
        FROM stored_events e WHERE e.rowid > ? AND e.rowid <= ? ORDER BY e.rowid LIMIT ?""",
    events_of="""
        SELECT e.rowid, e.originator_id, e.originator_version, e.topic, e.state,
               (SELECT b.rowid FROM stored_events b WHERE b.originator_id = e.originator_id
                AND b.originator_version = e.originator_version - 1)
        FROM stored_events e WHERE e.originator_id = ? ORDER BY e.originator_version""",
    commands="""
        SELECT c.position, c.command_id, c.request_hash, c.stream, c.first_version, c.last_version,
               c.act, c.outcome, c.recorded_at, c.stored_at,
               (SELECT COUNT(*) FROM stored_events e WHERE e.originator_id = c.stream
                AND e.originator_version BETWEEN c.first_version AND c.last_version)
        FROM command_log c WHERE c.position > ? AND c.position <= ?
        ORDER BY c.position LIMIT ?""",
    commands_of="""
        SELECT c.position, c.command_id, c.request_hash, c.stream, c.first_version, c.last_version,
               c.act, c.outcome, c.recorded_at, c.stored_at,
               (SELECT COUNT(*) FROM stored_events e WHERE e.originator_id = c.stream
                AND e.originator_version BETWEEN c.first_version AND c.last_version)
        FROM command_log c WHERE c.stream = ? ORDER BY c.position""",
    commands_by_id="""
        SELECT c.position, c.command_id, c.stream, c.first_version, c.last_version, c.act,
               c.outcome, c.recorded_at, c.stored_at
        FROM json_each(?) AS asked CROSS JOIN command_log c ON c.command_id = asked.value""",
    counts="""
        SELECT (SELECT COUNT(*) FROM stored_events)
               - (SELECT COUNT(*) FROM stored_events WHERE rowid > ?),
               (SELECT COUNT(*) FROM command_log)
               - (SELECT COUNT(*) FROM command_log WHERE position > ?)""",
    contents="SELECT sha256 FROM content ORDER BY sha256",
    events_until="""
        SELECT (SELECT COUNT(*) FROM stored_events)
               - (SELECT COUNT(*) FROM stored_events WHERE rowid > ?)""",
    dense=True,
    thorough="PRAGMA integrity_check",
    quick="PRAGMA quick_check",
)

POSTGRES = CheckStatements(
    events="""
        SELECT e.notification_id, e.originator_id, e.originator_version, e.topic, e.state,
               (SELECT b.notification_id FROM stored_events b
                WHERE b.originator_id = e.originator_id
                AND b.originator_version = e.originator_version - 1)
        FROM stored_events e WHERE e.notification_id > %s AND e.notification_id <= %s
        ORDER BY e.notification_id LIMIT %s""",
    events_of="""
        SELECT e.notification_id, e.originator_id, e.originator_version, e.topic, e.state,
               (SELECT b.notification_id FROM stored_events b
                WHERE b.originator_id = e.originator_id
                AND b.originator_version = e.originator_version - 1)
        FROM stored_events e WHERE e.originator_id = %s ORDER BY e.originator_version""",
    commands="""
        SELECT c.position, c.command_id, c.request_hash, c.stream, c.first_version, c.last_version,
               c.act, c.outcome, c.recorded_at, c.stored_at,
               (SELECT COUNT(*) FROM stored_events e WHERE e.originator_id = c.stream
                AND e.originator_version BETWEEN c.first_version AND c.last_version)
        FROM command_log c WHERE c.position > %s AND c.position <= %s
        ORDER BY c.position LIMIT %s""",
    commands_of="""
        SELECT c.position, c.command_id, c.request_hash, c.stream, c.first_version, c.last_version,
               c.act, c.outcome, c.recorded_at, c.stored_at,
               (SELECT COUNT(*) FROM stored_events e WHERE e.originator_id = c.stream
                AND e.originator_version BETWEEN c.first_version AND c.last_version)
        FROM command_log c WHERE c.stream = %s ORDER BY c.position""",
    commands_by_id="""
        SELECT c.position, c.command_id, c.stream, c.first_version, c.last_version, c.act,
               c.outcome, c.recorded_at, c.stored_at
        FROM jsonb_array_elements_text(%s) AS asked(value)
        JOIN command_log c ON c.command_id = asked.value::uuid""",
    counts="""
        SELECT (SELECT COUNT(*) FROM stored_events)
               - (SELECT COUNT(*) FROM stored_events WHERE notification_id > %s),
               (SELECT COUNT(*) FROM command_log)
               - (SELECT COUNT(*) FROM command_log WHERE position > %s)""",
    contents="SELECT sha256 FROM content ORDER BY sha256",
    events_until="""
        SELECT (SELECT COUNT(*) FROM stored_events)
               - (SELECT COUNT(*) FROM stored_events WHERE notification_id > %s)""",
    dense=False,
)

ENDS_SQLITE = """
    SELECT (SELECT COALESCE(MAX(rowid), 0) FROM stored_events),
           (SELECT COALESCE(MAX(position), 0) FROM command_log)"""
ENDS_POSTGRES = """
    SELECT (SELECT COALESCE(MAX(notification_id), 0) FROM stored_events),
           (SELECT COALESCE(MAX(position), 0) FROM command_log)"""
