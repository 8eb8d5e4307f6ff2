"""The SQL of the log, written for SQLite; PostgreSQL's differs in few words."""

from __future__ import annotations

from dataclasses import fields

from store.databases.database import Statements

SQLITE = Statements(
    insert_command="""
        INSERT INTO command_log (command_id, request_hash, stream, first_version, last_version,
                                 act, outcome, recorded_at, stored_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
    command="""
        SELECT command_id, request_hash, stream, first_version, last_version,
               act, outcome, recorded_at, stored_at
        FROM command_log WHERE command_id = ?""",
    commands="""
        SELECT command_id, request_hash, stream, first_version, last_version,
               act, outcome, recorded_at, stored_at
        FROM command_log WHERE stream = ? ORDER BY position""",
    read="""
        SELECT topic, state FROM stored_events
        WHERE originator_id = ? AND originator_version > ? ORDER BY originator_version""",
    notifications_of="""
        SELECT rowid, topic, state FROM stored_events
        WHERE originator_id = ? AND originator_version > ? ORDER BY originator_version""",
    notifications="""
        SELECT rowid, topic, state FROM stored_events WHERE rowid > ? ORDER BY rowid LIMIT ?""",
    last_position="SELECT MAX(rowid) FROM stored_events",
    streams="""
        WITH RECURSIVE found(id) AS (
            SELECT (SELECT originator_id FROM stored_events
                    WHERE originator_id >= ? AND originator_id < ?
                    ORDER BY originator_id LIMIT 1)
            UNION ALL
            SELECT (SELECT originator_id FROM stored_events
                    WHERE originator_id > found.id AND originator_id < ?
                    ORDER BY originator_id LIMIT 1)
            FROM found WHERE found.id IS NOT NULL)
        SELECT id FROM found WHERE id IS NOT NULL""",
    versions="""
        SELECT asked.value, (SELECT MAX(originator_version) FROM stored_events
                             WHERE originator_id = asked.value)
        FROM json_each(?) AS asked""",
    moved="""
        SELECT asked.key FROM json_each(?) AS asked
        WHERE asked.value <> COALESCE((SELECT MAX(originator_version) FROM stored_events
                                       WHERE originator_id = asked.key), 0)""",
    put_content="INSERT INTO content (sha256, bytes) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING",
    content="SELECT bytes FROM content WHERE sha256 = ?",
    identity="SELECT id, copy, kind FROM log_identity",
    settle_kind="UPDATE log_identity SET kind = ? WHERE kind IS NULL",
    another_copy="UPDATE log_identity SET copy = ?",
    newest_recorded_at="SELECT recorded_at FROM command_log ORDER BY position DESC LIMIT 1",
)


def _postgres(statement: str) -> str:
    return (
        statement.replace("asked.key FROM json_each(?)", "asked.key FROM jsonb_each_text(?)")
        .replace("asked.value <>", "asked.value::bigint <>")
        .replace("json_each(?) AS asked", "jsonb_array_elements_text(?) AS asked(value)")
        .replace("rowid", "notification_id")
        .replace("?", "%s")
    )


POSTGRES = Statements(
    **{field.name: _postgres(getattr(SQLITE, field.name)) for field in fields(Statements)}
)
